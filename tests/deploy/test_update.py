"""`deploy/update`: what is new is built, and what can't be built changes nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT, copy_project


class Clone(NamedTuple):
    """A repository, the clone of it that a server has, and the folder for its flag."""

    origin: Path
    server: Path
    flags: Path

    def commit(self, path: str, text: str) -> str:
        """Change a file in the repository; returns the commit."""
        (self.origin / path).write_text(text, encoding="utf-8")
        git(self.origin, "add", "-A")
        git(self.origin, "commit", "-qm", path)
        return git(self.origin, "rev-parse", "HEAD")

    def update(self) -> subprocess.CompletedProcess[str]:
        """Run the script on the server."""
        around = {**os.environ, **AROUND, "PYTHONPATH": str(ROOT), "RUNTIME_DIRECTORY": str(self.flags)}
        return subprocess.run(
            [self.server / "deploy" / "update"], cwd="/", env=around, capture_output=True, text=True, check=False
        )

    @property
    def database(self) -> Path:
        """What the server serves."""
        return self.server / "build" / "readout.db"


AROUND = {
    "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
}  # fmt: skip


def git(folder: Path, *arguments: str) -> str:
    """What git says."""
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(
        command, env={**os.environ, **AROUND}, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """The made-up project in a repository, cloned and built; nothing has to be installed for it."""
    origin = copy_project(tmp_path / "origin")
    (origin / "deploy").mkdir()
    shutil.copy(ROOT / "deploy" / "update", origin / "deploy")
    (origin / "scripts").mkdir()
    (origin / "scripts" / "environment").write_text("#!/bin/sh\n")
    (origin / "scripts" / "environment").chmod(0o755)
    (origin / "readout").mkdir()
    (origin / ".gitignore").write_text("build/\n.venv/\n")
    (origin / "metadata.yml").write_text("title: not made anew\n")
    git(origin, "init", "-qb", "main")
    made = Clone(origin, tmp_path / "server", tmp_path)
    made.commit("readout/one.py", "")
    git(tmp_path, "clone", "-q", "origin", "server")
    (made.server / ".venv" / "bin").mkdir(parents=True)
    python = made.server / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return made


def test_what_is_new_is_built_and_what_is_not_is_not(clone: Clone) -> None:
    """Also where the last build has written the metadata; a new program asks for a new server, new sources don't."""
    newest = clone.commit("views/README.md", "For people.\n")
    ended = clone.update()
    assert (ended.returncode, ended.stderr) == (0, "")
    assert git(clone.server, "rev-parse", "HEAD") == newest
    first = clone.database.stat().st_mtime_ns
    assert clone.update().returncode == 0
    assert clone.database.stat().st_mtime_ns == first
    assert not (clone.flags / "restart").exists()
    clone.commit("readout/one.py", "# another program\n")
    clone.commit("metadata.yml", "title: another\n")
    assert clone.update().returncode == 0
    assert (clone.flags / "restart").exists()


def test_what_cannot_be_built_changes_nothing(clone: Clone) -> None:
    """It is told with its problem, at each run, until it is put right; then that is built."""
    clone.commit("views/README.md", "For people.\n")
    assert clone.update().returncode == 0
    before, content = git(clone.server, "rev-parse", "HEAD"), clone.database.read_bytes()
    outlets = "sources/outlets.yaml"
    sound = (clone.origin / outlets).read_text(encoding="utf-8")
    clone.commit(outlets, sound + "\n\n: : :\n")
    for _ in range(2):
        ended = clone.update()
        assert ended.returncode == 1
        assert outlets in ended.stdout and f"the site stays at {before}" in ended.stderr
        assert git(clone.server, "rev-parse", "HEAD") == before
        assert clone.database.read_bytes() == content
    newest = clone.commit(outlets, sound + "\n# put right\n")
    assert clone.update().returncode == 0
    assert git(clone.server, "rev-parse", "HEAD") == newest
