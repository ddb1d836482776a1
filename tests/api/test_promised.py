"""docs/api.md: every example is asked, and what its sentences say is tried."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from readout.web.guard.headers import is_open
from tests.api.examples import Example, as_values, differs, examples
from tests.web.attacked import Attacked

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = list(examples(TEXT))
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


def test_there_are_examples_of_every_chapter() -> None:
    """None was passed over: each GET of the page is one."""
    assert len(EXAMPLES) == TEXT.count("    GET ") > 20


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.path)
def test_every_example_is_true(server: Attacked, example: Example) -> None:
    """Its status, its body, and whether there is a next page."""
    answer = server.client.get(example.path)
    assert answer.status_code == example.status, answer.text
    assert not differs(as_values(example.body, example.is_lines), as_values(answer.text, example.is_lines))
    if "_size" in example.path and "outlets.json" in example.path and example.status == 200:
        assert ("next" in answer.links) == (
            example.has_next or ("_size=max" not in example.path and "=0" not in example.path)
        )


def test_every_condition_of_the_page_is_one(server: Attacked) -> None:
    """And all that there are on both Datasettes but those for lists in a cell, of which the database has none."""
    sentence = TEXT.partition("The conditions: ")[2].partition("\n\n")[0]
    told = [name.removesuffix("=1") for name in re.findall(r"`([a-z=1]+)`", sentence)]
    assert len(told) == 18
    for name in told:
        answer = server.client.get(f"/readout/outlets.json?_shape=array&name__{name}=1")
        assert answer.status_code == 200, (name, answer.text)


@pytest.mark.parametrize("table", ["evidence", "quotes", "claim_matrix", "timeline"])
def test_the_pages_of_link_have_every_row_once(server: Attacked, table: str) -> None:
    """Followed to the end they are the rows that SQL finds."""
    url, rows = f"/readout/{table}.json?_shape=array&_size=137", []
    while url:
        answer = server.client.get(url)
        rows += answer.json()
        url = answer.links.get("next", {}).get("url", "")
    count = server.sql(f"SELECT count(*) AS n FROM {table}").json()[0]["n"]
    assert len(rows) == count
    assert len({json.dumps(row) for row in rows}) == count


def test_facets_are_counted_over_what_the_filters_leave(server: Attacked) -> None:
    """And references have a label."""
    told = server.client.get("/readout/quotes.json?_size=0&_facet=speaker&_facet=type&type=direct").json()
    assert [each["value"] for each in told["facet_results"]["results"]["type"]["results"]] == ["direct"]
    assert told["facet_results"]["results"]["type"]["results"][0]["count"] == told["count"]
    speaker = told["facet_results"]["results"]["speaker"]["results"][0]
    name = server.sql("SELECT name FROM actors WHERE id = :id", id=speaker["value"]).json()[0]["name"]
    assert speaker["label"] == name != speaker["value"]


def test_an_answer_that_goes_well_may_be_kept_for_a_minute(server: Attacked) -> None:
    """And one that does not, not at all, but for 404."""
    for path, kept in (("outlets.json", "max-age=60"), ("outlets.json?_size=x", "no-store"), ("no.json", "max-age=60")):
        assert kept in server.client.get(f"/readout/{path}").headers["cache-control"], path


@pytest.mark.parametrize(
    "path",
    [
        "/readout/outlets.json", "/readout/outlets.json?_size=x", "/readout/outlets.csv", "/readout.db",
        "/readout/-/query.json?sql=SELECT+1", "/readout/-/query.csv?sql=SELECT+1", "/-/openapi.json", "/-/healthy.json",
        "/readout/left_out.json", "/readout/outlets/ians.json", "/readout/outlets.md",
    ],
)  # fmt: skip
def test_scripts_of_other_sites_may_read_the_data(server: Attacked, path: str) -> None:
    """Once, and with the header that leads to the next page."""
    headers = server.client.get(path, headers={"Origin": "https://notebook.example"}).headers
    assert headers.get_list("access-control-allow-origin") == ["*"]
    assert "Link" in headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize("path", ["/", "/readout", "/readout/outlets", "/outlets/ians", "/search?q=radar"])
def test_scripts_of_other_sites_may_not_read_the_pages(server: Attacked, path: str) -> None:
    """What a page shows may depend on who asks."""
    answer = server.client.get(path, headers={"Origin": "https://notebook.example"})
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


def test_who_asks_too_much_at_once_is_told_when_to_come_back(server: Attacked) -> None:
    """429 as JSON with Retry-After, and readable by scripts; those that had a seat get their answer."""

    def ask(_: int) -> httpx.Response:
        with httpx.Client(base_url=server.address, timeout=30, trust_env=False) as client:
            return client.get("/readout/-/query.json", params={"sql": ENDLESS, "_shape": "array"})

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, range(6)))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert {answer.status_code for answer in answers} <= {400, 429, 503}
    for answer in refused:
        assert int(answer.headers["retry-after"]) > 0
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.json() | {"error": "", "title": ""} == {"ok": False, "error": "", "status": 429, "title": ""}
    late = next(answer for answer in answers if answer.status_code != 429)
    assert late.json()["ok"] is False
    assert "too long" in late.json()["error"]


def test_both_addresses_of_sql_answer_without_sending_elsewhere(server: Attacked) -> None:
    """The one of 0.65 and the one of 1.0."""
    for path in ("/readout.json", "/readout/-/query.json"):
        answer = server.client.get(path, params={"sql": "SELECT 'é=&' AS a", "_shape": "array"})
        assert (answer.status_code, answer.json()) == (200, [{"a": "é=&"}]), path
    assert server.client.get("/readout.json").json()["database"] == "readout"


def test_head_says_what_get_says(server: Attacked) -> None:
    """Without a body."""
    for path in ("/readout/outlets.json", "/readout/outlets.json?nothing=1"):
        head, got = server.client.head(path), server.client.get(path)
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert head.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize("name", ["READOUT_TEXTS", "READOUT_WATCH"])
def test_a_persons_own_work_is_for_no_other_site(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A server with texts, or one that watches sources, runs on a person's machine, and shows what is not published."""
    assert is_open("/readout/quotes.json")
    monkeypatch.setenv(name, "somewhere")
    assert not is_open("/readout/quotes.json")
