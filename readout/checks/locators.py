"""The reporter's own sentences are pointed at, not republished."""

from collections.abc import Iterator

from readout.checks.world import World
from readout.problem import Problem
from readout.unit import Unit
from readout.words import count_words, has_more_words

LONGEST = 11


def check_locator(here: Unit, world: World) -> Iterator[Problem]:
    """R403: evidence that is not speech in quotation marks has twelve words or more."""
    for row in here.evidence:
        if (row.values["kind"], row.values["field"]) == ("quote", "exact"):
            continue
        if has_more_words(row.values["exact"], LONGEST):
            message = f"a locator of {count_words(row.values['exact'])} words; it has {LONGEST} at the most"
            yield Problem(row.place(), "R403", message, "keep the few words that show it")
