"""Files are written beside their place and renamed, so that nobody ever sees half of one."""

import os
from pathlib import Path
from stat import S_IMODE


def write_if_other(file: Path, content: str | bytes) -> bool:
    """Write a file unless it holds just this already; returns whether it was written. Raises OSError."""
    wanted = content.encode("utf-8") if isinstance(content, str) else content
    if file.is_file() and file.read_bytes() == wanted:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_bytes(wanted)
        if file.is_file():  # who may read it stays as it is
            beside.chmod(S_IMODE(file.stat().st_mode))
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return True
