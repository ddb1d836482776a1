"""A project that is kept read and checked while folders, the schema, the SQL and permissions change."""

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from readout.live import Live
from tests.conftest import _as_a_person
from tests.kept import ACTORS, ARTICLES, CLAIMS, LANTERN, WIRE, agreed, read_live, told
from tests.made import codes, edit, write


@pytest.fixture
def live(project: Path) -> Live:
    """The made-up project, read; it has no problems."""
    return read_live(project)


# ── Folders


def test_all_sources_taken_away_and_put_back(live: Live) -> None:
    """One problem says that there are none, whichever path is told; back again, all is as it was."""
    aside = live.root / "aside"
    for path in ("sources", LANTERN):
        shutil.move(live.root / "sources", aside)
        update = live.change({path, "sources"})
        assert codes(agreed(live, update).problems) == ["R102"]
        shutil.move(aside, live.root / "sources")
        assert told(live, "sources").problems == []


def test_a_folder_with_another_name(live: Live) -> None:
    """An outlet that is not there has problems, and the old name is forgotten; back again, nothing is left."""
    before, after = live.root / ARTICLES / "tidewire", live.root / ARTICLES / "tidewyre"
    before.rename(after)
    update = told(live, f"{ARTICLES}/tidewire", f"{ARTICLES}/tidewyre")
    assert "R301" in codes(update.problems)
    assert {problem.place.path.split("/")[2] for problem in update.problems if "articles" in problem.place.path} == {
        "tidewyre"
    }
    after.rename(before)
    assert told(live, f"{ARTICLES}/tidewire", f"{ARTICLES}/tidewyre").problems == []


def test_an_article_moved_to_another_outlet(live: Live) -> None:
    """Told by the paths of the files: it is there once, and nothing is said to be there twice."""
    moved = f"{ARTICLES}/quill-courier/{Path(WIRE).name}"
    paths = []
    for ending in (".md", ".anchors.json"):
        old, new = WIRE.removesuffix(".md") + ending, moved.removesuffix(".md") + ending
        (live.root / old).rename(live.root / new)
        paths += [old, new]
    update = told(live, *paths)
    assert "R302" not in codes(update.problems)
    assert live.project is not None
    assert (WIRE in live.project.world.units, moved in live.project.world.units) == (False, True)


def test_a_copy_is_there_twice_until_it_is_gone(live: Live) -> None:
    """The same article in two outlets, and then in one."""
    copy = f"{ARTICLES}/quill-courier/{Path(WIRE).name}"
    shutil.copy(live.root / WIRE, live.root / copy)
    assert "R302" in codes(told(live, copy).problems)
    (live.root / copy).unlink()
    assert told(live, copy).problems == []


def test_a_file_in_place_of_a_folder_and_back(live: Live) -> None:
    """What was below the folder is forgotten, and what has no place is said."""
    folder = live.root / "sources" / "claims"
    shutil.move(folder, live.root / "aside")
    write(folder, "no folder\n")
    assert "R111" in codes(told(live, "sources/claims").problems)
    folder.unlink()
    shutil.move(live.root / "aside", folder)
    assert told(live, "sources/claims", CLAIMS).problems == []


def test_what_is_not_read_with_all_others_is_not_read_alone(live: Live) -> None:
    """A file in a folder that is named like a file, or behind a link: the folder has the problem, the file has none."""
    named = live.root / ARTICLES / "tidewire" / "2024-05-06-more.md"
    write(named / "2024-05-06-more.md", "nothing")
    (live.root / "aside").mkdir()
    write(live.root / "aside" / "more.yaml", "nothing")
    (live.root / "sources" / "places").symlink_to(live.root / "aside", target_is_directory=True)
    inside = [f"{ARTICLES}/tidewire/2024-05-06-more.md/2024-05-06-more.md", "sources/places/more.yaml"]
    assert not live.change(inside).changed
    assert codes(told(live, *[str(Path(path).parent) for path in inside], *inside).problems) == ["R102", "R102"]


# ── What the project is made of besides


def test_a_broken_schema_and_a_whole_one(live: Live) -> None:
    """The schema's own problem is all that is said; changes of the sources wait, and count when it is whole again."""
    whole = (live.root / "schema.yaml").read_bytes()
    for content in (b"", b"a: [", b"\xff", whole.replace(b"\n", b"\nnonsense: 1\n", 1)):
        (live.root / "schema.yaml").write_bytes(content)
        update = told(live, "schema.yaml")
        assert update.anew
        assert {problem.place.path for problem in update.problems} == {"schema.yaml"}
    edit(live.root / LANTERN, "genre: Rep", "gnere: Rep")
    assert {problem.place.path for problem in told(live, LANTERN).problems} == {"schema.yaml"}
    (live.root / "schema.yaml").write_bytes(whole)
    update = told(live, "schema.yaml")
    assert {problem.place.path for problem in update.problems} == {LANTERN}


