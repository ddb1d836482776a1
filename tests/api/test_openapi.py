"""/-/openapi.json: true to OpenAPI, true to the database, and what the server does is what it says."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from readout.web.api.described import tables_of
from tests.conftest import ROOT
from tests.web.attacked import Attacked

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,unsupported_method"
)


@pytest.fixture
def described(server: Attacked) -> dict[str, Any]:
    """The description."""
    return dict(server.client.get("/-/openapi.json").json())


def test_it_is_openapi(described: dict[str, Any]) -> None:
    """By the validator of openapi-spec-validator, which finds no fault."""
    assert described["openapi"] == "3.1.0"
    assert [fault.message for fault in OpenAPIV31SpecValidator(described).iter_errors()] == []


def test_it_has_every_table_view_and_saved_query(server: Attacked, described: dict[str, Any]) -> None:
    """With every column, what it means, and the words that it may hold."""
    names = [row["name"] for row in server.sql("SELECT name FROM tables").json()]
    queries = [file.stem for file in (ROOT / "queries").glob("*.sql")]
    assert len(names) > 50
    for name in [*names, *queries]:
        assert f"/readout/{name}.json" in described["paths"], name
    columns = server.sql("SELECT table_name, column_name, description FROM columns").json()
    for row in columns:
        known = described["components"]["schemas"][row["table_name"]]["properties"][row["column_name"]]
        assert row["description"] in known["description"]
    quotes = described["components"]["schemas"]["quotes"]["properties"]
    assert quotes["type"]["enum"] == ["direct", "indirect", "freeIndirect", "reported", "mixed"]
    assert quotes["nature"]["enum"][-1] is None
    assert (quotes["article"]["type"], quotes["exact"]["type"]) == ("string", ["string", "null"])
    asked = described["paths"]["/readout/compare_outlets.json"]["get"]["parameters"]
    assert [each["name"] for each in asked if "name" in each] == ["story", "outlet_a", "outlet_b"]
    assert all(each["description"] for each in asked if "name" in each)


def test_a_column_that_is_added_is_described(database: Path, tmp_path: Path) -> None:
    """From the database, not from a list."""
    with closing(sqlite3.connect(database)) as given, closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        given.backup(copy)
        copy.executescript("ALTER TABLE outlets ADD COLUMN motto TEXT")
        [outlets] = [table for table in tables_of(copy) if table.name == "outlets"]
    assert outlets.fields[-1].name == "motto"


def test_the_pages_lead_to_it(server: Attacked) -> None:
    """By a link for machines, and one for people."""
    home = server.client.get("/readout").text
    assert '<link rel="service-desc" type="application/vnd.oai.openapi+json" href="/-/openapi.json">' in home
    assert '<a href="/-/openapi.json">' in server.client.get("/-/downloads").text


def test_the_server_does_what_it_says(server: Attacked, described: dict[str, Any], tmp_path: Path) -> None:
    """Schemathesis asks every address with arguments that are right, and with some that are not."""
    python = os.environ.get("READOUT_STANDARDS")
    if not python:
        pytest.skip("READOUT_STANDARDS does not name a Python with schemathesis")
    (tmp_path / "openapi.json").write_text(server.client.get("/-/openapi.json").text)
    ended = subprocess.run(
        [
            Path(python).with_name("schemathesis"), "run", "openapi.json", "--url", server.address,
            "--phases", "examples,fuzzing", "--max-examples", "2", "--mode", "all", "--seed", "1", "--no-shrink",
            "--continue-on-failure", "--warnings", "off", "--checks", CHECKS,
        ],
        cwd=tmp_path, env={**os.environ, "NO_PROXY": "127.0.0.1"}, capture_output=True, text=True, timeout=180,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout[-8000:] + ended.stderr[-2000:]
    assert f"{len(described['paths'])}/{len(described['paths'])}" in ended.stdout
