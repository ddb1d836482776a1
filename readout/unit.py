"""One file's rows, with the anchors beside it, and what follows from them alone."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from readout.problem import Pointer, Problem
from readout.row import WITHDRAWN, Row, Rows
from readout.schema import Schema

#: A record of a register, or an article: its table and its id.
Key = tuple[str, str]
#: In place of a table: any may be meant.
ANY = "*"
#: How an article uses an event that it mentions as past or going on, unless the date is excepted (R412).
HAPPENED = "mentions: happened"
#: Mention statuses that place an event before the article, or at its time.
STATUSES_OF_WHAT_HAPPENED = {"past", "ongoing", "historical"}
#: What the database has of a withdrawn record, too: that it is, and under which ids it was known.
KEPT = {WITHDRAWN, "redirects"}


def anchors_of(path: str) -> str:
    """Where the anchors of an article lie, by the article's path."""
    return path.removesuffix(".md") + ".anchors.json"


@dataclass
class Unit:
    """What one register file or article says.

    `incomplete` names the table of which it could not give all ids, ANY where they may be of any.
    `curator` is set on a second, independent annotation of an article: its rows have that
    article's id, and only agreement is measured with them.
    """

    path: str
    rows: Rows
    problems: list[Problem] = field(default_factory=list)
    anchors: dict[str, Any] | None = None
    incomplete: str = ""
    curator: str = ""
    _refers: dict[Key, list[Row]] | None = field(default=None, repr=False)
    _uses: dict[Key, set[str]] | None = field(default=None, init=False, repr=False)
    _children: dict[Key, dict[Any, list[Row]]] = field(default_factory=dict, init=False, repr=False)

    def with_anchors(self, anchors: dict[str, Any]) -> "Unit":
        """The same unit with other anchors."""
        return replace(self, anchors=anchors)

    @property
    def anchors_path(self) -> str:
        """Where the anchors of an article lie."""
        return anchors_of(self.path)

    @cached_property
    def article(self) -> Row | None:
        """The row of the article, where the unit is one."""
        return next(iter(self.rows.with_broken("articles")), None)

    @cached_property
    def _withdrawn(self) -> set[Pointer]:
        """Where the records stand that are withdrawn; the article is nowhere, which is all of the file."""
        return {row.pointer[:-1] for row in self.rows.with_broken(WITHDRAWN)}

    def is_withdrawn(self, row: Row) -> bool:
        """Whether a row is of a record that is withdrawn, or of a withdrawn article."""
        return bool(self._withdrawn) and (() in self._withdrawn or row.pointer[:1] in self._withdrawn)

    def in_use(self) -> Iterator[Row]:
        """The rows that the database has: what is withdrawn goes into the table of that name, and into no other."""
        for table, rows in self.rows.by_table.items():
            for row in rows:
                if table in KEPT or not self.is_withdrawn(row):
                    yield row

    def records(self, schema: Schema) -> Iterator[Row]:
        """The rows that other files may refer to, those of broken records included."""
        for table in self.rows.by_table:
            if schema.tables[table].file:
                yield from self.rows.with_broken(table)

    def whole_records(self, schema: Schema) -> Iterator[tuple[Row, list[Row]]]:
        """The rows that other files may refer to, each with what stands inside it; of an article the exceptions."""
        inner: dict[str | int, list[Row]] = defaultdict(list)
        if self.article is None:
            for rows in self.rows.by_table.values():
                for row in rows:
                    if len(row.pointer) > 1:
                        inner[row.pointer[0]].append(row)
        for row in self.records(schema):
            yield row, inner[row.pointer[0]] if row.pointer else self.rows["exceptions"]

    def refers(self, schema: Schema) -> dict[Key, list[Row]]:
        """The rows by the record of another file that they refer to; what is withdrawn uses nothing any more."""
        if self._refers is not None:
            return self._refers
        found: dict[Key, list[Row]] = defaultdict(list)
        for table in self.rows.by_table:
            outward = schema.outward[table]
            for row in self.rows[table] if outward else ():
                for column, target in outward:
                    if (value := row.values.get(column)) is not None and not self.is_withdrawn(row):
                        found[target, value].append(row)
        self._refers = dict(found)
        return self._refers

    def uses(self, schema: Schema) -> dict[Key, set[str]]:
        """How the unit refers to each record of another file: the tables of the rows that do, and HAPPENED."""
        if self._uses is not None:
            return self._uses
        self._uses = found = {key: {row.table for row in rows} for key, rows in self.refers(schema).items()}
        for row in self.rows["mentions"]:
            key = ("events", row.values["event"])
            if row.values["status"] in STATUSES_OF_WHAT_HAPPENED and key in found and not self.excepts(row, "R412"):
                found[key].add(HAPPENED)
        return found

    def excepts(self, row: Row, code: str) -> bool:
        """Whether a row, or what it stands in, has an exception from a code."""
        around = (other.pointer[:-2] for other in self.rows["exceptions"] if other.values["code"] == code)
        return any(row.pointer[: len(place)] == place for place in around)

    @cached_property
    def evidence(self) -> list[Row]:
        """The rows of evidence, in the order of the file."""
        return self.rows["evidence"]

    def anchor(self, evidence: Row) -> dict[str, Any] | None:
        """The anchor of a row of evidence, if there is one."""
        found: dict[str, Any] | None = self.anchors["anchors"].get(evidence.id) if self.anchors else None
        return found

    def span(self, evidence: Row) -> tuple[int, int] | None:
        """Where a row of evidence starts and ends in its text, in code points, where it is anchored."""
        anchor = self.anchor(evidence)
        return (anchor["start"], anchor["end"]) if anchor else None

    @cached_property
    def zone_spans(self) -> dict[str, tuple[int, int]]:
        """Where each anchored zone starts and ends; one without last words runs to the end of its text."""
        pieces: dict[str, dict[str, Row]] = defaultdict(dict)
        for row in self.evidence:
            if row.values["kind"] == "zone":
                pieces[row.values["annotation"]][row.values["field"]] = row
        found: dict[str, tuple[int, int]] = {}
        for zone, fields in pieces.items():
            start = self.span(fields["from"])
            end = self.span(fields["to"]) if "to" in fields else None
            if start and self.anchors:
                found[zone] = (start[0], end[1] if end else self.anchors["length"])
        return found

    @cached_property
    def zones(self) -> list[tuple[int, int, str]]:
        """Where each zone that is not the article starts and ends, and its kind."""
        spans = self.zone_spans
        return [(*spans[zone.id], zone.values["kind"]) for zone in self.rows["article_zones"] if zone.id in spans]

    def children(self, table: str, column: str, parent: str) -> list[Row]:
        """The rows of a table that belong to one record of this file."""
        if (table, column) not in self._children:
            found: dict[Any, list[Row]] = defaultdict(list)
            for row in self.rows[table]:
                found[row.values.get(column)].append(row)
            self._children[table, column] = found
        return self._children[table, column].get(parent, [])
