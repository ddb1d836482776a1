"""The anchors of one article: made of its evidence and its text, and compared with those of the version before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from readout.anchoring.fare import Fare, Outcome, count, fare
from readout.anchoring.find import Found, anchor_at, find
from readout.anchoring.said import Others, elsewhere, no_such_occurrence, not_found, repeated
from readout.anchoring.texts import Text
from readout.anchors_file import FARES, versions_of
from readout.problem import Problem
from readout.row import Row
from readout.words import count_words


@dataclass(frozen=True)
class Anchored:
    """What anchoring one article gave.

    `anchors` is what the anchors file is to hold, unless there are `problems`: then the old file stays.
    `outcomes` tell what became of each old anchor where the text `changed`; else there are none.
    """

    anchors: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    changed: bool = False

    @property
    def tally(self) -> str:
        """How the old anchors fared, in a line: 120 kept, 8 moved, 1 near, 1 elsewhere, 2 lost."""
        counts = count(self.outcomes)
        names = [*FARES, *([Fare.REPEATED] if counts[Fare.REPEATED] else [])]
        return ", ".join(f"{counts[name]:,} {name}" for name in names)


def _none() -> Iterable[Text]:
    return ()


def anchor_article(
    article: Row, evidence: Sequence[Row], text: Text, before: dict[str, Any] | None = None,
    accept: bool = False, others: Others = _none,
) -> Anchored:  # fmt: skip
    """Find all evidence of one article in its text.

    Takes the article's row, its rows of evidence in the order of the file, its text, what its anchors file
    holds, whether a person has confirmed the places that are others than before, and a function that gives
    the texts in which words may stand that are not in this one (asked only where some are missing).
    Returns a problem for each piece that is missing, stands more than once (R501, R502), or stands elsewhere
    than in the version before (R509).
    """
    found = _find_all(evidence, text)
    changed = before is not None and before["sha256"] != text.sha256
    outcomes = fare(before["anchors"], found, text.words) if before and changed else []
    head: dict[str, Any] = {
        "text": text.name, "sha256": text.sha256, "length": len(text.words), "words": count_words(text.words),
    }  # fmt: skip
    versions = _versions(head, before, outcomes, article.values.get("retrieved"))
    if len(versions) > 1 or "retrieved" in versions[0]:
        head["versions"] = versions
    told = {outcome.id: outcome for outcome in outcomes}
    problems = [
        problem
        for row in evidence
        if (problem := _problem(row, text, found[row.id], told.get(row.id), accept, others, article))
    ]
    return Anchored({**head, "anchors": _anchors(found, text)}, problems, outcomes, changed)


def _find_all(evidence: Sequence[Row], text: Text) -> dict[str, Found]:
    found: dict[str, Found] = {}
    reached: dict[tuple[str, str], int] = {}
    for row in evidence:
        whole = (row.values["annotation"], row.values["field"])
        found[row.id] = find(text, row, reached.get(whole))
        if span := found[row.id].span:
            reached[whole] = span[1]
    return found


def _anchors(found: dict[str, Found], text: Text) -> dict[str, Any]:
    placed = sorted((place.span, key, place.normalisation) for key, place in found.items() if place.span)
    return {key: anchor_at(text.words, span, normalisation) for span, key, normalisation in placed}


def _problem(
    row: Row, text: Text, found: Found, outcome: Outcome | None, accept: bool, others: Others, article: Row
) -> Problem | None:
    if not found.spans:
        return not_found(row, text, others, outcome)
    if found.is_repeated:
        return repeated(row, text, found, outcome)
    if found.chosen is None:
        return no_such_occurrence(row, found, outcome)
    if outcome and outcome.fare is Fare.ELSEWHERE and not accept:
        return elsewhere(row, text, found, outcome, article.id)
    return None


def _versions(
    head: dict[str, Any], before: dict[str, Any] | None, outcomes: list[Outcome], retrieved: str | None
) -> list[dict[str, Any]]:
    """All versions including the present one, the oldest first."""
    earlier = versions_of(before)
    present: dict[str, Any] = {"sha256": head["sha256"], "length": head["length"]}
    if retrieved is not None:
        present["retrieved"] = retrieved
    if before is None or before["sha256"] == head["sha256"]:
        fared = earlier[-1].get("fared") if earlier else None
        earlier = earlier[:-1]
    else:
        counts = count(outcomes)
        fared = {name: counts[name] for name in FARES}
    if fared is not None:
        present["fared"] = fared
    return [*earlier, present]
