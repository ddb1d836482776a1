"""Which source files change, told as soon as they do.

The file system's own notices come by way of watchfiles. What notices can't tell (a folder that was
taken away and put back, a schema saved through another file) is looked at four times a second.
"""

import os
from collections.abc import Iterator
from errno import ENOENT
from pathlib import Path

from watchfiles import Change, watch
from watchfiles._rust_notify import WatchfilesRustInternalError
from watchfiles.main import FileChange

#: Milliseconds: how long notices of one save may trickle in, and how often to look without one.
TOGETHER, PAUSE, LOOK = 200, 15, 250
#: So many notices at once may be more than the system kept for us.
MANY = 2000
#: In watchfiles' words.
NO_TEXT = "Unable to decode path"

Seen = dict[str, tuple[int, ...]]


def name_in(root: Path, path: Path) -> str:
    """A path as it is told: relative to the project, or absolute outside it; with forward slashes."""
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


class Watched:
    """Some folders and files, whose changes are told by path: relative to the project, or absolute outside it."""

    def __init__(self, root: Path, folders: tuple[str, ...], files: tuple[str, ...] = ()) -> None:
        self.root = root.resolve()
        self.folders = tuple(name_in(self.root, self.root / folder) for folder in folders)
        self.files = files

    def changes(self) -> Iterator[set[str]]:
        """Sets of paths that changed, were added or are gone, for good.

        A path may be a folder: then all below it may have changed. All that is followed is told at the
        beginning, since what changed before the first notice could come is not told. Raises
        FileNotFoundError where the project itself is gone.
        """
        while self.root.is_dir():
            yield from self._until_a_folder_changes(self._look())
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(self.root))

    def _until_a_folder_changes(self, before: Seen) -> Iterator[set[str]]:
        """Follow the folders that are there; ends where one was put in another's place, or a lone file changed."""
        again = {*self.folders, *self.files}
        for found in self._notices():
            paths = {name_in(self.root, Path(path)) for _, path in found}
            now = self._look()  # before it is told: what changes while the caller reads counts later
            moved = {name for name in (*self.folders, *self.files) if now.get(name) != before.get(name)}
            if told := again | moved | {path for path in paths if self._is_followed(path)}:
                yield told
            if now != before or not paths.isdisjoint(self.folders):
                return
            again = self._not_sure(found)

    def _notices(self) -> Iterator[set[FileChange]]:
        """What watchfiles tells of the folders that are there, or nothing from time to time."""
        there = [self.root / folder for folder in self.folders if (self.root / folder).is_dir()]
        try:  # where there is no folder, the root tells when there is one; what is gone by now is passed over, too
            yield from watch(
                *(there or [self.root]), watch_filter=None, debounce=TOGETHER, step=PAUSE, rust_timeout=LOOK,
                yield_on_timeout=True, recursive=bool(there), ignore_permission_denied=True,
            )  # fmt: skip
        except WatchfilesRustInternalError as error:
            if NO_TEXT not in str(error):  # a file whose name is not UTF-8: begin again, which tells all folders
                raise

    def _is_followed(self, path: str) -> bool:
        return any(path == folder or path.startswith(folder + "/") for folder in self.folders)

    def _not_sure(self, found: set[FileChange]) -> set[str]:
        """What to tell once more with the next notices: what came into a new folder before it was followed
        has none of its own, and of very many some may be lost."""
        if len(found) > MANY:
            return set(self.folders)
        new = {Path(path) for change, path in found if change == Change.added}
        return {name for path in new if path.is_dir() and self._is_followed(name := name_in(self.root, path))}

    def _look(self) -> Seen:
        """What tells a folder from another in its place, and one version of a lone file from the next."""
        seen: Seen = {}
        for name in (".", *self.folders, *self.files):
            try:
                found = (self.root / name).stat()
            except OSError:
                continue
            lone = (found.st_mtime_ns, found.st_ctime_ns, found.st_size) if name in self.files else ()
            seen[name] = (found.st_dev, found.st_ino, *lone)
        return seen
