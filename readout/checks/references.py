"""References lead somewhere, and not in a circle."""

from collections import defaultdict
from collections.abc import Iterator

from readout.checks.world import World
from readout.near import did_you_mean, only_slip
from readout.problem import Problem
from readout.row import Row
from readout.unit import Unit

#: In one file, for so many unknown ids it is looked what they may mean.
MOST_HINTS = 100


def check_references(here: Unit, world: World) -> Iterator[Problem]:
    """R301: a field names an id that its register does not have."""
    unknown: set[str] = set()
    for table in sorted(here.rows.by_table):
        outward = world.schema.outward[table]
        for row in here.rows[table] if outward else ():
            for column, target in outward:
                value = row.values.get(column)
                if value is None:
                    continue
                if not world.exists(target, value) and world.is_complete(target):
                    unknown.add(value)
                    yield _unknown(row, column, target, world, with_hint=len(unknown) <= MOST_HINTS)


def _unknown(row: Row, column: str, target: str, world: World, with_hint: bool) -> Problem:
    value = str(row.values[column])
    singular = world.schema.tables[target].singular.replace("_", " ")
    if now := world.named_before(target, value):
        hint = f"it is '{now[0]}' now"
        return Problem(row.place(column), "R301", f"no {singular} '{value}' any more", hint, now[0])
    ids = world.ids(target)
    hint = did_you_mean(value, ids) if with_hint else ""
    hint = hint or f"write the record into sources/{target}.yaml, or look there for its id"
    fix = only_slip(value, ids) if with_hint else None
    return Problem(row.place(column), "R301", f"no {singular} '{value}'", hint, fix)


def check_circle(here: Unit, world: World) -> Iterator[Problem]:
    """R304: a record is part of itself, directly or by way of others."""
    passed: dict[str, set[str]] = defaultdict(set)
    for record in here.records(world.schema):
        for column, target in world.schema.outward[record.table]:
            if target != record.table:
                continue
            chain = _circle(record, column, world, passed[column])
            row = world.record(record.table, chain[0]) if chain else None
            if row and row.path == here.path:
                message = f"'{row.id}' is {column.replace('_', ' ')} itself: {' → '.join(chain)}"
                yield Problem(row.place(column), "R304", message, "take one of these references out")


def _circle(record: Row, column: str, world: World, passed: set[str]) -> list[str]:
    """The ids along the circle that a record leads into, from its first id back to that; nothing where there is none.

    Records that were passed before are not gone through again: what they lead to is known.
    """
    chain: dict[str, None] = {}
    current: Row | None = record
    while current is not None and current.id not in passed:
        passed.add(current.id)
        chain[current.id] = None
        value = current.values.get(column)
        if value in chain:
            circle = list(chain)[list(chain).index(value) :]
            first = circle.index(min(circle))
            return [*circle[first:], *circle[: first + 1]]
        current = world.record(record.table, value) if value is not None else None
    return []
