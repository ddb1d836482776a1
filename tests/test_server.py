"""The published site: every table, view and saved query, as a reader opens it and as a program fetches it.

It runs with the Datasette that is installed and, where READOUT_DATASETTE_1 names a Python that has
Datasette 1.0 and this package installed, with that one, too.
"""

import csv
import io
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest

from readout.server import FIRST_PORT, SETTINGS, datasette_arguments, free_port
from readout.sql import read_statements
from tests.conftest import ROOT, run_all, run_readout
from tests.made import HARBOUR, make_project, schema, write

DATASETTES = ["0", "1"]
TABLES = schema().tables
VIEWS = {view.name: view for view in read_statements(ROOT, "views")[0]}
QUERIES = {query.name: query for query in read_statements(ROOT, "queries")[0]}
SENSIBLE = {
    "story": "clock", "outlet_a": "harbour-post", "outlet_b": "hill-times", "article": "2025-03-06-valley",
    "concept": "stopping", "utterance": "promise", "speaker": "mayor", "words": "clock", "outlet": "harbour-post",
}  # fmt: skip
ERRORS = re.compile(
    r"no such (?:column|table|function)|syntax error|fts5: |OperationalError|Traceback|Invalid SQL", re.I
)


class Site:
    """A running server: its address, its version, and the project that it shows."""

    def __init__(self, process: subprocess.Popen[str], address: str, version: str, folder: Path) -> None:
        self.process, self.address, self.version, self.folder = process, address, version, folder
        self.client = httpx.Client(base_url=address, timeout=20, follow_redirects=True, trust_env=False)

    def page(self, path: str, **parameters: str) -> str:
        """A page's text, which is found and has no error in it."""
        answer = self.client.get(path, params=parameters)
        assert answer.status_code == 200, (path, answer.text[:500])
        assert not ERRORS.search(answer.text), (path, ERRORS.search(answer.text))
        return unescape(answer.text)

    def json(self, path: str, **parameters: str) -> Any:
        """What a JSON address gives."""
        return json.loads(self.page(path, **parameters))

    def csv(self, path: str, **parameters: str) -> list[dict[str, str]]:
        """The rows of a CSV address."""
        return list(csv.DictReader(io.StringIO(self.client.get(path, params=parameters).text)))


def start(python: str, folder: Path, *options: str) -> Site:
    """Start `readout serve` on a project, and wait until it answers."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [python, "-m", "readout", "--project", str(folder), "serve", *options]
    log = folder.parent / "server.log"
    with log.open("w") as errors:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        match = re.fullmatch(r"Readout is at (http://127\.0\.0\.1:\d+)/  \(Ctrl-C ends it\)\n", line)
        assert match, (line, log.read_text())
        site = Site(process, match[1], "", folder)
        site.version = wait_for(site, log)
    except BaseException:
        stop(process)
        raise
    return site


def wait_for(site: Site, log: Path) -> str:
    """Datasette's version, as soon as the server answers."""
    for _ in range(300):
        assert site.process.poll() is None, log.read_text()
        try:
            versions = site.client.get("/-/versions.json").json()
            return str(versions["datasette"]["version"])
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer: " + log.read_text())


def stop(process: subprocess.Popen[str]) -> None:
    """End a server that this test started."""
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def unused_port() -> int:
    """A port on which nothing listens, away from those that `serve` tries."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def python_for(datasette: str) -> str:
    """The interpreter with a version of Datasette; skips where there is none."""
    if datasette == "0":
        return sys.executable
    python = os.environ.get("READOUT_DATASETTE_1")
    if not python:
        pytest.skip("READOUT_DATASETTE_1 does not name a Python with Datasette 1.0")
    return python


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a row in every table, anchored and built."""
    made = make_project(tmp_path_factory.mktemp("made") / "project")
    return run_all(made, ["anchor", "--texts", "texts"], ["build"])


@pytest.fixture(scope="module", params=DATASETTES, ids=["datasette-0", "datasette-1"])
def site(request: pytest.FixtureRequest, folder: Path) -> Iterator[Site]:
    """The project, served by either Datasette."""
    running = start(python_for(request.param), folder, "--port", str(unused_port()))
    try:
        assert running.version.startswith(request.param + ".")
        yield running
    finally:
        running.client.close()
        stop(running.process)


@pytest.fixture
def db(folder: Path) -> Iterator[sqlite3.Connection]:
    """The database behind the site."""
    with closing(sqlite3.connect(f"file:{folder / 'build' / 'readout.db'}?mode=ro", uri=True)) as database:
        yield database


