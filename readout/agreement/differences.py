"""Where two annotations of one article differ, side by side, so that somebody can decide between them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from readout.agreement.annotation import Annotation, Case
from readout.agreement.match import Stretch, is_same
from readout.agreement.measures import grouped
from readout.flatten import GAP
from readout.problem import Place
from readout.row import Row


@dataclass(frozen=True)
class Side:
    """One curator's side: what the row says in the fields that differ, why, its evidence, and where it stands.

    `values` is None where the curator has no such row; then `place` is where such rows stand.
    """

    curator: str
    values: dict[str, str] | None
    note: str
    evidence: str
    place: Place


@dataclass(frozen=True)
class Difference:
    """What two curators say differently of one thing in one article: a claim, an actor, a frame, a quote, an event."""

    article: str
    kind: str
    what: str
    first: Side
    second: Side


@dataclass(frozen=True)
class Kind:
    """A kind of rows that are compared: table, list in the file, what names a row, compared fields, reason.

    A field in `open_fields` is compared only where both curators gave it.
    """

    name: str
    table: str
    list: str
    what: str
    fields: tuple[str, ...]
    note: str
    open_fields: tuple[str, ...] = ()


KINDS = (
    Kind("coverage", "coverage", "coverage", "claim", ("stance", "according_to", "value"), "note", ("distance",)),
    Kind("stance", "stances", "stances", "toward", ("score",), "reason"),
    Kind("frame", "article_frames", "frames", "frame", ("primary",), "reason"),
    Kind("quote", "quotes", "quotes", "words", ("type", "speaker"), "note", ("distance",)),
    Kind("mention", "mentions", "mentions", "event", ("status", "according_to"), "note"),
)


def differences(case: Case) -> list[Difference]:
    """The differences of each further annotation of an article from the first, kind by kind, without lines."""
    first, *others = case.annotations
    return [
        difference
        for second in others
        for kind in KINDS
        for difference in _differences(case.only({first.curator, second.curator}), kind)
    ]


def with_lines(found: list[Difference], place: Callable[[Place], Place]) -> list[Difference]:
    """The same differences, their places looked up by a function that gives a place its line."""
    return [
        replace(
            difference,
            first=replace(difference.first, place=place(difference.first.place)),
            second=replace(difference.second, place=place(difference.second.place)),
        )
        for difference in found
    ]


def _differences(case: Case, kind: Kind) -> Iterator[Difference]:
    first, second = case.annotations
    stretches = [{stretch.row.id: stretch for stretch in each.stretches(kind.table)} for each in (first, second)]
    for group in _groups(case, kind):
        rows = [group.get(first.curator), group.get(second.curator)]
        fields = _differing(kind, *rows)
        names = [row.id for row in rows if row]
        moved = kind.table == "quotes" and len(names) == 2 and _is_moved(case, stretches, names)
        if not fields and not moved:
            continue
        what = str(next(row for row in rows if row).values[kind.what])
        shown = [*fields, *(["words"] if moved else [])]
        sides = [_side(each, kind, row, shown) for each, row in zip((first, second), rows, strict=True)]
        yield Difference(case.article, kind.name, what, sides[0], sides[1])


def _groups(case: Case, kind: Kind) -> list[dict[str, Row]]:
    """Rows of one thing together, by curator."""
    if kind.table in {"quotes", "mentions"}:
        return grouped(case, kind.table)
    groups: dict[str, dict[str, Row]] = {}
    for annotation in case.annotations:
        for row in annotation.rows(kind.table):
            groups.setdefault(str(row.values[kind.what]), {})[annotation.curator] = row
    return list(groups.values())


def _differing(kind: Kind, one: Row | None, other: Row | None) -> list[str]:
    """The fields in which two rows differ; where there is only one row, the first field that is compared."""
    if one is None or other is None:
        return [kind.fields[0]]
    fields = [name for name in kind.fields if one.values.get(name) != other.values.get(name)]
    for name in kind.open_fields:
        given = {one.values.get(name), other.values.get(name)}
        if len(given) == 2 and None not in given:
            fields.append(name)
    return fields


def _is_moved(case: Case, stretches: list[dict[str, Stretch]], names: list[str]) -> bool:
    """Whether two quotes that belong together do not have the same words in quotation marks."""
    one, other = stretches[0][names[0]], stretches[1][names[1]]
    return (one.marked or other.marked) and not is_same(one, other, case.is_anchored)


def _side(annotation: Annotation, kind: Kind, row: Row | None, fields: list[str]) -> Side:
    if row is None:
        return Side(annotation.curator, None, "", "", Place(annotation.path, pointer=(kind.list,)))
    values = {name: _shown(name, row.values.get(name)) for name in fields}
    pieces = annotation.evidence.get(row.id, [])
    evidence = GAP.join(piece.values["exact"] for piece in pieces)
    return Side(annotation.curator, values, str(row.values.get(kind.note) or ""), evidence, row.place())


def _shown(name: str, value: object) -> str:
    if value is None:
        return "not given"
    if name == "primary":
        return "yes" if value else "no"
    return str(value)
