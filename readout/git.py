"""What git knows of a project. The functions with names of their own only ask; none changes a repository."""

import os
import subprocess
from pathlib import Path

#: No locks, no pager, no questions, and messages that do not depend on the machine's language.
SURROUNDINGS = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_PAGER": "cat", "LC_ALL": "C.UTF-8"}


class GitError(Exception):
    """Git is not there, the folder is in no repository, or what was asked for is not in it; the text says which."""


def git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What a git command prints. Takes the folder to run it in, its arguments, and what it reads. Raises GitError."""
    command = ["git", "-c", "core.quotePath=false", *arguments]
    try:
        ended = subprocess.run(
            command, cwd=root, env={**os.environ, **SURROUNDINGS}, input=given, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise GitError("git is not installed") from None
    if ended.returncode:
        said = ended.stderr.decode("utf-8", "replace").strip().splitlines() or ["git failed"]
        if "not a git repository" in said[-1]:
            raise GitError("this folder is in no git repository")
        raise GitError(said[-1].removeprefix("fatal: ").removeprefix("error: "))
    return ended.stdout


def prefix_of(root: Path) -> str:
    """Where a project lies in its repository: "" at the top, or a path that ends in a slash. Raises GitError."""
    return git(root, "rev-parse", "--show-prefix").decode("utf-8").rstrip("\n")


def commit_of(root: Path, revision: str) -> str:
    """The full hash of the commit that a revision names: a tag, a branch, HEAD~3. Raises GitError."""
    try:
        found = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except GitError as error:
        if str(error) != "git failed":
            raise
        shallow = "; this clone is shallow: git fetch --unshallow" if is_shallow(root) else ""
        raise GitError(f"git knows no revision '{revision}'{shallow}") from None
    return found.decode().strip()


def is_shallow(root: Path) -> bool:
    """Whether the clone lacks older commits. Raises GitError."""
    return git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


def changed_files(root: Path) -> list[str]:
    """The files of a project that are not as the last commit has them, new ones included. Raises GitError."""
    said = git(root, "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", ".")
    return [entry[3:].decode("utf-8", "replace") for entry in said.split(b"\0") if entry]
