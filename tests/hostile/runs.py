"""Runs commands in small memory, and tells what they printed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT

#: Bytes of address space, of which Python with all libraries takes a third; and seconds, on a slow machine.
MEMORY, SECONDS = 1_200_000_000, 30.0


class Ended(NamedTuple):
    """How a command ended: its exit code (negative: the signal that ended it), and what it printed and took."""

    code: int
    stdout: str
    stderr: str
    seconds: float
    memory: int


class Runs:
    """A process that commands are copied from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith("READOUT_")}
        surroundings |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.forked"], cwd=ROOT, env=surroundings, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def run(self, project: Path, *arguments: str) -> Ended:
        """Run a command of Readout on a project."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        out, err = self.folder / "stdout", self.folder / "stderr"
        request = {"project": str(project), "arguments": arguments, "stdout": str(out), "stderr": str(err),
                   "outside": str(project.parent / "outside"), "memory": MEMORY, "seconds": SECONDS}  # fmt: skip
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        said = json.loads(self.process.stdout.readline())
        stdout, stderr = (file.read_bytes().decode("utf-8", "backslashreplace") for file in (out, err))
        return Ended(said["code"], stdout, stderr, said["seconds"], said["memory"])

    def end(self) -> None:
        """Let the process end."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(30)
