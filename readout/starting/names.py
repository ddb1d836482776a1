"""The names of the register's actors in a text, and whom a name means that several bear."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from readout.row import Row
from readout.starting.phrases import Phrases

PERSON = "person"
#: What an organisation is called for short after its full name: "the ministry".
HEADS = {
    "administration", "agency", "army", "assembly", "association", "authority", "bank", "board", "bureau", "cabinet",
    "command", "commission", "committee", "company", "council", "court", "department", "embassy", "foundation",
    "government", "guild", "institute", "line", "ministry", "navy", "office", "parliament", "party", "police",
    "senate", "society", "union", "university",
}  # fmt: skip
_OFFICE = re.compile(r"^([\w ]+?)(?= of | for | at | to |,|\(|$)")
_TITLE = re.compile(r"[^\W\d_][\w'’.-]*")


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the register: id, kind (a word of the vocabulary), office, and names in any script."""

    id: str
    kind: str
    office: str = ""
    names: tuple[str, ...] = ()

    @property
    def is_person(self) -> bool:
        """Whether "he" or "she" may stand for the actor."""
        return self.kind == PERSON


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: where it stands (code points, end exclusive) and whom it means."""

    start: int
    end: int
    actor: Actor


@dataclass
class Names:
    """All names that the actors go by, those included that follow from a full name or an office."""

    actors: list[Actor]
    phrases: Phrases[Actor] = field(default_factory=Phrases)

    def __post_init__(self) -> None:
        for actor in self.actors:
            for name in actor.names:
                self.phrases.add(name, actor)
        known = {name.lower() for actor in self.actors for name in actor.names}
        for actor in self.actors:
            for name in _derived(actor):
                if name.lower() not in known:
                    self.phrases.add(name, actor)

    def find(self, text: str, start: int, end: int) -> list[Name]:
        """The names in a stretch, in order. A name that several bear means the one named last before it."""
        found: list[Name] = []
        for hit in self.phrases.find(text, start, end):
            actor = hit.values[0] if len(hit.values) == 1 else _last_of(hit.values, found)
            if actor:
                found.append(Name(hit.start, hit.end, actor))
        return found


def actors_of(actors: Iterable[Row], names: Iterable[Row]) -> list[Actor]:
    """The actors from the rows of `actors` and `actor_names`."""
    other: dict[str, list[str]] = {}
    for row in names:
        other.setdefault(str(row.values["actor"]), []).append(str(row.values["name"]))
    return [
        Actor(
            row.id,
            str(row.values.get("kind") or ""),
            str(row.values.get("office") or ""),
            tuple(dict.fromkeys([_plain(str(row.values["name"])), *other.get(row.id, ())])),
        )
        for row in actors
    ]


def _plain(name: str) -> str:
    """A register's name without what it adds in brackets: "Experts (unnamed)"."""
    return re.sub(r"\s*\([^)]*\)", "", name) or name


def _derived(actor: Actor) -> list[str]:
    """Names that follow from others: a family name, "the mayor", "the ministry"."""
    found: list[str] = []
    if actor.is_person:
        words = actor.names[0].split()
        if len(words) > 1 and all(_TITLE.fullmatch(word) and word[0].isupper() for word in words):
            found.append(words[-1])
        office = _OFFICE.match(actor.office)
        if office and len(words := office[1].lower().split()) <= 3:
            found += ["the " + " ".join(words), "the " + words[-1]]
    else:
        for name in actor.names:
            heads = [word for word in re.findall(r"\w+", name.lower()) if word in HEADS]
            found += [f"the {head}" for head in heads[:1] + heads[-1:]]
    return list(dict.fromkeys(found))


def _last_of(actors: tuple[Actor, ...], before: list[Name]) -> Actor | None:
    return next((name.actor for name in reversed(before) if name.actor in actors), None)
