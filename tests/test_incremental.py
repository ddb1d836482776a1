"""Incremental builds: after any changes the database is, content for content, the one that a fresh build makes."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Collection
from contextlib import closing, suppress
from pathlib import Path

import pytest

from readout.checked import Checked, Since
from readout.commands.build import build_database
from readout.compile import again
from readout.compile.build import Built
from readout.compile.check import check
from readout.compile.wanted import wanted
from readout.manifest import Manifest, manifest_of, parse_manifest
from readout.problem import Faulty, Problem
from readout.project import database_of, open_project
from readout.sql import read_statements
from readout.store import folders, scan
from readout.store.store import read_about, store_of
from readout.stored import PREFIX, is_true
from tests.conftest import ROOT, run_readout
from tests.rules import AT_HARBOUR, AT_HILL, AT_VALLEY, MORE, REVIEWED, SECOND
from tests.test_workspace import (
    ACTORS,
    CLAIMS,
    CONCEPTS,
    CURATORS,
    EVENTS,
    GULL,
    MORE_TEXT,
    PLACES,
    POOL,
    REVIEWED_FILES,
    RUST,
    SECOND_TEXT,
    STORIES,
    UTTERANCES,
    Content,
)

MOST = "sources/articles/harbour-post/2025-03-07-most.md"
MORE_CLEAN = MORE_TEXT.replace("speaker: wire", "speaker: guild")
#: A project without problems, from which each walk begins and to which it comes back.
CLEAN: dict[str, Content] = {**REVIEWED_FILES, MORE: MORE_CLEAN}
#: What lies at a path may be an empty folder, too.
A_FOLDER = "\0"
#: Folders that are refused, that are passed over, and one that may be there.
FOLDERS = (
    "sources/notes.d", "sources/actors/Odd Name", "/".join(["sources", *"abcdefghijkl"]), "sources/.hidden.d",
    "sources/articles/new-outlet",
)  # fmt: skip
#: Changes of one file, most of which leave no problem.
SOUND: dict[str, list[tuple[str, str]]] = {
    ACTORS: [
        ("affiliation: media", "affiliation: media\n  part_of: guild"),
        ("country: low\n", "country: low\n  former_ids: [old-one]\n"),
    ],
    PLACES: [("  name: The quay\n", "  name: The Quay\n")],
    CLAIMS: [
        (RUST, RUST.replace("It rusts", "It is rusty")), ("value_type: number", "value_type: text"),
        (RUST, RUST.replace("}", ", withdrawn: {date: 2025-04-01, reason: Never said by anybody here.}}")),
    ],
    AT_HARBOUR: [
        (REVIEWED, "status: draft"), ("status: past", "status: future"), ("absent: [rust]\n", ""),
        (GULL, "namings:\n"), ("language: en-GB", "language: fr"),
    ],
    AT_HILL: [
        ("The guild was glad.", "The guild is glad."), (REVIEWED, "status: draft"), (GULL, "namings:\n"),
        ("absent: [bell, rust]", "absent: [bell]"),
    ],
    MORE: [(REVIEWED, "status: draft"), ("exact: never", "exact: never ever"), ("absent: [bell]\n", "")],
    UTTERANCES: [("with: [guild]", "with: [wire]"), ("medium: speech", "medium: writing")],
    AT_VALLEY: [(REVIEWED, "status: draft")],
    EVENTS: [("date: 2025-03-01", "date: 2025-02-28"), ("place: quay", "place: low")],
    STORIES: [("title: The clock on the quay", "title: The clock")],
    CONCEPTS: [("definition:", "definition: Another. #")],
}  # fmt: skip
WITH_ZOE = REVIEWED_FILES[CURATORS].replace("ann:\n", "zoe: {name: Zoe, kind: person}\nann:\n", 1)
BELLS = "bells: {statement: They ring., story: clock, kind: fact}\n"
#: A claim that one article alone was checked for, as it may be while the others are drafts, or are not there.
LONELY: dict[str, Content] = {
    **{path: str(CLEAN[path]).replace(REVIEWED, "status: draft") for path in (AT_HARBOUR, AT_VALLEY)},
    CLAIMS: f"{CLEAN[CLAIMS]}lonely: {{statement: It is lonely., story: clock, kind: fact}}\n",
    AT_HILL: str(CLEAN[AT_HILL]).replace("absent: [bell, rust]", "absent: [bell, rust, lonely]"),
    MORE: None,
}
#: Changes of several files that belong together.
TOGETHER: list[dict[str, Content]] = [
    LONELY,
    {MORE: None, MOST: MORE_CLEAN},
    {MORE: MORE_CLEAN, MOST: None},
    {CURATORS: WITH_ZOE, SECOND: SECOND_TEXT.replace("crane", "guild")},
    {
        "sources/claims/more.yaml": BELLS,
        AT_HARBOUR: str(CLEAN[AT_HARBOUR]).replace("absent: [rust]", "absent: [rust, bells]"),
        AT_HILL: str(CLEAN[AT_HILL]).replace("absent: [bell, rust]", "absent: [bell, rust, bells]"),
    },
    {CLAIMS: str(CLEAN[CLAIMS]).replace(RUST, ""), "sources/claims/more.yaml": RUST},
    {
        CLAIMS: str(CLEAN[CLAIMS]).replace(RUST, ""),
        AT_HARBOUR: str(CLEAN[AT_HARBOUR]).replace("absent: [rust]\n", ""),
        AT_HILL: str(CLEAN[AT_HILL]).replace("absent: [bell, rust]", "absent: [bell]"),
    },
    {
        "sources/actors/more.yaml": "crane: {name: Crane, kind: group, former_ids: [cran]}\n",
        MORE: MORE_CLEAN.replace("speaker: guild", "speaker: guild, with: [crane]"),
    },
    {MORE: MORE_CLEAN.replace("curator: ann", "curator: ann\nwithdrawn: {date: 2025-04-02, reason: Not theirs.}")},
]
ANYTHING: dict[str, list[Content]] = {
    **{path: [*contents, A_FOLDER] for path, contents in POOL.items()},
    MOST: [None, MORE_CLEAN],
    **{path: [None, A_FOLDER] for path in FOLDERS},
    **{
        path: [
            *[CLEAN[path]] * 3,
            *[str(CLEAN[path]).replace(old, new, 1) for old, new in edits] * 4,
            *POOL[path][8:],
            A_FOLDER,
        ]
        for path, edits in SOUND.items()
    },
}


def lay(root: Path, path: str, content: Content) -> None:
    """Let a file hold something, be a link (which is not followed), or be gone; or let a folder be in its place."""
    file = root / path
    for around in (file, file.parent):
        if around.is_symlink() or (around == file and file.is_file()):
            around.unlink()
    if file.is_dir():
        shutil.rmtree(file)
    if isinstance(content, Problem):
        file.symlink_to(os.devnull)
    elif content == A_FOLDER:
        file.mkdir(parents=True)
    elif content is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")


def begin(around: Path) -> Path:
    """The made-up project in a folder of its own, built."""
    folder = around / "project"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "schema.yaml", folder)
    for name in ("views", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    for path, content in CLEAN.items():
        lay(folder, path, content)
    build_database(folder, jobs=1)
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The made-up project, built."""
    return begin(tmp_path)


