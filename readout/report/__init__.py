"""Problems as text: for people, for editors, for scripts, for GitHub. Each format is a module of its own.

A renderer takes the problems, in the order of their places, and a function that gives the lines of
a file; it returns all that is to be printed. It is loaded only when there is something to show.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it takes a while to load, and is needed only where there are problems
    from readout.problem import Problem

#: What `--format` takes; each is a module beside this one.
FORMATS = ("people", "line", "json", "github", "sarif")
#: The lines of a file by its path, without their ends; none where there is no such file.
Lines = Callable[[str], list[str]]


def render(form: str, problems: "list[Problem]", lines: Lines) -> str:
    """The problems in one of FORMATS; without an end of line at the end."""
    text: str = import_module(f"{__name__}.{form}").render(problems, lines)
    return text
