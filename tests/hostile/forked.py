"""Commands of Readout in processes of their own with little memory: `python -m tests.hostile.forked` runs them.

Python and Readout are loaded once, and each command is run in a copy of that process (fork), which takes a
hundredth of the time of a new one. Requests come as lines of JSON: the folder of a project, arguments, the files for
what is printed, bytes of memory, seconds. Answers are lines of JSON: the exit code, seconds, bytes of memory.
"""

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

#: What a command would load first.
LOADED = ("readout.project", "readout.commands.check", "readout.commands.build", "readout.commands.fmt",
          "readout.commands.status", "readout.commands.schemas", "readout.commands.anchor", "readout.report.people",
          "readout.commands.agreement", "readout.mend", "readout.report.line", "edtf")  # fmt: skip


def main() -> None:
    """Answer requests until there are no more."""
    for name in LOADED:
        import_module(name)
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(answer(request)), flush=True)


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Run one command in a copy of this process, and say how it ended."""
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        become(request)
    end = begun + request["seconds"]
    while True:
        ended, status, used = os.wait4(child, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            break
        if time.monotonic() > end:
            os.kill(child, signal.SIGKILL)
            end += 3600
        time.sleep(0.005)
    return {"code": code, "seconds": time.monotonic() - begun, "memory": used.ru_maxrss * 1024}


def become(request: dict[str, Any]) -> None:
    """Be the command from here on."""
    code = 70
    try:
        for number, path in ((1, request["stdout"]), (2, request["stderr"])):
            target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(target, number)
        resource.setrlimit(resource.RLIMIT_AS, (request["memory"], request["memory"]))
        sys.addaudithook(keeping_out(request["outside"]))
        os.chdir(request["project"])
        sys.argv = ["readout", "--project", request["project"], *request["arguments"]]
        code = run()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def keeping_out(folder: str) -> Callable[[str, tuple[Any, ...]], None]:
    """A hook that ends the process with code 71 where it opens or lists what lies in a folder, be it by a link."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        place = arguments[0] if event in {"open", "os.listdir", "os.scandir"} else None
        if not isinstance(place, str | bytes | os.PathLike):
            return
        text = os.fsdecode(place)
        if event == "open" and arguments[2] & os.O_NOFOLLOW:  # a link itself is not followed, those on the way are
            text = os.path.dirname(text) or "."  # noqa: PTH120
        if os.path.realpath(text).startswith(folder):
            os._exit(71)

    return hook


def run() -> int:
    """Run the command; returns its exit code."""
    try:
        import_module("readout.cli").main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main()
