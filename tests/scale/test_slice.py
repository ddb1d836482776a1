"""Results of builds on a cluster, wherever they lie, and the databases that are cut from them."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import duckdb
import fsspec
import pytest

from readout.commands.elsewhere import build_elsewhere
from readout.database import quoted
from readout.problem import NAMES, Faulty
from readout.project import open_project, read_schema
from readout.scale.build import Sizes, build_on_cluster
from readout.scale.complete import read_complete
from readout.scale.faults import Changed, NotThere
from readout.scale.place import Place
from readout.scale.sources import list_files, read_seen
from readout.schema import Schema
from readout.sql import read_statements
from tests.conftest import ROOT, copy_project, run_readout
from tests.scale.made import SMALL, files_of, made_project, second_project, tables_of, without_cluster

Capture = pytest.CaptureFixture[str]
PROBLEMS = ROOT / "tests" / "problems"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A made project with its database, and its result of several parts; not to be changed."""
    folder = tmp_path_factory.mktemp("made")
    project = made_project(folder / "project")
    assert run_readout("build", project=project).code == 0
    with pytest.MonkeyPatch.context() as patch:
        without_cluster(patch)
        build_on_cluster(project, "", str(folder / "result"), sizes=SMALL)
    yield project, folder / "result"


@pytest.fixture(scope="module")
def schema(made: tuple[Path, Path]) -> Schema:
    """The project's schema."""
    return read_schema(made[0])


def cut(result: Path, file: Path, *wanted: str) -> None:
    """Run `readout slice`."""
    ended = run_readout("slice", "--from", result, *wanted, "--to", file, project=file.parent)
    assert ended.code == 0, ended.stderr


def rows(database: Path, sql: str) -> set[tuple[object, ...]]:
    """The rows that a query gives."""
    with closing(sqlite3.connect(database)) as connection:
        return set(connection.execute(sql))


def first(database: Path, table: str) -> str:
    """The id with the most articles."""
    ((found,),) = rows(database, f"SELECT {table} FROM articles GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")
    return str(found)


def test_a_slice_has_the_rows_of_its_story(made: tuple[Path, Path], schema: Schema, tmp_path: Path) -> None:
    """All of the story's records and articles with all that stands inside them, and nothing that the whole has not."""
    project, result = made
    whole, file = project / "build" / "readout.db", tmp_path / "story.db"
    story = first(whole, "story")
    cut(result, file, "--story", story)
    articles = f"SELECT id FROM articles WHERE story = '{story}'"
    for table in schema.tables.values():
        mine, all_rows = (rows(each, f"SELECT * FROM {quoted(table.name)}") for each in (file, whole))
        assert mine <= all_rows, table.name
        if "story" in table.columns:
            condition = f"story = '{story}'"
        elif "article" in table.columns:
            condition = f"article IN ({articles})"
        elif table.name == "quote_variants":
            condition = f"article_b IN ({articles}) AND (article_a IS NULL OR article_a IN ({articles}))"
        else:
            continue
        own = f"SELECT * FROM {quoted(table.name)} WHERE {condition}"
        assert rows(file, own) == rows(whole, own) != set() or table.name == "article_reuse", table.name
    assert rows(file, "SELECT DISTINCT story FROM articles") == {(story,)}


def test_a_slice_is_a_database_like_any_other(made: tuple[Path, Path], tmp_path: Path) -> None:
    """Its references hold, and it has the whole's views, indexes and full-text search."""
    project, result = made
    whole, file = project / "build" / "readout.db", tmp_path / "story.db"
    story = first(whole, "story")
    cut(result, file, "--story", story)
    things = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '%stat%'"
    assert rows(file, things) == rows(whole, things)
    assert rows(file, "PRAGMA foreign_key_check") == set()
    assert rows(file, "PRAGMA application_id") == rows(whole, "PRAGMA application_id")
    for view in ("claim_matrix", "timeline", "disagreements"):
        own = f"SELECT * FROM {view} WHERE story = '{story}'"
        assert rows(file, own) == rows(whole, own)
    word = next(iter(rows(file, "SELECT headline FROM articles")))[0]
    found = f"SELECT rowid FROM articles_fts WHERE articles_fts MATCH '\"{str(word).split()[0]}\"'"
    assert rows(file, found)


