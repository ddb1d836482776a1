"""What a check has found."""

from collections.abc import Collection
from dataclasses import dataclass

from readout.problem import Problem


@dataclass(frozen=True)
class Since:
    """The paths that alone can be otherwise than at the last build, if that is still the one of these sources.

    `build` is the hash of its sources (see store.lists.sources_hash).
    """

    build: str
    paths: Collection[str]


@dataclass(frozen=True)
class Checked:
    """The problems of a project, in the order of their places, and how many source files it has.

    `read` units were read, and the others are as they were at the last build; None where all were, and `why` then says
    why the last build could not be gone on with, if there is one. `changed` are the files that are otherwise than at
    that build by path, with their SHA-256 (empty for what is gone, or no source); None where all were read. `build` is
    the hash of the sources of that build.
    """

    problems: list[Problem]
    files: int
    read: int | None = None
    why: str = ""
    changed: dict[str, str] | None = None
    build: str = ""
