"""The rows of one unit as the database has them."""

from readout.anchored import add_anchors, version_rows
from readout.annotators import annotator_rows
from readout.checks.world import World
from readout.derive import add_status, add_values
from readout.row import Rows
from readout.schema import Schema
from readout.unit import Unit


def final_rows(unit: Unit, schema: Schema, world: World) -> Rows:
    """What the database has of a unit, with all that is derived from it alone and from what it refers to.

    Takes a unit without problems, whose rows are changed. A second annotation adds who made it, and no more. Raises
    NotYet where the world can't tell yet.
    """
    rows = own_rows(unit, world)
    add_status(rows, schema, world)
    return rows


def own_rows(unit: Unit, world: World) -> Rows:
    """As `final_rows`, without the status of articles beside other rows."""
    rows = Rows() if unit.curator else Rows(unit.in_use())
    add_anchors(unit, rows)
    add_values(rows, world)
    for row in (*version_rows(unit, rows), *annotator_rows(unit, rows, world)):
        rows.add(row)
    return rows
