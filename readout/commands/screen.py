"""What a watching command shows: the problems that are left, newest first, as many as fit."""

import shutil
import sys
from pathlib import Path

import click

from readout.commands.say import reader, say
from readout.live import Update
from readout.near import plural
from readout.report import render


def show_update(update: Update, root: Path, then: str = "") -> None:
    """Show the problems left after a change, newest first; on a terminal in place of what was there.

    `then` is said in the last line.
    """
    on_terminal = sys.stdout.isatty()
    height = shutil.get_terminal_size().lines
    said = _said(update) + (f"; {then}" if then else "")
    lines = render("people", update.problems, reader(root)).splitlines() if update.problems else []
    if on_terminal:
        click.clear()
        room = max(4, height - 3)
        if len(lines) > room:
            lines = [*lines[: room - 1], click.style("… and more; `readout check` shows all", dim=True)]
    say("\n".join([*lines, "", said] if lines else [said]))
    sys.stdout.flush()


def _said(update: Update) -> str:
    moved = [f"{update.new} new"] if update.new else []
    moved += [f"{update.gone} gone"] if update.gone else []
    count = click.style("No problems", fg="green") if not update.problems else plural(len(update.problems), "problem")
    brackets = f" ({', '.join(moved)})" if moved else ""
    return f"{count}{brackets}, {update.seconds * 1000:.0f} ms; Ctrl-C ends this"
