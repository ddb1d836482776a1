"""A row on its way into a draft. What it needs and the corpus does not give is guessed, or left to be completed."""

from dataclasses import dataclass, field
from typing import Any

from readout.imports.model import Mark
from readout.imports.words import Words

#: Stands where a person has to write something.
TO_COMPLETE = "To be completed."
QUOTED = {"direct", "mixed"}
#: By list, the fields without which a row can't stand, and nobody but a person can tell.
NEEDED = {
    "coverage": ("claim", "stance"), "mentions": ("event", "status", "evidence"), "namings": ("concept", "term"),
    "stances": ("toward", "score", "evidence"), "frames": ("frame", "evidence"), "quotes": (),
}  # fmt: skip
#: By list, what tells a row from its neighbours.
KEYS = {
    "coverage": ("claim",), "mentions": ("event", "according_to"), "namings": ("concept", "term"),
    "stances": ("toward",), "frames": ("frame",), "quotes": ("exact", "evidence"),
}  # fmt: skip


@dataclass
class Made:
    """A row of a list, where it begins in the text, and what in it a person has to look at."""

    to: str
    row: dict[str, Any]
    mark: Mark
    guessed: list[str] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)

    @property
    def at(self) -> int:
        """Where it begins, -1 for the document as a whole."""
        return self.mark.spans[0][0] if self.mark.spans else -1


def complete(made: Made, words: Words) -> None:
    """Fill in what is missing: `guessed` names what is a guess, `lacks` what a person has to decide first."""
    row = made.row
    if made.to == "quotes":
        _quote(made, words)
    elif made.to in ("stances", "frames"):
        if not row.get("reason"):
            row["reason"] = TO_COMPLETE
            made.guessed.append("reason to be completed")
        if made.to == "frames" and "primary" not in row:
            row["primary"] = False
            made.guessed.append("primary")
    elif made.to == "namings" and "voice" not in row:
        row["voice"] = "own"
        made.guessed.append("voice")
    named = {lack.partition(":")[0] for lack in made.lacks}
    missing = [name for name in NEEDED[made.to] if row.get(name) in (None, "")]
    missing += _also_needed(made)
    # a value that is wrong matters only where the row can't do without it
    made.lacks = [lack for lack in made.lacks if lack.partition(":")[0] in missing]
    made.lacks += [f"{name}: not given" for name in missing if name not in named]
    made.row = {name: value for name, value in row.items() if value is not None}


def _also_needed(made: Made) -> list[str]:
    row = made.row
    if made.to == "coverage":
        found = ["according_to"] if row.get("stance") == "attributes" and not row.get("according_to") else []
        return found + (["evidence"] if row.get("stance") != "absent" and not row.get("evidence") else [])
    if made.to == "namings" and row.get("voice") in ("reported", "quoted") and not row.get("voice_of"):
        return ["voice_of"]
    if made.to == "quotes" and not row.get("exact") and not row.get("evidence"):
        return ["evidence"]
    return []


def _quote(made: Made, words: Words) -> None:
    row = made.row
    exact = words.quoted(made.mark) if made.mark.spans or made.mark.words else None
    if "type" not in row:
        row["type"] = "direct" if exact is not None else "indirect"
        made.guessed.append("type")
    if "medium" not in row:
        row["medium"] = "speech"
        made.guessed.append("medium")
    if row["type"] in QUOTED and exact is None:
        row["type"] = "indirect"
        made.guessed.append("type: so many words are not in quotation marks")
    if row["type"] in QUOTED:
        row["exact"] = exact
        row.pop("evidence", None)
    elif not row.get("gist"):
        row["gist"] = TO_COMPLETE
        made.guessed.append("gist to be completed")


def key_of(made: Made) -> tuple[Any, ...] | None:
    """What the row is told by among those of its list; None where it lacks that."""
    values = [made.row.get(name) for name in KEYS[made.to]]
    return (made.to, *map(repr, values)) if any(value is not None for value in values) else None