def count(db: sqlite3.Connection, table: str) -> int:
    """How many rows a table or view has."""
    return int(db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def facets_of(answer: dict[str, Any]) -> dict[str, Any]:
    """The facets of a JSON answer, in either version's form."""
    found = answer["facet_results"]
    return dict(found.get("results", found))


# ── Home


def test_home_and_database_say_what_this_is(site: Site) -> None:
    """Title, licence and source on both; the description, and links to all tables and views, on the database's."""
    dataset = schema().dataset
    home, database = site.page("/"), site.page("/readout")
    assert dataset["title"] in home.split("</title>")[0]
    for page in (home, database):
        assert dataset["license"] in page
        assert f'href="{dataset["license_url"]}"' in page
    assert dataset["source"] in database
    assert dataset["description"] in database
    for name in (*TABLES, *VIEWS):
        assert f'href="/readout/{name}"' in database, name


def test_saved_queries_are_shown_by_their_titles(site: Site) -> None:
    """Each with a link, and not by the name of its file; 1.0 has a page of its own for them."""
    page = site.page("/readout") if site.version.startswith("0.") else site.page("/readout/-/queries")
    assert [query.name for query in QUERIES.values() if f'href="/readout/{query.name}"' not in page] == []
    assert [query.name for query in QUERIES.values() if query.title not in page] == []


# ── Tables and views


@pytest.mark.parametrize("name", [*TABLES, *VIEWS])
def test_a_table_or_view_as_a_page(site: Site, db: sqlite3.Connection, name: str) -> None:
    """Its title, description and licence, the description of every column, its rows, facets and its sort order."""
    page = site.page(f"/readout/{name}")
    shown: Any = TABLES.get(name) or VIEWS[name]
    descriptions = (
        VIEWS[name].columns if name in VIEWS else {c.name: c.description for c in TABLES[name].columns.values()}
    )
    assert f"<title>readout: {name}" in page or shown.title in page.split("</title>")[0]
    assert re.search(rf"<h1[^>]*>\s*{re.escape(shown.title)}", page)
    assert shown.description in page
    assert schema().dataset["license"] in page
    for column, description in descriptions.items():
        assert description in page, column
    assert page.count("<tr") - 1 == min(count(db, name), int(SETTINGS["default_page_size"]))
    sort = shown.sort or getattr(shown, "sort_desc", "")
    if sort:
        assert f"sorted by {sort}" in page
    facets = shown.facets if name in VIEWS else [c.name for c in TABLES[name].columns.values() if c.facet]
    for facet in facets:
        assert f'data-column="{facet}"' in page or f'id="facet-{facet}"' in page, facet


@pytest.mark.parametrize("name", [*TABLES, *VIEWS])
def test_a_table_or_view_as_json(site: Site, db: sqlite3.Connection, name: str) -> None:
    """Its rows in their order, and every facet with results."""
    rows = site.json(f"/readout/{name}.json", _shape="array", _size="max")
    assert len(rows) == min(count(db, name), 1000)
    shown: Any = TABLES.get(name) or VIEWS[name]
    sort, downwards = shown.sort or getattr(shown, "sort_desc", ""), bool(getattr(shown, "sort_desc", ""))
    if sort:
        values = [row[sort] for row in rows]
        given = [value for value in values if value is not None]
        assert given == sorted(given, reverse=downwards)
    facets = shown.facets if name in VIEWS else [c.name for c in TABLES[name].columns.values() if c.facet]
    if facets:
        found = facets_of(site.json(f"/readout/{name}.json", _extra="facet_results"))
        assert set(found) == set(facets)
        for facet in facets:
            filled = db.execute(f'SELECT count(DISTINCT "{facet}") FROM "{name}"').fetchone()[0]
            assert len([r for r in found[facet]["results"] if r["value"] is not None]) == min(
                filled, int(SETTINGS["default_facet_size"])
            )


@pytest.mark.parametrize("name", [*TABLES, *VIEWS])
def test_a_table_or_view_as_csv(site: Site, db: sqlite3.Connection, name: str) -> None:
    """As many rows as the database has, with its columns."""
    rows = site.csv(f"/readout/{name}.csv", _stream="on", _size="max")
    assert len(rows) == count(db, name)
    columns = [row[1] for row in db.execute(f'PRAGMA table_info("{name}")')]
    assert [column for column in rows[0] if column != "rowid"] == columns


@pytest.mark.parametrize("name", TABLES)
def test_the_page_of_a_row(site: Site, db: sqlite3.Connection, name: str) -> None:
    """Its address needs no escaping, and it shows the row's values."""
    row_id = db.execute(f'SELECT id FROM "{name}" ORDER BY id LIMIT 1').fetchone()[0]
    page = site.page(f"/readout/{name}/{row_id}")
    assert row_id in page
    assert f'href="{schema().dataset["license_url"]}"' in page
    assert [row["id"] for row in site.json(f"/readout/{name}/{row_id}.json", _shape="objects")["rows"]] == [row_id]


def test_a_row_that_is_not_there(site: Site) -> None:
    """404."""
    assert site.client.get("/readout/articles/nothing").status_code == 404
    assert site.client.get("/readout/nothing").status_code == 404


LABELLED = [
    (table.name, column, target)
    for table in TABLES.values()
    for column, target in table.references.items()
    if TABLES[target].label != "id"
]


def test_references_are_shown_by_names(site: Site, db: sqlite3.Connection) -> None:
    """In every table, a reference's cell is the label of what it refers to, linked to its page; JSON has both."""
    seen = 0
    for name in sorted({table for table, _, _ in LABELLED}):
        page = site.page(f"/readout/{name}")
        rows = site.json(f"/readout/{name}.json", _labels="on", _shape="array", _size="max")
        for table, column, target in LABELLED:
            if table != name:
                continue
            label = TABLES[target].label
            names = dict(db.execute(f'SELECT id, "{label}" FROM "{target}"').fetchall())
            for row in rows:
                if row[column] is not None:
                    assert row[column] == {"value": row[column]["value"], "label": names[row[column]["value"]]}
                    words = re.escape(str(row[column]["label"])[:25].rstrip())
                    link = rf'<a href="/readout/{target}/{re.escape(row[column]["value"])}"[^>]*>\s*{words}'
                    assert re.search(link, page), (name, column, row[column])
                    seen += 1
    assert seen > 60


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("coverage?claim=stopped", "Mayor Lund"),
        ("articles?outlet=harbour-post", "Harbour Post"),
        ("quotes?speaker=mayor", "Mayor Lund"),
    ],
)
def test_facets_are_shown_by_names(site: Site, address: str, label: str) -> None:
    """A reference's facet has names, and the number of rows of each."""
    table = address.split("?", maxsplit=1)[0]
    found = facets_of(site.json(f"/readout/{table}.json", _extra="facet_results"))
    assert label in [result["label"] for facet in found.values() for result in facet["results"]]


