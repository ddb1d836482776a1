"""`readout verify`: every way in which a database may not be what it should be is found, and said in one line."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from readout.cli import cli
from readout.contract import APPLICATION_ID
from tests.conftest import run_all, run_readout
from tests.made import HARBOUR, edit, make_project, write


class Verified(NamedTuple):
    """How it ended, and what it said."""

    code: int
    output: str
    failures: list[dict[str, str]]
    said: dict[str, Any]

    @property
    def checks(self) -> list[str]:
        """The kinds of failures."""
        return sorted({failure["check"] for failure in self.failures})


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that is anchored and built; not to be changed."""
    project = make_project(tmp_path_factory.mktemp("verify") / "project")
    return run_all(project, ["anchor", "--texts", "texts"], ["build"])


@pytest.fixture
def project(sound: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return shutil.copytree(sound, tmp_path / "project")


@pytest.fixture
def database(project: Path) -> Path:
    """Its database."""
    return project / "build" / "readout.db"


def verify(*arguments: str | Path, project: Path | None = None) -> Verified:
    """Verify, and read what is said to programs."""
    line = ["--project", str(project)] if project else []
    ended = CliRunner().invoke(cli, [*line, "verify", "--format", "json", *map(str, arguments)])
    if ended.exit_code not in (0, 1) or not isinstance(ended.exception, SystemExit | None):
        return Verified(ended.exit_code, ended.output, [], {})
    said = json.loads(ended.stdout)
    assert said["ok"] == (ended.exit_code == 0) == (said["failures"] == [])
    assert all(failure["message"] and failure["remedy"] for failure in said["failures"])
    return Verified(ended.exit_code, ended.output, said["failures"], said)


def change(database: Path, *statements: str) -> None:
    """Do something to a database that no build does."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


# ── All is well


def test_a_build_verifies(project: Path, database: Path) -> None:
    """Everything is looked at, nothing is left out, and nothing is written."""
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in project.rglob("*") if file.is_file()}
    found = verify(database)
    assert (found.code, found.failures) == (0, []), found.output
    assert {"integrity", "structure", "references", "search", "content", "views", "sources"} <= set(
        found.said["checked"]
    )
    assert (found.said["not_compared"], found.said["remarks"]) == ([], [])
    after = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in project.rglob("*") if file.is_file()}
    assert after == before


def test_a_database_alone_says_what_could_not_be_compared(database: Path, tmp_path: Path) -> None:
    """Downloaded, without manifest and project; with the manifest only the sources are left out."""
    alone = tmp_path / "alone" / "readout.db"
    alone.parent.mkdir()
    shutil.copy(database, alone)
    found = verify(alone)
    assert (found.code, len(found.said["not_compared"])) == (0, 2), found.output
    manifest = database.with_name("manifest.json")
    found = verify(alone, "--manifest", manifest)
    assert (found.code, len(found.said["not_compared"])) == (0, 1), found.output
    assert "content" in found.said["checked"]
    assert found.said["content"] == json.loads(manifest.read_bytes())["content"]


def test_other_bytes_with_the_same_content_are_told_and_are_no_failure(database: Path) -> None:
    """As another version of SQLite writes them."""
    change(database, "PRAGMA page_size = 8192", "VACUUM")
    found = verify(database)
    assert (found.code, found.failures) == (0, []), found.output
    [remark] = found.said["remarks"]
    assert "not byte for byte" in remark


def test_people_are_told_in_lines(project: Path, database: Path) -> None:
    """Each failure is a line with a hint below; what was looked at stands on standard error."""
    change(database, "UPDATE stances SET score = -2")
    ended = run_readout("verify", project=project)
    assert ended.code == 1
    line, hint = ended.stdout.splitlines()
    assert line.startswith(f"{database}: content: the table stances holds something else")
    assert hint.startswith("  hint: build it again")
    assert "1 failure; looked at: integrity, structure" in ended.stderr


# ── The file


BAD: dict[str, tuple[tuple[str, ...], list[str], str]] = {
    "value": (("UPDATE stances SET score = 2",), ["content"], "the table stances holds something else"),
    "row": (("DELETE FROM stances",), ["content", "search"], "has 0 rows; the manifest says 1"),
    "reference": (("UPDATE stances SET toward = 'nobody'",), ["content", "references"], "references lead to rows that"),
    "search": (("INSERT INTO claims_fts(claims_fts) VALUES ('delete-all')",), ["search"], "the search of claims"),
    "searched": (("UPDATE claims SET statement = 'The bell rings.'",), ["content", "search"], "the search of claims"),
    "swapped": (
        ("INSERT INTO stories_fts(stories_fts, rowid, title) SELECT 'delete', rowid, title FROM stories",),
        ["search"],
        "the search of stories",
    ),
    "contract": (("PRAGMA user_version = 99",), ["marks"], "of contract 99"),
    "mark": (("PRAGMA application_id = 7",), ["marks"], f"its application_id is 7, not {APPLICATION_ID}"),
    "view": (
        ("DROP VIEW timeline", "CREATE VIEW \"timeline\" AS SELECT 1 AS a"), ["structure", "views"], "other SQL"
    ),
    "no view": (("DROP VIEW timeline",), ["structure", "views"], "the view timeline is missing"),
    "column": (("ALTER TABLE stances ADD COLUMN more TEXT",), ["structure"], "stances"),
    "no table": (("DROP TABLE article_zones",), ["structure"], "article_zones"),
    "no dataset": (("DELETE FROM dataset",), ["structure"], "not just one row"),
    "no dictionary": (("DROP TABLE vocabularies",), ["structure"], "vocabularies"),
    "trigger": (
        ("CREATE TRIGGER evil AFTER INSERT ON stances BEGIN SELECT 1; END",), ["structure"], "trigger evil"
    ),
    "loose table": (("CREATE TABLE loose (id TEXT PRIMARY KEY)",), ["structure"], "table loose"),
    "function": (
        ("CREATE TABLE evil (id TEXT CHECK (length(hex(zeroblob(1000000000))) > 0)) STRICT",), ["structure"], "evil"
    ),
    "generated": (
        ("CREATE TABLE evil (id TEXT, more TEXT AS (upper(id))) STRICT",), ["structure"], "table evil"
    ),
    "expression": (("CREATE INDEX evil ON stances (upper(reason))",), ["structure"], "index evil"),
    "partial": (("CREATE INDEX evil ON stances (reason) WHERE reason > 'a'",), ["structure"], "index evil"),
    "endless view": (
        ("CREATE VIEW evil AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",),
        ["structure", "views"], "evil",
    ),
    "virtual": (("CREATE VIRTUAL TABLE evil USING fts4(a)",), ["structure"], "table evil"),
    "infinite": (("UPDATE quote_variants SET likeness = 9e999",), ["integrity"], "no finite number"),
    "text": (("UPDATE stances SET reason = CAST(x'ff41' AS TEXT)",), ["integrity", "search"], "can't be read"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_was_done_to_it_is_found(case: str, database: Path) -> None:
    """In the database of a build, whoever did it."""
    statements, checks, words = BAD[case]
    change(database, *statements)
    found = verify(database)
    assert found.checks == checks, found.output
    assert words in found.output
    assert found.code == 1


@pytest.mark.parametrize(
    "spoil",
    [lambda content: b"", lambda content: b"not a database", lambda content: content[:100],
     lambda content: content[: len(content) // 2], lambda content: content[:8192] + b"\xff" * 4096 + content[12288:]],
    ids=["empty", "other", "head", "half", "page"],
)  # fmt: skip
def test_a_damaged_file_is_found(spoil: Callable[[bytes], bytes], database: Path) -> None:
    """Whatever is left of it."""
    database.write_bytes(spoil(database.read_bytes()))
    found = verify(database)
    assert (found.code, found.checks) in [(1, ["integrity"]), (1, ["marks"])], found.output


def test_changes_beside_it_are_found(database: Path) -> None:
    """A journal of writes would change what other programs read."""
    database.with_name("readout.db-wal").write_bytes(b"x")
    found = verify(database)
    assert found.checks == ["integrity"]
    assert "readout.db-wal" in found.output


# ── The manifest and the sources


def test_the_manifest_of_another_build_is_told(project: Path, database: Path) -> None:
    """As it stands where a build was put in place by hand."""
    manifest = database.with_name("manifest.json")
    old = manifest.read_bytes()
    edit(project / "sources/stories.yaml", "title: ", "title: 'Anew:' #")
    assert run_readout("build", project=project).code == 0
    manifest.write_bytes(old)
    found = verify(database)
    assert found.checks == ["manifest"]
    assert "of another build: sources_sha256" in found.output


def test_a_broken_off_build_is_told(database: Path) -> None:
    """A kill between the two leaves a database without a manifest; the sources are compared all the same."""
    database.with_name("manifest.json").unlink()
    found = verify(database)
    assert found.code == 0
    assert "no manifest.json" in found.said["not_compared"][0]
    edit(database.parents[1] / "sources/stories.yaml", "title: ", "title: 'Anew:' #")
    found = verify(database)
    assert (found.checks, len(found.failures)) == (["sources"], 1)


def test_what_is_no_manifest(database: Path, tmp_path: Path) -> None:
    """Beside the database it is a failure, named by a person it is wrong use."""
    database.with_name("manifest.json").write_bytes(b"{}")
    assert verify(database).checks == ["manifest"]
    assert verify(database, "--manifest", database).code == 2
    assert verify(database, "--against", database).code == 2


def test_files_that_are_not_as_they_were_are_named(project: Path, database: Path) -> None:
    """Changed, gone and new ones, and the articles that have none any more."""
    article = project / "sources/articles/harbour-post" / f"{HARBOUR}.md"
    article.unlink()
    edit(project / "sources/stories.yaml", "title: ", "title: 'Anew:' #")
    write(project / "sources/places/more.yaml", "")
    messages = [failure["message"] for failure in verify(database).failures]
    path = article.relative_to(project).as_posix()
    assert messages == [
        f"{path} is gone since the database was built",
        "sources/stories.yaml has changed since the database was built",
        "sources/places/more.yaml is new since the database was built",
        f"articles whose file is gone: {path}",
    ]


def test_a_manifest_opens_nothing_outside_the_project(project: Path, database: Path) -> None:
    """Paths that lead out, links and pipes are files that are not there."""
    manifest = database.with_name("manifest.json")
    (project.parent / "secret").write_text("x", encoding="utf-8")
    os.mkfifo(project / "sources" / "pipe.yaml")
    (project / "sources" / "link.yaml").symlink_to(project.parent / "secret")
    given = json.loads(manifest.read_bytes())
    paths = (
        "../secret",
        str(project.parent / "secret"),
        "sources/../../secret",
        "sources/pipe.yaml",
        "sources/link.yaml",
    )
    given["files"] |= {path: {"bytes": 1, "sha256": "0" * 64} for path in paths}
    manifest.write_text(json.dumps(given), encoding="utf-8")
    [failure] = verify(database).failures
    assert failure["message"] == ", ".join(sorted(paths)) + " are gone since the database was built"


# ── Two machines


def test_two_builds_with_the_same_content(project: Path, database: Path, sound: Path) -> None:
    """The same sources in another place: the same; the manifests differ in what depends on the version of SQLite."""
    theirs = project.parent / "theirs.json"
    given = json.loads((sound / "build" / "manifest.json").read_bytes())
    given["sqlite"], given["database"]["sha256"] = "3.99.0", "0" * 64
    theirs.write_text(json.dumps(given), encoding="utf-8")
    found = verify(database, "--against", theirs)
    assert (found.code, found.failures) == (0, []), found.output
    assert "the same content as the other build" in found.output


def test_tables_that_differ_are_named_with_the_files_they_come_from(project: Path, database: Path) -> None:
    """What another machine's build has otherwise."""
    theirs = project.parent / "theirs.json"
    shutil.copy(database.with_name("manifest.json"), theirs)
    edit(project / "sources/stories.yaml", "title: ", "title: 'Anew:' #")
    assert run_readout("build", project=project).code == 0
    found = verify(database, "--against", theirs)
    assert found.code == 1
    tables = sorted(failure["message"].split()[2] for failure in found.failures)
    assert tables == ["dataset", "stories"]
    assert all("made from other files: sources/stories.yaml" in failure["remedy"] for failure in found.failures)


def test_the_same_files_with_another_result_are_a_bug(project: Path, database: Path) -> None:
    """Which is said."""
    theirs = project.parent / "theirs.json"
    given = json.loads(database.with_name("manifest.json").read_bytes())
    given["tables"]["quotes"]["sha256"] = "0" * 64
    theirs.write_text(json.dumps(given), encoding="utf-8")
    [failure] = verify(database, "--against", theirs).failures
    assert "that is a bug" in failure["remedy"]


def test_wrong_use(project: Path, database: Path) -> None:
    """No database, and a file that is not there."""
    database.unlink()
    assert verify(project=project).code == 2
    assert verify(database).code == 2
