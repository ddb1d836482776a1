"""Drafts, anchors and texts as files: whole or not at all, and never over what is there."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from readout.anchoring import Text, anchor_article
from readout.anchors_file import write_anchors
from readout.files import beside
from readout.imports.target import Target
from readout.row import Rows
from readout.source import SourceFile
from readout.starting.new_file import write_new
from readout.unit import Unit, anchors_of


class Fate(StrEnum):
    """What became of a draft."""

    WRITTEN = "written"
    SAME = "there already"
    OTHER = "not written: another file is there"
    FAULTY = "not written: the draft would not be an article"


@dataclass(frozen=True)
class Written:
    """What became of one draft, what should be known of it, and what `readout check` will say of it, by code."""

    fate: Fate
    why: str = ""
    problems: Counter[str] = field(default_factory=Counter)


class Writer:
    """Writes into a project and a folder of texts."""

    def __init__(self, target: Target, texts: Path | None, dry_run: bool) -> None:
        self.target, self.root, self.texts, self.dry_run = target, target.root, texts, dry_run

    def write(self, path: str, draft: bytes, text: Text | None) -> Written:
        """Write one draft: its text first, then the draft, then its anchors, so that a killed import goes on here.

        `text` is None where the corpus has none. Raises OSError.
        """
        file = self.root / path
        anchors = file.with_name(anchors_of(file.name))
        if file.exists():
            if not file.is_file() or file.read_bytes() != draft:
                return Written(Fate.OTHER, f"{path} is there and is another; nothing is overwritten")
            if text is None or anchors.exists():
                return Written(Fate.SAME)
        reading = self.target.reader.read(SourceFile(path, draft))
        if reading.problems:
            problem = reading.problems[0]
            return Written(Fate.FAULTY, f"{problem.message}; {problem.hint}")
        if text and (why := self._write_text(text)):
            return Written(Fate.OTHER, why)
        if not self.dry_run and not file.exists() and not write_new(file, draft):
            return Written(Fate.OTHER, f"{path} is there and is another; nothing is overwritten")
        unit, why = Unit(path, Rows(reading.rows), curator=reading.curator), ""
        if text and unit.article:
            anchored = anchor_article(unit.article, unit.evidence, text)
            unit = unit.with_anchors(anchored.anchors)
            why = anchored.problems[0].message if anchored.problems else ""
            if not self.dry_run:
                _put(anchors, write_anchors(anchored.anchors))
        return Written(Fate.WRITTEN, why, self.target.problems_of(unit))

    def _write_text(self, text: Text) -> str:
        """Put a text into the folder; returns why it can't be put there."""
        if self.texts is None:
            return ""
        file = self.texts / text.name
        if file.exists():
            same = file.is_file() and file.read_bytes() == text.content
            return "" if same else f"the text {text.name} is there and is another; nothing is overwritten"
        if not self.dry_run:
            _put(file, text.content)
        return ""


def _put(file: Path, content: bytes) -> None:
    """Write a file that is not there, whole or not at all; whether it has reached the disk is left to the system.

    A text and anchors are made again by the next run; so many waits for the disk would take most of an import.
    """
    with beside(file) as made:
        made.path.write_bytes(content)
        made.put()
