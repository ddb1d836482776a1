"""Ids are unique, and the rows of a record can be told apart."""

from collections.abc import Iterator

from readout.checks.world import World
from readout.problem import Place, Problem
from readout.row import Row


def check_record_id(row: Row, world: World) -> Iterator[Problem]:
    """R302: a register record or an article has the id of another."""
    first = world.first[row.table, row.id]
    if first is row or not world.schema.tables[row.table].file:
        return
    place = Place(row.path, pointer=row.pointer, key=True)
    message = f"'{row.id}' is also the id of a record in {first.path}"
    yield Problem(place, "R302", message, "give one of them another id; an id never changes its meaning")


def check_annotation_id(row: Row, world: World) -> Iterator[Problem]:
    """R303: two rows of one record say the same of the same thing."""
    first = world.first[row.table, row.id]
    table = world.schema.tables[row.table]
    if first is row or table.file or row.table == "evidence" or row.path != first.path:
        return
    message = f"the same {table.singular.replace('_', ' ')} stands here twice"
    hint = "keep one; where the words stand twice in the text, tell them apart with occurrence"
    yield Problem(row.place(), "R303", message, hint)