def manifest(root: Path) -> Manifest:
    """What the last build says that it made."""
    return parse_manifest(manifest_of(database_of(root)).read_bytes())


def last_content(root: Path) -> str:
    """The hash of what the last build made; empty where one was killed just before it said so."""
    return manifest(root).content if manifest_of(database_of(root)).exists() else ""


def built_from_nothing(root: Path) -> Manifest:
    """What a fresh build of the same sources makes, elsewhere."""
    other = root.with_name("other")
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(root, other, symlinks=True, ignore=shutil.ignore_patterns("build"))
    build_database(other, jobs=1)
    return manifest(other)


def assert_as_fresh(root: Path) -> None:
    """The database has what a fresh one has, its search the words, and its stored views the rows that they should."""
    now, wanted = manifest(root), built_from_nothing(root)
    differ = [name for name in wanted.tables if now.tables.get(name) != wanted.tables[name]]
    assert (differ, now.content, now.files, now.dataset) == ([], wanted.content, wanted.files, wanted.dataset)
    ended = run_readout("verify", project=root)
    assert ended.code == 0, ended.stdout
    with closing(sqlite3.connect(database_of(root))) as connection:
        for name in wanted.tables:
            if not name.startswith(PREFIX):  # Datasette pages through equals by id, in the order of the rows' numbers
                by_number = connection.execute(f'SELECT id FROM "{name}" ORDER BY rowid').fetchall()
                assert by_number == sorted(by_number), name
        assert all(is_true(connection, view) for view in read_statements(root, "views")[0] if view.stored)


