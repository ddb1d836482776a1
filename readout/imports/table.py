"""Tables: a row a span, or a row an article, with the columns that the mapping names."""

import csv
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from readout.imports.model import POINTS, UNITS, Document, Foreign, Mark, Source
from readout.imports.reading import check_held, decode

TOKEN = re.compile(r"\S+")
#: The label of a row where the mapping names no column for it.
ROW = "row"
#: No cell is longer; else a quotation mark that is never closed would take the whole file.
LONGEST = 4_000_000
Cells = dict[str, str]


def read_table(file: Path, delimiter: str = "", encoding: str = "") -> Iterator[tuple[int, Cells]]:
    """The rows of a table with their lines, by the names of its columns. Raises Foreign, LookupError."""
    csv.field_size_limit(LONGEST)
    delimiter = delimiter or ("\t" if file.suffix == ".tsv" else ",")
    with file.open(newline="", encoding=encoding or "utf-8-sig") as opened:
        rows = csv.reader(opened, delimiter=delimiter, strict=True)
        line = 1
        try:
            header = next(rows, None)
            if not header:
                raise Foreign(str(file), 1, "the table is empty", "its first row names the columns")
            if len(set(header)) < len(header):
                twice = next(name for name in header if header.count(name) > 1)
                raise Foreign(str(file), 1, f"the column '{twice}' is there twice", "name each column once")
            line = rows.line_num + 1
            for cells in rows:
                if cells and len(cells) != len(header):
                    why = f"{len(cells)} cells where the header has {len(header)} columns"
                    raise Foreign(str(file), line, why, "look for a cell with a delimiter or a line end in it")
                if cells:
                    yield line, dict(zip(header, cells, strict=True))
                line = rows.line_num + 1
        except csv.Error as error:
            raise Foreign(str(file), line, f"this is no such table: {error}", "look at its quotation marks") from None
        except UnicodeDecodeError:
            decode(file.read_bytes(), str(file), encoding or "utf-8")
            raise


def columns_of(file: Path, delimiter: str = "", encoding: str = "") -> list[str]:
    """The names of a table's columns. Raises Foreign, LookupError."""
    first = next(read_table(file, delimiter, encoding), None)
    if first is None:
        raise Foreign(
            str(file), 1, "the table has no rows", "its first row names the columns, the others hold the values"
        )
    return list(first[1])


class Table(Source):
    """A table with annotations, as the mapping's part `csv` describes it."""

    def __init__(self, file: Path, how: dict[str, Any]) -> None:
        self.file, self.how = file, how
        self.together = self._are_together()
        if not self.together:
            hint = f"sort it by its column '{how['document']}', so that it is read a document at a time"
            check_held([file], "where the rows of a document stand apart", hint)

    def __iter__(self) -> Iterator[Document]:
        """The documents in the order of the table, each as each annotator marked it."""
        for (name, annotator), rows in groupby(self._rows(), key=self._key):
            yield self._document(name, annotator, list(rows))

    def _key(self, row: tuple[int, Cells]) -> tuple[str, str]:
        return row[1][self.how["document"]], row[1].get(self.how.get("annotator", ""), "")

    def _rows(self) -> Iterator[tuple[int, Cells]]:
        rows = read_table(self.file, self.how.get("delimiter", ""), self.how.get("encoding", ""))
        yield from rows if self.together else sorted(rows, key=lambda row: (*self._key(row), row[0]))

    def _are_together(self) -> bool:
        """Whether the rows of each document and annotator stand together; else all must be held in memory."""
        self.together = True
        names: set[str] = set()
        for name, rows in groupby(self._rows(), key=lambda row: row[1][self.how["document"]]):
            annotators = [annotator for (_, annotator), _ in groupby(rows, key=self._key)]
            if name in names or len(set(annotators)) < len(annotators):
                return False
            names.add(name)
        return True

    def _document(self, name: str, annotator: str, rows: list[tuple[int, Cells]]) -> Document:
        how = self.how
        document = Document(name, str(self.file), annotator=annotator)
        document.fields = {column: rows[0][1][column] for column in how.get("fields", ())}
        document.count = UNITS if how.get("unit") == "utf-16" else POINTS
        document.text = rows[0][1][how["text"]] if "text" in how else self._joined(rows)
        known = {
            how.get(part) for part in ("document", "text", "sentence", "annotator", "label", "words", "start", "end")
        }
        reached = 0
        for line, cells in rows:
            base = 0
            if (sentence := cells.get(how.get("sentence", ""), "")) and document.text is not None:
                at = document.text.find(sentence, reached)
                base = at if at >= 0 else document.text.find(sentence)
                reached = max(base, 0) if base >= 0 else reached
            mark = self._mark(document, line, cells, sentence, base)
            mark.features = {key: cell for key, cell in cells.items() if key not in known and cell.strip()}
            for column in how.get("fields", ()):
                mark.features.pop(column, None)
            document.marks.append(mark)
        return document

    def _joined(self, rows: list[tuple[int, Cells]]) -> str | None:
        """The text that the sentences make, one a line, where the table has no other."""
        if "sentence" not in self.how:
            return None
        sentences = [cells[self.how["sentence"]] for _, cells in rows]
        return "".join(f"{sentence}\n" for sentence, _ in groupby(sentences))

    def _mark(self, document: Document, line: int, cells: Cells, sentence: str, base: int) -> Mark:
        how = self.how
        mark = Mark(f"row {line}", cells.get(how.get("label", ""), "") or ROW, line=line)
        if words := cells.get(how.get("words", ""), "").strip():
            mark.words = [words]
        start, end = (cells.get(how.get(name, ""), "").strip() for name in ("start", "end"))
        if not start:
            return mark
        whole = document.text or ""
        inner = how.get("relative_to") == "sentence"
        try:
            numbers = int(float(start)), int(float(end)) if end else int(float(start)) + len(words)
        except ValueError:
            raise Foreign(
                str(self.file), line, f"'{start}' or '{end}' is no offset", "offsets are whole numbers"
            ) from None
        if inner and base < 0:
            mark.features["sentence"] = "not found"
            return mark
        mark.spans = [self._span(numbers, sentence if inner else whole, base if inner else 0)]
        return mark

    def _span(self, numbers: tuple[int, int], words: str, base: int) -> tuple[int, int]:
        """A span in characters of the document."""
        how = self.how
        start, end = (number - how.get("first", 0) for number in numbers)
        end += how.get("end_is") == "inclusive"
        if how.get("unit") == "tokens":
            tokens = [found.span() for found in TOKEN.finditer(words)]
            if not 0 <= start < end <= len(tokens):
                return (-1, -1)
            start, end = tokens[start][0], tokens[end - 1][1]
        return base + start, base + end
