"""Dates of a made-up project, worded as EDTF of any precision."""

from datetime import date
from random import Random

from .world import COUNTRIES

#: Stories begin between these days.
FIRST, LAST = date(2021, 1, 1).toordinal(), date(2025, 9, 30).toordinal()


def iso(day: int) -> str:
    """A day by its number as 2025-12-12."""
    return date.fromordinal(day).isoformat()


def appeared(random: Random, day: int, country: int) -> str:
    """When an article appeared: mostly to the second, often the day alone, now and then only the month."""
    chosen = random.random()
    clock = f"T{random.randrange(24):02}:{random.randrange(60):02}:00"
    if chosen < 0.62:
        return iso(day) + clock + COUNTRIES[country][4].replace("+00:00", "Z")
    if chosen < 0.72:
        return iso(day) + clock
    if chosen < 0.96:
        return iso(day)
    return iso(day)[:7] if chosen < 0.98 else iso(day) + "?"


def happened(random: Random, day: int) -> str:
    """When something happened: mostly the day, else less exactly, but never later than meant."""
    chosen = random.random()
    if chosen < 0.75:
        return iso(day)
    if chosen < 0.85:
        return iso(day)[:7]
    return iso(day) + ("/.." if chosen < 0.9 else "~" if chosen < 0.95 else f"/{iso(day + random.randint(1, 9))}")
