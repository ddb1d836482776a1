"""What a watching command shows: the problems that are left, newest first, as many as fit."""

import shutil
import sys
from itertools import accumulate
from pathlib import Path

import click
from wcwidth import wcswidth

from readout.commands.say import reader, say
from readout.live import Update
from readout.near import plural
from readout.report import render

MORE = "… and more; `readout check` shows all"


def show_update(update: Update, root: Path, then: str = "") -> None:
    """Show the problems left after a change, newest first; on a terminal in place of what was there.

    `then` is said in the last line.
    """
    said = _said(update) + (f"; {then}" if then else "")
    lines = render("people", update.problems, reader(root)).splitlines() if update.problems else []
    if sys.stdout.isatty():
        click.clear()
        columns, height = shutil.get_terminal_size()
        lines = _cut(lines, height - _rows(said, columns) - 2, columns)
    say("\n".join([*lines, "", said] if lines else [said]))
    sys.stdout.flush()


def _cut(lines: list[str], room: int, columns: int) -> list[str]:
    """As many lines as there are rows for; where not all are, the last one says so."""
    ends = list(accumulate(_rows(line, columns) for line in lines))
    if not ends or ends[-1] <= room:
        return lines
    return [*lines[: sum(end < room for end in ends)], click.style(MORE, dim=True)]


def _rows(line: str, columns: int) -> int:
    """How many rows of a terminal a line takes."""
    return max(1, -(-wcswidth(click.unstyle(line)) // columns))


def _said(update: Update) -> str:
    moved = [f"{update.new} new"] if update.new else []
    moved += [f"{update.gone} gone"] if update.gone else []
    count = click.style("No problems", fg="green") if not update.problems else plural(len(update.problems), "problem")
    brackets = f" ({', '.join(moved)})" if moved else ""
    return f"{count}{brackets}, {update.seconds * 1000:.0f} ms; Ctrl-C ends this"
