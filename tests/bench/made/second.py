"""A second, independent annotation of an article: the same rows for the most part, other judgements here and there."""

from random import Random
from typing import Any

LISTS = ("quotes", "coverage", "mentions", "namings", "stances", "frames")


def second_of(record: dict[str, Any], curator: str, random: Random) -> dict[str, Any]:
    """Another curator's annotation: a draft without one row in eight, some stances and quote types otherwise."""
    dropped = {"reviewed_by", "allow"}
    made = {name: value for name, value in record.items() if name not in dropped}
    made |= {"curator": curator, "status": "draft"}
    for name in LISTS:
        rows = [_judged(name, row, random) for row in made.get(name, []) if random.random() > 0.12]
        made[name] = rows
    return {name: value for name, value in made.items() if value != []}


def _judged(name: str, row: dict[str, Any], random: Random) -> dict[str, Any]:
    if name == "stances" and random.random() < 0.25:
        return row | {"score": max(-2, min(2, row["score"] + random.choice((-1, 1))))}
    if name == "quotes" and row["type"] in ("direct", "mixed") and random.random() < 0.08:
        return row | {"type": "mixed" if row["type"] == "direct" else "direct"}
    if name == "coverage" and row["stance"] in ("asserts", "disputes") and random.random() < 0.1:
        return row | {"stance": "denies"}
    return row
