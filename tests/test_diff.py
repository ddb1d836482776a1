"""`readout diff`: what differs between two versions, by record and field, and in the schema."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from readout.cli import cli
from readout.difference.words import stretches
from tests.made import HARBOUR, HILL, VALLEY, edit
from tests.versions import commit, make_versions, run_git


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it was first committed; not to be changed."""
    return make_versions(tmp_path_factory.mktemp("versions") / "project")


@pytest.fixture
def folder(origin: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(origin, tmp_path / "project"))


def diff(folder: Path, *arguments: str) -> Result:
    """Run `readout diff` on a project."""
    return CliRunner().invoke(cli, ["--project", str(folder), "diff", *arguments])


def told(folder: Path, *arguments: str) -> dict[str, object]:
    """The difference between the first commit and the project as it is, as JSON."""
    found: dict[str, object] = json.loads(diff(folder, "HEAD", *arguments, "--format", "json").stdout)
    return found


def article(folder: Path, outlet: str = "hill-times", name: str = HILL) -> Path:
    """The file of an article."""
    return folder / f"sources/articles/{outlet}/{name}.md"


def test_nothing_differs_from_itself(folder: Path) -> None:
    """A revision, a folder and the project as it is are the same; with --exit-code that is 0."""
    for arguments in (("HEAD",), ("main", "HEAD:"), (str(folder), "HEAD")):
        ended = diff(folder, *arguments, "--exit-code")
        assert (ended.exit_code, ended.stdout) == (0, "nothing differs\n"), ended.output


def test_fields_of_a_record(folder: Path) -> None:
    """A changed field is told before and after; of a long text the words that differ."""
    edit(
        folder / "sources/claims.yaml",
        "The tower has the given number of steps.",
        "The old tower has the given number.",
    )
    ended = diff(folder, "HEAD", "--exit-code")
    assert ended.exit_code == 1
    lines = ended.stdout.splitlines()
    assert lines[0] == "1 claim changed"
    assert lines[3] == "  steps changed: The old tower has the given number."
    assert lines[4] == "    statement: The{+ old+} tower has the given number[- of steps-]."


def test_rows_come_and_go(folder: Path) -> None:
    """An article that is new, and one that is gone, count as one each; what they hold stands beside them."""
    article(folder, "valley-wire", VALLEY).unlink()
    other = article(folder, "hill-times", "2025-03-09-later")
    shutil.copy(article(folder), other)
    edit(other, "published: 2025-03-05", "published: 2025-03-09")
    stdout = diff(folder, "HEAD").stdout
    assert stdout.startswith("1 article added, 1 article removed\n")
    assert "2025-03-09-later added: Clock never stopped\n    with 2 quotes, 5 findings, 1 naming" in stdout
    assert told(folder)["gone"] == [{"table": "articles", "id": VALLEY}]


def test_a_reworded_quote_is_the_same_one(folder: Path) -> None:
    """Its id follows from its words; what hangs on it is not told as gone and new."""
    edit(article(folder, "harbour-post", HARBOUR), "exact: never stop, type", "exact: it will never stop, type")
    rows = told(folder)["rows"]
    assert isinstance(rows, list)
    [quote] = [row for row in rows if row["table"] == "quotes"]
    assert quote["kind"] == "renamed"
    assert quote["fields"] == [{"field": "exact", "before": "never stop", "after": "it will never stop"}]
    assert {row["kind"] for row in rows} <= {"renamed", "changed"}


def test_two_that_are_alike_are_not_guessed(folder: Path) -> None:
    """Where two new rows could be the old one, none is taken for it."""
    edit(article(folder), "{concept: stopping, term: pause, voice: reported, voice_of: mayor}",
         "{concept: stopping, term: rest, voice: reported, voice_of: mayor}\n"
         "  - {concept: stopping, term: halt, voice: reported, voice_of: mayor}")  # fmt: skip
    rows = told(folder, "--only", "namings")["rows"]
    assert isinstance(rows, list)
    assert sorted(row["kind"] for row in rows) == ["added", "added", "removed"]


def test_a_renamed_record_is_followed(folder: Path) -> None:
    """A former id pairs it; references to it, and rows whose ids are made of it, went along and are not told."""
    for file in (folder / "sources").rglob("*"):
        if file.is_file():
            text = file.read_text()
            file.write_text(text.replace("claim: stopped", "claim: stood").replace("other: stopped", "other: stood"))
    edit(folder / "sources/claims.yaml", "stopped: {statement: The clock stopped., ",
         "stood: {former_ids: [stopped], statement: The clock stopped., ")  # fmt: skip
    stdout = diff(folder, "HEAD").stdout
    assert stdout.startswith("1 claim renamed\n")
    assert "stood renamed from stopped" in stdout
    assert told(folder)["gone"] == []


