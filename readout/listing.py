"""The files that a database is made from, by path: each one's size and hash."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Listed:
    """A file by its size and its hash."""

    bytes: int
    sha256: str


Listing = dict[str, Listed]


def sources_sha256(files: Mapping[str, Listed]) -> str:
    """One SHA-256 of all source files: of what `sha256sum` prints for them in the order of their paths."""
    lines = (f"{one.sha256}  {path}\n" for path, one in sorted(files.items()) if path.startswith("sources/"))
    return sha256("".join(lines).encode()).hexdigest()
