"""Suggested quotes as the rows of a draft, each with the words exactly as they stand in the text."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from readout.starting.paragraphs import Span
from readout.starting.scalars import comment, quoted, value
from readout.starting.suggest import Suggestion


@dataclass
class Exact:
    """Words of a text, told apart from the same words elsewhere in it.

    `places` finds all places of a string as `readout anchor` counts them: overlapping ones included.
    """

    text: str
    places: Callable[[str, str], list[int]]
    _known: dict[str, list[int]] = field(default_factory=dict)

    def of(self, span: Span) -> tuple[str, int | None]:
        """The words of a span and, where they stand more than once, which of the places it is, from 1."""
        words = self.text[slice(*span)]
        if words not in self._known:
            self._known[words] = self.places(self.text, words)
        starts = self._known[words]
        return words, bisect_left(starts, span[0]) + 1 if len(starts) > 1 else None

    def flow(self, span: Span) -> str:
        """The words as they are written in one line."""
        words, occurrence = self.of(span)
        return quoted(words) if occurrence is None else f"{{exact: {quoted(words)}, occurrence: {occurrence}}}"


def quote_rows(suggestions: Iterable[Suggestion], exact: Exact, indent: int = 2) -> list[str]:
    """The lines of a list of quotes."""
    lines: list[str] = []
    for made in suggestions:
        row = _row(made, exact, indent + 2)
        pad = " " * indent
        lines += [f"{pad}- {row[0].lstrip()}", *row[1:]]
    return lines


def _row(made: Suggestion, exact: Exact, indent: int) -> list[str]:
    pad = " " * indent
    speaker = made.speaker.actor
    lines = [f"{pad}speaker: {speaker.id}"] if speaker else []
    lines += _exact(made.pieces, exact, indent)
    lines += [f"{pad}type: {made.type}", f"{pad}medium: {made.medium}"]
    if made.cue:
        lines.append(f"{pad}cue: {quoted(made.cue)}")
    if made.negated:
        lines.append(f"{pad}negated: true")
    lines.append(f"{pad}suggested: true  # {_remark(made)}")
    if made.speaker.joint:
        lines.append(f"{pad}with: [{', '.join(made.speaker.joint)}]")
    if made.alterations:
        lines.append(f"{pad}alterations: [{', '.join(made.alterations)}]")
    if made.inner:
        lines += [f"{pad}inner:", *quote_rows(made.inner, exact, indent + 2)]
    return lines


def _exact(pieces: list[Span], exact: Exact, indent: int) -> list[str]:
    pad = " " * indent
    if len(pieces) == 1:
        return _piece(pieces[0], exact, f"{pad}exact:", indent)
    lines = [f"{pad}exact:"]
    for piece in pieces:
        words, occurrence = exact.of(piece)
        if occurrence is None:
            lines.append(f"{pad}  - {value(words, indent + 2, 2)}")
        else:
            lines += [f"{pad}  - exact: {value(words, indent + 4, 7)}", f"{pad}    occurrence: {occurrence}"]
    return lines


def _piece(span: Span, exact: Exact, key: str, indent: int) -> list[str]:
    words, occurrence = exact.of(span)
    if occurrence is None:
        return [f"{key} {value(words, indent, 7)}"]
    pad = " " * (indent + 2)
    return [key, f"{pad}exact: {value(words, indent + 2, 7)}", f"{pad}occurrence: {occurrence}"]


def _remark(made: Suggestion) -> str:
    """What in the row is guessed, and the words that stand where a name was looked for."""
    guessed = ["speaker"] if made.speaker.actor else []
    guessed += ["cue"] if made.cue else []
    remark = f"suggested: {', '.join([*guessed, 'type', 'medium'])}"
    if made.speaker.actor is None and made.speaker.printed:
        remark += f"; the speaker as printed: {comment(made.speaker.printed)}"
    elif made.speaker.actor is None:
        remark += "; no speaker found"
    return remark
