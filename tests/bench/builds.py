"""The builds that are measured: all anew, with nothing changed, and with some files changed."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from subprocess import run

from .costs import Cost, python, readout, spend
from .made.contract import ROOT

#: A bare walk over all sources, which asks for each file's size and times as any build has to that looks for changes.
WALK = """
import os, sys
folders = [sys.argv[1]]
while folders:
    with os.scandir(folders.pop()) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            else:
                entry.stat(follow_symlinks=False)
"""


@cache
def can_choose() -> bool:
    """Whether the build takes --fresh and --jobs; one that does not builds all anew, by one worker."""
    said = run([sys.executable, "-m", "readout", "build", "--help"], cwd=ROOT, capture_output=True, check=True)
    return b"--jobs" in said.stdout and b"--fresh" in said.stdout


def full_build(project: Path, jobs: int) -> list[str]:
    """The command that builds all anew, by so many workers where that can be chosen."""
    return readout(project, "build", "--quiet", *(("--fresh", "--jobs", str(jobs)) if can_choose() else ()))


def walk(project: Path) -> Cost:
    """A bare walk over the sources, in a process of its own."""
    return spend(python("-c", WALK, project / "sources"))


def build(project: Path) -> Cost:
    """A build of what there is to do."""
    return spend(readout(project, "build", "--quiet"))


def check(project: Path) -> Cost:
    """A check that goes on with the last build."""
    return spend(readout(project, "check", "--quiet"))


@contextmanager
def changes(project: Path, files: int) -> Iterator[Callable[[], None]]:
    """Gives a function that changes so many articles' notes, each time otherwise; all is put back in the end."""
    articles = sorted(file for file in project.glob("sources/articles/*/*.md") if file.name.count(".") == 1)
    most = min(files, len(articles))
    chosen = [articles[(2 * number + 1) * len(articles) // (2 * most)] for number in range(most)]
    before = {file: file.read_bytes() for file in chosen}
    numbers = count()

    def change() -> None:
        number = next(numbers)
        for file, content in before.items():
            file.write_bytes(content + f"\nNote {number}.\n".encode())

    try:
        yield change
    finally:
        for file, content in before.items():
            file.write_bytes(content)


def after(change: Callable[[], None], project: Path, work: Callable[[Path], Cost] = build) -> Callable[[], Cost]:
    """A run that changes some files, which is not timed, and builds, or does something else with the project."""

    def run_it() -> Cost:
        change()
        return work(project)

    return run_it