def test_search_on_a_table(site: Site) -> None:
    """By the words of the table's own search box, in another form."""
    rows = site.json("/readout/claims.json", _search="clocks", _shape="array")
    assert {row["id"] for row in rows} == {"stopped", "date", "repaired"}


# ── Saved queries


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("filled", [True, False], ids=["filled", "empty"])
def test_a_saved_query(site: Site, name: str, filled: bool) -> None:
    """With sensible parameters it has rows; with empty ones it has an answer, if only an empty one."""
    query = QUERIES[name]
    parameters = {parameter: SENSIBLE[parameter] if filled else "" for parameter in query.parameters}
    page = site.page(f"/readout/{name}", **parameters)
    assert query.title in page
    assert query.description in page
    rows = site.json(f"/readout/{name}.json", _shape="array", **parameters)
    assert isinstance(rows, list)
    if filled:
        assert rows
        assert len(rows) == len(site.csv(f"/readout/{name}.csv", **parameters))
        assert str(next(value for value in rows[0].values() if value is not None)) in page


@pytest.mark.parametrize("name", QUERIES)
def test_a_saved_query_opened_without_parameters(site: Site, name: str) -> None:
    """As from the list of queries: a page with a field for each parameter."""
    page = site.page(f"/readout/{name}")
    for parameter in QUERIES[name].parameters:
        assert f'name="{parameter}"' in page


def test_saved_queries_say_what_they_should(site: Site) -> None:
    """Worked out by hand on the made-up project."""

    def rows(name: str, **parameters: str) -> list[dict[str, Any]]:
        return list(site.json(f"/readout/{name}.json", _shape="array", **parameters))

    assert [row["claim"] for row in rows("left_out", article="2025-03-06-valley")] == ["steps", "repaired"]
    assert len(rows("left_out", article="")) == 3
    assert [(row["outlet"], row["value"]) for row in rows("values_that_differ", story="clock")] == [
        ("Harbour Post", "2025-03"), ("Hill Times", "2025-03-01"), ("Valley Wire", "2025-03-02"),
        ("Harbour Post", "40"), ("Hill Times", "45"),
    ]  # fmt: skip
    compared = rows("compare_outlets", story="clock", outlet_a="harbour-post", outlet_b="hill-times")
    assert len(compared) == 5
    assert {row["claim"]: (row["first_outlet"], row["second_outlet"]) for row in compared}["repaired"] == (
        "too early",
        "asserts",
    )
    assert [(row["outlet"], row["by_way_of"]) for row in rows("said_by", speaker="mayor")] == [
        ("Harbour Post", "Valley Wire"), ("Hill Times", None), ("Valley Wire", None),
    ]  # fmt: skip
    assert [row["alterations"] for row in rows("renderings", utterance="promise")] == ["respelling", "ellipsis", None]
    assert {row["term"] for row in rows("names_for", concept="stopping")} == {"standstill", "pause", "breakdown"}
    assert {(row["kind"], row["id"]) for row in rows("search_everything", words="clocks")} >= {
        ("claim", "stopped"), ("article", HARBOUR),
    }  # fmt: skip
    assert [(row["according_to"], row["claims"]) for row in rows("whose_word", outlet="harbour-post")] == [
        ("Mayor Lund", 1)
    ]


