"""How long `readout export` takes for each format, and how much memory, on a made-up project."""

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from readout.export import FORMATS

from .cached import cached_corpus
from .corpus import Order
from .made.contract import ROOT
from .timing import machine, show_table


@click.command("export")
@click.option("--articles", type=click.IntRange(1), default=10_000, show_default=True, help="How many articles.")
@click.argument("formats", nargs=-1, type=click.Choice(list(FORMATS)))
def command(articles: int, formats: tuple[str, ...]) -> None:
    """Seconds, peak memory and size of each format, each written by a process of its own."""
    project = cached_corpus(Order(articles, 1))
    database = project / "build" / "readout.db"
    if not database.is_file():
        _run(project, "build")
    click.echo(f"{machine()}; {articles:,} articles, a database of {database.stat().st_size / 1e6:,.0f} MB")
    with TemporaryDirectory() as folder:
        rows = [_measured(project, name, Path(folder)) for name in formats or FORMATS]
    show_table(("format", "seconds", "peak memory", "size"), rows)


def _measured(project: Path, name: str, folder: Path) -> tuple[str, str, str, str]:
    begun = time.perf_counter()
    peak = _run(project, "export", name, "--to", str(folder))
    if not peak:
        return name, "", "", "not written"
    seconds = time.perf_counter() - begun
    size = sum(file.stat().st_size for file in (folder / name).rglob("*") if file.is_file())
    return name, f"{seconds:.1f}", f"{peak / 1024:,.0f} MB", f"{size / 1e6:,.1f} MB"


def _run(project: Path, *arguments: str) -> int:
    """Run a command and give the most memory that it had, in KB; 0 where it fails, and then its message is seen."""
    run = subprocess.Popen(
        [sys.executable, "-m", "readout", "--project", str(project), *arguments, "--quiet"], cwd=ROOT
    )
    _, status, used = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    return 0 if run.returncode else used.ru_maxrss
