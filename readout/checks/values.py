"""A value that an article gives for a claim is of the claim's type."""

import re
from collections.abc import Iterator

from readout.checks.world import World
from readout.dates import is_edtf
from readout.formats import FORMATS
from readout.problem import Problem
from readout.unit import Unit

NUMBER = re.compile(r"-?\d+(\.\d+)?")


def check_value(here: Unit, world: World) -> Iterator[Problem]:
    """R405: coverage gives a value for a claim without one, or of another type."""
    for row in here.rows["coverage"]:
        value = row.values.get("value")
        if value is None:
            continue
        claim = world.record("claims", row.values["claim"])
        if claim is None or claim.broken:
            continue
        kind = claim.values.get("value_type")
        if kind is None:
            hint = "leave the value out, or give the claim a value_type"
            yield Problem(row.place("value"), "R405", f"the claim '{claim.id}' carries no value", hint)
        elif kind == "date" and not is_edtf(value):
            yield Problem(row.place("value"), "R405", f"'{value}' is no date", "write " + FORMATS["edtf"][2])
        elif kind == "number" and not NUMBER.fullmatch(value):
            hint = "write digits, with a point if need be"
            yield Problem(row.place("value"), "R405", f"'{value}' is no number", hint)
