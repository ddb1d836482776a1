"""The plain script's rows: a record of the sources, along its shape, into one dict for each row."""

from collections.abc import Callable
from typing import Any

from readout.row import row_id
from readout.schema import Field, Schema, Shape

GAP = " […] "
Values = dict[str, Any]


class Rows:
    """The rows of one record, an article or a record of a register, by table."""

    def __init__(self, schema: Schema, record_id: str) -> None:
        self.schema = schema
        self.root = record_id
        self.tables: dict[str, list[Values]] = {}

    def add(self, table: str, values: Values) -> Values:
        """One more row."""
        self.tables.setdefault(table, []).append(values)
        return values

    def fill(self, row: Values, record: dict[str, Any], shape: Shape) -> None:
        """Put the fields of a record into its row, and its lists into rows of their own."""
        made: dict[str, Callable[[Values, Any, Field, Shape], None]] = {
            "evidence": self._evidence, "records": self._records, "words": self._words, "mapping": self._mapping,
            "shorthand": self._shorthand,
        }  # fmt: skip
        for name, value in record.items():
            field = shape.fields[name]
            if value is None:
                row[name] = None
            elif field.kind == "column":
                row[name] = int(value) if isinstance(value, bool) else value
            elif field.kind in made:
                made[field.kind](row, value, field, shape)
            else:
                self._said_of(row, value, field, shape)

    def _said_of(self, row: Values, value: Any, field: Field, shape: Shape) -> None:
        """What is said of the record itself: exceptions and former ids."""
        if field.kind == "exceptions":
            self._exceptions(row, value, shape)
        elif field.kind == "former":
            for former in value:
                self.add("redirects", redirect(shape.table, row["id"], former, row["id"], "renamed"))

    def _child(self, row: Values, inner: Shape, around: Shape, key: tuple[str, ...]) -> Values:
        parent = row[inner.parent] if inner is around else row["id"]
        scope = "" if parent == self.root else parent
        child = {"id": row_id(self.root, inner.table, scope, *key), inner.parent: parent}
        return self.add(inner.table, child)

    def _records(self, row: Values, value: list[Any], field: Field, around: Shape) -> None:
        inner = field.shape
        assert inner
        for record in value:
            child = self._child(row, inner, around, tuple(key_text(record.get(part)) for part in inner.key))
            if inner is around:
                child[inner.inside] = row["id"]
            self.fill(child, record, inner)

    def _words(self, row: Values, value: list[Any], field: Field, around: Shape) -> None:
        inner = field.shape
        assert inner
        for number, word in enumerate(value):
            self._child(row, inner, around, (str(word),)).update({"seq": number, inner.key[0]: word})

    def _mapping(self, row: Values, value: dict[str, Any], field: Field, around: Shape) -> None:
        inner = field.shape
        assert inner
        for key, record in value.items():
            child = self._child(row, inner, around, (key,))
            child[inner.key[0]] = key
            self.fill(child, record, inner)

    def _shorthand(self, row: Values, value: list[str], field: Field, around: Shape) -> None:
        short = field.shorthand
        inner = around.fields[short["list"]].shape
        assert inner
        for word in value:
            record = {short["field"]: word, **short["with"]}
            self._child(row, inner, around, tuple(key_text(record.get(part)) for part in inner.key)).update(record)

    def _exceptions(self, row: Values, value: dict[str, str], shape: Shape) -> None:
        for code, reason in value.items():
            made = row_id(self.root, "exceptions", row["id"], code)
            values = {"id": made, "table_name": shape.table, "record": row["id"], "code": code, "reason": reason}
            self.add("exceptions", values)

    def withdraw(self, row: Values, value: dict[str, str], shape: Shape) -> None:
        """That a record, whose row is filled, is withdrawn."""
        title = row.get(self.schema.tables[shape.table].label)
        values = {"id": row_id(row["id"], "withdrawn", shape.table), "table_name": shape.table, "record": row["id"]}
        self.add("withdrawn", {**values, "title": title, **value})

    def _evidence(self, row: Values, value: Any, field: Field, shape: Shape) -> None:
        if field.keep_column:
            row[field.name] = GAP.join(text for text, _ in pieces(value))
        kind = self.schema.tables[shape.table].singular
        for seq, (text, occurrence) in enumerate(pieces(value)):
            made = row_id(self.root, "evidence", row["id"], field.name, str(seq), text, str(occurrence or 1))
            values = {"id": made, "article": self.root, "kind": kind, "annotation": row["id"], "field": field.name}
            self.add("evidence", {**values, "seq": seq, "exact": text, "occurrence": occurrence})


def rows_of(schema: Schema, record_id: str, record: dict[str, Any], shape: Shape) -> dict[str, list[Values]]:
    """All rows of one record by table; of a withdrawn one only that it is, and its former ids."""
    rows = Rows(schema, record_id)
    row = rows.add(shape.table, {"id": record_id})
    rows.fill(row, record, shape)
    if not record.get("withdrawn"):
        return rows.tables
    rows.withdraw(row, record["withdrawn"], shape)
    return {table: rows.tables[table] for table in ("withdrawn", "redirects") if table in rows.tables}


def redirect(table: str, record: str, former: str, leads_to: str, kind: str) -> Values:
    """A row of `redirects`."""
    made = row_id(record, "redirects", table, former)
    return {"id": made, "table_name": table, "former": former, "record": leads_to, "kind": kind}


def pieces(value: Any) -> list[tuple[str, int | None]]:
    """The stretches that a piece of evidence consists of, each with its occurrence if given."""
    listed = value if isinstance(value, list) else [value]
    return [(one["exact"], one.get("occurrence")) if isinstance(one, dict) else (one, None) for one in listed]


def key_text(value: Any) -> str:
    """The text of a field that an id is made of."""
    if value is None:
        return ""
    return "\x1e".join(f"{text}\x1d{number}" if (number or 1) > 1 else str(text) for text, number in pieces(value))
