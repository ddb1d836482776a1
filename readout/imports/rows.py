"""From the marks of one document to the rows of a draft, and what becomes of each mark, feature and link."""

from dataclasses import dataclass, field
from typing import Any

from readout.imports.complete import Made, complete, key_of
from readout.imports.fields import fit
from readout.imports.mapping import ARTICLE, NOTHING, PART, Becomes, Mapping, Value
from readout.imports.model import Loss, Mark
from readout.imports.names import Names
from readout.imports.standing import NO_SPAN
from readout.imports.values import Around, Taken, take
from readout.imports.words import Words
from readout.schema import Schema, Shape

SHORTENED = "shortened to a locator, it is the reporter's own words"
NO_PLACE = "the mapping has no place for it"
NO_END = "one of its ends is not carried"
#: Fields that hold where a row stands, by the list; all others have `evidence`.
SPAN_FIELD = {"namings": "term"}


@dataclass
class Tally:
    """What became of a document's marks: how many were carried, stand in a comment, or are lost."""

    carried: int = 0
    proposed: int = 0
    features: int = 0
    links: int = 0
    losses: list[Loss] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def lose(self, what: str, mark: Mark, name: str, why: str) -> None:
        """Write down that a span or an attribute of a mark is not carried."""
        self.losses.append(Loss(what, mark.id, name, why, mark.line))


