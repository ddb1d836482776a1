"""`readout export` as a person runs it: what it writes, and what it says where it can't."""

import hashlib
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from readout.cli import main
from readout.contract import CONTRACT
from readout.export import FORMATS, Format, place
from tests.conftest import Run
from tests.export.conftest import copied
from tests.faults.forks import Forks, forks

#: Nobody has this process: the system's numbers end below it.
NOBODY = 2**22 + 1


@pytest.fixture
def export(
    released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> "Export":
    """Run the command in this process: export("csv", "--to", folder)."""
    return Export(released, tmp_path, monkeypatch, capsys)


class Export:
    """The command on the made-up project; without a folder it writes into the test's own."""

    def __init__(
        self, project: Path, folder: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.project, self.folder, self.patch, self.capsys = project, folder, patch, capsys

    def __call__(self, *arguments: str | Path) -> Run:
        given = list(map(str, arguments))
        to = [] if "--to" in given else ["--to", str(self.folder / "to")]
        self.patch.setattr(sys, "argv", ["readout", "--project", str(self.project), "export", *given, *to])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        told = self.capsys.readouterr()
        return Run(code, told.out, told.err)


def files(folder: Path) -> dict[str, bytes]:
    """Every file by its path."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_all_formats_are_the_same_bytes_again(exported: Path, export: Export, tmp_path: Path) -> None:
    """No clock, no order of chance: a second export is equal to the first, ZIP files too."""
    assert export().code == 0
    first, second = files(exported), files(tmp_path / "to")
    assert set(second) == set(first)
    assert {path for path in first if first[path] != second[path]} == set()
    assert {path.split("/")[0] for path in first} >= {"csv", "ndjson", "parquet", "croissant", "ro-crate", "zenodo"}


def test_only_what_was_asked_for_is_written(export: Export, tmp_path: Path) -> None:
    """One format, one folder, and a line that says so."""
    ended = export("ndjson")
    assert ended.code == 0
    assert [found.name for found in (tmp_path / "to").iterdir()] == ["ndjson"]
    assert "ndjson" in ended.stderr
    assert export("ndjson", "--quiet").stderr == ""


def test_the_list_names_every_format(export: Export) -> None:
    """Also those whose library is missing."""
    listed = export("--list").stdout
    assert [line.split()[0] for line in listed.splitlines()] == list(FORMATS)


def test_an_unknown_format_is_answered_with_the_nearest(export: Export) -> None:
    """Wrong use: exit code 2."""
    ended = export("parket")
    assert ended.code == 2
    assert "did you mean 'parquet'?" in ended.stderr


def test_a_format_without_its_library_says_what_to_install(export: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named: exit code 2; among all formats it is passed over with a word."""
    lacking = Format("parquet", "Parquet", "", "parquet", needs="export", libraries=("no_such_library",))
    monkeypatch.setitem(FORMATS, "parquet", lacking)
    named = export("parquet")
    assert named.code == 2
    assert "pip install 'readout[export]'" in named.stderr
    for name in set(FORMATS) - {"parquet", "ndjson"}:
        monkeypatch.delitem(FORMATS, name)
    ended = export()
    assert ended.code == 0
    assert "left out parquet" in ended.stderr


def test_an_unreleased_dataset_gets_no_crate_and_no_dates(database: Path, export: Export, tmp_path: Path) -> None:
    """A crate must have a date, and none is made up; what can do without has none."""
    crate = export("ro-crate", "--database", database)
    assert crate.code == 2
    assert "not released" in crate.stderr
    assert export("zenodo", "schema-org", "--database", database).code == 0
    written = b"".join(
        content for path, content in files(tmp_path / "to").items() if not path.endswith((".zip", ".db"))
    )
    assert b"publication_date" not in written
    assert b"datePublished" not in written
    assert b"date-released" not in written


def spoilt(database: Path, folder: Path) -> Iterator[tuple[Path, str]]:
    """Files that are no database of this contract, each with a word of what is said of it."""
    whole = database.read_bytes()
    (folder / "truncated.db").write_bytes(whole[: len(whole) // 2])
    yield folder / "truncated.db", "broken"
    (folder / "text.db").write_text("no database at all\n" * 100)
    yield folder / "text.db", "no database of Readout"
    (folder / "empty.db").touch()
    yield folder / "empty.db", "no database of Readout"
    with closing(sqlite3.connect(folder / "foreign.db")) as other:
        other.execute("CREATE TABLE quotes (id TEXT)")
    yield folder / "foreign.db", "no database of Readout"
    with closing(sqlite3.connect(copied(database, folder / "later.db"))) as other:
        other.execute(f"PRAGMA user_version = {CONTRACT + 1}")
    yield folder / "later.db", f"version {CONTRACT + 1} of the contract"
    with closing(sqlite3.connect(copied(database, folder / "hostile.db"))) as other:
        other.execute('CREATE TABLE "../../stolen" (id TEXT)')
    yield folder / "hostile.db", "../../stolen"
    with closing(sqlite3.connect(copied(database, folder / "halved.db"))) as other, other:
        other.execute("DELETE FROM dataset")
    yield folder / "halved.db", "has not one row"
    yield folder / "missing.db", "no such database"


def test_a_wrong_file_is_refused_and_nothing_is_written(released: Path, export: Export, tmp_path: Path) -> None:
    """Truncated, foreign, of another contract, missing: exit code 2, one line that names the file, no folder."""
    for file, word in spoilt(released / "build" / "readout.db", tmp_path):
        ended = export("csv", "--database", file)
        assert (ended.code, str(file) in ended.stderr, word in ended.stderr) == (2, True, True), ended.stderr
        assert "Traceback" not in ended.stderr
        assert not (tmp_path / "to").exists() or not any((tmp_path / "to").iterdir())


def test_a_folder_with_other_files_is_left_alone(export: Export, tmp_path: Path) -> None:
    """What no export put there is not removed, unless --replace says so."""
    theirs = tmp_path / "to" / "csv" / "thesis.txt"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("years of work")
    ended = export("csv")
    assert ended.code == 2
    assert "thesis.txt" in ended.stderr
    assert files(tmp_path / "to") == {"csv/thesis.txt": b"years of work"}
    assert export("csv", "--replace").code == 0
    assert not theirs.exists()


def test_what_killed_exports_left_is_cleared_away(export: Export, tmp_path: Path) -> None:
    """A folder beside the place whose process is gone; that of a process which runs is not touched."""
    dead, alive = (tmp_path / "to" / f".csv.{number}" for number in (NOBODY, 1))
    for folder in (dead, alive):
        folder.mkdir(parents=True)
    assert export("csv").code == 0
    assert sorted(found.name for found in (tmp_path / "to").iterdir()) == [alive.name, "csv"]


def test_where_folders_cannot_change_places_two_renames_do(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On other systems; the old export that a kill between the two left aside comes back first."""
    monkeypatch.setattr(place, "RENAME_EXCHANGE", 1 << 20)  # no system knows this flag
    assert export("csv").code == 0
    aside = tmp_path / "to" / f".csv.{NOBODY}.old"
    (tmp_path / "to" / "csv").rename(aside)
    (aside / "kept.txt").write_text("of the old export")
    ended = export("csv")
    assert (ended.code, "kept.txt" in ended.stderr) == (2, True)
    assert export("csv", "--replace").code == 0
    assert [found.name for found in (tmp_path / "to").iterdir()] == ["csv"]
    assert "csv/kept.txt" not in files(tmp_path / "to")


@pytest.fixture(scope="module")
def forked() -> Iterator[Forks]:
    """A process that runs the command in forks of itself."""
    with forks(
        Path(__file__).resolve().parents[2], "readout.cli", "readout.commands.export", "readout.export.ndjson"
    ) as made:
        yield made


def test_a_full_disk_leaves_the_old_export(exported: Path, forked: Forks, released: Path, tmp_path: Path) -> None:
    """A file that can't grow: exit code 2, a sentence, the old export as it was and nothing beside it."""
    shutil.copytree(exported / "ndjson", tmp_path / "to" / "ndjson")
    before = files(tmp_path)
    ended = forked.run(released, "export", "ndjson", "--to", str(tmp_path / "to"), largest=20_000)
    assert ended.code == 2, ended.said
    assert "Traceback" not in ended.said
    assert files(tmp_path) == before


def test_killed_at_any_moment_the_export_is_the_old_or_the_new(
    database: Path, exported: Path, forked: Forks, released: Path, tmp_path: Path
) -> None:
    """`kill -9` before a deed to files; the old export is one of the database before its release."""
    project = tmp_path / "project"
    project.mkdir()
    shutil.copy(released / "schema.yaml", project)
    old, new = project / "old", project / "to" / "ndjson"
    order = ("export", "ndjson", "--database", str(released / "build" / "readout.db"), "--to", str(new.parent))
    assert forked.run(project, "export", "ndjson", "--database", str(database), "--to", str(old)).code == 0
    deeds = forked.run(project, *order).deeds
    wanted = (hashed(old / "ndjson"), hashed(new))
    assert wanted[0] != wanted[1]
    assert deeds > 50
    for kill in (1, 2, deeds // 4, deeds - 58, deeds - 30, deeds - 2, deeds - 1, deeds):
        shutil.rmtree(new)
        shutil.copytree(old / "ndjson", new)
        assert forked.run(project, *order, kill=kill).code == -9
        assert hashed(new) in wanted, kill
        assert forked.run(project, *order).code == 0
        assert hashed(new) == wanted[1]
        assert [found.name for found in new.parent.iterdir()] == ["ndjson"]


def hashed(folder: Path) -> str:
    """One hash for all files of a folder."""
    return hashlib.sha256(repr(sorted(files(folder).items())).encode()).hexdigest()
