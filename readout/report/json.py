"""Problems for scripts: one JSON array, in ASCII.

path         of the file, relative to the project, with forward slashes
line         from 1
column       from 1, in Unicode code points
end_line     and end_column: the first position behind it; null where the file as a whole is meant
code         such as R301
name         such as unknown-reference
message      what is wrong
hint         what to write; may be empty
fix          what belongs in place of the text from (line, column) to (end_line, end_column),
             where only one thing can be meant; else null
"""

import json
from typing import Any

from readout.fix import replacement
from readout.problem import Problem
from readout.report import Lines


def render(problems: list[Problem], lines: Lines) -> str:
    """The array; keys may be added to its objects, and none is ever taken away."""
    return json.dumps([_object(problem, lines) for problem in problems], indent=2)


def _object(problem: Problem, lines: Lines) -> dict[str, Any]:
    place = problem.place
    return {
        "path": place.path,
        "line": place.line or 1,
        "column": place.column or 1,
        "end_line": place.end_line or None,
        "end_column": place.end_column or None,
        "code": problem.code,
        "name": problem.name,
        "message": problem.message,
        "hint": problem.hint,
        "fix": replacement(problem, lines(place.path)),
    }
