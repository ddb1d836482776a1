"""Tell what differs between two versions of the dataset."""

import json
import sqlite3
from pathlib import Path

import click

from readout.commands.say import say
from readout.commands.sides import as_database
from readout.difference import Foreign, as_value, compare
from readout.difference.markdown import as_markdown
from readout.difference.text import as_text
from readout.near import did_you_mean
from readout.project import find_root

EXIT_CODES = "Exit codes: 0 told, 1 with --exit-code: something differs, 2 wrong use, 3 a bug."


@click.command("diff", epilog=EXIT_CODES)
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="For people, for a release note, or for programs (docs/versions.md).",
)
@click.option("--only", metavar="TABLE", help="Only what differs in one table.")
@click.option("--exit-code", "as_code", is_flag=True, help="End with 1 where something differs.")
@click.pass_obj
def command(start: Path, old: str, new: str | None, form: str, only: str | None, as_code: bool) -> None:
    """Tell what was added, removed and changed between OLD and NEW, by table, record and field.

    Each is a database file, a project's folder, or a git revision such as v1.0.0, HEAD~3 or main; without NEW it is
    the project as it is now.
    """
    root = find_root(start)
    with as_database(old, root) as before, as_database(new or str(root), root) as after:
        try:
            difference = compare(before, after)
        except (Foreign, sqlite3.Error) as error:
            raise click.UsageError(str(error)) from None
        if only:
            _known(only, before, after)
            difference = difference.only(only)
    if form == "json":
        say(json.dumps(as_value(difference), ensure_ascii=False, indent=2))
    else:
        say((as_markdown if form == "markdown" else as_text)(difference).removesuffix("\n"))
    if as_code and not difference.is_empty:
        raise SystemExit(1)


def _known(table: str, *files: Path) -> None:
    """Raises click.UsageError where no side has a table of that name."""
    names: set[str] = set()
    for file in files:
        connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
        names |= {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        connection.close()
    if table not in names:
        hint = did_you_mean(table, names)
        raise click.UsageError(f"there is no table '{table}'" + (f"; {hint}" if hint else ""))
