"""Ids are unique, and the rows of a record can be told apart."""

from collections.abc import Iterator

from readout.checks.world import World
from readout.problem import Place, Problem
from readout.unit import Unit


def check_record_id(here: Unit, world: World) -> Iterator[Problem]:
    """R302: a register record or an article has the id of another."""
    for row in here.records(world.schema) if not here.curator else ():
        first = world.record(row.table, row.id)
        if first is not None and first.path != row.path:
            place = Place(row.path, pointer=row.pointer, key=True)
            message = f"'{row.id}' is also the id of a record in {first.path}"
            yield Problem(place, "R302", message, "give one of them another id; an id never changes its meaning")


def check_annotation_id(here: Unit, world: World) -> Iterator[Problem]:
    """R303: two rows of one record say the same of the same thing."""
    for name in sorted(here.rows.by_table):
        table = world.schema.tables[name]
        if table.file or table.derived:
            continue
        rows = here.rows[name]
        if len({row.values["id"] for row in rows}) == len(rows):
            continue
        seen: set[str] = set()
        for row in rows:
            if row.id in seen:
                message = f"the same {table.singular.replace('_', ' ')} stands here twice"
                hint = "keep one; where the words stand twice in the text, tell them apart with occurrence"
                yield Problem(row.place(), "R303", message, hint)
            seen.add(row.id)
