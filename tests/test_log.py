"""`readout log`: a record's history from git, followed through files and ids, and kept for the pages."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from readout.cli import cli
from readout.history import KEPT, read_kept
from readout.project import open_project
from tests.made import HILL, VALLEY, edit, write
from tests.versions import commit, make_versions, run_git

CLAIMS = "sources/claims.yaml"
LATER = "2025-03-05-clock"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with six commits; not to be changed."""
    folder = make_versions(tmp_path_factory.mktemp("log") / "project")
    hill = folder / f"sources/articles/hill-times/{HILL}.md"
    edit(folder / CLAIMS, "The clock goes again.", "The clock is going again.")
    edit(hill, "stance: denies, evidence", "stance: disputes, evidence")
    commit(folder, "Say it better")
    text = (folder / CLAIMS).read_text()
    at = text.index("repaired:")
    end = text.index("bell:")
    write(folder / CLAIMS, text[:at] + text[end:])
    write(folder / "sources/claims/more.yaml", text[at:end])
    commit(folder, "A file of its own")
    edit(folder / "sources/claims/more.yaml", "repaired:\n", "mended:\n  former_ids: [repaired]\n")
    edit(hill, "claim: repaired", "claim: mended")
    edit(folder / f"sources/articles/valley-wire/{VALLEY}.md", "steps, repaired", "steps, mended")
    commit(folder, "Another id")
    hill.rename(hill.with_name(f"{LATER}.md"))
    commit(folder, "Rename the article")
    edit(folder / "sources/events.yaml", "fair:\n  title: The clock fair\n", "fair:\n  title: The fair\n")
    edit(
        hill.with_name(f"{LATER}.md"),
        "mixed, medium: speech, utterance: promise, distance: distancing",
        "mixed, medium: speech",
    )
    edit(
        hill.with_name(f"{LATER}.md"),
        "  - {speaker: guild",
        "  - {speaker: guild, exact: hooray, type: direct, medium: speech}\n  - {speaker: guild",
    )
    commit(folder, "Take the promise out")
    return folder


def log(folder: Path, *arguments: str) -> Result:
    """Run `readout log` on a project."""
    return CliRunner().invoke(cli, ["--project", str(folder), "log", *arguments])


def entries(folder: Path, record: str) -> list[dict[str, object]]:
    """A record's history as JSON, the newest first."""
    found: list[dict[str, object]] = json.loads(log(folder, record, "--format", "json").stdout)["entries"]
    return found


def test_a_record_is_followed_through_files_and_ids(folder: Path) -> None:
    """Commits that touched its file and not the record are not its history."""
    found = entries(folder, "claims/mended")
    assert [(one["kind"], one["subject"]) for one in found] == [
        ("renamed", "Another id"), ("moved", "A file of its own"), ("changed", "Say it better"), ("added", "First"),
    ]  # fmt: skip
    assert found[0]["former"] == "repaired"
    assert found[1]["fields"] == [{"field": "file", "before": CLAIMS, "after": "sources/claims/more.yaml"}]
    assert {one["date"] for one in found} == {"2025-05-01"}
    assert found[2]["fields"] == [
        {"field": "statement", "before": "The clock goes again.", "after": "The clock is going again."}
    ]


def test_an_article_is_followed_through_its_rename(folder: Path) -> None:
    """The fields of a row stand under what tells the row from its neighbours; a row that came is told whole."""
    found = entries(folder, LATER)
    assert [one["kind"] for one in found] == ["changed", "renamed", "changed", "changed", "added"]
    assert found[1]["former"] == HILL
    assert found[3]["fields"] == [{"field": "coverage[stopped].stance", "before": "denies", "after": "disputes"}]
    names = {one["field"]: one["after"] for one in found[0]["fields"]}  # type: ignore[attr-defined]
    assert names["quotes[hooray]"] == "speaker: guild; exact: hooray; type: direct; medium: speech"
    assert names["quotes[never stop again].utterance"] is None


def test_people_read_it_without_addresses(folder: Path) -> None:
    """Commit, day, subject and words; no name and no e-mail address."""
    stdout = log(folder, "claims/mended").stdout
    assert stdout.startswith("claims/mended\n\n")
    assert "  2025-05-01  Say it better\n  changed\n    statement: The clock [-goes-]{+is going+} again.\n" in stdout
    assert "ann" not in stdout.lower().replace("another", "")


def test_wrong_use_says_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    """An id that git does not know, a table that is none, neither a record nor --all, no git."""
    assert "git has no record 'nobody'" in log(folder, "nobody").stderr
    assert "did you mean 'claims'?" in log(folder, "claim/mended").stderr
    assert "name a RECORD, or give --all" in log(folder).stderr
    bare = tmp_path / "bare"
    shutil.copytree(folder, bare, ignore=shutil.ignore_patterns(".git"))
    assert "a history needs git: this folder is in no git repository" in log(bare, "mended").stderr


def test_a_shallow_clone_says_so(folder: Path, tmp_path: Path) -> None:
    """What is missing is said, and no history is kept that would lack it."""
    clone = tmp_path / "clone"
    run_git(tmp_path, "clone", "--quiet", "--depth", "1", folder.as_uri(), str(clone))
    ended = log(clone, "claims/mended")
    assert ended.exit_code == 0
    assert "this clone is shallow" in ended.stderr
    assert "this clone is shallow" in log(clone, "--all").stderr
    assert not (clone / "build" / KEPT).exists()


def test_all_are_kept_for_the_pages(folder: Path) -> None:
    """The file has the same histories, says of which sources it is, and is the same bytes each time."""
    ended = log(folder, "--all")
    assert ended.exit_code == 0, ended.output
    kept = folder / "build" / KEPT
    content = kept.read_bytes()
    sources = open_project(folder).sources_sha256
    for table, record in (("claims", "mended"), ("articles", LATER), ("events", "fair")):
        told = [(one["commit"], one["kind"], one["fields"]) for one in read_kept(kept, sources, table, record)]
        assert told == [(one["commit"], one["kind"], one["fields"]) for one in entries(folder, f"{table}/{record}")]
    assert read_kept(kept, "of others", "claims", "mended") == []
    kept.unlink()
    assert log(folder, "--all").exit_code == 0
    assert kept.read_bytes() == content


def test_what_is_not_committed_is_not_kept(folder: Path, tmp_path: Path) -> None:
    """A history of other sources than those that are built would be shown nowhere."""
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    edit(copy / "sources/events.yaml", "title: The fair", "title: The clock fair")
    ended = log(copy, "--all")
    assert (ended.exit_code, "commit first" in ended.stderr) == (2, True)


def test_a_file_that_is_no_history(tmp_path: Path) -> None:
    """It is as if it were not there."""
    (tmp_path / KEPT).write_text("no database")
    assert read_kept(tmp_path / KEPT, "", "claims", "mended") == []
