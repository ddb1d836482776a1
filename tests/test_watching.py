"""Real files change in the ways of editors and other tools: who reads again what is told has what is there."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.made import write
from tests.rereading import DEADLINE, WAYS, Reader, is_below, write_from_elsewhere

FILE = "sources/articles/hill/2025-03-05-hill.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with an article, a register, a view and a schema."""
    for path in (FILE, "sources/actors.yaml", "sources/claims/clock.yaml", "views/matrix.sql", "schema.yaml"):
        write(tmp_path / path, "before\n")
    return tmp_path


@pytest.fixture
def reader(root: Path) -> Iterator[Reader]:
    """Somebody who reads again what is told, and has read what was there at the beginning."""
    made = Reader(root, ("sources", "views"), "schema.yaml")
    made.has = made.on_disk("schema.yaml")
    made.thread.start()
    made.settle()
    assert len(made.has) == 5
    yield made
    made.stop()


@pytest.mark.parametrize("save", WAYS)
def test_a_file_is_saved(reader: Reader, save: Callable[[Path], None]) -> None:
    """However an editor does it, twice in a row, the new text is known, and nothing that it left behind."""
    for _ in range(2):
        write(reader.root / FILE, "before\n")
        reader.settle()
        save(reader.root / FILE)
        reader.settle()
        assert reader.has[FILE] == b"after\n"


def test_a_file_is_saved_in_two_steps(reader: Reader) -> None:
    """It is empty for a while, and half there for a while."""
    with (reader.root / FILE).open("w") as opened:
        reader.until(lambda: reader.has[FILE] == b"")
        opened.write("aft")
        opened.flush()
        reader.until(lambda: reader.has[FILE] == b"aft")
        opened.write("er\n")
    reader.until(lambda: reader.has[FILE] == b"after\n")


@pytest.mark.parametrize("folder", ["sources/articles/hill", "sources/articles", "sources/claims", "sources", "views"])
@pytest.mark.parametrize("waiting", [True, False], ids=["slowly", "at once"])
def test_a_folder_is_deleted_and_made_again(reader: Reader, folder: str, waiting: bool) -> None:
    """Its files are gone and there again; what is written into it later is told, too."""
    for number in range(2):
        before = reader.on_disk(folder)
        shutil.rmtree(reader.root / folder)
        if waiting:
            reader.settle()
            assert not any(is_below(path, folder) for path in reader.has)
        for path in before:
            write(reader.root / path, f"again {number}\n")
        reader.settle()
        for path in before:
            write(reader.root / path, f"later {number}\n")
        reader.settle()


@pytest.mark.parametrize("folder", ["sources/articles/hill", "sources/articles", "sources"])
def test_a_folder_is_renamed(reader: Reader, folder: str) -> None:
    """Away, back, and with another in its place; what is written into it afterwards is told."""
    place, aside = reader.root / folder, reader.root / "aside"
    for _ in range(2):
        place.rename(aside)
        reader.settle()
        assert FILE not in reader.has
        write(aside / "not-followed.md", "no")
        aside.rename(place)
        reader.settle()
        write(reader.root / FILE, "later\n")
        reader.until(lambda: reader.has.get(FILE) == b"later\n")
        write(reader.root / FILE, "before\n")
        reader.settle()


def test_an_empty_folder_is_made_anew_at_once(tmp_path: Path) -> None:
    """The system may give the new one the number of the old; its files are told all the same."""
    (tmp_path / "sources").mkdir()
    reader = Reader(tmp_path, ("sources",))
    reader.thread.start()
    try:
        reader.until(lambda: bool(reader.told))
        for number in range(3):
            shutil.rmtree(tmp_path / "sources")
            (tmp_path / "sources").mkdir()
            write(tmp_path / "sources" / "actors.yaml", f"{number}\n")
            reader.settle()
            write(tmp_path / "sources" / "actors.yaml", f"{number} later\n")
            reader.settle()
    finally:
        reader.stop()


