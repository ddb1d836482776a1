"""How a site bears its visitors: honest ones alone, then with attackers, then while new builds land as well."""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import click

from .cached import cached_corpus
from .corpus import Order
from .made.contract import ROOT
from .serving.asked_for import addresses
from .serving.crowd import Crowd, crowd
from .serving.many import with_many_quotes
from .serving.report import show_answers, show_memory, show_side_by_side, show_slowest, show_wrong
from .serving.site import Site, running
from .serving.soak import Stretch, landing, stretch
from .serving.watch import Watch
from .timing import machine

#: The share of the time for each stretch.
ALONE, ATTACKED, LANDING = 0.25, 0.5, 0.25
#: A build lands so often, in seconds; a site rests so long before what it left open is counted.
BUILD_EVERY, REST = 20.0, 8.0
MILLION = 1_000_000


@click.command("serve")
@click.option("--seconds", type=click.IntRange(10), default=120, show_default=True, help="How long in all.")
@click.option("--articles", type=click.IntRange(0), default=10_000, show_default=True, help="0: the repository's own.")
@click.option(
    "--project", type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A project that is built; if not given, one of so many articles is kept in build/bench.",
)  # fmt: skip
@click.option(
    "--million", is_flag=True, help="Serve the repository's own, with each quote so often that there are a million."
)
@click.option("--clients", type=click.IntRange(1), default=8, show_default=True, help="Readers at once.")
def command(seconds: int, articles: int, project: Path | None, million: bool, clients: int) -> None:
    """Serve a database as `readout serve` does, let visitors of every sort ask at once, and end by itself."""
    project = project or (cached_corpus(Order(articles)) if articles and not million else ROOT)
    database = _built(project)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "site"
        if million:
            database = with_many_quotes(database, Path(made) / "million.db", MILLION)
        with (
            crowd() as visitors,
            running(database, project / "metadata.yml", folder) as site,
            closing(Watch(site.process.pid)) as watch,
        ):
            load = os.getloadavg()[0]
            stretches = _soak(site, database, visitors, watch, seconds, clients)
            time.sleep(REST)
            rest = watch.look()
        shown, _, quotes = addresses(database)["rows"]
        click.echo(f"{machine()}; load of other work before {load:.1f}; {int(shown):,} articles, {int(quotes):,} "
                   f"quotes; {clients} readers, {seconds} s")  # fmt: skip
        for one in stretches:
            show_answers(one)
        show_side_by_side(stretches)
        show_memory(stretches)
        click.echo(f"\nAt rest: {rest.files} files, {rest.threads} threads, {rest.processes} processes, "
                   f"{rest.memory / 1e6:.0f} MB")  # fmt: skip
        show_wrong(stretches)
        show_slowest(stretches)
        click.echo(f"\nLeft: processes {watch.still_there()}, files {site.left()}; faults in the log: {site.faults()}")


def _soak(site: Site, database: Path, visitors: Crowd, watch: Watch, seconds: int, clients: int) -> list[Stretch]:
    """The three stretches."""
    known = addresses(database)
    honest = {"reader": clients, "asker": 2, "program": 2, "downloader": 2, "crawler": 1}
    hostile = {"impolite": 1, "grabber": 1, "attacker": 3, "odd": 2, "holder": 2, "leaver": 2}
    stretches = [
        stretch("alone", site, visitors, watch, known, honest, ALONE * seconds),
        stretch("attacked", site, visitors, watch, known, honest | hostile, ATTACKED * seconds),
    ]
    with landing(database, site, min(BUILD_EVERY, LANDING * seconds / 4)) as landed:
        stretches.append(stretch("builds landing", site, visitors, watch, known, honest | hostile, LANDING * seconds))
    click.echo(f"{len(landed)} builds landed", err=True)
    return stretches


def _built(project: Path) -> Path:
    """The project's database, which is built if there is none, or if it is the repository's own."""
    database = project / "build" / "readout.db"
    if project == ROOT or not database.is_file():
        click.echo("building …", err=True)
        subprocess.run([sys.executable, "-m", "readout", "--project", str(project), "build"], cwd=ROOT, check=True)
    return database
