"""Run a Python file under an audit hook, and write down what it does that it may not.

python watched.py RULES REPORT FILE ARGUMENT…, where RULES is the JSON of `places.Rules`. The report is a JSON list of
sentences, written at the end; it is missing where the process did not come to its end. What is forbidden is done all
the same: a program that passes over a refusal is then found out as well.
"""

import atexit
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.pop(0)  # the folder of this file, where a person's command does not look either

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
#: Events that may not happen at all: the network, and processes, which this hook does not see into.
FORBIDDEN = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "imaplib.", "poplib.", "subprocess.", "pty.",
             "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "webbrowser.")  # fmt: skip
#: Events whose first (and second) argument is a path that changes.
CHANGING = {"os.remove": 1, "os.rename": 2, "os.link": 2, "os.symlink": 2, "os.mkdir": 1, "os.rmdir": 1,
            "os.truncate": 1, "os.chmod": 1, "os.chown": 1, "os.utime": 1, "shutil.rmtree": 1, "shutil.move": 2,
            "sqlite3.connect": 1}  # fmt: skip
#: What an address has by which SQLite opens a database to read it, makes none, and makes nothing beside it.
READ_ONLY = "?mode=ro&immutable=1"
LISTING = ("os.listdir", "os.scandir")


class Watch:
    """What may be read, listed and written, and what was done besides."""

    def __init__(self, rules: dict[str, list[str]]) -> None:
        self.rules = rules
        self.found: list[str] = []
        self.busy = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """The hook: called by Python for each event."""
        if self.busy:  # what looking at a path does itself
            return
        self.busy = True
        try:
            self.look(event, arguments)
        finally:
            self.busy = False

    def look(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Write down one event if it is none of those that may be."""
        if event.startswith(FORBIDDEN):
            self.found.append(f"{event} {arguments!r}")
        elif event == "open":
            path, mode, flags = arguments
            writes = bool(flags & WRITING) if mode is None else bool(set(mode) & set("wax+"))
            self.meet(event, path, "write" if writes else "read")
        elif event in LISTING:
            self.meet(event, arguments[0], "list")
        elif event in CHANGING:
            for path in arguments[: CHANGING[event]]:
                self.meet(event, path, "read" if event == "sqlite3.connect" and READ_ONLY in str(path) else "write")

    def meet(self, event: str, path: Any, how: str) -> None:
        """Write down a path that lies in none of the places for it."""
        if isinstance(path, int) or path is None:  # a file that is open already; the current folder
            return
        text = os.fsdecode(path)
        if text.startswith("file:"):  # an address for SQLite
            text = text.removeprefix("file:").partition("?")[0]
        if text == ":memory:" or text == "":
            return
        full = os.path.realpath(text)
        if not any(full == place or full.startswith(place.rstrip("/") + "/") for place in self.rules[how]):
            self.found.append(f"{event} to {how} {full}")


def main() -> None:
    """Watch one file run as a program."""
    rules, report, file, *arguments = sys.argv[1:]
    watch = Watch(json.loads(rules))

    def tell(write: Callable[..., Any] = Path(report).write_text) -> None:
        watch.busy = True
        write(json.dumps(watch.found), encoding="utf-8")

    atexit.register(tell)
    sys.argv = [file, *arguments]
    source = Path(file).read_text(encoding="utf-8")
    sys.addaudithook(watch)
    code = compile(source, file, "exec")
    exec(code, {"__name__": "__main__", "__file__": file})


if __name__ == "__main__":
    main()
