"""Old addresses lead on, what is withdrawn says so, and a record's page shows its history, under both Datasettes."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from readout.commands.build import build_database
from readout.difference import FieldChange
from readout.history import Entry, write_kept
from readout.project import open_project
from tests.made import HILL, edit, make_project, write
from tests.web.conftest import Fetch

NEWER = os.environ.get("READOUT_DATASETTE_1", "")
ADDRESSES = {
    "/claims/knell": "/claims/stopped",
    "/claims/knell?cell=absent": "/claims/stopped?cell=absent",
    "/readout/claims/knell": "/readout/claims/stopped",
    "/readout/claims/knell.json?_shape=array": "/readout/claims/stopped.json?_shape=array",
    "/actors/lund": "/actors/mayor",
    "/readout/actors/lund": "/readout/actors/mayor",
    "/articles/2025-03-05-hills": f"/articles/{HILL}",
    "/readout/places/pier": "/readout/places/quay",
}


def build(folder: Path) -> Path:
    """A project with a merged claim, renamed records and a withdrawn concept, built past what only judgement finds."""
    make_project(folder)
    write(
        folder / "sources/claims/more.yaml",
        "knell:\n  statement: The clock strikes no more.\n  story: clock\n  kind: fact\n"
        "  withdrawn: {date: 2025-04-01, reason: The same., merged_into: stopped}\n",
    )
    edit(folder / "sources/actors.yaml", "  names: [Lund]\n", "  names: [Lund]\n  former_ids: [lund]\n")
    edit(folder / "sources/places.yaml", "  names: [The old quay]\n", "  names: [The old quay]\n  former_ids: [pier]\n")
    hill = folder / f"sources/articles/hill-times/{HILL}.md"
    edit(hill, "status: draft\n", "status: draft\nformer_ids: [2025-03-05-hills]\n")
    write(
        folder / "sources/concepts/more.yaml",
        "rust:\n  title: Rust\n  definition: Rust.\n  withdrawn: {date: 2025-04-01, reason: Nobody speaks of it.}\n",
    )
    project = open_project(folder)
    project.__dict__["problems"] = []
    build_database(folder)
    entry = Entry("0123456789", "2025-04-02", "Say when", "changed", "", (FieldChange("kind", "value", "fact"),))
    write_kept(project.database.with_name("history.db"), project.sources_sha256, [(("claims", "stopped"), [entry])])
    return project.database


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of that project, with a history beside it."""
    return build(tmp_path_factory.mktemp("redirects") / "project")


@pytest.mark.parametrize(("old", "new"), ADDRESSES.items())
def test_an_old_address_leads_on(database: Path, fetch: Fetch, old: str, new: str) -> None:
    """Every page of a former id answers 301 with the page of the record as it is now, which is there."""
    answer = fetch(database, old)
    assert (answer.status, answer.headers["location"]) == (301, new)
    assert fetch(database, new).status == 200


def test_a_row_of_a_renamed_article_leads_on(database: Path, fetch: Fetch) -> None:
    """The id of a row inside an article begins with the article's, so that its old address is known too."""
    rows = json.loads(fetch(database, f"/readout/quotes.json?_shape=array&article={HILL}").text)
    for row in rows:
        old = row["id"].replace(HILL, "2025-03-05-hills")
        assert fetch(database, f"/readout/quotes/{old}").headers["location"] == f"/readout/quotes/{row['id']}"
    assert rows


@pytest.mark.parametrize("path", ["/claims/stopped", "/readout/claims/stopped", "/actors/mayor"])
def test_what_is_where_it_was_is_answered(database: Path, fetch: Fetch, path: str) -> None:
    """A record in use has its page."""
    assert fetch(database, path).status == 200


def test_nothing_is_sent_on_that_is_written(database: Path, fetch: Fetch) -> None:
    """An id that nobody ever had is not found, and an odd address is nobody's."""
    assert fetch(database, "/claims/knells").status == 404
    assert fetch(database, "/claims/knell/").status in {301, 302, 404}
    assert "location" not in fetch(database, "/claims/%2Fbell").headers


@pytest.mark.parametrize("path", ["/concepts/rust", "/readout/concepts/rust", "/readout/concepts/rust.json"])
def test_a_withdrawn_record_says_so(database: Path, fetch: Fetch, path: str) -> None:
    """Where its page and its row stood, 410 tells since when and why it is gone."""
    answer = fetch(database, path)
    assert answer.status == 410
    assert "Rust: withdrawn on 2025-04-01. Nobody speaks of it." in answer.text
    assert fetch(database, path.replace("rust", "stopping")).status == 200


def test_the_history_stands_on_the_page(database: Path, fetch: Fetch) -> None:
    """Date, subject and fields of each commit; a record without a history has no such section."""
    text = fetch(database, "/claims/stopped").text
    assert '<h2 id="history">History</h2>' in text
    assert "Say when" in text
    assert "<del><bdi>value</bdi></del> <ins><bdi>fact</bdi></ins>" in text
    assert "History</h2>" not in fetch(database, "/claims/date").text


def test_a_history_of_other_sources_is_not_shown(tmp_path: Path, database: Path, fetch: Fetch) -> None:
    """The file says of which sources it is; beside another database it is as if it were not there."""
    other = tmp_path / "readout.db"
    other.write_bytes(database.read_bytes())
    assert "History</h2>" not in fetch(other, "/claims/stopped").text
    again = tmp_path / "two" / "readout.db"
    again.parent.mkdir()
    again.write_bytes(database.read_bytes())
    write_kept(
        again.with_name("history.db"), "of others", [(("claims", "stopped"), [Entry("0", "2025", "x", "added")])]
    )
    assert "History</h2>" not in fetch(again, "/claims/stopped").text


ASK = """
import asyncio, json, sys
from datasette.app import Datasette
async def main():
    site = Datasette([], immutables=[sys.argv[1]])
    told = []
    for path in json.loads(sys.argv[2]):
        answer = await site.client.get(path)
        told.append([answer.status_code, answer.headers.get("location"), "History</h2>" in answer.text,
                     "Rust: withdrawn on" in answer.text])
    print(json.dumps(told))
asyncio.run(main())
"""


@pytest.mark.skipif(not NEWER, reason="READOUT_DATASETTE_1 names no Python with Datasette 1.0")
def test_the_same_under_datasette_1(database: Path) -> None:
    """Redirects, the notice and the history, once more under 1.0's alpha."""
    paths = [*ADDRESSES, "/claims/stopped", "/concepts/rust", "/readout/claims/stopped"]
    folder = Path(__file__).resolve().parents[2]
    command = [NEWER, "-c", ASK, str(database), json.dumps(paths)]
    surroundings = {**os.environ, "PYTHONPATH": str(folder)}
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, env=surroundings)
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert [one[:2] for one in told[: len(ADDRESSES)]] == [[301, new] for new in ADDRESSES.values()]
    assert told[len(ADDRESSES) :] == [[200, None, True, False], [410, None, False, True], [200, None, False, False]]
