"""A file that is written whole or not at all, and never over another."""

import os
from pathlib import Path


def write_new(file: Path, content: bytes) -> bool:
    """Write a file that is not there yet; returns False, with nothing written, where it is. Raises OSError.

    It is written beside its place under a hidden name and then linked, so that whoever is first wins
    and nobody ever sees half of it.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        try:
            os.link(beside, file)
        except FileExistsError:
            return False
    finally:
        beside.unlink(missing_ok=True)
    return True