@pytest.mark.parametrize(
    "words",
    [*"\"(*':", "", " ", "AND", "a OR", "never-ending", "clock*", "-clock", "NEAR(", "\x00"],
)
def test_no_words_make_the_search_fail(site: Site, words: str) -> None:
    """Whatever a reader types, there is an answer."""
    assert isinstance(site.json("/readout/search_everything.json", _shape="array", words=words), list)


# ── The server


def test_settings_are_taken(site: Site) -> None:
    """Whole tables as CSV, no guessed facets, time limits."""
    settings = site.json("/-/settings.json")
    assert settings["suggest_facets"] is False
    assert settings["max_csv_mb"] == 0
    assert settings["default_page_size"] == int(SETTINGS["default_page_size"])
    assert settings["facet_time_limit_ms"] <= settings["sql_time_limit_ms"]


def test_nothing_is_counted_when_it_starts(site: Site, db: sqlite3.Connection) -> None:
    """Datasette gets the counts and the hash of the content from the manifest; each count is right."""
    answer = site.json("/-/databases.json")
    databases = answer["databases"] if isinstance(answer, dict) else answer
    [about] = [one for one in databases if one["name"] == "readout"]
    assert about["hash"] == json.loads((site.folder / "build" / "manifest.json").read_text())["content"]
    told = {one["name"]: one["count"] for one in site.json("/readout.json")["tables"]}
    assert told["quotes"] and told["quotes_fts"] == told["quotes"]
    assert told == {name: count(db, name) for name in told}


def test_the_database_cannot_be_written(site: Site) -> None:
    """It is served as immutable."""
    answer = site.json("/-/databases.json")
    databases = answer["databases"] if isinstance(answer, dict) else answer
    assert [found["is_mutable"] for found in databases if found["name"] == "readout"] == [False]


def test_the_next_free_port_is_taken(tmp_path: Path) -> None:
    """Where something listens on the first port, the address that is printed has the next free one, and it answers."""
    folder = make_project(tmp_path / "project")
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held = True
        try:
            taken.bind(("127.0.0.1", FIRST_PORT))
            taken.listen()
        except OSError:
            held = False  # something else listens there, and may end before `serve` looks
        site = start(sys.executable, folder)
        try:
            port = int(site.address.rpartition(":")[2])
            assert FIRST_PORT + held <= port < FIRST_PORT + 100
            assert "Readout" in site.page("/")
        finally:
            site.client.close()
            stop(site.process)


def test_a_port_in_use_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that is found is another, and free."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        first = taken.getsockname()[1]
        monkeypatch.setattr("readout.server.FIRST_PORT", first)
        monkeypatch.setattr("readout.server.LAST_PORT", first + 50)
        found = free_port("127.0.0.1")
    assert first < found <= first + 50


def test_serving_builds_only_what_is_not_fresh(folder: Path, tmp_path: Path) -> None:
    """A fresh database is served as it is; after a change of the sources it is built again."""
    made = make_project(tmp_path / "project")
    assert run_readout("build", project=made).code == 0
    database = made / "build" / "readout.db"
    before = database.stat().st_mtime_ns
    for text, kept in ((None, True), ("ann: {name: Ann of the quay, kind: person}\n", False)):
        if text:
            write(made / "sources" / "curators.yaml", text)
        site = start(sys.executable, made, "--port", str(unused_port()))
        try:
            assert (database.stat().st_mtime_ns == before) is kept
            names = [row["name"] for row in site.json("/readout/curators.json", _shape="array")]
            assert names == ["Ann" if kept else "Ann of the quay"]
        finally:
            site.client.close()
            stop(site.process)


def test_the_arguments_for_either_version() -> None:
    """1.0 is given the metadata as its configuration, too."""
    old, new = (
        datasette_arguments(Path("a.db"), Path("m.yml"), "::1", 8001, version) for version in ("0.65.5", "1.0a41")
    )
    assert "--config" not in old
    assert new[new.index("--config") + 1] == "m.yml"
    assert old[0] == "serve"
    assert old[old.index("--immutable") + 1] == "a.db"
    assert old[-4:] == ["--host", "::1", "--port", "8001"]
