"""What is said of evidence that is not found, stands twice, or stands in another place than before."""

from collections.abc import Callable, Iterable
from itertools import islice

from rapidfuzz import fuzz

from readout.anchoring.fare import Outcome
from readout.anchoring.find import Found
from readout.anchoring.texts import Text
from readout.normal import normalised
from readout.problem import Problem
from readout.row import Row

#: From here on other words are worth showing in place of those that are missing; any two sentences reach 60.
NEAR_ENOUGH = 70.0
SHOWN = 70
AROUND = 20
Others = Callable[[], Iterable[Text]]


def not_found(row: Row, text: Text, others: Others, outcome: Outcome | None) -> Problem:
    """R501: the words are not in the text. Names other texts that have them, and the nearest words of this one."""
    exact = row.values["exact"]
    said = [f"'{shown(exact)}' is {'no longer' if outcome else 'not'} in this text"]
    elsewhere = ((other.name, other.words.find(exact)) for other in others())
    said += [f"in {name} at {at}" for name, at in islice((found for found in elsewhere if found[1] >= 0), 3)]
    near = fuzz.partial_ratio_alignment(exact, text.words, score_cutoff=NEAR_ENOUGH)
    if near:
        start, end = _whole_words(text.words, near.dest_start, near.dest_end)
        said.append(f"nearest here, at {start}: '{shown(text.words[start:end])}'")
    hint = "copy the words from the text, with its own quotation marks, dashes and spaces"
    if outcome:
        hint = "the text was changed; write its words as they are now, or take the annotation out"
    return Problem(row.place(), "R501", "; ".join(said), hint)


def no_such_occurrence(row: Row, found: Found, outcome: Outcome | None) -> Problem:
    """R501: the words stand in the text, but not so often."""
    count = len(found.spans)
    times = f"{count} time{'' if count == 1 else 's'}" + (" now" if outcome else "")
    message = f"occurrence {found.occurrence} of '{shown(row.values['exact'])}', which stands here {times}"
    hint = f"write an occurrence from 1 to {count}" if count > 1 else "take the occurrence out"
    return Problem(row.place(), "R501", message, _was_better(outcome) or hint)


def repeated(row: Row, text: Text, found: Found, outcome: Outcome | None) -> Problem:
    """R502: the words stand in the text more than once, and nothing says which is meant."""
    around = [f"{n} is '{_around(text, start, end)}'" for n, (start, end) in enumerate(found.spans[:4], 1)]
    now = " now" if outcome else ""
    message = f"'{shown(row.values['exact'])}' stands {len(found.spans)} times in this text{now}"
    hint = "write more of the words, or {exact: …, occurrence: N}, where " + "; ".join(around)
    if outcome and outcome.better:
        hint += f"; what stood here before is {outcome.better}"
    return Problem(row.place(), "R502", message, hint)


def elsewhere(row: Row, text: Text, found: Found, outcome: Outcome, article: str) -> Problem:
    """R509: the words stand in another place than before. Shows what stood around them, and what does now."""
    before, after = outcome.before, outcome.after
    assert after is not None
    old = _flat(before["prefix"][-AROUND:] + before["exact"] + before["suffix"][:AROUND])
    new = _around(text, after["start"], after["end"])
    which = "" if len(found.spans) == 1 else f"occurrence {(found.chosen or 0) + 1} of "
    only = "only " if len(found.spans) == 1 else ""
    message = (
        f"{which}'{shown(row.values['exact'])}' stood at {before['start']} in '…{old}…' and "
        f"stands now {only}at {after['start']} in '{new}'"
    )
    accept = f"`readout anchor --accept {article}`"
    better = _was_better(outcome)
    hint = f"if it still says so, run {accept}; if not, change the annotation"
    return Problem(
        row.place(), "R509", message, f"{better}; or, if the new place is meant, run {accept}" if better else hint
    )


def shown(text: str) -> str:
    """Words for a message: on one line, without what nobody sees, and not too long."""
    flat = _flat(text)
    return flat if len(flat) <= SHOWN else flat[: SHOWN - 3] + "…"


def _whole_words(words: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with the words whole that it begins and ends in."""
    while start > 0 and words[start - 1 : start + 1].isalnum():
        start -= 1
    while end < len(words) and words[end - 1 : end + 1].isalnum():
        end += 1
    return start, end


def _was_better(outcome: Outcome | None) -> str:
    if outcome is None or outcome.better is None:
        return ""
    return f"write {{exact: …, occurrence: {outcome.better}}}, which is where it stood before"


def _around(text: Text, start: int, end: int) -> str:
    return f"…{shown(text.words[max(0, start - AROUND) : end + AROUND])}…"


def _flat(text: str) -> str:
    return " ".join(normalised(text).split())
