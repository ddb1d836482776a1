"""How long commands take from a cold process: `readout --help`, `readout check` on the repository's own articles."""

import resource
import subprocess
import sys
from collections.abc import Sequence
from functools import partial

import click

from .made.contract import ROOT
from .timing import alternate, machine, median, milliseconds, show_table

COMMANDS = {
    "python -c pass": ("-c", "pass"),
    "readout --help": ("-m", "readout", "--help"),
    "readout check": ("-m", "readout", "check"),
}


@click.command("start")
@click.option("--runs", type=click.IntRange(1), default=9, show_default=True, help="How often each is run.")
def command(runs: int) -> None:
    """Medians of commands that are started anew each time and take turns; files are in the system's cache.

    Beside the time that passes the table has that of the processor, which other work on the machine hardly changes.
    """
    spent: dict[str, list[float]] = {name: [] for name in COMMANDS}
    seconds = alternate({name: partial(_run, arguments, spent[name]) for name, arguments in COMMANDS.items()}, runs)
    bare = median(next(iter(seconds.values())))
    rows = [
        (name, milliseconds(median(took)), milliseconds(max(took)), milliseconds(median(spent[name])),
         f"{median(took) / bare:.1f}")
        for name, took in seconds.items()
    ]  # fmt: skip
    articles = len(list((ROOT / "sources" / "articles").rglob("*.md")))
    click.echo(f"{machine()}; {runs} runs each, taking turns; check reads {articles} articles")
    show_table(("command", "median", "slowest", "CPU", "× bare"), rows)


def _run(arguments: Sequence[str], spent: list[float]) -> None:
    """Run Python in the repository, and note the seconds of the processor that it took.

    Raises subprocess.CalledProcessError where the command fails.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
