"""Problems for editors and `grep`: one line each, and its hint on the next.

In Vim: set errorformat=%f:%l:%c:\\ %m,%C\\ \\ hint:\\ %m
"""

from readout.problem import Problem
from readout.report import Lines
from readout.report.excerpt import harmless


def render(problems: list[Problem], lines: Lines) -> str:
    """The problems, one below the other."""
    shown = (harmless(line) for problem in problems for line in _lines(problem))
    return "\n".join(shown)


def _lines(problem: Problem) -> list[str]:
    first = f"{problem.place}: {problem.code} {problem.name}: {problem.message}"
    return [first, f"  hint: {problem.hint}"] if problem.hint else [first]
