"""Report everything that is wrong in the sources."""

import time
from pathlib import Path

import click

from readout.commands.say import note, show
from readout.near import plural
from readout.project import open_project


@click.command("check")
@click.pass_obj
def command(start: Path) -> None:
    """Report everything that is wrong in the sources."""
    begun = time.perf_counter()
    project = open_project(start)
    show(project.problems)
    seconds = time.perf_counter() - begun
    count = plural(len(project.problems), "problem")
    note(f"{plural(len(project.files), 'file')} checked, {count} ({seconds:.2f} s)")
    if project.problems:
        raise SystemExit(1)
