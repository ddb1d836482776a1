"""From a record of the sources to rows: one pure function of (id, record, shape)."""

from collections.abc import Iterator, Sequence
from typing import Any

from readout.dates import bounds
from readout.problem import Pointer
from readout.row import WITHDRAWN, Row, redirect, row_id, short_id
from readout.schema import Column, Field, Schema, Shape

GAP = " […] "
Piece = tuple[str, int | None]


class Flattener:
    """Turns records into rows along the shapes of one schema."""

    def __init__(self, schema: Schema) -> None:
        self.tables = schema.tables
        #: By table the columns that follow from others of the same row.
        self.derived = {
            table.name: [column for column in table.columns.values() if column.first_of or column.format == "edtf"]
            for table in schema.tables.values()
        }

    def rows(self, record_id: str, record: dict[str, Any], shape: Shape, path: str, at: Pointer = ()) -> list[Row]:
        """All rows of one record of a register, or of one article, its own row first."""
        made = _Record(self, record_id, path)
        values = {"id": record_id}
        row = Row(shape.table, values, path, at)
        made.out.append(row)
        made.fill(row, record, shape)
        return made.out


class _Record:
    """One record on its way into rows; `root` is the id that all its rows' ids begin with."""

    def __init__(self, flattener: Flattener, root: str, path: str) -> None:
        self.tables = flattener.tables
        self.derived = flattener.derived
        self.root = root
        self.path = path
        self.out: list[Row] = []

    def fill(self, row: Row, record: dict[str, Any], shape: Shape) -> None:
        """Put the record's fields into its row, and its lists into rows of their own."""
        values, fields = row.values, shape.fields
        taken_back = ""
        for name, value in record.items():
            field = fields.get(name)
            if field is None:
                continue
            if value is None:
                values[name] = None
            elif field.kind == "column":
                values[name] = int(value) if value is True or value is False else value
            elif field.kind == "withdrawal":
                taken_back = name
            else:
                self._rows_of(field, row, value, shape)
        for column in self.derived[shape.table]:
            _derive(column, values)
        if taken_back:
            self._withdrawal(row, taken_back, record[taken_back])

    def _rows_of(self, field: Field, row: Row, value: Any, around: Shape) -> None:
        """The rows that a field becomes which is no single value."""
        if field.kind == "evidence":
            if field.keep_column:
                row.values[field.name] = (
                    value if isinstance(value, str) else GAP.join(text for text, _ in pieces(value))
                )
            self._evidence(row, field.name, value, self.tables[around.table].singular)
        elif field.kind == "records":
            self._records(row, field.name, value, field.shape, around)
        elif field.kind == "words":
            self._words(row, field.name, value, field.shape)
        elif field.kind == "mapping":
            self._mapping(row, field.name, value, field.shape)
        elif field.kind == "exceptions":
            self._exceptions(row, field.name, value)
        elif field.kind == "former":
            self._former(row, field.name, value)
        else:
            self._shorthand(row, field.name, value, field.shorthand, around)

    def _child(self, row: Row, shape: Shape, pointer: Pointer, key: Sequence[str]) -> Row:
        parent_id = row.values[shape.parent if shape.table == row.table else "id"]
        scope = "" if parent_id == self.root else parent_id
        values = {"id": row_id(self.root, shape.table, scope, *key)}
        if shape.parent:
            values[shape.parent] = parent_id
        child = Row(shape.table, values, self.path, pointer)
        self.out.append(child)
        return child

    def _records(self, row: Row, name: str, value: list[Any], shape: Shape | None, around: Shape) -> None:
        assert shape is not None
        for number, record in enumerate(value):
            key = [_key_text(record.get(part)) for part in shape.key]
            child = self._child(row, shape, (*row.pointer, name, number), key)
            if shape is around:
                child.values[shape.inside] = row.id
            self.fill(child, record, shape)

    def _words(self, row: Row, name: str, value: list[Any], shape: Shape | None) -> None:
        assert shape is not None
        word = shape.key[0]
        for number, text in enumerate(value):
            child = self._child(row, shape, (*row.pointer, name, number), (str(text),))
            child.values.update({"seq": number, word: text})

    def _mapping(self, row: Row, name: str, value: dict[str, Any], shape: Shape | None) -> None:
        assert shape is not None
        for key, record in value.items():
            child = self._child(row, shape, (*row.pointer, name, key), (key,))
            child.values[shape.key[0]] = key
            self.fill(child, record, shape)

    def _shorthand(self, row: Row, name: str, value: list[str], short: dict[str, Any], around: Shape) -> None:
        shape = around.fields[short["list"]].shape
        assert shape is not None
        for number, text in enumerate(value):
            record = {short["field"]: text, **short["with"]}
            key = [_key_text(record.get(part)) for part in shape.key]
            child = self._child(row, shape, (*row.pointer, name, number), key)
            child.values.update(record)

    def _exceptions(self, row: Row, name: str, value: dict[str, str]) -> None:
        for code, reason in value.items():
            values = {
                "id": row_id(self.root, "exceptions", row.id, code),
                "table_name": row.table, "record": row.id, "code": code, "reason": reason,
            }  # fmt: skip
            self.out.append(Row("exceptions", values, self.path, (*row.pointer, name, code)))

    def _withdrawal(self, row: Row, name: str, value: dict[str, str]) -> None:
        title = row.values.get(self.tables[row.table].label or "")
        own = {"id": row_id(row.id, WITHDRAWN, row.table), "table_name": row.table, "record": row.id, "title": title}
        values = {**own, **value}
        self.out.append(Row(WITHDRAWN, values, self.path, (*row.pointer, name)))

    def _former(self, row: Row, name: str, value: list[str]) -> None:
        for number, former in enumerate(value):
            values = redirect(row.table, row.id, former, row.id, "renamed")
            self.out.append(Row("redirects", values, self.path, (*row.pointer, name, number)))

    def _evidence(self, row: Row, name: str, value: Any, kind: str) -> None:
        annotation, pointer = row.values["id"], (*row.pointer, name)
        for seq, (text, occurrence) in enumerate([(value, None)] if isinstance(value, str) else pieces(value)):
            said = f"evidence\x1f{annotation}\x1f{name}\x1f{seq}\x1f{text}\x1f{occurrence or 1}"
            values = {
                "id": short_id(self.root, said), "article": self.root, "kind": kind, "annotation": annotation,
                "field": name, "seq": seq, "exact": text, "occurrence": occurrence,
            }  # fmt: skip
            self.out.append(Row("evidence", values, self.path, pointer))


def _derive(column: Column, values: dict[str, Any]) -> None:
    """Put into a row a column that follows from others, or the bounds of a date."""
    if column.first_of:
        values[column.name] = next((values[name] for name in column.first_of if values.get(name)), None)
    if column.format == "edtf" and values.get(column.name):
        earliest, latest = bounds(values[column.name], values.get("time_zone"))
        values[f"{column.name}_earliest"] = earliest
        values[f"{column.name}_latest"] = latest


def pieces(value: Any) -> Iterator[Piece]:
    """The stretches of text that a piece of evidence consists of, each with its occurrence if given."""
    for piece in value if isinstance(value, list) else [value]:
        if isinstance(piece, dict):
            yield piece["exact"], piece.get("occurrence")
        else:
            yield piece, None


def _key_text(value: Any) -> str:
    """The text of a field that an id is made of; the first occurrence is the one that need not be named."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return "\x1e".join(f"{text}\x1d{number}" if (number or 1) > 1 else str(text) for text, number in pieces(value))