def test_a_slice_of_an_outlet(made: tuple[Path, Path], tmp_path: Path) -> None:
    """All its articles and no others; all claims of their stories, so that what nobody looked for shows."""
    project, result = made
    whole, file = project / "build" / "readout.db", tmp_path / "outlet.db"
    outlet = first(whole, "outlet")
    cut(result, file, "--outlet", outlet)
    assert rows(file, "SELECT DISTINCT outlet FROM articles") == {(outlet,)}
    own = f"SELECT * FROM articles WHERE outlet = '{outlet}'"
    assert rows(file, own) == rows(whole, own)
    cells = f"SELECT * FROM claim_matrix WHERE outlet = '{outlet}'"
    assert rows(file, cells) == rows(whole, cells)
    assert any("not checked" in row for row in rows(file, cells))


def test_views_of_a_whole_result(made: tuple[Path, Path], schema: Schema) -> None:
    """DuckDB takes all of ours; they have the rows that SQLite gives, and the mark says how many."""
    project, result = made
    whole = project / "build" / "readout.db"
    folder = tables_of(result) / "views"
    counted = read_complete(Place(str(result))).views
    assert {view.name for view in read_statements(project, "views")[0]} == counted.keys()
    assert {file.stem for file in folder.iterdir()} == counted.keys()
    for name, count in counted.items():
        with duckdb.connect() as connection:
            found = connection.execute("SELECT * FROM read_parquet(?)", [str(folder / f"{name}.parquet")]).fetchall()
        assert len(found) == count
        assert set(found) == rows(whole, f"SELECT * FROM {quoted(name)}"), name