def test_a_schema_that_is_gone(live: Live) -> None:
    """It is named, with what to do; put back, nothing is left."""
    whole = (live.root / "schema.yaml").read_bytes()
    (live.root / "schema.yaml").unlink()
    (problem,) = live.change(["schema.yaml"]).problems
    assert (problem.place.path, problem.code, problem.hint) == ("schema.yaml", "R114", "put it back")
    (live.root / "schema.yaml").write_bytes(whole)
    assert told(live, "schema.yaml").problems == []


def test_a_schema_with_another_field(live: Live) -> None:
    """A field that is added to the schema is known from then on."""
    edit(live.root / LANTERN, "headline: ", "mood: kind\nheadline: ")
    assert codes(told(live, LANTERN).problems) == ["R201"]
    schema = live.root / "schema.yaml"
    text = schema.read_text(encoding="utf-8")
    start = text.index("      headline:\n")
    added = "      mood:\n        type: string\n        description: How it feels.\n"
    write(schema, text[:start] + added + text[start:])
    assert told(live, "schema.yaml").problems == []


def test_views_and_queries(live: Live) -> None:
    """A view without a title has a problem while it is so; another file beside them has none."""
    view = sorted((live.root / "views").glob("*.sql"))[0]
    query = sorted((live.root / "queries").glob("*.sql"))[0]
    for file in (view, query):
        whole = file.read_bytes()
        path = file.relative_to(live.root).as_posix()
        file.write_bytes(b"SELECT 1\n")
        assert "R607" in codes(told(live, path).problems)
        file.write_bytes(b"\xff")
        assert "R101" in codes(told(live, path).problems)
        file.write_bytes(whole)
        assert told(live, path).problems == []
        write(file.with_suffix(".sql~"), "SELECT")
        assert not told(live, path + "~").changed


def test_the_first_reading_of_what_is_broken(project: Path) -> None:
    """A project that begins with a broken schema, or without sources, is read when it is whole."""
    whole = (project / "schema.yaml").read_bytes()
    (project / "schema.yaml").write_bytes(b"")
    shutil.move(project / "sources", project / "aside")
    live = Live(project)
    assert {problem.place.path for problem in agreed(live, live.read()).problems} == {"schema.yaml"}
    (project / "schema.yaml").write_bytes(whole)
    assert codes(told(live, "schema.yaml").problems) == ["R102"]
    shutil.move(project / "aside", project / "sources")
    assert told(live, "sources").problems == []


# ── What may not be read

#: A process of its own: only there root gives up the right to read everything.
WITH_EACH_MODE = """
import json, sys
from pathlib import Path
from readout.live import Live
from readout.project import open_project

live = Live(Path(sys.argv[1]))
path, inside = sys.argv[2:]
live.read()
steps = []
for mode in (0o000, 0o400, 0o100, 0o700):
    (live.root / path).chmod(mode)
    for told in ([path], [inside]):
        update = live.change(told)
        found = sorted((problem.place.path, problem.code) for problem in update.problems)
        assert found == [(each.place.path, each.code) for each in open_project(live.root).problems], (mode, found)
    steps.append(found)
print(json.dumps(steps))
"""


@pytest.mark.parametrize(
    ("path", "inside", "faulty"),
    [(LANTERN, LANTERN, [0, 2]), (f"{ARTICLES}/tidewire", WIRE, [0, 1, 2]), ("sources", ACTORS, [0, 1, 2])],
)
def test_what_may_not_be_read(project: Path, path: str, inside: str, faulty: list[int]) -> None:
    """A file or folder without permissions has one problem, as in a fresh check; with them it is read again."""
    command = [sys.executable, "-c", WITH_EACH_MODE, str(project), path, inside]
    ended = subprocess.run(command, capture_output=True, text=True, preexec_fn=_as_a_person, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout) == [[[path, "R114"]] if step in faulty else [] for step in range(4)]


# ── All of it


@pytest.mark.parametrize("seed", [1, 2])
def test_any_row_of_changes_ends_as_a_fresh_check(live: Live, seed: int) -> None:
    """Many changes of all kinds, one after the other: after each the live project says what a fresh check says."""
    chosen = random.Random(seed)
    whole = {path.relative_to(live.root): path.read_bytes() for path in (live.root / "sources").rglob("*.*")}
    for _ in range(25):
        path = chosen.choice(sorted(whole))
        file = live.root / path
        lines = whole[path].splitlines(keepends=True)
        line = chosen.randrange(len(lines))
        match chosen.randrange(5):
            case 0:
                file.unlink(missing_ok=True)
            case 1:
                file.write_bytes(b"".join([*lines[:line], *lines[line + 1 :]]))
            case 2:
                file.write_bytes(b"".join(lines[:line]))
            case 3:
                file.write_bytes(whole[path].replace(b"otterby", b"ottreby", 1))
            case 4:
                file.write_bytes(whole[path])
        told(live, path.as_posix())
    for path, content in whole.items():
        (live.root / path).write_bytes(content)
    assert told(live, "sources").problems == []
