"""What a check has found."""

from dataclasses import dataclass

from readout.problem import Problem


@dataclass(frozen=True)
class Checked:
    """The problems of a project, in the order of their places, and how many source files it has.

    `read` units were read, and the others are as they were at the last build; None where all were, and `why` then says
    why the last build could not be gone on with, if there is one. `changed` are the files that are otherwise than at
    that build by path, with their SHA-256 (empty for what is gone, or no source); None where all were read.
    """

    problems: list[Problem]
    files: int
    read: int | None = None
    why: str = ""
    changed: dict[str, str] | None = None
