"""What a command costs: the time that passes, the processor's time, and the most memory of one of its processes."""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from .made.contract import ROOT
from .timing import median

#: Seconds between two looks at how much memory processes have.
LOOK = 0.02
PEAK = re.compile(r"VmHWM:\s*(\d+) kB")


@dataclass(frozen=True)
class Cost:
    """Seconds that passed, and seconds of the processor, those of the processes that it started included."""

    wall: float
    cpu: float


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
    return Cost(wall, used.ru_utime + used.ru_stime)


def take_turns(runs: Mapping[str, Callable[[], Cost]], rounds: int) -> dict[str, Cost]:
    """The median cost of each run, by its name; they take turns, so that what slows the machine slows all of them."""
    costs: dict[str, list[Cost]] = {name: [] for name in runs}
    for number in range(rounds):
        for name, run in runs.items():
            costs[name].append(run())
            click.echo(f"round {number + 1}: {name} {costs[name][-1].wall:,.2f} s", err=True)
    return {
        name: Cost(median([one.wall for one in found]), median([one.cpu for one in found]))
        for name, found in costs.items()
    }


def peak_memory(command: Sequence[str]) -> int:
    """Run a command, and give the most memory, in bytes, that it or one of its processes has had; 0 without /proc."""
    peaks: dict[int, int] = {}
    ended = threading.Event()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def look() -> None:
        while not ended.wait(LOOK):
            for pid in _family(process.pid):
                peaks[pid] = max(peaks.get(pid, 0), _peak(pid))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        process.wait()
    finally:
        ended.set()
        looking.join()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)[:300]} ended with {process.returncode}")
    return max(peaks.values(), default=0)


def _family(pid: int) -> list[int]:
    """A process and all that it and its processes have started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text(encoding="ascii").split()
        except OSError:  # it has ended
            continue
        found += [one for child in children for one in _family(int(child))]
    return found


def _peak(pid: int) -> int:
    try:
        said = PEAK.search(Path(f"/proc/{pid}/status").read_text(encoding="utf-8"))
    except OSError:  # it has ended
        return 0
    return int(said[1]) * 1024 if said else 0


def in_cache(project: Path) -> tuple[int, int]:
    """Read all sources once, so that every run finds them in the system's cache; returns files and bytes."""
    sizes = [len(file.read_bytes()) for file in (project / "sources").rglob("*") if file.is_file()]
    return len(sizes), sum(sizes)
