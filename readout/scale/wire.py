"""Units and rows as bytes, on their way from one step of a build on a cluster to the next.

They are written and read by Pythons of one version (see versions.py), in a folder that nobody else writes into.
"""

import marshal
from collections.abc import Iterable
from typing import Any

from readout.problem import Place, Problem
from readout.row import Row, Rows
from readout.unit import Unit


def packed_rows(rows: Iterable[Row]) -> bytes:
    """Some rows of one file; the path is left out."""
    return marshal.dumps(list(map(_row, rows)))


def rows_of(content: bytes, path: str) -> list[Row]:
    """The rows again, of the file of a path."""
    return [Row(table, values, path, pointer, broken) for table, values, pointer, broken in marshal.loads(content)]


def packed_unit(unit: Unit) -> bytes:
    """All that a unit says but its path."""
    rows = [_row(row) for rows in unit.rows.by_table.values() for row in rows]
    problems = [_problem(problem) for problem in unit.problems]
    return marshal.dumps((rows, problems, unit.anchors, unit.incomplete, unit.curator))


def unit_of(content: bytes, path: str) -> Unit:
    """The unit again."""
    rows, problems, anchors, incomplete, curator = marshal.loads(content)
    made = Rows(Row(table, values, path, pointer, broken) for table, values, pointer, broken in rows)
    found = [Problem(Place(*where), *what) for where, what in problems]
    return Unit(path, made, found, anchors, incomplete, curator)


def packed_values(values: list[Any]) -> bytes:
    """The values of one row."""
    return marshal.dumps(values)


def values_of(content: bytes) -> list[Any]:
    """The values again."""
    found: list[Any] = marshal.loads(content)
    return found


def _row(row: Row) -> tuple[str, dict[str, Any], tuple[str | int, ...], bool]:
    return row.table, row.values, tuple(row.pointer), row.broken


def _problem(problem: Problem) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    place = problem.place
    where = (place.path, place.line, place.column, tuple(place.pointer), place.key, place.end_line, place.end_column)
    return where, (problem.code, problem.message, problem.hint, problem.fix)