def checked(root: Path, paths: Collection[str] | None = None) -> Checked:
    """What a check finds that goes on with the last build where it can; what that kept stays as it is."""
    before = built_files(root)
    since = None if paths is None else Since(last_sources(root), paths)
    found = check(wanted(root), 1, lambda what, done, total: None, since=since)
    assert built_files(root) == before or any(file.name.endswith("-journal") for file in before)
    return found


def last_sources(root: Path) -> str:
    """The hash of the sources of the last build; empty where nothing tells it."""
    with suppress(sqlite3.Error):
        store = f"{store_of(database_of(root)).absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(store, uri=True)) as connection:
            return read_about(connection).get("sources", "")
    return ""


def built_files(root: Path) -> dict[Path, tuple[int, int, bytes]]:
    """The files that builds leave: node, time and content."""
    files = [file for file in (root / "build").rglob("*") if file.is_file()]
    return {file: (file.stat().st_ino, file.stat().st_mtime_ns, file.read_bytes()) for file in files}


def step(root: Path, changes: dict[str, Content], paths: Collection[str] | None = None) -> Built | None:
    """Make changes and build; problems are those of a check that reads everything, and then nothing is written.

    `paths` are looked at alone, and those of the changes.
    """
    paths = None if paths is None else {*paths, *changes}
    for path, content in sorted(changes.items()):
        lay(root, path, content)
    before, expected = last_content(root), [str(problem) for problem in open_project(root).problems]
    assert [str(problem) for problem in checked(root, paths).problems] == expected
    try:
        built = build_database(root, jobs=1, paths=paths)
    except Faulty as fault:
        assert [str(problem) for problem in fault.problems] == expected
        assert last_content(root) == before
        return None
    assert expected == []
    return built


@pytest.mark.parametrize("path", sorted(SOUND))
def test_each_change_there_and_back(root: Path, path: str) -> None:
    """Every one is taken in alone, and taken back."""
    for old, new in SOUND[path]:
        for content in (str(CLEAN[path]).replace(old, new, 1), CLEAN[path]):
            built = step(root, {path: content})
            if built:
                assert built.read < 12
        assert_as_fresh(root)


@pytest.mark.parametrize("told", [False, True])
@pytest.mark.parametrize("path", [*FOLDERS, AT_HILL, ACTORS, "sources/actors"])
def test_a_folder_where_there_was_none(root: Path, path: str, told: bool) -> None:
    """Is refused, or passed over, as where all is read; and so is the file in whose place it is."""
    before = CLEAN.get(path)
    for content in (A_FOLDER, before):
        step(root, {path: content}, [] if told else None)
    assert_as_fresh(root)


def test_an_article_that_joins_a_story_concerns_its_claims(root: Path) -> None:
    """Though it does not speak of them: a claim that one article was checked for has to be looked for in it."""
    assert step(root, LONELY)
    assert step(root, {MORE: MORE_CLEAN}) is None  # R414: step tells that it was found
    assert step(root, {MORE: MORE_CLEAN.replace("absent: [bell]", "absent: [bell, lonely]")})
    assert_as_fresh(root)


def test_an_article_alone(root: Path) -> None:
    """A word in a note concerns one unit; nothing concerns none."""
    built = step(root, {AT_HILL: str(CLEAN[AT_HILL]).replace("The guild was glad.", "The guild is glad.")})
    assert built is not None
    assert built.read == 1
    again = step(root, {})
    assert again is not None
    assert again.read == 0


