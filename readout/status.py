"""How far the annotation of each article has come, and what it still needs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import Any

from readout.checks.memory import Memory
from readout.problem import Problem
from readout.row import Row
from readout.source import ARTICLE, SECOND, article_of, first_path
from readout.unit import Unit


@dataclass(frozen=True)
class Progress:
    """One article: who annotated it besides, what is left to do.

    `story`, `status` and `anchors` are empty where the file has problems that leave nothing else to be told of it.
    `seconds` names the curators of second annotations; `suggestions` counts rows that nobody has confirmed;
    `anchors` is missing, stale or current otherwise; `unchecked` names the claims of the story that nobody looked for.
    """

    id: str
    path: str
    story: str
    outlet: str
    status: str
    seconds: tuple[str, ...]
    suggestions: int
    evidence: int
    unanchored: int
    anchors: str
    unchecked: tuple[str, ...]
    problems: int

    @property
    def needs(self) -> tuple[str, ...]:
        """What is left to do, of: problems, suggestions, anchors, claims, review."""
        left = {
            "problems": self.problems > 0,
            "suggestions": self.suggestions > 0,
            "anchors": self.anchors in {"missing", "stale"},
            "claims": bool(self.unchecked),
            "review": self.status == "draft",
        }
        return tuple(name for name, is_left in left.items() if is_left)


@dataclass(frozen=True)
class Counts:
    """Some articles together. `unreadable` have no known status; `unchecked` counts pairs of article and claim."""

    articles: int
    drafts: int
    reviewed: int
    unreadable: int
    second_annotations: int
    suggestions: int
    evidence: int
    unanchored: int
    anchors_missing: int
    anchors_stale: int
    unchecked: int
    problems: int


@dataclass(frozen=True)
class Status:
    """All articles that were asked for; of all problems of the project how many stand in no article."""

    articles: tuple[Progress, ...]
    problems: int
    problems_elsewhere: int

    @property
    def total(self) -> Counts:
        """All together."""
        return count(self.articles)

    def by(self, *names: str) -> dict[tuple[str, ...], Counts]:
        """The counts by story, by outlet, or by both: by("story", "outlet")."""
        groups: dict[tuple[str, ...], list[Progress]] = defaultdict(list)
        for article in self.articles:
            groups[tuple(getattr(article, name) for name in names)].append(article)
        return {key: count(found) for key, found in sorted(groups.items())}


def count(articles: Iterable[Progress]) -> Counts:
    """Some articles in numbers."""
    every = list(articles)
    return Counts(
        articles=len(every),
        drafts=sum(one.status == "draft" for one in every),
        reviewed=sum(one.status == "reviewed" for one in every),
        unreadable=sum(not one.status for one in every),
        second_annotations=sum(len(one.seconds) for one in every),
        suggestions=sum(one.suggestions for one in every),
        evidence=sum(one.evidence for one in every),
        unanchored=sum(one.unanchored for one in every),
        anchors_missing=sum(one.anchors == "missing" for one in every),
        anchors_stale=sum(one.anchors == "stale" for one in every),
        unchecked=sum(len(one.unchecked) for one in every),
        problems=sum(one.problems for one in every),
    )


def status_of(world: Memory, problems: Iterable[Problem], story: str = "", outlet: str = "") -> Status:
    """The status of all articles, or of those of one story, of one outlet, or both.

    Takes all rows, and all problems of the project. Problems of a second annotation and of an article's
    anchors count as the article's.
    """
    found = list(problems)
    faults = Counter(_article_path(problem.place.path) for problem in found)
    stale = {_article_path(problem.place.path) for problem in found if problem.code == "R503"}
    seconds: dict[str, list[str]] = defaultdict(list)
    for second in world.seconds:
        seconds[first_path(second.path)].append(second.curator)
    units = [unit for unit in world.firsts if ARTICLE.fullmatch(unit.path) and not _is_withdrawn(unit)]
    owed = cache(lambda of: _claims(world, of))
    every = [
        _progress(unit, seconds[unit.path], faults[unit.path], unit.path in stale, owed(_story(unit))) for unit in units
    ]
    chosen = (one for one in every if story in ("", one.story) and outlet in ("", one.outlet))
    elsewhere = len(found) - sum(faults[unit.path] for unit in units)
    return Status(tuple(sorted(chosen, key=lambda one: (one.story, one.outlet, one.id))), len(found), elsewhere)


def _article_path(path: str) -> str:
    """The path of the article that a file belongs to; of any other file its own."""
    path = article_of(path)
    return first_path(path) if SECOND.fullmatch(path) else path


def _is_withdrawn(unit: Unit) -> bool:
    return unit.article is not None and unit.is_withdrawn(unit.article)


def _story(unit: Unit) -> str:
    return str((unit.article.values.get("story") or "") if unit.article else "")


def _claims(world: Memory, story: str) -> list[Row]:
    """The claims of a story, in the order of their ids."""
    rows = {row.id: row for row in world.referring("stories", story) if row.table == "claims"} if story else {}
    return [row for _, row in sorted(rows.items())]


def _progress(unit: Unit, seconds: list[str], problems: int, is_stale: bool, claims: list[Row]) -> Progress:
    match = ARTICLE.fullmatch(unit.path)
    assert match is not None
    article = unit.article
    unanchored = sum(unit.anchor(piece) is None for piece in unit.evidence)
    return Progress(
        id=match[2],
        path=unit.path,
        story=_story(unit),
        outlet=match[1],
        status=str((article.values.get("status") or "") if article else ""),
        seconds=tuple(sorted(seconds)),
        suggestions=sum(bool(row.values.get("suggested")) for table in unit.rows.by_table for row in unit.rows[table]),
        evidence=len(unit.evidence),
        unanchored=unanchored,
        anchors=_anchors(unit, is_stale, unanchored),
        unchecked=tuple(_unchecked(unit, claims)),
        problems=problems,
    )


def _anchors(unit: Unit, is_stale: bool, unanchored: int) -> str:
    if unit.article is None or unit.article.broken:
        return ""
    if unit.anchors is None and unanchored:
        return "missing"
    return "stale" if is_stale or unanchored else "current"


def _unchecked(unit: Unit, claims: list[Row]) -> Iterator[str]:
    """The claims that nobody looked for in an article, though it could know them; as the view claim_matrix tells."""
    looked_for = {row.values["claim"] for row in unit.rows["coverage"]}
    until = unit.article.values.get("published_latest") if unit.article else None
    for claim in claims:
        since = claim.values.get("known_from_earliest")
        is_too_early = until is not None and since is not None and until < since
        if claim.id not in looked_for and not is_too_early:
            yield claim.id


def as_value(status: Status) -> dict[str, Any]:
    """The status as a value for JSON; its keys are documented in docs/ci.md."""
    return {
        "total": asdict(status.total),
        "problems": status.problems,
        "problems_elsewhere": status.problems_elsewhere,
        "by_story": _groups(status, "story"),
        "by_outlet": _groups(status, "outlet"),
        "by_story_and_outlet": _groups(status, "story", "outlet"),
        "articles": [_article(one) for one in status.articles],
    }


def _groups(status: Status, *names: str) -> list[dict[str, Any]]:
    return [
        {**{name: part or None for name, part in zip(names, key, strict=True)}, **asdict(counts)}
        for key, counts in status.by(*names).items()
    ]


def _article(article: Progress) -> dict[str, Any]:
    said = {each.name: getattr(article, each.name) for each in fields(article)}
    unknown = {name: said[name] or None for name in ("story", "status", "anchors")}
    return {**said, **unknown, "needs": article.needs}
