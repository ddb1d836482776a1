"""What is unknown says why, and a ground belongs to a value."""

from collections.abc import Iterator

from readout.checks.world import World
from readout.near import did_you_mean
from readout.problem import Place, Problem
from readout.row import Row
from readout.schema import Shape
from readout.unit import Unit

UNKNOWN = {"not-stated", "not-found", "not-applicable"}


def check_grounds(here: Unit, world: World) -> Iterator[Problem]:
    """R401, R402: a null without its ground, a ground for no field or against the field's value."""
    shapes = {shape.table: shape for shape in (*world.schema.registers.values(), world.schema.article)}
    for row in here.records(world.schema):
        shape = shapes[row.table]
        if not row.broken and (grounds := shape.fields.get("grounds")) and grounds.shape:
            given = here.children(grounds.shape.table, grounds.shape.parent, row.id)
            yield from _of_record(row, shape, {ground.values["field"]: ground for ground in given})


def _of_record(row: Row, shape: Shape, given: dict[str, Row]) -> Iterator[Problem]:
    misspelt = [name for name in given if name not in shape.fields]
    for name in shape.fields:
        if name in row.values and row.values[name] is None and name not in given:
            if did_you_mean(name, misspelt):
                continue
            hint = f"say in grounds why: grounds: {{{name}: {{basis: not-found, ground: …}}}}, or leave the field out"
            yield Problem(row.place(name), "R401", f"'{name}' is null without a ground", hint)
    for name, ground in given.items():
        place = Place(row.path, pointer=ground.pointer, key=True)
        known = row.values.get(name) is not None
        if name not in shape.fields:
            yield Problem(place, "R402", f"a ground for '{name}', which is no field", did_you_mean(name, shape.fields))
        elif shape.fields[name].kind == "column" and known == (ground.values["basis"] in UNKNOWN):
            basis = ground.values["basis"]
            message = f"the ground says {basis}, and '{name}' has {'a' if known else 'no'} value"
            yield Problem(place, "R402", message, "one of the two is left over; put it right")
