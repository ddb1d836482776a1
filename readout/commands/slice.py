"""Cut a database of some stories or outlets from what a build on a cluster wrote."""

from pathlib import Path

import click

from readout.commands.say import note, quiet_option
from readout.contract import APPLICATION_ID, CONTRACT
from readout.files import beside, explained
from readout.near import plural
from readout.scale.faults import ScaleFault
from readout.scale.slice import Wanted, cut_database

EXIT_CODES = "Exit codes: 0 written, 2 wrong use, an address without a whole result, or a failing environment, 3 a bug."
#: Where SQLite keeps its own mark, and the user version and the application id that a program gives.
HEAD, VERSION, APPLICATION = b"SQLite format 3\0", slice(60, 64), slice(68, 72)


@click.command("slice", epilog=EXIT_CODES)
@click.option("--from", "source", metavar="ADDRESS", help="What `readout build --to ADDRESS` wrote.")
@click.option(
    "--story", "stories", multiple=True, metavar="ID", help="A story: its records, all articles, all of each."
)
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="An outlet: its articles, of all stories.")
@click.option("--to", "file", type=click.Path(path_type=Path, dir_okay=False), help="The database to write.")
@quiet_option
def command(source: str | None, stories: tuple[str, ...], outlets: tuple[str, ...], file: Path | None) -> None:
    """Cut a database of some stories or outlets from what a build on a cluster wrote, with all that they refer to.

    It has the tables, indexes, full-text search and views of any build, and Datasette serves it as it serves one.
    """
    if source is None or file is None:
        raise click.UsageError("say where the tables are, and which file to write: --from ADDRESS --to FILE")
    if not (stories or outlets):
        raise click.UsageError("name what it is to hold: --story ID or --outlet ID, as often as you like")
    if file.exists() and not _is_ours(file):
        raise click.UsageError(f"{file} is there, and is no database of Readout; name another file")
    try:
        with beside(file) as made:
            with explained(file):
                tables = cut_database(source, Wanted(stories, outlets), made.path)
            made.sync()
            made.put()
    except ScaleFault as fault:
        raise click.ClickException(str(fault)) from fault
    rows = sum(tables.values())
    articles = plural(tables["articles"], "article")
    note(f"wrote {file}: {articles}, {plural(rows, 'row')}, {file.stat().st_size / 1e6:.1f} MB")


def _is_ours(file: Path) -> bool:
    """Whether a file is a database of Readout, of this contract, by its head alone."""
    with file.open("rb") as opened:
        head = opened.read(100)
    marks = (int.from_bytes(head[VERSION]), int.from_bytes(head[APPLICATION]))
    return head.startswith(HEAD) and marks == (CONTRACT, APPLICATION_ID)