def test_a_renamed_article_is_followed(folder: Path) -> None:
    """All its rows have ids that begin with its own; one line tells of it."""
    file = article(folder).rename(article(folder, "hill-times", "2025-03-05-clock"))
    edit(file, "status: draft\n", f"status: draft\nformer_ids: [{HILL}]\n")
    stdout = diff(folder, "HEAD").stdout
    assert stdout.startswith("1 article renamed\n")
    assert "removed" not in stdout


def test_the_schema_is_told_apart(folder: Path) -> None:
    """A value and a field that are new add to it; a column that is gone breaks it; so the whole is breaking."""
    edit(
        folder / "schema.yaml",
        "    enum: [draft, reviewed]\n",
        "    enum: [draft, read, reviewed]\n",
    )
    edit(
        folder / "schema.yaml",
        "      draft: Not yet read against",
        "      read: Read.\n      draft: Not yet read against",
    )
    assert told(folder)["kind"] == "adding"
    text = (folder / "schema.yaml").read_text()
    begin = text.index("      dateline:\n")
    (folder / "schema.yaml").write_text(text[:begin] + text[text.index("      genre:\n", begin) :])
    found = told(folder)
    assert found["kind"] == "breaking"
    stdout = diff(folder, "HEAD").stdout
    assert "  breaking: the column articles.dateline is gone\n" in stdout
    assert "  adding: the vocabulary annotation-status has read: Read.\n" in stdout


def test_a_type_and_a_bound(folder: Path) -> None:
    """Another type and other bounds of a column are told, and break what was promised."""
    edit(folder / "schema.yaml", "        minimum: -2\n        maximum: 2\n        description: From -2",
         "        minimum: -3\n        maximum: 2\n        description: From -2")  # fmt: skip
    changes = told(folder)["schema"]
    assert isinstance(changes, list)
    assert [(one["weight"], one["what"], one["column"]) for one in changes] == [("breaking", "check changed", "score")]
    assert "-3" in changes[0]["message"]


def test_two_databases(folder: Path, tmp_path: Path, database: Path) -> None:
    """A built database is a side like any other; anything else is wrong use."""
    assert diff(folder, str(database), str(database)).stdout == "nothing differs\n"
    assert "articles removed" in diff(folder, str(database)).stdout
    other = tmp_path / "other.db"
    other.write_text("no database")
    ended = diff(folder, str(other))
    assert (ended.exit_code, "no SQLite database" in ended.stderr) == (2, True)


def test_wrong_use_says_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    """A revision that git does not know, a table that is none, a folder without git."""
    assert "git knows no revision 'v9'" in diff(folder, "v9").stderr
    assert "did you mean 'claims'?" in diff(folder, "HEAD", "--only", "claim").stderr
    shutil.rmtree(folder / ".git")
    ended = diff(folder, "HEAD")
    assert (ended.exit_code, "in no git repository" in ended.stderr) == (2, True)


def test_the_work_tree_is_left_alone(folder: Path) -> None:
    """Reading a revision changes no file and nothing in git."""
    edit(folder / "sources/stories.yaml", "The clock on the quay\n", "The clock\n")
    before = run_git(folder, "status", "--porcelain")
    assert diff(folder, "HEAD").exit_code == 0
    assert run_git(folder, "status", "--porcelain") == before == " M sources/stories.yaml\n"


def test_a_project_in_a_folder_of_its_repository(tmp_path: Path, origin: Path) -> None:
    """Revisions are read below the folder that the project lies in."""
    inner = tmp_path / "all" / "dataset"
    shutil.copytree(origin, inner, ignore=shutil.ignore_patterns(".git"))
    run_git(inner.parent, "init", "--quiet", "--initial-branch=main")
    commit(inner.parent, "Both")
    edit(inner / "sources/claims.yaml", "The clock goes again.", "The clock goes.")
    assert diff(inner, "main").stdout.startswith("1 claim changed\n")


def test_markdown_can_be_read(folder: Path) -> None:
    """Marks stand right beside words, and what means something to Markdown is escaped."""
    edit(folder / "sources/claims.yaml", "The clock goes again.", "The *clock* goes again at last.")
    stdout = diff(folder, "HEAD", "--format", "markdown").stdout
    assert stdout.startswith(
        "1 claim changed.\n\n## Claims\n\n- `repaired` changed: The \\*clock\\* goes again at last.\n"
    )
    assert "again **at last**." in stdout


def test_long_texts_are_cut_where_they_are_the_same() -> None:
    """Only some words around a change are shown, and none is lost of the change itself."""
    same = " ".join(f"word{number}" for number in range(100))
    found = stretches(f"{same} old {same}", f"{same} new {same}")
    assert [kind for kind, _ in found] == ["same", "dropped", "added", "same"]
    assert [text for kind, text in found if kind != "same"] == ["old", "new"]
    assert all(len(text) < 60 for _, text in found)
