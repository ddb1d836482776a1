"""Records that are withdrawn, merged or renamed: what is checked, what the database has, what is left out."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest

from readout.commands.build import build_database
from readout.problem import Problem
from readout.project import open_project, open_workspace
from readout.source import SourceFile
from tests.made import HARBOUR, HILL, edit, make_project, write

GONE = "  withdrawn: {date: 2025-04-01, reason: It is another by mistake.}\n"
Rows = Callable[[str], list[tuple[object, ...]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small made-up project."""
    return make_project(tmp_path / "project")


def found(folder: Path, *codes: str) -> list[Problem]:
    """The problems of some codes."""
    return [problem for problem in open_project(folder).problems if problem.code in codes]


def rows_of(folder: Path) -> Rows:
    """Build the project past what only judgement finds, and give a way to ask its database."""
    project = open_project(folder)
    assert [str(p) for p in project.problems if p.code[:2] in ("R1", "R2", "R3")] == []
    with patch("readout.compile.chunk.run_checks", lambda unit, world: []):
        build_database(folder, fresh=True, jobs=1)

    def ask(sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(project.database)) as connection:
            return connection.execute(sql).fetchall()

    return ask


def withdraw_article(folder: Path, name: str = f"hill-times/{HILL}") -> None:
    """Withdraw one of the articles."""
    file = folder / "sources/articles" / f"{name}.md"
    edit(file, "status: draft\n", "status: draft\nwithdrawn: {date: 2025-04-01, reason: The text was another.}\n")


def claim_merged(folder: Path) -> None:
    """Withdraw the claim `bell`, merged into `stopped`."""
    edit(
        folder / "sources/claims.yaml",
        "bell: {statement: The bell is silent too., story: clock, kind: fact}",
        "bell:\n  statement: The bell is silent too.\n  story: clock\n  kind: fact\n  withdrawn:\n"
        "    {date: 2025-04-01, reason: The same as the other., merged_into: stopped}",
    )


def test_a_reference_to_what_is_withdrawn_is_a_problem(folder: Path) -> None:
    """Each article that refers to a withdrawn claim is told which one takes its place, and can be put right."""
    claim_merged(folder)
    problems = found(folder, "R305")
    assert {problem.place.path.split("/")[2] for problem in problems} == {"hill-times", "valley-wire"}
    assert {problem.hint for problem in problems} == {"refer to 'stopped', which takes its place"}
    assert [problem.fix for problem in problems if "valley" in problem.place.path] == ["stopped"]


def test_without_a_record_in_its_place_the_reason_is_told(folder: Path) -> None:
    """Nothing takes its place, so there is no fix; the hint says why it was withdrawn."""
    edit(folder / "sources/concepts.yaml", "  definition: What", GONE + "  definition: What")
    problems = found(folder, "R305")
    assert len(problems) == 3
    assert {problem.fix for problem in problems} == {None}
    assert "It is another by mistake." in problems[0].hint


def test_what_is_withdrawn_may_refer_to_what_is(folder: Path) -> None:
    """The references of a withdrawn article, and of a withdrawn record, are history and no problem."""
    claim_merged(folder)
    withdraw_article(folder)
    assert {problem.place.path.split("/")[2] for problem in found(folder, "R305")} == {"valley-wire"}


def test_a_withdrawn_record_needs_no_use(folder: Path) -> None:
    """R417 asks for no use of a record that is withdrawn; of one that is not it does."""
    edit(folder / "sources/concepts.yaml", "stopping:", "other:\n  title: Other\n  definition: Other.\nstopping:")
    assert len(found(folder, "R417")) == 1
    edit(folder / "sources/concepts.yaml", "  title: Other\n", "  title: Other\n" + GONE)
    assert found(folder, "R417") == []


def test_what_takes_its_place_is_there(folder: Path) -> None:
    """A record that is merged into one that is nowhere would lead nowhere."""
    edit(folder / "sources/concepts.yaml", "stopping:", "other:\n  title: Other\n  definition: Other.\nstopping:")
    gone = GONE.replace("}", ", merged_into: stoping}")
    edit(folder / "sources/concepts.yaml", "  title: Other\n", "  title: Other\n" + gone)
    [problem] = found(folder, "R301")
    assert problem.place.pointer == ("other", "withdrawn", "merged_into")


def test_what_a_withdrawn_article_used_is_no_longer_used(folder: Path) -> None:
    """Nothing else refers to the outlet of the one article that is withdrawn."""
    withdraw_article(folder)
    assert "nothing refers to the outlet 'hill-times'" in {problem.message for problem in found(folder, "R417")}


def test_a_circle_of_merges_is_a_problem(folder: Path) -> None:
    """Two records that were merged into each other lead nowhere."""
    text = "a:\n  title: A\n  definition: A.\n  withdrawn: {date: 2025-04-01, reason: Same., merged_into: b}\n"
    write(folder / "sources/concepts/more.yaml", text + text.replace("a:\n", "b:\n", 1).replace("into: b", "into: a"))
    [problem] = found(folder, "R304")
    assert "merged into itself: a → b → a" in problem.message


@pytest.mark.parametrize(("former", "said"), [("mayor", "has now"), ("guild", "the id of another actor")])
def test_an_id_is_never_used_again(folder: Path, former: str, said: str) -> None:
    """A former id that another record has, or the record itself, is a problem at its place."""
    edit(folder / "sources/actors.yaml", "  names: [Lund]\n", f"  names: [Lund]\n  former_ids: [lund, {former}]\n")
    [problem] = found(folder, "R306")
    assert said in problem.message
    assert problem.place.pointer == ("mayor", "former_ids", 1)


