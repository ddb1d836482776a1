"""A made-up project in a git repository of its own, whose commits a test makes."""

import os
import subprocess
from pathlib import Path

from tests.made import make_project

NOBODY = {
    f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Ann"), ("EMAIL", "ann@harbour.example"), ("DATE", "2025-05-01T12:00:00Z"))
}  # fmt: skip


def run_git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, with nobody's configuration."""
    surroundings = {**os.environ, **NOBODY, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=surroundings, capture_output=True, text=True, check=True
    ).stdout  # fmt: skip


def commit(folder: Path, subject: str) -> None:
    """Commit all that is there."""
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--message", subject)


def make_versions(folder: Path) -> Path:
    """The small made-up project, with its first commit."""
    make_project(folder)
    (folder / ".gitignore").write_text("build/\n")
    run_git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, "First")
    return folder
