"""Values of a corpus, as a mapping takes them: from features, links, tables of values and scales."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from readout.imports.mapping import Value, role
from readout.imports.model import EQUIVALENT, Document, Link, Mark, Span

#: The ends of the scale of stances.
LOWEST, HIGHEST = -2, 2


@dataclass
class Around:
    """A document's marks and links, to look up what a mark is linked to.

    Keeps what was used: `linked` the links, `parts` the marks that others led to, `used` and `failed` the features.
    """

    document: Document
    marks: dict[str, Mark] = field(default_factory=dict)
    links: dict[str, list[Link]] = field(default_factory=dict)
    used: set[tuple[str, str]] = field(default_factory=set)
    failed: dict[tuple[str, str], str] = field(default_factory=dict)
    recent: list[tuple[str, str]] = field(default_factory=list)
    linked: set[int] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    standing: dict[tuple[Span, ...], list[Mark]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for mark in self.document.marks:
            self.marks.setdefault(mark.id, mark)
        for link in self.document.links:
            for end in {link.source, link.target}:
                self.links.setdefault(end, []).append(link)
        same = [link for link in self.document.links if link.label == EQUIVALENT]
        for key in dict.fromkeys(end for link in same for end in (link.source, link.target)):
            if (known := self.marks.get(key)) and known.spans:
                self.standing.setdefault(tuple(known.spans), []).append(known)

    def words_of(self, mark: Mark) -> str:
        """What stands where a mark is."""
        if mark.spans and self.document.text is not None:
            return " ".join(self.document.text[start:end] for start, end in mark.spans)
        return " ".join(mark.words)

    def partners(self, mark: Mark, name: str) -> Iterable[Mark]:
        """The marks at the other end of the mark's links of a name."""
        for link in self.links.get(mark.id, ()):
            if link.label == name or role(link.label) == role(name):
                other = self.marks.get(link.target if link.source == mark.id else link.source)
                if other is not None and other.id != mark.id:
                    self.linked.add(id(link))
                    self.parts.add(other.id)
                    yield other

    def same_as(self, mark: Mark) -> Iterable[Mark]:
        """The marks that are said to mean the same, the nearest first: along equivalences, and along chains.

        A chain has marks of its own; the one that stands just where a mark stands speaks for it.
        """
        seen, ahead = {mark.id}, deque([mark])
        while ahead:
            one = ahead.popleft()
            for beside in (one, *(self.standing.get(tuple(one.spans), ()) if one.spans else ())):
                for link in self.links.get(beside.id, ()):
                    other = self.marks.get(link.target if link.source == beside.id else link.source)
                    if link.label != EQUIVALENT or other is None:
                        continue
                    self.linked.add(id(link))
                    self.parts |= {other.id, beside.id}
                    if other.id not in seen:
                        seen.add(other.id)
                        ahead.append(other)
                        yield other

    def settle(self, why: str) -> bool:
        """Write down what became of the features that the last value was taken from; returns whether there were any."""
        for key in self.recent:
            if why:
                self.failed[key] = why
            else:
                self.used.add(key)
        found, self.recent = bool(self.recent), []
        return found

    def feature(self, mark: Mark | None, name: str) -> str:
        """A feature of the mark, or a field of the document."""
        if mark is not None and name in mark.features:
            self.recent.append((mark.id, name))
            return mark.features[name]
        return self.document.fields.get(name, "")


@dataclass(frozen=True)
class Taken:
    """What a value came to: texts (each with other names for the same), or why there is none."""

    value: Any = None
    names: tuple[tuple[str, ...], ...] = ()
    why: str = ""


def take(value: Value, around: Around, mark: Mark | None) -> Taken:
    """The value for a mark, or for the document as a whole."""
    if not (value.feature or value.link or value.words):
        return Taken(value.constant, tuple((str(one),) for one in _listed(value.constant)))
    names = _names(value, around, mark)
    if not names:
        return _constant(value.otherwise)
    if value.scale:
        return _scaled(names[0][0], value.scale)
    if value.values is None:
        return Taken(names[0][0], names)
    found: list[Any] = []
    for said in names:
        known = next((word for word in said if word in value.values), None)
        if known is None and value.otherwise is None:
            return Taken(None, names, f"the mapping has no value for '{said[0][:60]}'")
        found.append(value.values[known] if known is not None else value.otherwise)
    return Taken(found[0], tuple((str(one),) for one in found if one is not None))


def _names(value: Value, around: Around, mark: Mark | None) -> tuple[tuple[str, ...], ...]:
    if value.link and mark is not None:
        found = []
        for other in around.partners(mark, value.link):
            words = around.feature(other, value.feature) if value.feature else around.words_of(other)
            normalised = around.feature(other, "normalisation") if "normalisation" in other.features else ""
            also = [around.words_of(one) for one in around.same_as(other)]
            if names := tuple(word for word in (words, normalised, *also) if word):
                found.append(names)
        return tuple(found)
    if value.words and mark is not None:
        return ((around.words_of(mark),),) if around.words_of(mark) else ()
    said = around.feature(mark, value.feature).strip()
    return ((said,),) if said else ()


def _constant(value: Any) -> Taken:
    return Taken(value, tuple((str(one),) for one in _listed(value)))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _scaled(said: str, scale: tuple[float, float]) -> Taken:
    """A number on a scale as one of -2 … 2, halves away from the middle."""
    low, high = scale
    try:
        share = (float(said) - low) / (high - low)
    except (ValueError, ZeroDivisionError):
        return Taken(why=f"'{said[:60]}' is no number on the scale from {low:g} to {high:g}")
    if not 0 <= share <= 1:
        return Taken(why=f"{said} is not on the scale from {low:g} to {high:g}")
    exact = LOWEST + share * (HIGHEST - LOWEST)
    return Taken(int(abs(exact) + 0.5) * (1 if exact >= 0 else -1), ((said,),))
