"""Every answer keeps its visitor safe, says how long it may be kept, and tells nothing of the machine."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from readout.server import SETTINGS
from tests.web.attacked import Attacked, serving

NOTHING_FOREIGN = {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"}
#: Pages, files, feeds, errors and refusals.
ANSWERS = {
    "/": 200, "/readout": 200, "/readout/articles": 200, "/readout/articles.json": 200,
    "/readout/articles.csv": 200, "/readout/articles.md": 200, "/readout.db": 200, "/search?q=radar": 200,
    "/feeds/articles.atom": 200, "/sitemap.xml": 200, "/robots.txt": 200, "/plots": 200,
    "/-/versions.json": 200, "/-/static/app.css": 200, "/favicon.ico": 200,
    "/-/static-plugins/readout/readout.css": 200, "/nothing": 404, "/readout/nothing": 404,
    "/readout/articles/nothing": 404, "/-/static/nothing.css": 404, "/articles/nothing": 404,
    "/-/threads": 403, "/readout/articles?_where=nonsense": 400, "/readout/": 302,
    "/readout?" + "a&" * 300: 400, "/readout?" + "a" * 61_000: 414,
}  # fmt: skip
PATH = re.compile(r"/(home|usr|work|var|root|opt|tmp)/|Traceback|site-packages")


@pytest.fixture(scope="module", params=[False, True], ids=["datasette-0", "datasette-1"])
def server(
    request: pytest.FixtureRequest, real_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Attacked]:
    """The repository's dataset, served by either Datasette."""
    with serving(real_database, tmp_path_factory.mktemp("headers"), request.param) as running:
        yield running


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_has_the_headers(server: Attacked, address: str) -> None:
    """Whatever it is."""
    answer = server.client.get(address)
    assert answer.status_code == ANSWERS[address]
    headers = answer.headers
    policy = {part.strip() for part in headers["content-security-policy"].split(";")}
    assert policy >= NOTHING_FOREIGN
    assert not any("unsafe" in part or "http" in part or "*" in part for part in policy)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("no-referrer", "strict-origin-when-cross-origin")
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "set-cookie" not in headers
    for name, value in headers.items():
        assert not PATH.search(value), name


@pytest.mark.parametrize("address", ["/", "/readout/articles", "/articles/x", "/-/static-plugins/readout/readout.css"])
def test_others_may_keep_what_does_not_change(server: Attacked, address: str) -> None:
    """A minute for a page, an hour for a file, and nothing that went wrong."""
    answer = server.client.get(address)
    kept = re.search(r"max-age=(\d+)", answer.headers["cache-control"])
    assert kept
    assert int(kept[1]) == (3600 if "static" in address else 60)
    for wrong in ("/readout?" + "a&" * 300, "/readout/articles?_where=nonsense", "/-/threads"):
        assert server.client.get(wrong).headers["cache-control"] == "no-store", wrong


def test_a_cookie_of_others_is_no_reason_to_keep_nothing(server: Attacked) -> None:
    """What a visitor brings of other sites of the domain does not change a page, so a cache may serve it."""
    assert server.client.get("/", headers={"cookie": "other=1"}).status_code == 200


def test_where_the_database_lies_is_told_nowhere(server: Attacked, real_database: Path) -> None:
    """In no page of Datasette about itself, in no form; what tools need is there."""
    for name in (
        "databases",
        "versions",
        "plugins",
        "settings",
        "metadata",
        "config",
        "actor",
        "threads",
        "tasks",
        "schema",
    ):
        for form in ("", ".json"):
            text = server.client.get(f"/-/{name}{form}").text
            assert str(real_database.parent) not in text, name
            assert not PATH.search(text), (name, PATH.search(text))
    answer = server.client.get("/-/databases.json").json()
    databases = answer["databases"] if server.newer else answer
    assert [(found["name"], found["is_mutable"]) for found in databases] == [("readout", False)]
    assert all("path" not in found for found in databases)


def test_the_settings_are_the_cheap_ones(server: Attacked) -> None:
    """No guessed facets; limits of time and size."""
    settings = server.client.get("/-/settings.json").json()
    assert settings["suggest_facets"] is False
    assert settings["sql_time_limit_ms"] <= 1500
    assert settings["facet_time_limit_ms"] <= settings["sql_time_limit_ms"]
    assert settings["max_returned_rows"] == 1000
    assert settings["default_cache_ttl"] == int(SETTINGS["default_cache_ttl"]) == 60