@pytest.mark.parametrize("many", [50, 5000], ids=["too many to be sure", "not too many"])
def test_500_files_at_once(reader: Reader, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    """As when a branch is checked out: all are known, changed, and gone."""
    monkeypatch.setattr("readout.watching.MANY", many)
    folder, begun = reader.root / "sources" / "articles" / "many", len(reader.told)
    for text in ("one", "two"):
        for number in range(500):
            write(folder / f"2025-01-01-{number}.md", f"{text} {number}\n")
        reader.settle()
    if many == 50:
        reader.until(lambda: any({"sources", "views"} <= paths for paths in reader.told[begun:]))
    shutil.rmtree(folder)
    reader.settle()
    assert len(reader.has) == 5


def test_files_in_folders_that_were_just_made(reader: Reader) -> None:
    """Nothing is lost between the making of a folder and its being followed, however deep."""
    for number in range(60):
        write(reader.root / "sources" / "articles" / f"new-{number}" / "deep" / "deeper" / "a.md", "one\n")
        write(reader.root / "sources" / "articles" / f"new-{number}" / "b.md", "one\n")
    reader.settle()
    for number in range(60):
        write(reader.root / "sources" / "articles" / f"new-{number}" / "deep" / "deeper" / "a.md", "two\n")
    reader.settle()


def test_a_whole_tree_is_moved_in(reader: Reader) -> None:
    """With all that is in it; and it is followed."""
    write(reader.root / "aside" / "deep" / "a.md", "one\n")
    (reader.root / "aside").rename(reader.root / "sources" / "moved")
    reader.settle()
    reader.until(lambda: sum("sources/moved" in paths for paths in reader.told) == 2)  # once more, to be sure
    write(reader.root / "sources" / "moved" / "deep" / "a.md", "two\n")
    reader.settle()


@pytest.mark.parametrize("save", [save for save in WAYS if save is not write_from_elsewhere])
def test_a_file_beside_the_folders(reader: Reader, save: Callable[[Path], None]) -> None:
    """The schema is told however it is saved; its neighbours are not."""
    schema = reader.root / "schema.yaml"
    save(schema)
    reader.settle()
    reader.until(lambda: {"schema.yaml"} in reader.told)
    schema.unlink()
    reader.settle()
    write(schema, "again\n")
    reader.settle()
    assert {path for paths in reader.told for path in paths} == {"sources", "views", "schema.yaml"}


def test_what_lies_beside_is_not_told(reader: Reader) -> None:
    """Other folders, though their names begin as a followed one's."""
    shutil.rmtree(reader.root / "views")
    shutil.rmtree(reader.root / "sources")
    reader.settle()
    for path in ("sources-old/a.yaml", "sources.yaml", "build/readout.db", "other.md"):
        write(reader.root / path, "no\n")
    write(reader.root / "sources" / "actors.yaml", "one\n")
    reader.settle()
    beside = {path for paths in reader.told for path in paths if not is_below(path, "sources")}
    assert beside <= {"views", "views/matrix.sql", "schema.yaml"}


def test_a_change_before_the_first_notice(root: Path) -> None:
    """What is saved while the caller still reads for the first time is told as soon as he listens."""
    reader = Reader(root)
    reader.has = reader.there()
    write(root / FILE, "after\n")
    (root / "sources" / "actors.yaml").unlink()
    reader.thread.start()
    try:
        reader.settle()
    finally:
        reader.stop()


def test_no_folder_is_there_at_first(tmp_path: Path) -> None:
    """They are followed from when they are made."""
    reader = Reader(tmp_path)
    reader.thread.start()
    try:
        for text in ("one\n", "two\n"):
            write(tmp_path / FILE, text)
            reader.settle()
    finally:
        reader.stop()


def test_a_folder_outside_of_the_project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Its paths are told as absolute ones."""
    outside = tmp_path_factory.mktemp("outside")
    reader = Reader(root, ("sources", outside.as_posix()))
    reader.thread.start()
    try:
        reader.until(lambda: bool(reader.told))
        write(outside / "texts" / "a.txt", "one\n")
        reader.until(lambda: any((outside / "texts").as_posix() in paths for paths in reader.told))
    finally:
        reader.stop()


def test_the_project_itself_is_moved_and_deleted(tmp_path: Path) -> None:
    """Away and back again, it is followed; without it there is nothing left to follow, which is said."""
    write(tmp_path / "project" / FILE, "before\n")
    reader = Reader(tmp_path / "project")
    reader.thread.start()
    reader.until(lambda: bool(reader.told))
    (tmp_path / "project").rename(tmp_path / "aside")
    (tmp_path / "aside").rename(tmp_path / "project")
    write(tmp_path / "project" / FILE, "after\n")
    reader.settle()
    shutil.rmtree(tmp_path / "project")
    reader.thread.join(DEADLINE)
    assert isinstance(reader.ended, FileNotFoundError)
    assert reader.ended.filename == str(tmp_path / "project")