def test_a_register_record_touches_what_refers_to_it(root: Path) -> None:
    """How an utterance was made concerns its renderings, and no other article."""
    built = step(root, {UTTERANCES: str(CLEAN[UTTERANCES]).replace("medium: speech", "medium: writing")})
    assert built is not None
    assert built.read == len({UTTERANCES, AT_HARBOUR, AT_HILL, AT_VALLEY, MORE})


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("schema.yaml", "title: ", "title: The "),
        ("views/timeline.sql", "-- ", "--  "),
        ("queries/left_out.sql", "-- ", "--  "),
    ],
)
def test_another_schema_or_sql_is_built_from_nothing(root: Path, file: str, old: str, new: str) -> None:
    """And that is said in a line."""
    text = (root / file).read_text(encoding="utf-8")
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    ended = run_readout("build", project=root)
    assert ended.code == 0, ended.stderr
    assert "the schema, the SQL or Readout is another than at the last build: all is read\n" in ended.stderr
    assert_as_fresh(root)


def test_another_version_of_readout_is_built_from_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other code may make other rows of the same files."""
    monkeypatch.setattr("readout.listing.package_sha256", lambda: "another")
    assert build_database(root).why


def test_a_database_that_is_not_the_stores(root: Path) -> None:
    """One that was put there from elsewhere, or taken away, is not gone on with."""
    old = database_of(root).read_bytes()
    step(root, {AT_HILL: str(CLEAN[AT_HILL]).replace("The guild was glad.", "The guild is glad.")})
    database_of(root).write_bytes(old)
    assert build_database(root).why == "the database is not the one that the last build left"
    assert_as_fresh(root)
    database_of(root).unlink()
    assert build_database(root).read > 1
    assert_as_fresh(root)


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"manifest": 2, "inputs": "another"}', "the first half"])
def test_a_manifest_that_is_gone_or_broken_is_written_again(root: Path, content: bytes | str | None) -> None:
    """As by a kill before it was in its place: nothing else is done again."""
    file = manifest_of(database_of(root))
    before = file.read_bytes()
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content if isinstance(content, bytes) else before[: len(before) // 2])
    assert build_database(root).read == 0
    assert file.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(4000)])
def test_a_broken_store(root: Path, content: bytes) -> None:
    """Half-written, or no store at all: everything is read, and that is said."""
    store_of(database_of(root)).write_bytes(content)
    built = build_database(root)
    assert (built.read, bool(built.why)) == (built.files, True)
    assert_as_fresh(root)


def test_a_file_that_looks_the_same(root: Path) -> None:
    """Of the same size, within a tick of the clock, with its times put back: what it holds now is in the database."""
    file = root / AT_HILL
    old = file.stat()
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("The guild was glad.", "The guild was gled."), encoding="utf-8")
    os.utime(file, ns=(old.st_atime_ns, old.st_mtime_ns))
    assert build_database(root).read == 1
    assert_as_fresh(root)


def test_a_clock_that_jumps(root: Path) -> None:
    """A file from the future, and one from long ago, are read where they hold something else, and not where not."""
    for when in (time.time() + 10**7, 10**6):
        os.utime(root / AT_HILL, (when, when))
        assert build_database(root).read == 0
        text = (root / AT_HILL).read_text(encoding="utf-8")
        (root / AT_HILL).write_text(text.replace("glad", "gled") if "glad" in text else text.replace("gled", "glad"))
        os.utime(root / AT_HILL, (when, when))
        assert build_database(root).read == 1
        assert_as_fresh(root)


def test_a_database_that_is_being_read(root: Path) -> None:
    """Whoever has the file under another name too, as a server does, keeps it as it was."""
    kept = root / "build" / "served.db"
    os.link(database_of(root), kept)
    before = kept.read_bytes()
    step(root, {AT_HILL: str(CLEAN[AT_HILL]).replace("The guild was glad.", "The guild is glad.")})
    assert kept.read_bytes() == before
    assert_as_fresh(root)


def test_many_changes_are_read_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where to read all takes no longer; it is said how many they are."""
    monkeypatch.setattr(again, "MANY", 1)
    monkeypatch.setattr(again, "ONE_IN", 100)
    changes: dict[str, Content] = {path: f"{CLEAN[path]}\nA note.\n" for path in (AT_HILL, AT_HARBOUR)}
    built = step(root, changes)
    assert built is not None
    assert built.why == "2 units have changed"
    assert_as_fresh(root)


def test_a_folder_that_may_not_be_read_is_a_problem(root: Path) -> None:
    """As it is where all is read."""
    folder = (root / AT_HILL).parent
    folder.chmod(0)
    try:
        for command in ("build", "check", "check --fresh"):
            ended = run_readout(*command.split(), project=root)
            assert ended.code == 1
            assert f"{folder.relative_to(root)}:1:1: R114 unreadable-file: can't be read: Permission" in ended.stdout
    finally:
        folder.chmod(0o755)
    assert run_readout("build", project=root).code == 0
    assert_as_fresh(root)