class RowMaker:
    """Turns the marks of one document into rows, along a mapping."""

    def __init__(self, mapping: Mapping, schema: Schema, names: Names, around: Around, words: Words) -> None:
        self.mapping, self.names, self.around, self.words = mapping, names, around, words
        self.shapes: dict[str, Shape] = {
            name: one.shape for name, one in schema.article.fields.items() if one.kind == "records" and one.shape
        }
        self.article = schema.article
        self.tally = Tally(losses=list(around.document.losses))
        self.made: list[Made] = []
        self.by_key: dict[tuple[Any, ...], Made] = {}
        self.fields: dict[str, Any] = {}
        self.waiting: list[Mark] = []
        self.went: set[str] = set()

    def run(self) -> None:
        """Make all rows, and settle what became of everything."""
        for mark in self.around.document.marks:
            chosen = [one for one in self.mapping.of(mark.label) if self._applies(one, mark)]
            if not chosen:
                known = self.mapping.of(mark.label)
                why = (
                    "no `when` of the mapping fits it"
                    if known
                    else f"the mapping does not have the label '{mark.label}'"
                )
                self.tally.lose("span", mark, mark.label, why)
                self.went.add(mark.id)
            for number, one in enumerate(chosen):
                self._become(mark, one, first=number == 0)
        self._settle_parts()
        self._settle_features()
        self._settle_links()
        self.made.sort(key=lambda made: made.at)

    def _applies(self, one: Becomes, mark: Mark) -> bool:
        fits = all(self.around.feature(mark, name) in values for name, values in one.when.items())
        if fits:
            self.around.settle("")
        self.around.recent.clear()
        return fits

    def _become(self, mark: Mark, one: Becomes, first: bool) -> None:
        if one.to == PART:
            self.waiting.append(mark)
        elif one.to == NOTHING:
            self.tally.lose("span", mark, mark.label, one.because or "the mapping leaves it behind")
            self.went.add(mark.id)
        elif one.to == ARTICLE:
            self._article(mark, one, first)
        else:
            self._row(mark, one, first)

    def _article(self, mark: Mark, one: Becomes, first: bool) -> None:
        for name, value in one.set.items():
            fitted = fit(self.article.fields[name], take(value, self.around, mark), self.names)
            if fitted.value is None or self.fields.get(name, fitted.value) != fitted.value:
                why = fitted.why or "another mark gives another value"
                if not self.around.settle(why):
                    self.tally.lose("attribute", mark, name, why)
            else:
                self.around.settle("")
                self.fields[name] = fitted.value
        self.tally.carried += first

    def _row(self, mark: Mark, one: Becomes, first: bool) -> None:
        shape = self.shapes[one.to]
        made = Made(one.to, {}, mark)
        for name, value in one.set.items():
            if name == "evidence":
                made.row[name] = self.words.found(str(take(value, self.around, mark).value or ""))
                self.around.settle("" if made.row[name] else "its words are not in the text")
                continue
            self._field(made, shape, name, take(value, self.around, mark))
        for name in mark.features if one.by_name else ():
            field_name = name.lower().replace(" ", "_")
            if (
                field_name in shape.fields
                and field_name not in made.row
                and field_name != SPAN_FIELD.get(one.to, "evidence")
            ):
                self._field(made, shape, field_name, take_named(name, self.around, mark))
            elif field_name == "normalisation" and one.to in NAMED_BY:
                self._field(made, shape, NAMED_BY[one.to], take_named(name, self.around, mark))
        self._span(made)
        complete(made, self.words)
        self._keep(made, first)

    def _field(self, made: Made, shape: Shape, name: str, taken: Taken) -> None:
        fitted = fit(shape.fields[name], taken, self.names)
        if fitted.value is not None:
            made.row[name] = self._kept(made, name, fitted.value)
            self.around.settle("")
        elif fitted.unknown and name == "speaker":
            made.row.setdefault("speaker_as", self._kept(made, "speaker_as", " ".join(fitted.unknown.split())[:600]))
            self.tally.remarks.append(f"{made.mark.id}: {fitted.why}; kept as speaker_as")
            self.around.settle("")
        elif fitted.why:
            made.lacks.append(f"{name}: {fitted.why}")
            if not self.around.settle(fitted.why):
                self.tally.lose("attribute", made.mark, name, fitted.why)
        self.around.recent.clear()

    def _kept(self, made: Made, name: str, value: Any) -> Any:
        kept = self.words.kept(value) if isinstance(value, str) else value
        if kept != value:
            self.tally.remarks.append(f"{made.mark.id}: {name} {SHORTENED}")
        return kept

    def _span(self, made: Made) -> None:
        """The words that the row rests on."""
        if not (made.mark.spans or made.mark.words):
            return
        evidence, is_short = self.words.located(made.mark)
        made.row.setdefault(SPAN_FIELD.get(made.to, "evidence"), evidence)
        if is_short and made.to != "quotes":
            self.tally.remarks.append(f"{made.mark.id}: {SHORTENED}")

    def _keep(self, made: Made, first: bool) -> None:
        """Add a row, or join it to one that says the same of the same thing."""
        key = key_of(made)
        other = self.by_key.get(key) if key and not made.lacks else None
        if other is not None and _join(other, made):
            pass
        elif other is not None:
            made.lacks.append("there is another row for the same, which says otherwise")
            self.made.append(made)
        else:
            if key and not made.lacks:
                self.by_key[key] = made
            self.made.append(made)
        if first:
            self.tally.carried += not made.lacks
            self.tally.proposed += bool(made.lacks)

    def _settle_parts(self) -> None:
        for mark in self.waiting:
            if mark.id in self.around.parts:
                self.tally.carried += 1
            else:
                self.tally.lose(
                    "span", mark, mark.label, "it is a part of others, and nothing that was carried leads to it"
                )
                self.went.add(mark.id)

    def _settle_features(self) -> None:
        for mark in self.around.document.marks:
            for name in mark.features:
                if (mark.id, name) in self.around.used:
                    self.tally.features += 1
                else:
                    why = NO_SPAN if mark.id in self.went else NO_PLACE
                    why = self.around.failed.get((mark.id, name), why)
                    self.tally.lose("attribute", mark, name, why)

    def _settle_links(self) -> None:
        for link in self.around.document.links:
            if id(link) in self.around.linked:
                self.tally.links += 1
            else:
                ends = (link.source, link.target)
                is_whole = all(end in self.around.marks and end not in self.went for end in ends)
                why = NO_PLACE if is_whole else NO_END
                self.tally.losses.append(Loss("relation", link.id, link.label, why, link.line))


#: What a normalisation names, by the list.
NAMED_BY = {"namings": "concept", "stances": "toward", "coverage": "claim", "mentions": "event"}


def take_named(name: str, around: Around, mark: Mark) -> Taken:
    """A feature as it is."""
    return take(Value(feature=name), around, mark)


def _join(other: Made, made: Made) -> bool:
    """Add a row's evidence to a row that says the same; returns whether it does."""
    apart = {"evidence", "suggested"}
    if {k: v for k, v in other.row.items() if k not in apart} != {k: v for k, v in made.row.items() if k not in apart}:
        return False
    pieces = [piece for row in (other.row, made.row) for piece in _listed(row.get("evidence"))]
    unique = [piece for number, piece in enumerate(pieces) if piece not in pieces[:number]]
    if unique:
        other.row["evidence"] = unique[0] if len(unique) == 1 else unique
    return True


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
