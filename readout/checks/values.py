"""A value that an article gives for a claim is of the claim's type."""

import re
from collections.abc import Iterator

from readout.checks.world import World
from readout.dates import is_edtf
from readout.formats import FORMATS
from readout.problem import Problem
from readout.row import Row

NUMBER = re.compile(r"-?\d+(\.\d+)?")


def check_value(row: Row, world: World) -> Iterator[Problem]:
    """R405: coverage gives a value for a claim without one, or of another type."""
    value = row.values.get("value")
    if row.table != "coverage" or value is None:
        return
    claim = world.first.get(("claims", row.values["claim"]))
    if claim is None or claim.broken:
        return
    kind = claim.values.get("value_type")
    if kind is None:
        hint = "leave the value out, or give the claim a value_type"
        yield Problem(row.place("value"), "R405", f"the claim '{claim.id}' carries no value", hint)
    elif kind == "date" and not is_edtf(value):
        yield Problem(row.place("value"), "R405", f"'{value}' is no date", "write " + FORMATS["edtf"][2])
    elif kind == "number" and not NUMBER.fullmatch(value):
        yield Problem(row.place("value"), "R405", f"'{value}' is no number", "write digits, with a point if need be")
