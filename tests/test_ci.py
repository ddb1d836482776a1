"""Hooks for others' workflows: pre-commit, GitHub's workflows and `--quiet`, as docs/ci.md has them."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, Runner
from tests.made import HARBOUR, edit, make_project

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
WORKFLOWS = [block for block in BLOCKS if "jobs:" in block]
CONFIGS = [block for block in BLOCKS if block.startswith("repos:")]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
OWN = (ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project without problems, in canonical form; not to be changed."""
    folder = make_project(tmp_path_factory.mktemp("sound") / "made")
    assert python("-m", "readout", "--project", str(folder), "fmt", "--quiet", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def made(sound: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return shutil.copytree(sound, tmp_path / "made")


def python(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder."""
    command, around = [sys.executable, *arguments], {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=cwd, env=around, capture_output=True, text=True, timeout=60, check=False)


def harbour(project: Path) -> Path:
    """The file of the first article."""
    return project / "sources" / "articles" / "harbour-post" / f"{HARBOUR}.md"


def misspell(project: Path) -> None:
    """Make a problem in the sources."""
    edit(harbour(project), "origin: wire", "origin: wired")


def test_pre_commit_takes_the_hooks(tmp_path: Path) -> None:
    """As it says itself; and the configurations to copy, whose hooks are there."""
    manifest = python("-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"), cwd=tmp_path)
    assert manifest.returncode == 0, manifest.stdout + manifest.stderr
    assert len(CONFIGS) == 2
    for number, block in enumerate(CONFIGS):
        file = tmp_path / f"{number}.yaml"
        file.write_text(block, encoding="utf-8")
        config = python("-m", "pre_commit", "validate-config", str(file), cwd=tmp_path)
        assert (config.returncode, config.stdout, config.stderr) == (0, "", "")
        assert {hook["id"] for repo in yaml.safe_load(block)["repos"] for hook in repo["hooks"]} == set(HOOKS)


@pytest.mark.parametrize(
    ("path", "hooks"),
    [
        ("schema.yaml", {"readout-check"}),
        ("views/silences.sql", {"readout-check"}),
        ("queries/said_by.sql", {"readout-check"}),
        ("sources/outlets.yaml", {"readout-check", "readout-fmt"}),
        ("sources/claims/clock.yaml", {"readout-check", "readout-fmt"}),
        (f"sources/articles/harbour-post/{HARBOUR}.md", {"readout-check", "readout-fmt"}),
        (f"sources/articles/harbour-post/{HARBOUR}.anchors.json", {"readout-check"}),
        ("README.md", set()),
        ("docs/sources/notes.md", set()),
    ],
)
def test_which_files_call_which_hook(path: str, hooks: set[str]) -> None:
    """By the pattern of each, as pre-commit looks for it."""
    assert {name for name, hook in HOOKS.items() if re.search(hook["files"], path)} == hooks


def hook(name: str, project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a hook as pre-commit does: its entry, its arguments, and the files where it takes them."""
    entry, *arguments = shlex.split(HOOKS[name]["entry"])
    assert entry == "readout"
    files = [str(file.relative_to(project)) for file in sorted((project / "sources").rglob("*")) if file.is_file()]
    given = [file for file in files if re.search(HOOKS[name]["files"], file)]
    given = given if HOOKS[name].get("pass_filenames", True) else []
    return python("-m", "readout", *arguments, *(options or HOOKS[name].get("args", [])), *given, cwd=project)


@pytest.mark.parametrize("name", sorted(HOOKS))
def test_a_hook_lets_a_sound_project_pass_and_stops_a_broken_one(name: str, made: Path) -> None:
    """It says what is wrong, and writes nothing."""
    assert hook(name, made).returncode == 0
    misspell(made)
    edit(harbour(made), "headline: Clock stops", "headline:   Clock stops")
    before = harbour(made).read_bytes()
    ended = hook(name, made)
    assert ended.returncode == 1
    assert f"{HARBOUR}.md" in ended.stdout
    assert harbour(made).read_bytes() == before


@pytest.mark.parametrize("text", [OWN, *WORKFLOWS], ids=["own", "check", "scan"])
def test_a_workflow_is_one_to_github(text: str, tmp_path: Path) -> None:
    """By its schema, which check-jsonschema carries with it."""
    file = tmp_path / "workflow.yml"
    file.write_text(text, encoding="utf-8")
    schema = ["--builtin-schema", "vendor.github-workflows"]
    ended = python("-m", "check_jsonschema", *schema, str(file), cwd=tmp_path)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("text", [OWN, *WORKFLOWS], ids=["own", "check", "scan"])
def test_a_workflow_has_no_secrets_and_few_rights(text: str) -> None:
    """Each action has a version; nothing but the results of a scan may be written."""
    assert "secrets." not in text
    workflow = yaml.safe_load(text)
    assert workflow["permissions"].pop("contents") == "read"
    assert set(workflow["permissions"]) <= {"security-events"}
    used = [step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step]
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w/-]+@v\d+", action) for action in used)


@pytest.mark.parametrize("text", [OWN, *WORKFLOWS], ids=["own", "check", "scan"])
def test_the_steps_of_a_workflow_end_as_they_should(text: str, made: Path) -> None:
    """Each that runs Readout passes on a sound project; a broken one fails, and a scan still writes its results."""
    steps = [step.get("run", "") for job in yaml.safe_load(text)["jobs"].values() for step in job["steps"]]
    lines = [step.removeprefix(".venv/bin/") for step in steps if step.removeprefix(".venv/bin/").startswith("readout")]
    assert lines

    def codes() -> list[int]:
        called = [re.sub(r"^readout", f"{shlex.quote(sys.executable)} -m readout", line) for line in lines]
        around = {**os.environ, "PYTHONPATH": str(ROOT)}
        ran = [subprocess.run(["bash", "-e", "-c", line], cwd=made, env=around, capture_output=True) for line in called]
        return [one.returncode for one in ran]

    assert set(codes()) == {0}
    misspell(made)
    if "sarif" in lines[0]:
        assert codes() == [0]
        assert '"R301"' in (made / "readout.sarif").read_text(encoding="utf-8")
    else:
        assert codes()[0] == 1


@pytest.mark.parametrize("command", ["check", "fmt", "build", "anchor"])
def test_quiet_says_nothing_where_nothing_is_wrong(command: str, made: Path, run: Runner) -> None:
    """In its short and its long form; what is done is done all the same."""
    texts = {"READOUT_TEXTS": str(made / "texts")}
    for option in ("--quiet", "-q"):
        assert run(command, option, project=made, env=texts) == (0, "", "")
    assert command != "build" or (made / "build" / "readout.db").is_file()
    assert command != "anchor" or list(made.rglob("*.anchors.json"))


@pytest.mark.parametrize("command", ["check", "fmt", "build", "anchor"])
def test_quiet_leaves_the_problems(command: str, made: Path, run: Runner) -> None:
    """Those on the standard output, just as without it; nothing on the other, and the same exit code."""
    misspell(made)
    edit(made / "sources" / "concepts.yaml", "stopping:", "stopping: [")
    texts = {"READOUT_TEXTS": str(made / "texts")}
    loud = run(command, project=made, env=texts)
    quiet = run(command, "--quiet", project=made, env=texts)
    assert loud.code == 1
    assert quiet == (1, loud.stdout, "")


def test_quiet_does_not_hide_wrong_use(made: Path, run: Runner) -> None:
    """Which is no progress that one could do without."""
    ended = run("anchor", "--quiet", "no-such-article", project=made, env={"READOUT_TEXTS": str(made / "texts")})
    assert ended.code == 2
    assert "no-such-article" in ended.stderr


def test_pre_commit_is_there_to_try_the_hooks_with() -> None:
    """It is a dependency of the tests, and not of Readout."""
    assert shutil.which("pre-commit", path=str(Path(sys.executable).parent))
