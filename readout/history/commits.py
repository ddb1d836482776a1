"""Commits from git, the oldest first, each with the source files that it changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from readout.git import git
from readout.history.blocks import is_source

_FILE = re.compile(rb":\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) [A-Z]\d*\0([^\0]+)\0")
NOTHING = re.compile(r"0+")


@dataclass(frozen=True)
class Commit:
    """A commit: its full hash, the author's day, its subject, and by path the file's content before and after.

    A content is named by its hash; "" where the file was not there.
    """

    hash: str
    date: str
    subject: str
    files: dict[str, tuple[str, str]]


def commits(root: Path, prefix: str, paths: list[str]) -> Iterator[Commit]:
    """The commits that changed some files of a project, the oldest first; what a merge itself did is not told.

    Takes the project's folder, where it lies in its repository, and git's patterns of paths. Raises GitError.
    """
    said = git(
        root, "log", "--topo-order", "--reverse", "--no-merges", "--raw", "-z", "--no-abbrev", "--no-renames",
        "--format=%x01%H%x02%as%x02%s%x02", "--", *paths,
    )  # fmt: skip
    for part in said.split(b"\x01")[1:]:
        short, day, subject, rest = [*part.split(b"\x02", 3), b""][:4]
        files = {}
        for old, new, path in _FILE.findall(rest):
            name = path.decode("utf-8", "replace").removeprefix(prefix)
            if is_source(name):
                files[name] = (_hash(old), _hash(new))
        if files:
            yield Commit(short.decode(), day.decode(), subject.decode("utf-8", "replace"), files)


def _hash(given: bytes) -> str:
    found = given.decode()
    return "" if NOTHING.fullmatch(found) else found


def contents(root: Path, wanted: set[str]) -> dict[str, bytes]:
    """Contents of files by their hashes. Raises GitError."""
    asked = sorted(wanted - {""})
    if not asked:
        return {}
    said = git(root, "cat-file", "--batch", given="\n".join(asked).encode() + b"\n")
    found, at = {}, 0
    for name in asked:
        head_end = said.index(b"\n", at)
        size = int(said[at:head_end].rsplit(b" ", 1)[1])
        found[name] = said[head_end + 1 : head_end + 1 + size]
        at = head_end + 1 + size + 1
    return found


def renamed_from(root: Path, prefix: str, commit: str, path: str) -> str:
    """The file that a commit gave another name, where git takes the new one for it; "" where there is none."""
    said = git(root, "show", "--find-renames=50%", "--raw", "-z", "--format=", commit, "--", "sources/articles")
    parts = said.split(b"\0")
    for number, part in enumerate(parts):
        if part.startswith(b":") and part.split(b" ")[-1].startswith(b"R") and len(parts) > number + 2:
            old, new = (name.decode("utf-8", "replace").removeprefix(prefix) for name in parts[number + 1 : number + 3])
            if new == path:
                return old
    return ""
