"""What holds for quotations: how much is stored, each once, each with its speaker."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from readout.checks.world import World
from readout.near import plural
from readout.problem import Place, Problem
from readout.row import Row
from readout.spans import covered
from readout.unit import Unit
from readout.words import count_words

#: The stored quotations of one article: at most this share of its text, and this many words.
LARGEST_SHARE = 0.4
MOST_WORDS = 600
#: Nothing is part of so many others, one inside the other.
LONGEST_CHAIN = 100
#: Who quotes word for word, wholly or in part.
VERBATIM = {"direct", "mixed"}


def check_budget(here: Unit, world: World) -> Iterator[Problem]:
    """R408: so much of an article is stored as quotations that it comes near to republishing it.

    Words that are stored twice count once: a quote inside another, or one that stands twice by mistake.
    The share is of the text without what is not the article, and known where there are anchors.
    """
    if here.article is None:
        return
    pieces, around = _pieces(here), _around(here)
    whole = {row.values["annotation"] for row in pieces}
    outermost = [row for row in pieces if not whole & around[row.values["annotation"]]]
    stretches = [words for words, _ in {_words(row) for row in outermost}]
    count = sum(map(count_words, stretches))
    share = sum(map(len, stretches)) / _length(here) if here.anchors else 0
    if count > MOST_WORDS or share > LARGEST_SHARE:
        of_text = f", {share:.0%} of the text" if here.anchors else ""
        message = f"{plural(count, 'word')} of quotations{of_text}; the budget is {MOST_WORDS} words and "
        message += f"{LARGEST_SHARE:.0%} of the text"
        hint = "keep the telling stretches, and tell the rest as a gist"
        yield Problem(Place(here.path, pointer=("quotes",), key=True), "R408", message, hint)


def check_twice(here: Unit, world: World) -> Iterator[Problem]:
    """R409: two quotes have the same words of the same place, and neither stands inside the other."""
    around = _around(here)
    told: set[str] = set()
    for one, other in _touching(here):
        first, second = one.values["annotation"], other.values["annotation"]
        if first == second or second in told or first in around[second] or second in around[first]:
            continue
        told.add(second)
        message = f"'{other.values['exact'][:40]}' stands in another quote already"
        hint = "keep one; speech that is reported inside a quotation is an `inner` quote of it"
        yield Problem(other.place(), "R409", message, hint)


def check_speaker(here: Unit, world: World) -> Iterator[Problem]:
    """R410: words in quotation marks are given to nobody."""
    for row in here.rows["quotes"]:
        if row.values["type"] in VERBATIM and row.values.get("speaker") is None:
            hint = "name the speaker; words that are nobody's speech but held at a distance are a naming"
            yield Problem(row.place(), "R410", f"a {row.values['type']} quote without a speaker", hint)


def check_utterance_speaker(here: Unit, world: World) -> Iterator[Problem]:
    """R411: a rendering gives an utterance to somebody who did not make it.

    A ministry for its minister, or a spokesman for his office, is the same voice: actors that are
    part of one another don't disagree. With whom the article has him speak (`with`) is its rendering.
    """
    for row in here.rows["quotes"]:
        speaker, utterance = row.values.get("speaker"), row.values.get("utterance")
        if speaker is None or utterance is None:
            continue
        made = world.record("utterances", utterance)
        if made is None or made.broken or made.values["speaker"] is None:
            continue
        joint = world.children(made, "utterance_joint_speakers", "utterance")
        makers = [made.values["speaker"], *(other.values["actor"] for other in joint)]
        if not any(_one_voice(speaker, maker, world) for maker in makers):
            message = f"'{speaker}' is the speaker here; '{utterance}' was made by "
            message += " and ".join(f"'{maker}'" for maker in makers)
            hint = "put right whichever is wrong; where the article itself misattributes it, allow R411 and say so"
            yield Problem(row.place("speaker"), "R411", message, hint)


def _pieces(here: Unit) -> list[Row]:
    """The pieces of evidence that are words in quotation marks."""
    return [row for row in here.evidence if (row.values["kind"], row.values["field"]) == ("quote", "exact")]


def _around(here: Unit) -> dict[str, set[str]]:
    """By each quote those that it stands inside, directly or not; the outer ones come first in the file."""
    found: dict[str, set[str]] = {}
    for row in here.rows["quotes"]:
        outer = row.values.get("inside")
        found[row.id] = {outer, *found[outer]} if outer else set()
    return found


def _words(row: Row) -> tuple[str, int]:
    """What tells a stretch of the text from others: its words, and which of several equal ones it is."""
    return row.values["exact"], row.values["occurrence"] or 1


def _length(here: Unit) -> int:
    """How long an article's text is, in code points, without what is not the article."""
    length: int = here.anchors["length"] if here.anchors else 0
    return max(1, length - covered((start, end) for start, end, _ in here.zones))


def _touching(here: Unit) -> Iterator[tuple[Row, Row]]:
    """Pairs of pieces that share words of the text; where it is not at hand, those with the same words."""
    pieces = _pieces(here)
    placed = sorted((span, number) for number, row in enumerate(pieces) if (span := here.span(row)))
    for position, ((_, end), index) in enumerate(placed):
        for (start, _), other in placed[position + 1 :]:
            if start >= end:
                break
            yield pieces[min(index, other)], pieces[max(index, other)]
    alike: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in pieces:
        alike[_words(row)].append(row)
    for rows in alike.values():
        yield from (pair for pair in combinations(rows, 2) if not all(map(here.span, pair)))


def _one_voice(one: str, other: str, world: World) -> bool:
    """Whether one of two actors is part of the other; granted while that can't be told."""
    mine, theirs = _wholes(one, world), _wholes(other, world)
    return mine is None or theirs is None or other in mine or one in theirs


def _wholes(actor: str, world: World) -> set[str] | None:
    """An actor, and what it is part of, directly or not; None where one of these is missing or in disorder."""
    found: set[str] = set()
    current: str | None = actor
    while current and current not in found and len(found) < LONGEST_CHAIN:
        found.add(current)
        row = world.record("actors", current)
        if row is None or row.broken:
            return None
        current = row.values.get("part_of")
    return found
