"""Release notes: `releases/X.Y.Z.md`, with what a program wants to know above, and what people say below."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from readout.release.version import Version

FOLDER = "releases"
PLACE = "<!-- What this release is about, in the maintainers' own words. -->"


@dataclass(frozen=True)
class Note:
    """What a note says of a release: `kind` is first, data, adding or breaking; `date` a day; counts by table."""

    version: Version
    date: str
    kind: str
    counts: dict[str, int]
    changes: str = ""


def last_release(root: Path) -> Version | None:
    """The greatest version that has a note in a project; None before the first release."""
    found = []
    for file in (root / FOLDER).glob("*.md"):
        with suppress(ValueError):
            found.append(Version.parse(file.stem))
    return max(found, default=None)


def note_text(note: Note) -> str:
    """A note as the text of its file."""
    counts = "".join(f"  {table}: {count}\n" for table, count in note.counts.items())
    head = f"---\nversion: {note.version}\ndate: {note.date}\nkind: {note.kind}\ncounts:\n{counts}---\n"
    changes = f"## What changed\n\n{note.changes}" if note.changes else "The first release.\n"
    return f"{head}\n# {note.version}\n\n{PLACE}\n\n{changes}"
