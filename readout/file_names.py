"""Names that every file system keeps apart, and every program shows alike: for files, folders and ids.

Lower-case letters a to z, digits, and single hyphens, underscores or dots between them. So no two names can differ only
in case, in the Unicode form of a letter, or in letters that look alike.
"""

import re

from readout.problem import Place, Problem

_PORTS = {port + number for port in ("com", "lpt") for number in "0123456789"}
#: What Windows takes for a device, whatever comes after a dot.
DEVICES = frozenset({"con", "prn", "aux", "nul"} | _PORTS)
#: In characters; file systems allow 255 bytes, of which the names of files beside it need some.
LONGEST = 150
_NAME = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
HINT = "use lower-case letters a to z, digits and single hyphens"


def is_device(name: str) -> bool:
    """Whether Windows could not have a file of this name."""
    return name.partition(".")[0] in DEVICES


def misnamed(path: str, name: str) -> Problem | None:
    """R112 for a name of a file or folder that some machine could not keep, or could take for another.

    Takes its path relative to the project, and the name.
    """
    if len(name) > LONGEST:
        return Problem(Place(path), "R112", f"a name of {len(name):,} characters", f"{LONGEST} at the most")
    if not _NAME.fullmatch(name):
        return Problem(Place(path), "R112", f"'{name}' is no name for a file or folder here", HINT)
    if is_device(name):
        return Problem(Place(path), "R112", f"'{name}' is a device on Windows, and can't be a name there", HINT)
    return None