def test_what_is_not_there_is_told(made: tuple[Path, Path], tmp_path: Path) -> None:
    """A misspelt id with the nearest one, and no file; another file is not written over."""
    project, result = made
    story = first(project / "build" / "readout.db", "story")
    ended = run_readout("slice", "--from", result, "--story", story + "x", "--to", "s.db", project=tmp_path)
    assert (ended.code, list(tmp_path.iterdir())) == (2, [])
    assert f"there is no story '{story}x'" in ended.stderr and f"did you mean '{story}'" in ended.stderr
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    ended = run_readout("slice", "--from", result, "--story", story, "--to", "notes.txt", project=tmp_path)
    assert ended.code == 2 and "is no database of Readout" in ended.stderr
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_what_a_killed_worker_left_is_no_part(made: tuple[Path, Path], tmp_path: Path) -> None:
    """The unfinished file lies beside the whole ones, and the slice is the same."""
    result = Path(shutil.copytree(made[1], tmp_path / "result"))
    (tables_of(result) / "quotes" / ".part-00000.parquet.77.77.part").write_bytes(b"PAR1")
    story = first(made[0] / "build" / "readout.db", "story")
    for source, name in ((made[1], "one.db"), (result, "two.db")):
        cut(source, tmp_path / name, "--story", story)
    quotes = "SELECT * FROM quotes"
    assert rows(tmp_path / "one.db", quotes) == rows(tmp_path / "two.db", quotes) != set()


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("no mark", "there is no _complete.json"),
        ("half a mark", "_complete.json: half-written or changed"),
        ("other hashes", "_complete.json: its hashes do not belong together"),
        ("another form", "of form 99"),
        ("half a file", "a file is missing, broken or can't be read"),
        ("a file less", "quotes: files are missing"),
    ],
)
def test_what_is_not_whole_is_refused(made: tuple[Path, Path], tmp_path: Path, what: str, said: str) -> None:
    """Nothing is cut from it; the message says which address, and what to do."""
    result = Path(shutil.copytree(made[1], tmp_path / "result"))
    mark = result / "_complete.json"
    text = mark.read_text(encoding="utf-8")
    if what == "no mark":
        mark.unlink()
    elif what == "half a mark":
        mark.write_text(text[: len(text) // 2], encoding="utf-8")
    elif what == "other hashes":
        mark.write_text(text.replace('"rows": 1,', '"rows": 2,'), encoding="utf-8")
    elif what == "another form":
        mark.write_text(text.replace('"form": 1', '"form": 99'), encoding="utf-8")
    elif what == "a file less":
        min((tables_of(result) / "quotes").iterdir()).unlink()
    else:
        for file in (tables_of(result) / "stories").iterdir():
            file.write_bytes(file.read_bytes()[:-40])
    story = first(made[0] / "build" / "readout.db", "story")
    ended = run_readout("slice", "--from", result, "--story", story, "--to", "s.db", project=tmp_path)
    assert (ended.code, (tmp_path / "s.db").exists()) == (2, False)
    assert said in ended.stderr and str(result) in ended.stderr
    assert "Traceback" not in ended.stderr


def test_any_file_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Sources and result in a store without folders or renaming: the same files as on a disk, byte for byte."""
    without_cluster(monkeypatch)
    project = second_project(tmp_path / "project")
    store = fsspec.filesystem("memory")
    for path, content in files_of(project / "sources").items():
        store.pipe_file(f"/dataset/sources/{path}", content)
    try:
        build_on_cluster(project, "", str(tmp_path / "disk"), sizes=Sizes(10_000, 15_000))
        build_on_cluster(project, "", "memory://result", "memory://dataset", sizes=Sizes(10_000, 15_000))
        stored = {path.removeprefix("/result/"): store.cat_file(path) for path in store.find("/result")}
    finally:
        store.store.clear()
    assert stored == files_of(tmp_path / "disk")


def test_every_problem_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of many mistakes in one project, each in a file of its own group, just those that `readout check` finds."""
    without_cluster(monkeypatch)
    for number, codes in enumerate(
        (("R301", "R302", "R304", "R405", "R411"), ("R305", "R306", "R412", "R503"), ("R115", "R414"), ("R101", "R417"))
    ):
        project = copy_project(tmp_path / str(number))
        for code in codes:
            shutil.copytree(PROBLEMS / f"{code}-{NAMES[code]}" / "files", project, dirs_exist_ok=True)
        wanted = open_project(project).problems
        assert wanted
        with pytest.raises(Faulty) as fault:
            build_on_cluster(project, "", str(tmp_path / "target"), sizes=Sizes(5_000, 20_000))
        assert fault.value.problems == wanted


def test_a_file_is_read_as_it_was_listed(tmp_path: Path) -> None:
    """One that has another size by now, or is gone, is told."""
    project = copy_project(tmp_path / "project")
    place = Place(str(project))
    seen, _ = list_files(place, read_schema(project).registers)
    one = seen["sources/actors.yaml"]
    (project / one.path).write_bytes(b"x")
    with pytest.raises(Changed, match=r"sources/actors\.yaml had [\d,]+ bytes when it was listed, and 1 now"):
        read_seen(place, one)
    (project / one.path).unlink()
    with pytest.raises(NotThere, match=r"actors\.yaml"):
        read_seen(place, one)


def test_the_command_says_what_it_did(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture) -> None:
    """Rows, parts and the address; and what is missing or can't be reached, as wrong use."""
    without_cluster(monkeypatch)
    project, target = copy_project(tmp_path / "project"), str(tmp_path / "target")
    build_elsewhere(project, "tcp://cluster.example:8786", None, target)
    said = capsys.readouterr().err
    assert "read 15 files, 1," in said and f"`readout slice --from {target}` cuts databases" in said
    with pytest.raises(click.UsageError, match="--scheduler needs --to ADDRESS"):
        build_elsewhere(project, "tcp://cluster.example:8786", None, None)
    with pytest.raises(click.ClickException, match="there is no such folder") as fault:
        build_elsewhere(project, "tcp://cluster.example:8786", str(tmp_path / "nothing"), target)
    assert fault.value.exit_code == 1  # which readout/cli.py makes 2 of


def test_without_the_libraries(tmp_path: Path) -> None:
    """What to install, for a command whose extra is not there."""
    without = "import sys; sys.modules['fsspec'] = None; from readout.cli import main; main()"
    line = [sys.executable, "-c", without, "slice", "--from", "there", "--story", "x", "--to", "x.db"]
    ended = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "`readout slice` needs the package fsspec: pip install 'readout[scale]'" in ended.stderr


def test_sources_that_are_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An address without sources, and one of a kind that fsspec does not know."""
    without_cluster(monkeypatch)
    project = copy_project(tmp_path / "project")
    with pytest.raises(NotThere, match="there is no such folder, or nothing in it"):
        build_on_cluster(project, "", str(tmp_path / "target"), str(tmp_path / "elsewhere"))
    with pytest.raises(NotThere, match="nowhere://at/all"):
        build_on_cluster(project, "", "nowhere://at/all")
    assert not (tmp_path / "target").exists()
