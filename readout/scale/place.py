"""A folder at an address: on a disk, in an object store, wherever fsspec reaches. Nobody sees half of a file in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import get_ident
from typing import Any

import fsspec
from fsspec.implementations.local import LocalFileSystem

from readout.scale.faults import NotThere

Info = dict[str, Any]
#: By what file systems tell two versions of a file apart, the surest first.
MARKS = ("ETag", "etag", "md5Hash", "generation", "mtime", "LastModified", "last_modified", "modified", "created")


@dataclass(frozen=True)
class Place:
    """A folder by its address, such as `s3://bucket/dataset` or a path; paths in it have forward slashes."""

    url: str

    @cached_property
    def _opened(self) -> tuple[Any, str]:
        with _told(self.url):
            return fsspec.core.url_to_fs(self.url)  # type: ignore[no-any-return]

    @property
    def fs(self) -> Any:
        """The file system."""
        return self._opened[0]

    @property
    def is_local(self) -> bool:
        """Whether it is a folder of this machine, or of a drive that is mounted on it."""
        return isinstance(self.fs, LocalFileSystem)

    def __getstate__(self) -> dict[str, str]:
        return {"url": self.url}  # connections stay where they were made

    def at(self, path: str) -> "Place":
        """A folder in it."""
        return Place(f"{self.url.rstrip('/')}/{path}")

    def full(self, path: str = "") -> str:
        """The path as the file system knows it."""
        root = self._opened[1].rstrip("/")
        return f"{root}/{path}" if path else root or "/"

    def address(self, path: str) -> str:
        """The path as DuckDB takes it, with the file system registered where it is not local."""
        return self.full(path) if self.is_local else str(self.fs.unstrip_protocol(self.full(path)))

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises NotThere."""
        with _told(f"{self.url}/{path}"):
            found: bytes = self.fs.cat_file(self.full(path))
            return found

    def has(self, path: str) -> bool:
        """Whether there is a file or folder of a path. Raises NotThere where that can't be told."""
        with _told(f"{self.url}/{path}"):
            return bool(self.fs.exists(self.full(path)))

    def write(self, path: str, content: bytes) -> None:
        """Write a file at one stroke: an object store does it so, on a disk it is renamed into its place.

        Raises NotThere.
        """
        full = self.full(path)
        with _told(f"{self.url}/{path}"):
            if not self.is_local:
                self.fs.pipe_file(full, content)
                return
            file = Path(full)
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_name(f".{file.name}.{os.getpid()}.{get_ident()}.part")
            try:
                part.write_bytes(content)
                part.replace(file)
            finally:
                part.unlink(missing_ok=True)

    def make(self, path: str) -> None:
        """Make a folder, where the file system has any. Raises NotThere."""
        with _told(f"{self.url}/{path}"):
            self.fs.makedirs(self.full(path), exist_ok=True)

    def entries(self, path: str = "") -> list[Info]:
        """What lies directly in a folder, by name; nothing where there is none. Raises NotThere."""
        with _told(f"{self.url}/{path}"):
            try:
                found: list[Info] = self.fs.ls(self.full(path), detail=True, refresh=True)
            except (FileNotFoundError, NotADirectoryError):
                return []
        own = self.full(path).rstrip("/")
        return sorted((one for one in found if one["name"].rstrip("/") != own), key=lambda one: str(one["name"]))

    def remove(self, path: str) -> None:
        """Take a folder away with all that is in it, if it is there. Raises NotThere."""
        with _told(f"{self.url}/{path}"):
            if self.fs.exists(self.full(path)):
                self.fs.rm(self.full(path), recursive=True)


def place_at(url: str) -> Place:
    """The folder at an address; one without a scheme is a path of this machine."""
    return Place(url if "://" in url else str(Path(url).resolve()))


def mark_of(info: Info) -> str:
    """What changes when a file does, as far as its file system tells: its size, and its tag or time."""
    return f"{info.get('size')} " + next((str(info[name]) for name in MARKS if info.get(name) is not None), "")


def name_of(info: Info) -> str:
    """The last part of a listed path."""
    return str(info["name"]).rstrip("/").rpartition("/")[2]


@contextmanager
def _told(address: str) -> Iterator[None]:
    """Turn what a file system raises into NotThere with the address."""
    try:
        yield
    except (OSError, ValueError, ImportError) as error:
        remedy = "look at the address, at its permissions, and at what is left of the room there"
        if isinstance(error, ImportError):
            remedy = "install what fsspec needs for such an address, here and on the workers"
        raise NotThere(f"{address}: {error or type(error).__name__}; {remedy}") from error
