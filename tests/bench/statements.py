"""How long each statement of the pages, each saved query, facet, first page and search takes on a database."""

import sqlite3
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import click

from readout.asked.functions import add_functions

from .asked import MOST_OF_QUERY, Asked, every_statement
from .timing import machine, milliseconds, show_table

#: Processor seconds after which a statement is stopped; runs of which the fastest counts.
PATIENCE, RUNS = 10.0, 3


def time_statement(connection: sqlite3.Connection, asked: Asked) -> tuple[float, int | None]:
    """The processor seconds that a statement takes at its best, and its rows; None where it was stopped."""
    best, rows = PATIENCE, 0
    for _ in range(RUNS):
        begun = time.thread_time()
        until = begun + PATIENCE
        connection.set_progress_handler(partial(_is_late, until), 100_000)
        most = MOST_OF_QUERY + 1 if asked.kind == "query" else -1
        try:
            found = connection.execute(asked.sql, asked.parameters)
            rows = len(found.fetchmany(most) if most > 0 else found.fetchall())
        except sqlite3.OperationalError:
            return PATIENCE, None
        finally:
            connection.set_progress_handler(None, 0)
        best = min(best, time.thread_time() - begun)
        if best > 1:
            break
    return best, rows


def _is_late(until: float) -> bool:
    return time.thread_time() > until


@click.command("statements")
@click.argument("database", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--above", type=click.FloatRange(0), default=50, show_default=True, help="Show those of more milliseconds."
)
def command(database: Path, above: float) -> None:
    """How long each statement of the site takes on DATABASE, with the values that give it most to do."""
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        add_functions(connection)
        taken = [(asked, *time_statement(connection, asked)) for asked in every_statement(connection)]
    slow = sorted((one for one in taken if one[1] * 1000 > above), key=lambda one: -one[1])
    told = f"{len(taken)} statements, {len(slow)} above {above:g} ms; processor time, the best of {RUNS}"
    click.echo(f"{machine()}; {told}")
    rows = [
        (asked.name, milliseconds(took), "stopped" if found is None else f"{found:,}") for asked, took, found in slow
    ]
    show_table(("statement", "time", "rows"), rows)
