"""Versions: three numbers that promise something to who reads the database (docs/versions.md)."""

import re
from typing import NamedTuple

#: From the least to the greatest: only the data; tables, columns or values were added; something was broken.
KINDS = ("data", "adding", "breaking")
_FORM = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(?:\.(0|[1-9][0-9]*))?")


class Version(NamedTuple):
    """Major, minor and patch."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    @property
    def tag(self) -> str:
        """The git tag of its release."""
        return f"v{self}"

    @classmethod
    def parse(cls, text: str) -> "Version":
        """The version in a text; `1.0` is 1.0.0. Raises ValueError for what is none."""
        match = _FORM.fullmatch(text)
        if not match:
            raise ValueError(f"'{text}' is no version such as 1.0.0")
        return cls(int(match[1]), int(match[2]), int(match[3] or 0))


def next_version(last: Version, kind: str) -> Version:
    """The version after another, by the kind of release."""
    if kind == "breaking":
        return Version(last.major + 1, 0, 0)
    if kind == "adding":
        return Version(last.major, last.minor + 1, 0)
    return Version(last.major, last.minor, last.patch + 1)
