"""A file that is written whole or not at all, and never over another."""

import os
from pathlib import Path

from readout.files import beside, sync_folder


def write_new(file: Path, content: bytes) -> bool:
    """Write a file that is not there yet; returns False, with nothing written, where it is. Raises OSError.

    It is written beside its place under a hidden name and then linked, so that whoever is first wins
    and nobody ever sees half of it.
    """
    with beside(file) as made:
        made.path.write_bytes(content)
        made.sync()
        try:
            os.link(made.path, file)
        except FileExistsError:
            return False
    sync_folder(file.parent)
    return True