def test_two_records_with_one_former_id(folder: Path) -> None:
    """The second of them is told of the first."""
    edit(folder / "sources/actors.yaml", "  names: [Lund]\n", "  names: [Lund]\n  former_ids: [boss]\n")
    edit(folder / "sources/actors.yaml", "  name: Guild of Clockmakers\n",
         "  name: Guild of Clockmakers\n  former_ids: [boss]\n")  # fmt: skip
    [problem] = found(folder, "R306")
    assert problem.message == "'boss' is a former id of 'guild' too"


def test_a_reference_by_a_former_id_is_put_right(folder: Path) -> None:
    """Who still writes the old id is told the new one, and `--fix` writes it."""
    edit(folder / "sources/actors.yaml", "  names: [Lund]\n", "  names: [Lund]\n  former_ids: [lund]\n")
    edit(folder / f"sources/articles/hill-times/{HILL}.md", "voice_of: mayor", "voice_of: lund")
    [problem] = found(folder, "R301")
    assert (problem.fix, problem.hint) == ("mayor", "it is 'mayor' now")


def test_withdrawals_and_redirects(folder: Path) -> None:
    """A withdrawn record stands in the table of those alone; every old id leads to the end of its chain."""
    more = (
        "\na:\n  title: A\n  definition: A.\n  former_ids: [old-a]\n"
        "  withdrawn: {date: 2025-04-01, reason: Same., merged_into: b}\n"
        "b:\n  title: B\n  definition: B.\n  withdrawn: {date: 2025-04-02, reason: Same., merged_into: stopping}\n"
    )
    write(folder / "sources/concepts/more.yaml", more)
    ask = rows_of(folder)
    assert ask("SELECT title, date, reason, merged_into FROM withdrawn WHERE record = 'a'") == [
        ("A", "2025-04-01", "Same.", "b")
    ]
    assert ask("SELECT id FROM concepts") == [("stopping",)]
    assert ask("SELECT former, record, kind FROM redirects WHERE table_name = 'concepts' ORDER BY 1") == [
        ("a", "stopping", "merged"), ("b", "stopping", "merged"), ("old-a", "stopping", "renamed"),
    ]  # fmt: skip


VIEWS = ("claim_matrix", "silences", "naming_matrix", "source_mix")


def test_a_withdrawn_article_is_out_of_every_comparison(folder: Path) -> None:
    """The table of those has it, and no other has it or what stands in it; so no view compares it."""
    before = rows_of(folder)
    for view in VIEWS:
        assert before(f"SELECT 1 FROM {view} WHERE article = '{HILL}'"), view
    assert before(f"SELECT 1 FROM disagreements WHERE '{HILL}' IN (article_a, article_b)")
    assert before("SELECT 1 FROM outlet_pairs WHERE 'hill-times' IN (outlet_a, outlet_b)")
    looked = before("SELECT DISTINCT looked_at FROM silences WHERE claim = 'steps'")
    withdraw_article(folder)
    ask = rows_of(folder)
    for view in VIEWS:
        assert not ask(f"SELECT 1 FROM {view} WHERE article = '{HILL}'"), view
    assert not ask(f"SELECT 1 FROM disagreements WHERE '{HILL}' IN (article_a, article_b)")
    assert not ask("SELECT 1 FROM outlet_pairs WHERE 'hill-times' IN (outlet_a, outlet_b)")
    assert not ask(f"SELECT 1 FROM quote_variants WHERE '{HILL}' IN (article_a, article_b)")
    assert looked == [(3,)]
    assert ask("SELECT DISTINCT looked_at FROM silences WHERE claim = 'steps'") == [(2,)]
    found = ask("SELECT table_name, record, reason FROM withdrawn WHERE date > '2025-04'")
    assert found == [("articles", HILL, "The text was another.")]
    tables = [name for (name,) in ask("SELECT table_name FROM columns WHERE column_name = 'article'")]
    assert len(tables) > 10
    assert [table for table in tables if ask(f"SELECT 1 FROM {table} WHERE article = '{HILL}'")] == []
    assert len([table for table in tables if ask(f"SELECT 1 FROM {table} WHERE article = '{HARBOUR}'")]) > 8


def test_a_withdrawn_claim_and_event_are_out_too(folder: Path) -> None:
    """The timeline goes without them."""
    edit(folder / "sources/events.yaml", "  date: 2025-03-10\n", "  date: 2025-03-10\n" + GONE)
    edit(folder / "sources/events.yaml", "  allow:\n    R417: No article speaks of it yet.\n", "")
    assert rows_of(folder)("SELECT DISTINCT event FROM timeline") == [("stop",)]


def test_a_withdrawal_is_seen_by_who_watches(folder: Path) -> None:
    """A change of one register is enough: what refers to the withdrawn record is checked again."""
    workspace = open_workspace(folder, remember=True)
    assert not [problem for problem in workspace.problems() if problem.code == "R305"]
    claim_merged(folder)
    path = "sources/claims.yaml"
    workspace.change({path: SourceFile(path, (folder / path).read_bytes())}, remember=True)
    assert len([problem for problem in workspace.problems() if problem.code == "R305"]) == 2
