"""What the commands say, and how."""

import os
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readout.near import plural
from readout.report import FORMATS, render

if TYPE_CHECKING:  # every command says something, `readout --help` too, and few show a problem
    from readout.problem import Problem

EXIT_CODES = "Exit codes: 0 clean, 1 problems in the sources, 2 wrong use or a failing environment, 3 a bug."
#: Where the context of a command keeps the format that was asked for.
CHOSEN = "readout.format"
#: Where it keeps that only problems are to be printed.
QUIET = "readout.quiet"


def format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option `--format`; what is chosen is found by `chosen_format`."""

    def keep(context: click.Context, parameter: click.Parameter, value: str) -> None:
        context.meta[CHOSEN] = value

    said = "How problems are printed: for people (with the line and a hint), one a line for editors, or for programs."
    return click.option(
        "--format", type=click.Choice(FORMATS), default="people", show_default=True,
        expose_value=False, is_eager=True, callback=keep, help=said,
    )(command)  # fmt: skip


def quiet_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option `--quiet`, under which `note` says nothing."""

    def keep(context: click.Context, parameter: click.Parameter, value: bool) -> None:
        context.meta[QUIET] = value

    said = "Print problems and nothing else; nothing at all if there are none."
    return click.option("-q", "--quiet", is_flag=True, expose_value=False, callback=keep, help=said)(command)


def chosen_format() -> str:
    """The format that the running command was asked for; `people` where it has no such option."""
    context = click.get_current_context(silent=True)
    chosen: str = context.meta.get(CHOSEN, "people") if context else "people"
    return chosen


def show(problems: "list[Problem]", root: Path) -> None:
    """Print problems on standard output, in the format that was asked for.

    Takes the problems in the order of their places, and the folder that their paths count from.
    Where there are none, people are shown nothing, and programs an empty list.
    """
    if problems or chosen_format() in {"json", "sarif"}:
        say(render(chosen_format(), problems, reader(root)))


def reader(root: Path) -> Callable[[str], list[str]]:
    """A function that gives the lines of a file by its path; none where there is no such file."""
    from readout.fix import lines_of  # noqa: PLC0415  # what only problems need takes a tenth of a bare start
    from readout.plain import TooLarge, read_within  # noqa: PLC0415
    from readout.source import FOLDER, LARGEST  # noqa: PLC0415

    @lru_cache(maxsize=8)  # problems come file by file
    def lines(path: str) -> list[str]:
        try:
            is_source = path == FOLDER or path.startswith(f"{FOLDER}/")  # others may be links, and are trusted
            return lines_of(read_within(root, path, LARGEST) if is_source else (root / path).read_bytes())
        except (OSError, TooLarge):  # what is no file, or can't be read, has a problem that says so
            return []

    return lines


def teach(problems: "list[Problem]") -> None:
    """Tell people what would help them on with these problems."""
    if not problems or chosen_format() != "people":
        return
    codes = " ".join(sorted({problem.code for problem in problems})[:3])
    note(f"`readout explain {codes}` says more")
    if fixes := sum(problem.fix is not None for problem in problems):
        note(f"`readout check --fix` puts {plural(fixes, 'problem')} right")


def say(text: str) -> None:
    """Print on standard output; in colours where a person sees it, or by NO_COLOR and FORCE_COLOR."""
    click.echo(text, color=_colours())


def _colours() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def note(text: str) -> None:
    """Say on standard error what was done; with --quiet nothing is said."""
    if not is_quiet():
        click.echo(text, err=True)


def is_quiet() -> bool:
    """Whether the running command was asked to print problems and nothing else."""
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(QUIET))


def wrote(file: Path, written: bool) -> None:
    """Name a file that was written, if it was."""
    if written:
        note(f"wrote {file.name}")


def flush() -> None:
    """Let what was said be seen at once, also in a pipe."""
    sys.stdout.flush()
    sys.stderr.flush()
