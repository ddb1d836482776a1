"""Files of an export: written once from front to back, with their size and hash known at the end."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from readout.files import file_sha256

#: The least time that a ZIP knows: the same bytes at any hour.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Made:
    """A file of an export: its path in the folder, what it is, its size in bytes and its SHA-256 in hexadecimal."""

    path: str
    title: str
    media_type: str
    size: int
    sha256: str


class Hashing:
    """A file that is written as bytes, counted and hashed on the way."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = sha256()
        self.size = 0

    def write(self, content: bytes) -> None:
        """Write more bytes."""
        self._file.write(content)
        self._hash.update(content)
        self.size += len(content)

    @property
    def sha256(self) -> str:
        """The hash of what was written so far."""
        return self._hash.hexdigest()


@contextmanager
def hashing(file: Path) -> Iterator[Hashing]:
    """Open a file for writing; its folder is made. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("xb") as opened:
        yield Hashing(opened)


def as_made(folder: Path, path: str, title: str, media_type: str) -> Made:
    """A file that is there, with its size and hash."""
    file = folder / path
    return Made(path, title, media_type, file.stat().st_size, file_sha256(file))


def write_json(file: Path, value: Any) -> None:
    """Write a value as indented JSON, in the order that it has."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")


def pack(folder: Path, archive: Path) -> None:
    """Put a folder's files into a ZIP, in the order of their paths, with one fixed time, and remove the folder."""
    with ZipFile(archive, "x", ZIP_DEFLATED, compresslevel=6) as opened:
        for file in sorted(found for found in folder.rglob("*") if found.is_file()):
            told = ZipInfo(file.relative_to(folder.parent).as_posix(), LONG_AGO)
            told.compress_type, told.external_attr, told.create_system = ZIP_DEFLATED, 0o644 << 16, 3
            with file.open("rb") as read, opened.open(told, "w", force_zip64=True) as written:
                shutil.copyfileobj(read, written, 1 << 20)
    shutil.rmtree(folder)
