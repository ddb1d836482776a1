"""Find all evidence in the articles' texts and write the anchors beside the articles."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import click

from readout.anchoring import Anchored, Fare, Outcome, Text, Texts, anchor_article
from readout.anchors_file import HISTORY_HINT, write_anchors
from readout.checks import Memory, check_zones
from readout.commands.say import EXIT_CODES, format_option, note, quiet_option, show, wrote
from readout.files import sweep, write_if_other
from readout.near import did_you_mean, plural
from readout.places import with_lines
from readout.problem import Faulty, Place, Problem
from readout.project import Project, find_root, open_project
from readout.unit import Unit

#: Problems of anchors that are written anew are no longer.
STALE = {"R503", "R506", "R507", "R508"}


@click.command("anchor", epilog=EXIT_CODES)
@click.argument("articles", nargs=-1, metavar="[ARTICLE]...")
@click.option(
    "--texts", envvar="READOUT_TEXTS", required=True, type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder with the articles' texts (or set READOUT_TEXTS).",
)  # fmt: skip
@format_option
@quiet_option
@click.option("--check", "only_check", is_flag=True, help="Write nothing; report what is not as it should be.")
@click.option("--accept", is_flag=True, help="Confirm that evidence now stands in another place than before (R509).")
@click.option("--verbose", is_flag=True, help="Name each anchor whose place or surroundings changed with its text.")
@click.option("--watch", is_flag=True, help="Go on: anchor again on every save of an annotation or a text.")
@click.pass_obj
def command(
    start: Path, articles: tuple[str, ...], texts: Path, only_check: bool, accept: bool, verbose: bool, watch: bool
) -> None:
    """Find all evidence in the articles' texts and write the anchors beside the articles.

    ARTICLE is an article's id; without one, all articles are anchored. Where a text was changed, every anchor
    is found again: kept, moved or near ones are written, what stands elsewhere or is lost is a problem.
    """
    if only_check and accept:
        raise click.UsageError("--check writes nothing, so there is nothing to --accept")
    if watch:
        _watch(start, texts, bool(articles or only_check or accept))
        return
    project = open_project(start)
    units = choose(project.world, articles)
    if not only_check:
        sweep(project.root)
    work = Work(project, Texts(texts), only_check, accept, verbose)
    for unit in units:
        work.anchor(unit)
    chosen = {path for unit in units for path in (unit.path, unit.anchors_path)}
    problems = [*work.problems]
    problems += [found for found in project.problems if only_check or not is_settled(found, chosen)]
    if problems:
        raise Faulty(with_lines(problems, project.workspace.index_of()), work.said)
    show([], project.root)
    note(work.said)


def _watch(start: Path, texts: Path, with_others: bool) -> None:
    """Keep the anchors current until Ctrl-C."""
    from readout.commands.anchor_watch import watch_anchors  # noqa: PLC0415  # it takes up this module
    from readout.live import Live  # noqa: PLC0415

    if with_others:
        raise click.UsageError("--watch keeps all anchors current: leave out --check, --accept and the articles")
    try:
        watch_anchors(Live(find_root(start)), texts)
    except KeyboardInterrupt:
        raise SystemExit(0) from None


def choose(world: Memory, articles: tuple[str, ...]) -> list[Unit]:
    """The units of the named articles, second annotations included; of all, where none is named.

    Articles with a wrong shape are left out: their evidence is not known. Raises click.UsageError where
    there is no article of a name.
    """
    known = [unit for _, unit in sorted(world.units.items()) if unit.article]
    ids = {unit.article.id for unit in known if unit.article}
    for name in articles:
        if name not in ids:
            hint = did_you_mean(name, ids)
            raise click.UsageError(f"there is no article '{name}'" + (f"; {hint}" if hint else ""))
    return [
        unit
        for unit in known
        if unit.article and not unit.article.broken and (not articles or unit.article.id in articles)
    ]


def anchor_unit(unit: Unit, world: Memory, texts: Texts, accept: bool = False) -> Anchored | Problem | None:
    """Anchor one article, the zones of its text included.

    Returns what that gave, the problem of its text, or None for an article that names no text.
    """
    article = unit.article
    assert article is not None
    text = texts.of(article)
    if not isinstance(text, Text):
        return text

    def others() -> Iterator[Text]:
        """The texts of the other articles of the story: where words come from that were copied into the wrong file."""
        story = article.values.get("story")
        same = (row for row in world.rows["articles"] if row.values.get("story") == story)
        return (other for other in texts.sound(same) if other.name != text.name)

    anchored = anchor_article(article, unit.evidence, text, unit.anchors, accept, others)
    if not anchored.problems:
        anchored.problems.extend(check_zones(unit.with_anchors(anchored.anchors), world))
    return anchored


@dataclass
class Work:
    """One run over some articles: how it is done, and what it came to."""

    project: Project
    texts: Texts
    only_check: bool = False
    accept: bool = False
    verbose: bool = False
    problems: list[Problem] = field(default_factory=list)
    anchors: int = 0
    normalised: int = 0
    done: int = 0

    def __post_init__(self) -> None:
        paths = (problem.place.path for problem in self.project.problems)
        self.told = {path.replace(".anchors.json", ".md") for path in paths}

    @property
    def said(self) -> str:
        """What was anchored, in a line."""
        folded = f", {self.normalised:,} of them under a normalisation" if self.normalised else ""
        return f"{plural(self.anchors, 'anchor')} in {plural(self.done, 'text')}{folded}"

    def anchor(self, unit: Unit) -> None:
        """Anchor one article, and write its anchors unless something is wrong."""
        found = anchor_unit(unit, self.project.world, self.texts, self.accept)
        if isinstance(found, Problem):
            self.problems.append(found)
        if not isinstance(found, Anchored):
            return
        if found.changed:
            self._tell(unit, found)
        self.problems += found.problems
        if not found.problems and not is_history_broken(unit):
            self._write(unit, found)

    def _write(self, unit: Unit, found: Anchored) -> None:
        anchors = found.anchors["anchors"].values()
        self.done += 1
        self.anchors += len(anchors)
        self.normalised += sum("normalisation" in anchor for anchor in anchors)
        file, content = self.project.root / unit.anchors_path, write_anchors(found.anchors)
        if not self.only_check:
            wrote(file, write_if_other(file, content))
        elif unit.path not in self.told and (not file.is_file() or file.read_bytes() != content):
            self.problems.append(_not_as_written(unit.path, found.changed))

    def _tell(self, unit: Unit, found: Anchored) -> None:
        versions = [version.get("retrieved") for version in found.anchors.get("versions", ())[-2:]]
        still = f" (retrieved is still {versions[0]})" if len(set(versions)) == 1 and versions[0] else ""
        note(f"{PurePosixPath(unit.path).stem}: text changed; {found.tally}{still}")
        for outcome in found.outcomes if self.verbose else ():
            if outcome.fare is not Fare.KEPT:
                note(f"  {_line(outcome)}")


def _line(outcome: Outcome) -> str:
    before, after = outcome.before, outcome.after
    at = f"{before['start']} → {after['start']}" if after else f"{before['start']}"
    shown = " ".join(before["exact"].split())
    return f"{outcome.fare} {at}: '{shown if len(shown) <= 60 else shown[:59] + '…'}'"


def is_settled(problem: Problem, chosen: set[str]) -> bool:
    """Whether a problem of the old anchors is one no longer, or told in another way."""
    return problem.code in STALE and problem.place.path in chosen and problem.hint != HISTORY_HINT


def is_history_broken(unit: Unit) -> bool:
    """Whether the versions that an anchors file tells of can't be read: writing it anew would lose them."""
    return any(problem.hint == HISTORY_HINT for problem in unit.problems)


def _not_as_written(path: str, changed: bool) -> Problem:
    place = Place(path, 1, 1)
    if changed:
        hint = "read the text again, then run `readout anchor`"
        return Problem(place, "R504", "the text is not the one that the anchors were written for", hint)
    return Problem(place, "R503", "the anchors are not those that would be written now", "run `readout anchor`")
