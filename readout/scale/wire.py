"""Units as bytes, on their way from one step of a build on a cluster to the next (see packed.py, versions.py)."""

import marshal
from typing import Any

from readout.packed import plain_row, row_of
from readout.problem import Place, Problem
from readout.row import Rows
from readout.unit import Unit


def packed_unit(unit: Unit) -> bytes:
    """All that a unit says but its path."""
    rows = [plain_row(row) for rows in unit.rows.by_table.values() for row in rows]
    problems = [_problem(problem) for problem in unit.problems]
    return marshal.dumps((rows, problems, unit.anchors, unit.incomplete, unit.curator))


def unit_of(content: bytes, path: str) -> Unit:
    """The unit again."""
    rows, problems, anchors, incomplete, curator = marshal.loads(content)
    made = Rows(row_of(row, path) for row in rows)
    found = [Problem(Place(*where), *what) for where, what in problems]
    return Unit(path, made, found, anchors, incomplete, curator)


def packed_values(values: list[Any]) -> bytes:
    """The values of one row."""
    return marshal.dumps(values)


def values_of(content: bytes) -> list[Any]:
    """The values again."""
    found: list[Any] = marshal.loads(content)
    return found


def _problem(problem: Problem) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    place = problem.place
    where = (place.path, place.line, place.column, tuple(place.pointer), place.key, place.end_line, place.end_column)
    return where, (problem.code, problem.message, problem.hint, problem.fix)
