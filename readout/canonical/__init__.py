"""One canonical form for the YAML of the sources, so that a diff shows what a person changed and nothing else.

The files end each line with a line feed, and have no byte order mark, no white space at the end of a line and one
line break at the end. Keys stand in the order of the schema, unknown ones after them; records of a register, lists and
mappings with free keys keep their order. Each level is indented by two, lists too. Text on one line goes without
quotation marks where Readout and an editor read it as the same text, else in double ones, or in single ones where
these save an escape. Brackets stay brackets, with one space after comma and colon; where they run over several
lines, they are joined if they have room (120 characters) and opened into lines of their own if not. Text on several
lines keeps its line breaks. Comments keep their words, and stay with what they stand above or beside; there is at
most one blank line in a row, and just one between two records of a register. Of the note below an article's front
matter only line breaks are touched.
"""

from readout.canonical.document import Canonical, canonical, canonical_files, is_formatted
from readout.canonical.written import text_as_written

__all__ = ["Canonical", "canonical", "canonical_files", "is_formatted", "text_as_written"]