@pytest.mark.parametrize("when", [1, 2, 4, 7, 12, 20, 40, 80, 160])
def test_killed_while_rows_are_changed(root: Path, when: int) -> None:
    """At any write of SQLite's, in the database or in the store: the next build makes what a fresh one does."""
    strace = shutil.which("strace")
    if not strace or subprocess.run([strace, "-o", os.devnull, "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace is not installed, or may not trace here")
    lay(root, UTTERANCES, str(CLEAN[UTTERANCES]).replace("medium: speech", "medium: writing"))
    program = "import readout.compile.change as change\nchange.COPIED = 0\nfrom readout.cli import main\nmain()"
    inject = ["-e", "trace=pwrite64", "-e", f"inject=pwrite64:signal=SIGKILL:when={when}"]
    command = [strace, "-f", "-qq", "-o", os.devnull, *inject, sys.executable, "-c", program]
    around = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([*command, "--project", str(root), "build"], env=around, check=False, capture_output=True)
    build_database(root, jobs=1)
    assert_as_fresh(root)


def test_what_is_known_to_have_changed_is_looked_at_alone(root: Path) -> None:
    """Files that are changed, new and gone, and folders; what is named may be as it was."""
    other = "sources/articles/hill-times/2025-03-05-more.md"
    changes: dict[str, Content] = {
        AT_HILL: str(CLEAN[AT_HILL]).replace("The guild was glad.", "The guild is glad."), MORE: None, MOST: MORE_CLEAN,
    }  # fmt: skip
    for path, content in changes.items():
        lay(root, path, content)
    lay(root, other, None)
    assert build_database(root, paths=[AT_VALLEY, other]).read == 0
    assert build_database(root, paths=[AT_HILL]).read == 1
    assert build_database(root, paths=[MORE, MOST, "sources/articles/valley-wire"]).read > 1
    assert_as_fresh(root)
    shutil.rmtree(root / "sources" / "articles" / "harbour-post")
    lay(root, AT_HARBOUR, str(CLEAN[AT_HARBOUR]))
    lay(root, MOST, MORE_CLEAN)
    assert build_database(root, paths=["sources/articles/harbour-post"]).read == 0
    assert build_database(root).read == 0
    assert_as_fresh(root)


def test_several_processes_look_for_what_has_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As of many files: they find what is new, what is otherwise, what is gone and a folder that is gone."""
    monkeypatch.setattr(scan, "WORTH", 0)
    monkeypatch.setattr(folders, "SHARES", 1)
    monkeypatch.setattr(scan, "can_fork", lambda: True)
    assert build_database(root, jobs=2).read == 0
    lay(root, AT_HILL, str(CLEAN[AT_HILL]).replace("The guild was glad.", "The guild is glad."))
    built = build_database(root, jobs=2)
    assert (built.read, built.why) == (1, "")
    assert_as_fresh(root)
    away = (root / MORE).parent.rename(root / "away")
    with pytest.raises(Faulty) as fault:
        build_database(root, jobs=2)
    assert fault.value.problems == open_project(root).problems
    away.rename((root / MORE).parent)
    assert build_database(root, jobs=2).read == 0


def test_sources_that_have_become_a_link(root: Path) -> None:
    """Are not followed, and the database stays."""
    before = manifest(root)
    (root / "sources").rename(root / "elsewhere")
    (root / "sources").symlink_to(root / "elsewhere")
    with pytest.raises(Faulty) as fault:
        build_database(root)
    assert [problem.code for problem in fault.value.problems] == ["R102"]
    assert manifest(root) == before


@pytest.mark.parametrize("path", [AT_HARBOUR, AT_HILL, AT_VALLEY, MORE])
def test_another_language_changes_what_is_compared_word_by_word(root: Path, path: str) -> None:
    """Of an article's own row its language and status alone go into the comparison of its renderings."""
    step(root, {path: re.sub("^language: .*", "language: fr", str(CLEAN[path]), count=1, flags=re.MULTILINE)})
    assert_as_fresh(root)
