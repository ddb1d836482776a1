"""The files that a database is made from, by path: each one's size and hash."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True)
class Listed:
    """A file by its size and its hash."""

    bytes: int
    sha256: str


Listing = dict[str, Listed]


def sources_sha256(files: Mapping[str, Listed]) -> str:
    """One SHA-256 of all source files: of what `sha256sum` prints for them in the order of their paths."""
    return hashed((path, one.sha256) for path, one in sorted(files.items()) if path.startswith("sources/"))


def hashed(files: Iterable[tuple[str, str]]) -> str:
    """One SHA-256 of some files, given as path and SHA-256: of what `sha256sum` prints for them."""
    whole = sha256()
    for path, one in files:
        whole.update(f"{one}  {path}\n".encode())
    return whole.hexdigest()


def inputs_sha256(around: Mapping[str, Listed], sources: str) -> str:
    """One SHA-256 of all that a database is made from, and of what makes it.

    Takes the schema and the SQL by path, and the hash of the sources.
    """
    files = [("readout", package_sha256()), ("sources", sources), *((path, one.sha256) for path, one in around.items())]
    return hashed(sorted(files))


@cache
def package_sha256() -> str:
    """One SHA-256 of Readout's own code."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
