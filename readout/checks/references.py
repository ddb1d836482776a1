"""References lead somewhere, and not in a circle."""

from collections.abc import Iterator

from readout.checks.world import World
from readout.near import did_you_mean, only_slip
from readout.problem import Problem
from readout.row import Row
from readout.unit import Unit


def check_references(here: Unit, world: World) -> Iterator[Problem]:
    """R301: a field names an id that its register does not have."""
    for table in sorted(here.rows.by_table):
        outward = world.schema.outward[table]
        for row in here.rows[table] if outward else ():
            for column, target in outward:
                value = row.values.get(column)
                if value is None:
                    continue
                if not world.exists(target, value) and world.is_complete(target):
                    yield _unknown(row, column, target, world)


def _unknown(row: Row, column: str, target: str, world: World) -> Problem:
    value = str(row.values[column])
    singular = world.schema.tables[target].singular.replace("_", " ")
    ids = world.ids(target)
    hint = did_you_mean(value, ids)
    hint = hint or f"write the record into sources/{target}.yaml, or look there for its id"
    return Problem(row.place(column), "R301", f"no {singular} '{value}'", hint, only_slip(value, ids))


def check_circle(here: Unit, world: World) -> Iterator[Problem]:
    """R304: a record is part of itself, directly or by way of others."""
    for row in here.records(world.schema):
        for column, target in world.schema.outward[row.table]:
            if target == row.table and (chain := _chain(row, column, world)):
                message = f"'{row.id}' is {column.replace('_', ' ')} itself: {' → '.join(chain)}"
                yield Problem(row.place(column), "R304", message, "take one of these references out")


def _chain(row: Row, column: str, world: World) -> list[str]:
    """The ids along a circle that this record is the first of; nothing where there is no such circle."""
    seen = [row.id]
    current: Row | None = row
    while current is not None and (value := current.values.get(column)) is not None:
        if value == row.id:
            return [*seen, row.id] if row.id == min(seen) else []
        if value in seen:
            return []
        seen.append(value)
        current = world.record(row.table, value)
    return []
