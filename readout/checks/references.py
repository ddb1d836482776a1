"""References lead somewhere, and not in a circle."""

from collections.abc import Iterator

from readout.checks.world import World
from readout.near import did_you_mean
from readout.problem import Problem
from readout.row import Row


def check_references(row: Row, world: World) -> Iterator[Problem]:
    """R301: a field names an id that its register does not have."""
    for column, target in world.schema.tables[row.table].references.items():
        value = row.values.get(column)
        if value is None or (target, value) in world.first or target in world.incomplete:
            continue
        singular = world.schema.tables[target].singular.replace("_", " ")
        hint = did_you_mean(str(value), world.ids.get(target, ()))
        hint = hint or f"write the record into sources/{target}.yaml, or look there for its id"
        yield Problem(row.place(column), "R301", f"no {singular} '{value}'", hint)


def check_circle(row: Row, world: World) -> Iterator[Problem]:
    """R304: a record is part of itself, directly or by way of others."""
    table = world.schema.tables[row.table]
    for column, target in table.references.items():
        if target != row.table or not table.file:
            continue
        seen = [row.id]
        current: Row | None = row
        while current is not None and (value := current.values.get(column)) is not None:
            if value == row.id and row.id == min(seen):
                chain = " → ".join([*seen, row.id])
                message = f"'{row.id}' is {column.replace('_', ' ')} itself: {chain}"
                yield Problem(row.place(column), "R304", message, "take one of these references out")
                break
            if value in seen:
                break
            seen.append(value)
            current = world.first.get((target, value))
