"""Give problems their line and column, which only those that are shown need."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

from readout.problem import Pointer, Problem
from readout.strict_yaml import Index


def with_lines(problems: Iterable[Problem], index_of: Callable[[str], Index]) -> list[Problem]:
    """The problems in the order of their places, each with line and column.

    Takes the problems and a function from a path to the positions in that file, which is asked
    only for files that have a problem without a line. A pointer to a value that the file does not
    have (a field that is missing, or derived) is taken for the nearest value around it.
    """
    lookup = cache(index_of)
    found = []
    for problem in problems:
        place = problem.place
        if not place.line:
            line, column = nearest(lookup(place.path), place.pointer, place.key)
            problem = replace(problem, place=place.at(line, column))
        found.append(problem)
    return sorted(set(found), key=Problem.sort_key)


def nearest(index: Index, pointer: Pointer, key: bool) -> tuple[int, int]:
    """The position of a value (or of its key), or else of the nearest value around it."""
    while pointer and pointer not in index:
        pointer, key = pointer[:-1], False
    value_position, key_position = index.get(pointer, ((1, 1), (1, 1)))
    return key_position if key else value_position
