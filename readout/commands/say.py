"""What the commands say, and how."""

import sys
from pathlib import Path

import click

from readout.problem import Problem


def show(problems: list[Problem]) -> None:
    """Print problems on standard output."""
    for problem in problems:
        click.echo(str(problem))


def note(text: str) -> None:
    """Say on standard error what was done."""
    click.echo(text, err=True)


def wrote(file: Path, written: bool) -> None:
    """Name a file that was written, if it was."""
    if written:
        note(f"wrote {file.name}")


def flush() -> None:
    """Let what was said be seen at once, also in a pipe."""
    sys.stdout.flush()
    sys.stderr.flush()
