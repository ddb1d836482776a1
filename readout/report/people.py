"""Problems for people: place, code, name and message; the line with carets below; a hint.

Colours are always in; who prints the text takes them out where they don't belong.
"""

from click import style

from readout.problem import Problem
from readout.report import Lines
from readout.report.excerpt import excerpt, harmless


def render(problems: list[Problem], lines: Lines) -> str:
    """The problems with an empty line between them."""
    return "\n\n".join("\n".join(_block(problem, lines)) for problem in problems)


def _block(problem: Problem, lines: Lines) -> list[str]:
    place = style(harmless(str(problem.place)), bold=True)
    name = style(f"{problem.code} {problem.name}", fg="red", bold=True)
    block = [f"{place}: {name}: {harmless(problem.message)}"]
    if shown := excerpt(problem.place, lines(problem.place.path)):
        line, carets = shown
        number = style(f"{problem.place.line:>5} |", dim=True)
        margin = style(" " * max(5, len(str(problem.place.line))) + " |", dim=True)
        block += [f"{number} {line}".rstrip(), f"{margin} {style(carets, fg='red')}"]
    if problem.hint:
        block.append(f"  {style('hint:', fg='cyan')} {harmless(problem.hint)}")
    return block
