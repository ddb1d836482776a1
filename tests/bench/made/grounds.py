"""Grounds: what a value, or its being unknown, rests on."""

from random import Random
from typing import Any

from .english import prose

KNOWN, UNKNOWN = ("stated", "inferred", "looked-up"), ("not-stated", "not-found", "not-applicable")
CONFIDENCE = ("high", "medium", "low")


def ground(random: Random, known: bool) -> dict[str, Any]:
    """The ground of one field that has a value, or of one that is null."""
    basis = random.choice(KNOWN if known else UNKNOWN)
    made: dict[str, Any] = {"basis": basis, "ground": prose(random, random.randint(4, 25))}
    if basis == "inferred":
        made["confidence"] = random.choice(CONFIDENCE)
    if basis == "looked-up":
        made["source"] = address(random)
    return made


def address(random: Random) -> str:
    """A web address at a domain that is nobody's."""
    return f"https://{random.choice(('press', 'archive', 'records'))}.example/{random.randrange(10**7)}"
