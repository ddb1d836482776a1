"""Releases of the dataset: their versions, their notes, and where the schema says which one it is."""

from readout.release.note import Note, last_release, note_text
from readout.release.schema_text import with_version
from readout.release.version import KINDS, Version, next_version

__all__ = ["KINDS", "Note", "Version", "last_release", "next_version", "note_text", "with_version"]
