"""What is compared by Krippendorff's alpha: each measure with its units and its level of measurement."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from readout.agreement.alpha import Alpha, Level, Value, alpha
from readout.agreement.annotation import Annotation, Case
from readout.row import Row

#: One unit of one article: what each curator said of it; who said nothing is not in it.
Said = dict[str, Value]


@dataclass(frozen=True)
class Measure:
    """Something that curators judge: its name, what its units are, and the units of an article."""

    name: str
    level: Level
    unit: str
    said: Callable[[Case], Iterable[Said]]


@dataclass(frozen=True)
class Measured:
    """A measure, its alpha over some articles, and the curators who judged a unit together with another."""

    measure: Measure
    curators: tuple[str, ...]
    alpha: Alpha


def measures(frames: Iterable[str]) -> tuple[Measure, ...]:
    """All measures. Takes the codes of the vocabulary of frames."""
    status = partial(_matched, "mentions", "status")
    return (
        Measure("coverage", "nominal", "claim × article", partial(_keyed, "coverage", "claim", "stance")),
        Measure("stance", "ordinal", "actor × article", partial(_keyed, "stances", "toward", "score")),
        Measure("stance", "interval", "actor × article", partial(_keyed, "stances", "toward", "score")),
        Measure("frames", "nominal", "frame × article", partial(_frames, tuple(frames))),
        Measure("primary frame", "nominal", "article", _primary),
        Measure("quote type", "nominal", "quote that both have", partial(_matched, "quotes", "type")),
        Measure("quote speaker", "nominal", "quote that both have", partial(_matched, "quotes", "speaker")),
        Measure("quote distance", "nominal", "quote that both have", partial(_matched, "quotes", "distance")),
        Measure("mention status", "nominal", "mention that both have", status),
    )


def measure(cases: Iterable[Case], wanted: Measure) -> Measured:
    """A measure over all units of some articles."""
    said = [unit for case in cases for unit in wanted.said(case)]
    curators = sorted({curator for unit in said if len(unit) > 1 for curator in unit})
    return Measured(wanted, tuple(curators), alpha([list(unit.values()) for unit in said], wanted.level))


def _keyed(table: str, key: str, field: str, case: Case) -> list[Said]:
    """Units that a row names: a claim, an actor. Who has no row for it did not judge it."""
    found: dict[str, Said] = {}
    for annotation in case.annotations:
        for row in annotation.rows(table):
            found.setdefault(str(row.values[key]), {})[annotation.curator] = row.values[field]
    return list(found.values())


def _matched(table: str, field: str, case: Case) -> list[Said]:
    """Units that stand in the text: a quote, a mention. Left-out fields are not judgements."""
    return [
        {curator: row.values[field] for curator, row in group.items() if row.values.get(field) is not None}
        for group in grouped(case, table)
    ]


def grouped(case: Case, table: str) -> list[dict[str, Row]]:
    """The rows of quotes or mentions of an article, those of the same one together, by curator.

    Quotes are the same where their words are, mentions where their event and its source are, or else the event.
    """
    return case.matched(table) if table == "quotes" else _events(case)


def _events(case: Case) -> list[dict[str, Row]]:
    groups: list[dict[str, Row]] = []
    for annotation in case.annotations:
        rows = sorted(annotation.rows("mentions"), key=lambda row: not any(_is_same(row, group) for group in groups))
        for row in rows:
            near = [group for group in groups if annotation.curator not in group and _event(group) == _event_of(row)]
            near.sort(key=lambda group: not _is_same(row, group))
            if near:
                near[0][annotation.curator] = row
            else:
                groups.append({annotation.curator: row})
    return groups


def _is_same(row: Row, group: dict[str, Row]) -> bool:
    return any(row.id == other.id for other in group.values())


def _event(group: dict[str, Row]) -> str:
    return _event_of(next(iter(group.values())))


def _event_of(row: Row) -> str:
    return str(row.values["event"])


def _frames(codes: tuple[str, ...], case: Case) -> list[Said]:
    """For each code whether the article has it. An annotation without any frame did not ask."""
    asked = {annotation.curator: chosen for annotation in case.annotations if (chosen := _chosen(annotation))}
    return [{curator: "yes" if code in chosen else "no" for curator, chosen in asked.items()} for code in codes]


def _chosen(annotation: Annotation) -> set[str]:
    return {row.values["frame"] for row in annotation.rows("article_frames")}


def _primary(case: Case) -> list[Said]:
    said: Said = {}
    for annotation in case.annotations:
        primary = sorted(row.values["frame"] for row in annotation.rows("article_frames") if row.values["primary"])
        if primary:
            said[annotation.curator] = ", ".join(primary)
    return [said]
