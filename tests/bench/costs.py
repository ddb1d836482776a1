"""What a command costs: the time that passes, the processor's time, and the most memory of one of its processes."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from .made.contract import ROOT
from .timing import median

#: In bytes: the unit in which the system tells of memory.
KIB = 1024 if sys.platform.startswith("linux") else 1


@dataclass(frozen=True)
class Cost:
    """Seconds that passed, and seconds of the processor, those of the processes that it started included.

    `memory` is the most, in bytes, that one of them had, as the system tells of those that have ended.
    """

    wall: float
    cpu: float
    memory: int = 0


def python(*arguments: str | Path) -> list[str]:
    """A command that runs this Python."""
    return [sys.executable, *map(str, arguments)]


def readout(project: Path, *arguments: str) -> list[str]:
    """A command of Readout, on a project."""
    return python("-m", "readout", "--project", project, *arguments)


def spend(command: Sequence[str], output: Path | None = None) -> Cost:
    """Run a command in the repository to its end; what it prints goes to a file, or nowhere.

    Raises RuntimeError, with the end of what it complained of, where it fails.
    """
    with tempfile.TemporaryFile() as errors, (output or Path(os.devnull)).open("wb") as out:
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            said = errors.read().decode("utf-8", "replace")[-2000:]
            raise RuntimeError(f"{' '.join(command)[:300]} ended with {process.returncode}:\n{said}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * KIB)


def take_turns(runs: Mapping[str, Callable[[], Cost]], rounds: int) -> dict[str, Cost]:
    """The median cost of each run, by its name; they take turns, so that what slows the machine slows all of them."""
    costs: dict[str, list[Cost]] = {name: [] for name in runs}
    for number in range(rounds):
        for name, run in runs.items():
            costs[name].append(run())
            click.echo(f"round {number + 1}: {name} {costs[name][-1].wall:,.2f} s", err=True)
    return {
        name: Cost(
            median([one.wall for one in found]), median([one.cpu for one in found]), max(one.memory for one in found)
        )
        for name, found in costs.items()
    }


def in_cache(project: Path) -> tuple[int, int]:
    """Read all sources once, so that every run finds them in the system's cache; returns files and bytes."""
    sizes = [len(file.read_bytes()) for file in (project / "sources").rglob("*") if file.is_file()]
    return len(sizes), sum(sizes)
