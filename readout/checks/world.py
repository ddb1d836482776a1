"""What a check may look at besides its row."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from readout.row import Row, Rows
from readout.schema import Schema


@dataclass
class World:
    """All rows, the schema, the anchors by article path, and the registers of which a file could not be read."""

    rows: Rows
    schema: Schema
    anchors: dict[str, dict[str, Any]] = field(default_factory=dict)
    incomplete: set[str] = field(default_factory=set)

    @cached_property
    def first(self) -> dict[tuple[str, str], Row]:
        """The first row of each table and id, those of broken records included."""
        found: dict[tuple[str, str], Row] = {}
        for table in self.rows.by_table:
            for row in self.rows.with_broken(table):
                found.setdefault((table, row.id), row)
        return found

    @cached_property
    def ids(self) -> dict[str, list[str]]:
        """The ids of each table."""
        found: dict[str, list[str]] = defaultdict(list)
        for table, row_id in self.first:
            found[table].append(row_id)
        return found

    @cached_property
    def dangling(self) -> set[str]:
        """The ids of rows with a reference that leads nowhere; their own ids are made of it and not to be relied on."""
        return {
            row.id
            for table in self.rows.by_table
            for row in self.rows[table]
            for column, target in self.schema.tables[table].references.items()
            if row.values.get(column) is not None and (target, row.values[column]) not in self.first
        }

    @cached_property
    def evidence(self) -> dict[str, list[Row]]:
        """The rows of evidence by article."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows["evidence"]:
            found[row.values["article"]].append(row)
        return found

    @cached_property
    def zone_spans(self) -> dict[str, tuple[int, int]]:
        """Where each anchored zone starts and ends; one without last words runs to the end of its text."""
        pieces: dict[str, dict[str, Row]] = defaultdict(dict)
        for row in self.rows["evidence"]:
            if row.values["kind"] == "zone":
                pieces[row.values["annotation"]][row.values["field"]] = row
        found: dict[str, tuple[int, int]] = {}
        for zone, fields in pieces.items():
            start = self.span(fields["from"])
            end = self.span(fields["to"]) if "to" in fields else None
            if start:
                length = self.anchors[fields["from"].path.removesuffix(".md")]["length"]
                found[zone] = (start[0], end[1] if end else length)
        return found

    @cached_property
    def zones(self) -> dict[str, list[tuple[int, int, str]]]:
        """By article, where each zone that is not the article starts and ends, and its kind."""
        found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for zone in self.rows["article_zones"]:
            if zone.id in self.zone_spans:
                found[zone.values["article"]].append((*self.zone_spans[zone.id], zone.values["kind"]))
        return found

    @cached_property
    def _grounds(self) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for shape in (*self.schema.registers.values(), self.schema.article):
            grounds = shape.fields.get("grounds")
            if grounds and grounds.shape:
                for row in self.rows[grounds.shape.table]:
                    found[row.table, str(row.values[grounds.shape.parent])].append(row)
        return found

    def grounds(self, table: str, parent: str) -> list[Row]:
        """The rows of a table of grounds that belong to one record."""
        return self._grounds[table, parent]

    def with_anchors(self, path: str, anchors: dict[str, Any]) -> "World":
        """The same world with other anchors for the article at a path."""
        return World(self.rows, self.schema, {**self.anchors, path.removesuffix(".md"): anchors}, self.incomplete)

    def span(self, row: Row) -> tuple[int, int] | None:
        """Where a row of evidence starts and ends in its text, where it is anchored."""
        anchors = self.anchors.get(row.path.removesuffix(".md"))
        anchor = anchors["anchors"].get(row.id) if anchors else None
        return (anchor["start"], anchor["end"]) if anchor else None
