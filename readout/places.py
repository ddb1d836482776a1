"""Give problems their lines and columns, which only those that are shown need."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache

from readout.problem import Pointer, Problem, Span
from readout.strict_yaml import Index


def with_lines(problems: Iterable[Problem], index_of: Callable[[str], Index]) -> list[Problem]:
    """The problems in the order of their places, each with its lines and columns.

    Takes the problems and a function from a path to the positions in that file, which is asked
    only for files that have a problem without a line. A pointer to a value that the file does not
    have (a field that is missing, or derived) is taken for the nearest value around it, which is
    not what a fix was meant for.
    """
    lookup = lru_cache(maxsize=8)(index_of)  # problems come file by file, and an index is large
    found = []
    for problem in problems:
        place = problem.place
        if not place.line:
            index = lookup(place.path)
            fix = problem.fix if place.pointer in index else None
            problem = replace(problem, place=place.at(nearest(index, place.pointer, place.key)), fix=fix)
        found.append(problem)
    return sorted(set(found), key=Problem.sort_key)


def nearest(index: Index, pointer: Pointer, key: bool) -> Span:
    """Where a value (or its key) stands, or else the nearest value around it.

    The document as a whole has a beginning and no end: there is nothing in it to point at.
    """
    while pointer and pointer not in index:
        pointer, key = pointer[:-1], False
    value_span, key_span = index.get(pointer, ((1, 1, 0, 0), (1, 1, 0, 0)))
    line, column, *end = key_span if key else value_span
    return (line, column, end[0], end[1]) if pointer else (line, column, 0, 0)
