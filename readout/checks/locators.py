"""The reporter's own sentences are pointed at, not republished."""

import re
from collections.abc import Iterator

from readout.checks.world import World
from readout.problem import Problem
from readout.row import Row

WORD = re.compile(r"\w+(?:['’]\w+)*")
LONGEST = 11


def check_locator(row: Row, world: World) -> Iterator[Problem]:
    """R403: evidence that is not speech in quotation marks has twelve words or more."""
    if row.table != "evidence" or (row.values["kind"], row.values["field"]) == ("quote", "exact"):
        return
    count = len(WORD.findall(row.values["exact"]))
    if count > LONGEST:
        message = f"a locator of {count} words; it has {LONGEST} at the most"
        yield Problem(row.place(), "R403", message, "keep the few words that show it")
