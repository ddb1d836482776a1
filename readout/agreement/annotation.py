"""The annotations of one article: the first, and the second ones beside it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from pathlib import PurePosixPath

from readout.agreement.match import Stretch, together
from readout.near import plural
from readout.row import Row
from readout.source import first_path
from readout.unit import Unit


@dataclass(eq=False)
class Annotation:
    """One curator's annotation of one article. Rows that the tool suggested are nobody's judgement and not in it."""

    unit: Unit
    curator: str
    guide: str

    @property
    def path(self) -> str:
        """The file that it stands in."""
        return self.unit.path

    def rows(self, table: str) -> list[Row]:
        """Its rows in a table, in the order of the file."""
        return [row for row in self.unit.rows[table] if not row.values.get("suggested")]

    @cached_property
    def evidence(self) -> dict[str, list[Row]]:
        """The evidence by the row that rests on it."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.unit.evidence:
            found[row.values["annotation"]].append(row)
        return found

    def stretches(self, table: str) -> list[Stretch]:
        """The rows of a table as stretches of the text: the words in quotation marks or, without, the evidence."""
        found = []
        for row in self.rows(table):
            pieces = self.evidence.get(row.id, [])
            marked = [piece for piece in pieces if piece.values["field"] == "exact"]
            pieces = marked or pieces
            locus = tuple((str(piece.values["exact"]), int(piece.values["occurrence"] or 1)) for piece in pieces)
            spans = tuple(span for piece in pieces if (span := self.unit.span(piece)))
            if not pieces:
                locus = ((str(row.values.get("words") or row.id), 1),)
            found.append(Stretch(row, locus, spans if len(spans) == len(pieces) else (), bool(marked)))
        return found


@dataclass(eq=False)
class Case:
    """An article that two or more curators annotated; the first annotation stands first."""

    article: str
    outlet: str
    story: str
    annotations: list[Annotation]

    @property
    def curators(self) -> list[str]:
        """Who annotated it, the first curator first."""
        return [annotation.curator for annotation in self.annotations]

    def pairs(self) -> list[tuple[Annotation, Annotation]]:
        """Every two annotations of it."""
        return list(combinations(self.annotations, 2))

    def only(self, curators: Collection[str]) -> "Case":
        """The same article with the annotations of some curators only."""
        kept = [annotation for annotation in self.annotations if annotation.curator in curators]
        return Case(self.article, self.outlet, self.story, kept)

    @cached_property
    def is_anchored(self) -> bool:
        """Whether all annotations are anchored in one and the same text, so that their offsets can be compared."""
        return is_anchored(self.annotations)

    def matched(self, table: str) -> list[dict[str, Row]]:
        """The rows of a table, those together that are of the same stretch of text, by their curators."""
        if table not in self._matched:
            stretches = {annotation.curator: annotation.stretches(table) for annotation in self.annotations}
            self._matched[table] = together(stretches, self.is_anchored)
        return self._matched[table]

    @cached_property
    def _matched(self) -> dict[str, list[dict[str, Row]]]:
        return {}


@dataclass(frozen=True, order=True)
class LeftOut:
    """An annotation that is not counted, and why."""

    path: str
    article: str
    reason: str = field(compare=False)


def is_anchored(annotations: Sequence[Annotation]) -> bool:
    """Whether annotations are anchored in one and the same text."""
    texts = {annotation.unit.anchors["sha256"] if annotation.unit.anchors else None for annotation in annotations}
    return len(texts) == 1 and None not in texts


def cases(firsts: Iterable[Unit], seconds: Iterable[Unit], faults: dict[str, int]) -> tuple[list[Case], list[LeftOut]]:
    """The articles with two or more annotations, in the order of their paths, and the annotations left out.

    Takes the units of the first annotations (others among them are passed over) and of the second
    ones, and the number of problems by path. An annotation with a problem is not counted.
    """
    known = {unit.path: unit for unit in firsts}
    found: dict[str, Case] = {}
    left: list[LeftOut] = []
    for second in sorted(seconds, key=lambda unit: unit.path):
        path = first_path(second.path)
        article = PurePosixPath(path).stem
        first = known.get(path)
        reason = _reason(first, second, faults)
        if reason or first is None:
            left.append(LeftOut(second.path, article, reason))
            continue
        if path not in found:
            values = first.article.values if first.article else {}
            annotation = Annotation(first, values["curator"], values.get("guide") or "")
            found[path] = Case(article, values["outlet"], values["story"], [annotation])
        guide = second.article.values.get("guide") if second.article else ""
        found[path].annotations.append(Annotation(second, second.curator, guide or ""))
    return [case for _, case in sorted(found.items())], left


def _reason(first: Unit | None, second: Unit, faults: dict[str, int]) -> str:
    """Why a second annotation is not counted, or nothing."""
    if first is None or first.article is None:
        return "there is no first annotation beside it"
    if faults.get(second.path) or second.article is None or second.article.broken:
        return f"it has {plural(faults.get(second.path, 1), 'problem')}, see `readout check`"
    if faults.get(first.path) or first.article.broken:
        return f"the first annotation has {plural(faults.get(first.path, 1), 'problem')}, see `readout check`"
    if first.article.values["curator"] == second.curator:
        return f"the first annotation is {second.curator}'s too; agreement takes two curators"
    return ""
