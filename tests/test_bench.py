"""The made-up projects that are measured on, and the measurements themselves with tiny numbers. Nothing is timed."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import ROOT, Runner
from tests.made import schema

#: Columns of the schema's own tables that must hold something at 60 articles: a new field may be new to the generator.
MOST_COLUMNS = 0.97


def bench(*arguments: str | int | Path, seed: str = "0") -> str:
    """What `python -m tests.bench` prints, which must not fail; `seed` is the one of Python's hashes."""
    command = [sys.executable, "-m", "tests.bench", *map(str, arguments)]
    ended = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, encoding="utf-8",
        timeout=300, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def digest(folder: Path) -> str:
    """A hash of all files below a folder, and of their paths."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    parts = [(file.relative_to(folder).as_posix(), hashlib.sha256(file.read_bytes()).hexdigest()) for file in files]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of 60 articles with their texts; not to be changed."""
    folder = tmp_path_factory.mktemp("sixty") / "project"
    assert bench("corpus", 60, folder, "--texts").startswith("60 articles of ")
    return folder


@pytest.fixture(scope="module")
def built(sixty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of that project."""
    ended = subprocess.run(
        [sys.executable, "-m", "readout", "--project", sixty, "build"], cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return sixty / "build" / "readout.db"


def test_a_made_up_project_of_twelve_articles_is_clean(tmp_path: Path, run: Runner) -> None:
    """No check finds anything, though a fifth of the articles have no anchors."""
    bench("corpus", 12, tmp_path / "project")
    ended = run("check", project=tmp_path / "project")
    assert (ended.code, ended.stdout) == (0, "")
    names = [file.name for file in (tmp_path / "project").glob("sources/articles/*/*")]
    assert sum(name.count(".") == 1 for name in names) == 12
    assert 0 < sum(name.endswith(".anchors.json") for name in names) < 12


def test_a_made_up_project_of_sixty_articles_is_clean(sixty: Path, run: Runner) -> None:
    """No check finds anything, and the anchors are those that `readout anchor` would write."""
    ended = run("check", project=sixty)
    assert (ended.code, ended.stdout) == (0, "")
    ended = run("anchor", "--check", "--texts", sixty / "texts", project=sixty)
    assert ended.code == 0, ended.stdout + ended.stderr


def test_a_rich_project_is_clean_and_several_times_as_large(tmp_path: Path, run: Runner) -> None:
    """With --rich an article is as large as the repository's own."""
    folder = tmp_path / "project"
    bench("corpus", 12, folder, "--rich")
    ended = run("check", project=folder)
    assert (ended.code, ended.stdout) == (0, "")
    sizes = [file.stat().st_size for file in folder.glob("sources/articles/*/*.md")]
    assert 15_000 < sum(sizes) / len(sizes) < 40_000


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whatever Python's hashes are and however many processes write; another seed gives others."""
    bench("corpus", 60, tmp_path / "one", "--jobs", "1", seed="1")
    bench("corpus", 60, tmp_path / "two", "--jobs", "2", seed="2")
    bench("corpus", 60, tmp_path / "three", "--seed", "2")
    assert digest(tmp_path / "one") == digest(tmp_path / "two")
    assert digest(tmp_path / "one") != digest(tmp_path / "three")


def test_every_table_has_rows(built: Path) -> None:
    """Sixty articles use every table of the schema, and all but a few of its columns."""
    with closing(sqlite3.connect(built)) as connection:
        empty, missing, count = [], [], 0
        for table in schema().tables.values():
            filled = ", ".join(f'count("{column}")' for column in table.columns)
            counts = connection.execute(f'SELECT {filled} FROM "{table.name}"').fetchone()
            empty += [table.name] if not counts[0] else []
            unused = [column for column, full in zip(table.columns, counts, strict=True) if not full]
            missing += [f"{table.name}.{column}" for column in unused]
            count += len(table.columns)
    assert empty == []
    assert len(missing) <= (1 - MOST_COLUMNS) * count, missing


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    """The generator writes into no folder that holds something."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    command = [sys.executable, "-m", "tests.bench", "corpus", "12", str(tmp_path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "is not empty" in ended.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_without_a_word_it_lists_what_there_is() -> None:
    """Each measurement with its first line."""
    said = " ".join(bench().split())
    assert "corpus Write a made-up project" in said
    assert "watch How soon" in said
    assert "compare How fast Readout builds and checks" in said


def test_start_prints_its_table() -> None:
    """The bare interpreter is the measure of the others."""
    lines = bench("start", "--runs", "1").splitlines()
    assert [line.split("|")[1].strip() for line in lines[3:]] == ["python -c pass", "readout --help", "readout check"]
    assert lines[3].endswith("|    1.0 |")


def test_watch_prints_its_table_and_leaves_the_project_clean(tmp_path: Path) -> None:
    """Articles and both kinds of registers are edited, each edit shows one problem, and all is put back."""
    folder = tmp_path / "project"
    bench("corpus", 12, folder)
    before = digest(folder / "sources")
    said = bench("watch", "--project", folder, "--saves", 10)
    kinds = [line.split("|")[1].strip() for line in said.splitlines() if line.startswith("| a")]
    assert kinds == ["an article", "a story's register", "a shared register"]
    assert "; 12 articles, 10 edits" in said
    assert "peak memory" in said
    assert digest(folder / "sources") == before
