"""`readout release`: the next version, its note, and what keeps a release from being made."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from readout.cli import cli
from readout.release import Version, next_version, with_version
from tests.made import edit, write
from tests.versions import commit, make_versions, run_git

DAY = ("--date", "2025-06-01")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose first release is made and tagged; not to be changed."""
    folder = make_versions(tmp_path_factory.mktemp("release") / "project")
    write(
        folder / "sources/concepts.yaml",
        "stopping:\n  title: The stopping of the clock\n  definition: What happened.\n",
    )
    commit(folder, "Shorter")
    ended = release(folder, *DAY, "--tag")
    assert ended.exit_code == 0, ended.output
    return folder


@pytest.fixture
def folder(first: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(first, tmp_path / "project"))


def release(folder: Path, *arguments: str) -> Result:
    """Run `readout release` on a project."""
    return CliRunner().invoke(cli, ["--project", str(folder), "release", *arguments])


def change(folder: Path) -> None:
    """Change the data, and nothing of the schema."""
    edit(folder / "sources/stories.yaml", "title: The clock on the quay\n", "title: The clock\n")
    commit(folder, "Change")


def add_field(folder: Path) -> None:
    """Add a field to the schema."""
    field = "      motto:\n        $ref: '#/$defs/line'\n        description: What stands below its title.\n"
    edit(folder / "schema.yaml", "      owner:\n", field + "      owner:\n")
    commit(folder, "A field more")


def test_the_first_release(first: Path) -> None:
    """The version that the schema named, in three numbers, with its day; a note with counts; a tag."""
    schema = (first / "schema.yaml").read_text()
    assert '  version: "1.0.0"\n  released: 2025-06-01\n' in schema
    text = (first / "releases/1.0.0.md").read_text()
    assert text.startswith("---\nversion: 1.0.0\ndate: 2025-06-01\nkind: first\ncounts:\n  articles: 3\n")
    assert text.endswith("The first release.\n")
    assert run_git(first, "tag").split() == ["v1.0.0"]
    assert run_git(first, "status", "--porcelain") == ""


def test_only_data(folder: Path) -> None:
    """The last number grows; the note says what changed; git's commands are printed, and nothing is run."""
    change(folder)
    ended = release(folder, *DAY)
    assert ended.exit_code == 0
    assert ended.stdout.splitlines()[-1] == "git tag --annotate v1.0.1 --message 'Release 1.0.1'"
    text = (folder / "releases/1.0.1.md").read_text()
    assert "kind: data\n" in text
    assert "1 story changed." in text
    assert "`title`: The clock on the quay → The clock\n" in text
    assert run_git(folder, "tag").split() == ["v1.0.0"]


def test_check_writes_nothing(folder: Path) -> None:
    """It says which version could be released."""
    change(folder)
    ended = release(folder, *DAY, "--check")
    assert (ended.exit_code, ended.stdout) == (0, "1.0.1 (data) could be released\n")
    assert run_git(folder, "status", "--porcelain") == ""


def test_a_smaller_kind_than_the_schema_asks_for_is_refused(folder: Path) -> None:
    """A new field adds to the schema: that is no release of data alone, and may be more than it must."""
    add_field(folder)
    ended = release(folder, *DAY, "--kind", "data")
    assert ended.exit_code == 2
    assert "--kind adding: the column outlets.motto is new" in " ".join(ended.stderr.split())
    assert release(folder, *DAY, "--check").stdout == "1.1.0 (adding) could be released\n"
    assert release(folder, *DAY, "--check", "--kind", "breaking").stdout == "2.0.0 (breaking) could be released\n"


def test_ids_that_would_lead_nowhere(folder: Path) -> None:
    """A record that was deleted is named with the remedy; withdrawn, or renamed with its former id, it may go."""
    edit(folder / "sources/events.yaml", "fair:\n", "feast:\n")
    commit(folder, "Rename without a word")
    ended = release(folder, *DAY)
    assert (ended.exit_code, ended.stdout) == (1, "events/fair is gone\n")
    assert "former_ids" in ended.stderr
    edit(folder / "sources/events.yaml", "feast:\n", "feast:\n  former_ids: [fair]\n")
    commit(folder, "Say so")
    assert release(folder, *DAY, "--check").exit_code == 0


def test_what_keeps_a_release_from_being_made(folder: Path) -> None:
    """Nothing that differs, what is not committed, a day that is none, a tag that is gone or there already."""
    assert "nothing differs from 1.0.0" in release(folder, *DAY).stderr
    change(folder)
    assert "is no day" in release(folder, "--date", "2025-02-30").stderr
    run_git(folder, "tag", "v1.0.1")
    assert "was released already: there is the tag v1.0.1" in release(folder, *DAY).stderr
    run_git(folder, "tag", "--delete", "v1.0.1", "v1.0.0")
    assert "--since COMMIT" in " ".join(release(folder, *DAY).stderr.split())
    assert release(folder, *DAY, "--since", "HEAD~1", "--check").exit_code == 0
    write(folder / "more.txt", "x")
    assert "commit or take back first: more.txt" in release(folder, *DAY).stderr


def test_problems_keep_it_too(folder: Path) -> None:
    """What `readout check` reports is put right first."""
    edit(folder / "sources/events.yaml", "story: clock\n  type: AGREE", "story: clocks\n  type: AGREE")
    commit(folder, "A slip")
    ended = release(folder, *DAY)
    assert ended.exit_code == 1
    assert "R301" in ended.stdout
    assert not (folder / "releases/1.0.1.md").exists()


def test_versions() -> None:
    """Each kind counts up its own number; what is no version is refused."""
    last = Version.parse("1.4")
    assert [str(next_version(last, kind)) for kind in ("data", "adding", "breaking")] == ["1.4.1", "1.5.0", "2.0.0"]
    for text in ("1", "01.0.0", "1.0.0-beta", "v1.0.0", ""):
        with pytest.raises(ValueError, match="is no version"):
            Version.parse(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"x-dataset:\n  version: '1.0'  # note\n  about: x\n",
         b'x-dataset:\n  version: "2.0.0"  # note\n  released: D\n  about: x\n'),
        (b"a: 1\r\nx-dataset:\r\n  version: 1.0\r\n", b'a: 1\r\nx-dataset:\r\n  version: "2.0.0"\r\n  released: D\r\n'),
        (b"x-dataset:\n  released: 2024  # day\n\n  version: 1.0\nb:\n  version: 1.0\n",
         b'x-dataset:\n  released: D  # day\n\n  version: "2.0.0"\nb:\n  version: 1.0\n'),
    ],
)  # fmt: skip
def test_the_schema_keeps_every_other_byte(before: bytes, after: bytes) -> None:
    """Only the version and the day of the dataset are written; comments, line ends and other versions stay."""
    assert with_version(before, "2.0.0", "D") == after
    with pytest.raises(ValueError, match="x-dataset has no version"):
        with_version(before.replace(b"x-dataset", b"y-dataset"), "2.0.0", "D")
