"""Find all evidence in the articles' texts and write the anchors beside the articles."""

from pathlib import Path
from typing import Any

import click

from readout.anchor import anchor_article, read_texts, write_anchors
from readout.checks import World, check_zones
from readout.commands.say import note, wrote
from readout.files import write_if_other
from readout.near import plural
from readout.places import with_lines
from readout.problem import Faulty, Place, Problem
from readout.project import index_of, open_project


@click.command("anchor")
@click.option(
    "--texts", envvar="READOUT_TEXTS", required=True, type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder with the articles' texts (or set READOUT_TEXTS).",
)  # fmt: skip
@click.option("--check", "only_check", is_flag=True, help="Write nothing; report what is not as it should be.")
@click.pass_obj
def command(start: Path, texts: Path, only_check: bool) -> None:
    """Find all evidence in the articles' texts and write the anchors beside the articles."""
    project = open_project(start)
    known, problems = read_texts(texts, project.world.rows["articles"])
    made: dict[str, dict[str, Any]] = {}
    for article in project.world.rows["articles"]:
        if text := known.get(article.values["text"]):
            others = {name: other.words for name, other in known.items() if other is not text}
            anchors, found = anchor_article(project.world.evidence[article.id], text, others)
            found = found or check_zones(project.world.with_anchors(article.path, anchors), article.id)
            problems += found
            if not found:
                made[article.path] = anchors
    told = {problem.place.path.replace(".anchors.json", ".md") for problem in project.problems}
    for path, anchors in made.items():
        file, content = project.root / path.replace(".md", ".anchors.json"), write_anchors(anchors)
        if not only_check:
            wrote(file, write_if_other(file, content))
        elif path not in told and (not file.is_file() or file.read_bytes() != content):
            problems.append(_not_as_written(path, project.world, anchors["sha256"]))
    stale = {"R503", "R506", "R507", "R508"}
    problems += [problem for problem in project.problems if only_check or problem.code not in stale]
    count = plural(sum(len(anchors["anchors"]) for anchors in made.values()), "anchor")
    said = f"{count} in {plural(len(made), 'text')}"
    if problems:
        raise Faulty(with_lines(problems, index_of(project.files)), said)
    note(said)


def _not_as_written(path: str, world: World, digest: str) -> Problem:
    place = Place(path, 1, 1)
    before = world.anchors.get(path.removesuffix(".md"))
    if before and before["sha256"] != digest:
        hint = "read the text again, then run `readout anchor`"
        return Problem(place, "R504", "the text is not the one that the anchors were written for", hint)
    return Problem(place, "R503", "the anchors are not those that would be written now", "run `readout anchor`")
