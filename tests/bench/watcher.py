"""`readout check --watch` as a process, whose answers are read as they come."""

import os
import queue
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

#: The last line of each answer.
ANSWER = re.compile(rb"(?:No problems|([\d,]+) problems?)(?: \(.*\))?, (\d+) ms; Ctrl-C ends this")
#: Seconds: how long to wait for the first answer, and for the others.
FIRST, LATER = 600.0, 60.0
#: Seconds without any answer before the next save, so that one save is not counted with another.
QUIET = 0.4


@dataclass(frozen=True)
class Shown:
    """An answer: seconds since the save was done, seconds of reading and checking as it says itself, problems left."""

    seconds: float
    inside: float
    problems: int


class Watcher:
    """A watching process from its start to its end by Ctrl-C; `first` is its answer before any save."""

    first: Shown

    def __init__(self, project: Path) -> None:
        self.project = project

    def __enter__(self) -> "Watcher":
        begun = time.perf_counter()
        command = [sys.executable, "-m", "readout", "--project", str(self.project), "check", "--watch"]
        surroundings = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "NO_COLOR": "1"}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, env=surroundings, cwd=self.project)
        self.answers: queue.Queue[tuple[float, re.Match[bytes] | None]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            self.first = self._answer(begun, FIRST)
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def save(self, file: Path, content: bytes, renamed: bool) -> Shown:
        """Save a file, and wait for the answer. Raises subprocess.TimeoutExpired, or RuntimeError if the watcher ended.

        `renamed`: written beside its place and renamed; else written in place.
        """
        self._settle()
        if renamed:
            beside = file.with_name(f".{file.name}.beside")
            beside.write_bytes(content)
            beside.replace(file)
        else:
            file.write_bytes(content)
        saved = time.perf_counter()
        return self._answer(saved, LATER)

    def peak_memory(self) -> int:
        """The most memory that the process has had so far, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status")
        if status.exists():
            found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="utf-8"))
            return int(found[1]) * 1024 if found else 0
        self.__exit__(None, None, None)  # elsewhere only a process that has ended tells
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if said := ANSWER.search(line):
                self.answers.put((time.perf_counter(), said))
        self.answers.put((time.perf_counter(), None))

    def _answer(self, since: float, patience: float) -> Shown:
        at, said = self._next(patience)
        return Shown(at - since, int(said[2]) / 1000, int((said[1] or b"0").replace(b",", b"")))

    def _next(self, seconds: float) -> tuple[float, re.Match[bytes]]:
        try:
            at, said = self.answers.get(timeout=seconds)
        except queue.Empty:
            raise subprocess.TimeoutExpired(self.process.args, seconds) from None
        if said is None:
            raise RuntimeError("the watching process ended")
        return at, said

    def _settle(self) -> None:
        """Pass over what is still said of an earlier save."""
        while True:
            try:
                self._next(QUIET)
            except subprocess.TimeoutExpired:
                return
