"""Tell what is drafted, reviewed, unanchored and unchecked, by story and outlet."""

import json
from pathlib import Path

import click

from readout.commands.say import say
from readout.near import did_you_mean
from readout.project import Project, open_project
from readout.status import as_value, status_of
from readout.status_text import as_text

EXIT_CODES = "Exit codes: 0 also where there are problems, 1 the schema is faulty, 2 wrong use, 3 a bug."


@click.command("status", epilog=EXIT_CODES)
@click.option("--story", help="Only the articles of one story, by its id.")
@click.option("--outlet", help="Only the articles of one outlet, by its id.")
@click.option("--all", "every", is_flag=True, help="List the articles that need nothing, too; JSON always does.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="A table for people, or JSON for programs; docs/ci.md tells its keys.",
)  # fmt: skip
@click.pass_obj
def command(start: Path, story: str | None, outlet: str | None, every: bool, form: str) -> None:
    """Tell what is drafted, reviewed, unanchored and unchecked, by story and outlet.

    Each article that needs something is listed with what it needs. It also works while there are problems, and says
    how many.
    """
    project = open_project(start)
    _known(project, "stories", story)
    _known(project, "outlets", outlet)
    status = status_of(project.world, project.problems, story or "", outlet or "")
    if form == "json":
        say(json.dumps(as_value(status), ensure_ascii=False, indent=2))
    else:
        say(as_text(status, every).removesuffix("\n"))


def _known(project: Project, table: str, wanted: str | None) -> None:
    """Raises click.UsageError where there is no record of an id."""
    ids = project.world.ids(table)
    if wanted is not None and wanted not in ids:
        hint = did_you_mean(wanted, ids)
        singular = project.schema.tables[table].singular
        raise click.UsageError(f"there is no {singular} '{wanted}'" + (f"; {hint}" if hint else ""))
