"""One source file into rows: a pure function of (file, schema), which needs no other file."""

import re
from codecs import BOM_UTF8
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from readout.anchors_file import parse_anchors
from readout.file_names import is_device
from readout.flatten import Flattener
from readout.modeline import NOTE_MARK
from readout.plain_yaml import read_document
from readout.problem import FIRST, MOST, Place, Problem, short
from readout.row import Row
from readout.schema import Schema
from readout.shape import ShapeChecker
from readout.source import ANCHORS, ARTICLE, SECOND, SourceFile, register_of
from readout.strict_yaml import (
    LINE_END,
    MOST_IN_ARTICLE,
    TURNS,
    UNSEEN,
    UNSEEN_HINT,
    Index,
    index_yaml,
)

if TYPE_CHECKING:
    from frontmatter.default_handlers import YAMLHandler

#: As python-frontmatter's own, but it leaves blank lines where they are: positions count from them.
BOUNDARY = re.compile(r"^-{3,}[ \t\r]*$", re.MULTILINE)
#: The line above a note that tells YAML, for editors, that all below is text (docs/editors.md).
MARK = re.compile(rf"\A\s*{NOTE_MARK}[ \t\r]*(\n|\Z)")
EMPTY_HINT = "delete it, or write the annotation"
#: In bytes, of one value: a database that visitors may query gives no larger one out.
LARGEST_VALUE = 500_000
#: So many times as large as in its file no value gets: pieces of evidence are joined by as many bytes.
GROWTH = 10
ID_HINT = "lower-case letters, digits and single hyphens, such as li-haidong"


@dataclass
class Reading:
    """What one source file gives: rows, problems, and the table whose ids may be incomplete.

    `curator` is set for a second, independent annotation of an article; its rows have the article's id.
    """

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    anchors: dict[str, Any] | None = None
    incomplete: str = ""
    curator: str = ""


