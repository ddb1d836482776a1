"""Names of files that every file system takes, and the ways from one file to another."""

import posixpath
import re
from hashlib import sha256

#: Names that are taken as they stand: no upper case (some systems know no difference), no dot (it sets off parts).
PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]*")
LONGEST = 80
KEPT = 40
#: Names that Windows keeps for devices, whatever ending they have.
RESERVED = {"con", "prn", "aux", "nul"} | {f"{name}{number}" for name in ("com", "lpt") for number in range(10)}


def safe(name: str) -> str:
    """A part of a file's name for any text; what can't stand as it is gets a piece of its hash, so none meet."""
    if PLAIN.fullmatch(name) and len(name) <= LONGEST and name not in RESERVED:
        return name
    start = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:KEPT].strip("-")
    return f"{start or 'x'}-{sha256(name.encode()).hexdigest()[:12]}"


def relative(target: str, here: str) -> str:
    """The address of a file as a page beside it, below it or above it writes it."""
    return posixpath.relpath(target, posixpath.dirname(here) or ".")
