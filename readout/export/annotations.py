"""The annotations of an article, each row with the words of the text that it rests on."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from readout.export.source import Source, Table, quoted

Row = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of annotation, as the column `evidence.kind` has it.

    `motivation` is why it was made, in the words of the Web Annotation Data Model. `tag` is the column that classifies
    the words, `about` the one that says what they are about, `remark` the one with the curator's own words.
    """

    name: str
    motivation: str = "describing"
    tag: str | None = None
    about: str | None = None
    remark: str | None = None


KINDS = {
    kind.name: kind
    for kind in (
        Kind("quote", "classifying", "type", "speaker", "note"),
        Kind("coverage", "linking", "stance", "claim", "note"),
        Kind("mention", "identifying", "status", "event", "note"),
        Kind("naming", "identifying", "voice", "concept", "note"),
        Kind("stance", "classifying", "score", "toward", "reason"),
        Kind("frame", "classifying", "frame", None, "reason"),
        Kind("credit", "identifying", "role", "actor", None),
        Kind("zone", "classifying", "kind", None, None),
        Kind("reuse", "linking", "kind", "origin", "ground"),
    )
}


@dataclass(frozen=True)
class Annotation:
    """An annotation: its row by column, and its pieces of evidence by field, in order, as rows of `evidence`.

    `spans` begins with the field that is a column of its own (`exact`, `term`, `name`, `from`), if there is one.
    """

    kind: Kind
    table: Table
    row: Row
    spans: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """Where it begins in the text; -1 where it was found nowhere."""
        starts = [piece["start"] for pieces in self.spans.values() for piece in pieces if piece["start"] is not None]
        return min(starts, default=-1)


class Annotations:
    """All annotations of a database, by article."""

    def __init__(self, source: Source) -> None:
        self._source = source
        by_name = {table.name: table for table in source.tables}
        self._evidence = by_name["evidence"]
        found = source.connection.execute("SELECT DISTINCT kind FROM evidence ORDER BY kind")
        names = dict.fromkeys([*KINDS, *(row[0] for row in found)])
        self.kinds = [
            (KINDS.get(name, Kind(name)), by_name[table])
            for name in names
            if (table := _table_of(name, by_name)) is not None
        ]

    def of(self, article: str) -> list[Annotation]:
        """The annotations of an article, by its id: those of the whole article first, then in the text's order."""
        spans: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(dict)
        pieces = sorted(self._rows(self._evidence, article), key=lambda row: (row["annotation"], row["seq"], row["id"]))
        for piece in pieces:
            spans[piece["kind"], piece["annotation"]].setdefault(piece["field"], []).append(piece)
        found = []
        for kind, table in self.kinds:
            columns = [column.name for column in table.columns]
            for row in self._rows(table, article):
                own = spans.get((kind.name, row["id"]), {})
                order = sorted(own, key=lambda name: columns.index(name) if name in columns else len(columns))
                found.append(Annotation(kind, table, row, {name: own[name] for name in order}))
        return sorted(found, key=lambda each: each.first)

    def _rows(self, table: Table, article: str) -> Iterator[Row]:
        names = [column.name for column in table.columns]
        listed = ", ".join(map(quoted, names))
        # with the plus SQLite can't take the index of the ids, which would read the whole table for every article
        sql = f"SELECT {listed} FROM main.{quoted(table.name)} WHERE article = ? ORDER BY +id"
        flags = {column.name for column in table.columns if column.kind == "boolean"}
        for values in self._source.connection.execute(sql, (article,)):
            row = dict(zip(names, values, strict=True))
            yield {name: bool(row[name]) if name in flags and row[name] is not None else row[name] for name in names}


def _table_of(kind: str, tables: dict[str, Table]) -> str | None:
    """The table of a kind of annotation: quote, coverage and frame are in quotes, coverage and article_frames."""
    named = (f"{kind}s", kind, f"article_{kind}s", f"article_{kind}")
    for name in named:
        if name in tables and any(column.refers_to == "articles" for column in tables[name].columns):
            return name
    return None