class Reader:
    """Reads source files along one schema."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.checker = ShapeChecker(schema)
        self.flattener = Flattener(schema)
        self.id_pattern = re.compile(schema.raw["$defs"]["id"]["pattern"])
        self.id_length: int = schema.raw["$defs"]["id"].get("maxLength", 100)

    def is_id(self, text: str) -> bool:
        """Whether a text can be an id: of a file too, on any system."""
        return bool(len(text) <= self.id_length and self.id_pattern.fullmatch(text)) and not is_device(text)

    def read(self, source: SourceFile) -> Reading:
        """Rows and problems of one source file."""
        reading = Reading()
        register = register_of(source.path) if source.path.endswith(".yaml") else None
        second = SECOND.fullmatch(source.path)
        reading.curator = second[3] if second else ""
        text = decode(source, reading)
        if text is not None and (hidden := unseen(source.path, text)):
            reading.problems.append(hidden)
            text = None
        if text is None:
            reading.incomplete = register or ("" if second else self.schema.article.table)
        elif ANCHORS.fullmatch(source.path):
            reading.anchors = _anchors(source.path, text, reading)
        elif match := second or ARTICLE.fullmatch(source.path):
            self._article(match, text, reading)
        elif register:
            self._register(source.path, text, register, reading)
        if len(source.content) > LARGEST_VALUE // GROWTH:
            reading.problems += _too_large(reading.rows)
        return reading

    def _register(self, path: str, text: str, register: str, reading: Reading) -> None:
        shape = self.schema.registers[register]
        records, problems = read_document(text, path)
        reading.problems += problems
        if records is None:
            reading.incomplete = register
            if not problems:
                reading.problems.append(Problem(Place(path), "R103", "the file holds no record", EMPTY_HINT))
            return
        if not isinstance(records, dict):
            message = f"a register is a mapping from ids to {register}"
            reading.problems.append(Problem(Place(path), "R203", message, "begin each record with its id and a colon"))
            reading.incomplete = register
            return
        for number, (record_id, record) in enumerate(records.items()):
            if len(reading.problems) > MOST:
                message = f"{len(records) - number:,} more records in this file are not looked at"
                reading.problems.append(Problem(Place(path), "R119", message, FIRST))
                reading.incomplete = register
                return
            self._record(record_id, record, shape.table, path, reading)

    def _record(self, record_id: str, record: Any, table: str, path: str, reading: Reading) -> None:
        shape = self.schema.registers[table]
        place = Place(path, pointer=(record_id,), key=True)
        problems: list[Problem] = []
        if not self.is_id(record_id):
            problems.append(Problem(place, "R208", f"'{short(record_id)}' is no id", ID_HINT))
            reading.incomplete = table
        if isinstance(record, dict):
            problems += self.checker.check(record, shape, path, (record_id,))
        else:
            message = f"'{short(record_id)}' holds no record"
            problems.append(Problem(place, "R203", message, "indent its fields below it"))
        if problems:
            reading.problems += problems
            reading.rows.append(Row(table, {"id": record_id}, path, (record_id,), broken=True))
            return
        rows = self.flattener.rows(record_id, record, shape, path, (record_id,))
        reading.rows += rows

    def _article(self, match: re.Match[str], text: str, reading: Reading) -> None:
        shape, path, outlet, article_id = self.schema.article, match[0], match[1], match[2]
        for name, hint in ((article_id, "name it DATE-SLUG.md: "), (reading.curator, "name it DATE-SLUG.CURATOR.md: ")):
            if name and not self.is_id(name):
                reading.problems.append(Problem(Place(path), "R112", f"'{name}' is no id", hint + ID_HINT))
        front, note = split_front_matter(text)
        record: Any = None
        if front is None:
            hint = "it begins with a line '---', the annotation in YAML, and a line '---'"
            reading.problems.append(Problem(Place(path), "R110", "no front matter", hint))
        else:
            record, problems = read_document(front, path, MOST_IN_ARTICLE)
            reading.problems += problems
            if not problems and not isinstance(record, dict):
                hint = "write the annotation between the two lines of hyphens"
                reading.problems.append(Problem(Place(path), "R203", "the front matter is no mapping", hint))
        if isinstance(record, dict):
            reading.problems += self.checker.check(record, shape, path, ())
            if reading.curator and not reading.problems and record["curator"] != reading.curator:
                message = f"the file's name says {reading.curator}, curator says {record['curator']}"
                place = Place(path, pointer=("curator",))
                reading.problems.append(Problem(place, "R112", message, "put right whichever is wrong"))
        if reading.problems:
            reading.rows.append(Row(shape.table, {"id": article_id}, path, (), broken=True))
            return
        record["outlet"] = outlet
        if note:
            record["note"] = note
        rows = self.flattener.rows(article_id, record, shape, path)
        reading.rows += rows


def decode(source: SourceFile, reading: Reading) -> str | None:
    """The text of a file, or None with a problem why not."""
    if not source.content.strip() and not ANCHORS.fullmatch(source.path):
        reading.problems.append(Problem(Place(source.path), "R103", "the file is empty", EMPTY_HINT))
        return None
    content = source.content.removeprefix(BOM_UTF8)
    try:
        return content.decode("utf-8", "replace" if ANCHORS.fullmatch(source.path) else "strict")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        message = f"byte 0x{content[error.start]:02X} is not UTF-8"
        place = Place(source.path).at((line, column, line, column + 1))
        reading.problems.append(Problem(place, "R101", message, "save the file as UTF-8"))
        return None


def unseen(path: str, text: str) -> Problem | None:
    """R117 for a character that nobody sees in a file; most of them YAML does not take, but a note may hold them."""
    if ANCHORS.fullmatch(path) or text.replace("\n", "").isprintable():  # which is quick, and true of nearly all
        return None
    match = re.search(TURNS, text)
    if not match and (ARTICLE.fullmatch(path) or SECOND.fullmatch(path)):
        note = split_front_matter(text)[1]
        hidden = re.compile(UNSEEN)
        match = hidden.search(text, max(0, len(text) - len(note) - 1)) if hidden.search(note) else None
    if not match:
        return None
    ends = [end.end() for end in LINE_END.finditer(text, 0, match.start())]
    line, column = len(ends) + 1, match.start() - (ends[-1] if ends else 0) + 1
    place = Place(path).at((line, column, line, column + 1))
    message = f"the character U+{ord(match[0]):04X} stands in this text"
    return Problem(place, "R117", message, UNSEEN_HINT)


def _too_large(rows: list[Row]) -> list[Problem]:
    """R206 for values that are too large for a database that visitors may query."""
    found = []
    for row in rows:
        for name, value in row.values.items():
            if isinstance(value, str) and len(value) > LARGEST_VALUE // 4 and len(value.encode()) > LARGEST_VALUE:
                message = f"'{name}' has more than {LARGEST_VALUE:,} bytes"
                found.append(Problem(row.place(name), "R206", message, "nobody could read it; keep what matters"))
    return found


def split_front_matter(text: str) -> tuple[str | None, str]:
    """The YAML of an article's file, and the note below it; None where there is no front matter.

    The YAML keeps the line of its opening hyphens (as an empty one), so that positions in it are
    positions in the file.
    """
    handler = _handler()
    if not handler.detect(text):
        return None, ""
    try:
        front, note = handler.split(text)
    except ValueError:
        return None, ""
    return front, MARK.sub("", note).strip()


@cache
def _handler() -> "YAMLHandler":
    """What splits an article's file; it takes 30 ms to load, which a project without articles need not wait for."""
    from frontmatter.default_handlers import YAMLHandler  # noqa: PLC0415

    return YAMLHandler(fm_boundary=BOUNDARY)


def positions(source: SourceFile) -> Index:
    """The position of every value in a source file, for the problems that name it."""
    text = source.content.decode("utf-8-sig", "replace")
    if ARTICLE.fullmatch(source.path) or SECOND.fullmatch(source.path):
        return index_yaml(split_front_matter(text)[0] or "")
    return index_yaml(text)


def _anchors(path: str, text: str, reading: Reading) -> dict[str, Any] | None:
    anchors, message, hint = parse_anchors(text)
    if anchors is None:
        reading.problems.append(Problem(Place(path), "R507", message, hint))
    return anchors
