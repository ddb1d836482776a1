"""Report how far independent annotations of the same articles agree, and where they differ."""

from collections import Counter
from functools import cache
from pathlib import Path

import click

from readout.agreement.annotation import Case, LeftOut, cases
from readout.agreement.differences import with_lines
from readout.agreement.render import as_json, differences_csv, measures_csv
from readout.agreement.report import By, Report, report
from readout.agreement.text import as_text
from readout.near import did_you_mean, plural
from readout.places import nearest
from readout.problem import Place
from readout.project import Project, open_project


@click.command("agreement")
@click.option("--story", help="Only the articles of one story, by its id.")
@click.option("--article", help="Only one article, by its id.")
@click.option(
    "--by", type=click.Choice(["all", "article", "outlet", "pair"]), default="all", show_default=True,
    help="Give the measures for all together, or for each article, outlet or pair of curators.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True,
    help="CSV has the differences, for somebody to decide between them; with --table measures the measures.",
)  # fmt: skip
@click.option("--table", type=click.Choice(["differences", "measures"]), help="Which table to give as CSV.")
@click.pass_obj
def command(start: Path, story: str | None, article: str | None, by: By, form: str, table: str | None) -> None:
    """Report how far independent annotations of the same articles agree, and where they differ.

    A second annotation lies beside the first as DATE-SLUG.CURATOR.md. One that has problems is not
    counted; then the exit code is 1.
    """
    if table and form != "csv":
        raise click.UsageError("--table goes with --format csv only")
    project = open_project(start)
    _known(project, "stories", story)
    _known(project, "articles", article)
    made = _report(project, story, article, by)
    renderers = {"text": as_text, "json": as_json, "csv": measures_csv if table == "measures" else differences_csv}
    click.echo(renderers[form](made), nl=False)
    if made.left_out:
        click.echo(f"{plural(len(made.left_out), 'second annotation')} not counted", err=True)
        raise SystemExit(1)


def _known(project: Project, table: str, wanted: str | None) -> None:
    ids = project.world.ids(table)
    if wanted is not None and wanted not in ids:
        hint = did_you_mean(wanted, ids)
        singular = project.schema.tables[table].singular
        raise click.UsageError(f"no {singular} '{wanted}'" + (f"; {hint}" if hint else ""))


def _report(project: Project, story: str | None, article: str | None, by: By) -> Report:
    """The report on the articles that were asked for, with the lines of all differences."""
    world = project.world
    faults = Counter(problem.place.path.replace(".anchors.json", ".md") for problem in project.problems)
    found, left = cases(world.firsts, world.seconds, dict(faults))
    stories = {
        article: row.values.get("story")
        for article in world.ids("articles")
        if (row := world.record("articles", article))
    }

    def is_wanted(each: Case | LeftOut) -> bool:
        return article in (None, each.article) and story in (None, stories.get(each.article))

    frames = project.schema.vocabularies["frame-code"].meanings
    made = report([case for case in found if is_wanted(case)], [each for each in left if is_wanted(each)], frames, by)
    index_of = cache(project.workspace.index_of())

    def with_line(place: Place) -> Place:
        return place.at(nearest(index_of(place.path), place.pointer, place.key))

    lined = with_lines(list(made.differences), with_line)
    return Report(made.by, made.cases, made.left_out, made.guides, made.groups, tuple(lined))
