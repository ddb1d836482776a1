"""The page of one row: its name, its fields with their meanings, and what refers to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from datasette.utils import escape_sqlite, tilde_encode

from readout.schema import STATUS
from readout.web.kinds import KINDS
from readout.web.own_pages import Own
from readout.web.section import Record

SHORT = 30
LISTED = 6


@dataclass
class Field:
    """One column of a row; `href` leads to the row it refers to, `page` to the reader's page of that."""

    name: str
    description: str
    value: Any
    label: str = ""
    href: str = ""
    page: str = ""
    meaning: str = ""


@dataclass
class Incoming:
    """Rows of another table that refer to this one: how many, and the first of them by name."""

    title: str
    table: str
    column: str
    count: int
    href: str
    rows: list[Record]


@dataclass
class Row:
    """A row as its page shows it."""

    title: str
    page: str = ""
    fields: list[Field] = field(default_factory=list)
    empty: list[Field] = field(default_factory=list)


class OwnRow(Own):
    """`own` with what the page of a row asks for."""

    async def row(self, database: str, table: str, key: Sequence[str], cells: Sequence[Record]) -> Row:
        """A row from the cells that Datasette shows of it."""
        values = {cell["column"]: cell["raw"] for cell in cells}
        described, meanings = await self._dictionary(database, table)
        references = await self._references(database, table)
        if database == "readout" and table == "evidence":
            references["annotation"] = await self._annotated(str(values.get("kind")))
        row = Row(", ".join(key))
        for name, value in values.items():
            shown = Field(name, described.get(name, ""), value, meaning=meanings.get((name, value), ""))
            if name in references and references[name] and value is not None:
                await self._refer(database, references[name], shown)
            (row.empty if value in (None, "") else row.fields).append(shown)
        row.title = await self._title(database, table, row)
        if database == "readout" and table in KINDS:
            row.page = self.site.page(table, key[0])
        return row

    async def _dictionary(self, database: str, table: str) -> tuple[dict[str, str], dict[tuple[str, Any], str]]:
        told = dict((await self.about(database, table)).get("columns") or {})
        if database != "readout":
            return told, {}
        sql = "SELECT column_name, description, vocabulary FROM columns WHERE table_name = :table"
        rows = await self.site.rows(sql, {"table": table})
        sql = (
            "SELECT columns.column_name, vocabularies.value, vocabularies.meaning FROM columns "
            "JOIN vocabularies USING (vocabulary) WHERE columns.table_name = :table"
        )
        meanings = {
            (row["column_name"], row["value"]): row["meaning"] for row in await self.site.rows(sql, {"table": table})
        }
        return {row["column_name"]: row["description"] for row in rows} | told, meanings

    async def _references(self, database: str, table: str) -> dict[str, str]:
        found = await self.datasette.get_database(database).foreign_keys_for_table(table)
        return {key["column"]: key["other_table"] for key in found}

    async def _annotated(self, kind: str) -> str:
        """The table that holds annotations of one kind: quote, coverage, mention, naming, stance."""
        names = await self.site.database.table_names()
        return next((name for name in (kind, f"{kind}s") if name in names), "")

    async def _refer(self, database: str, other: str, shown: Field) -> None:
        rows = await self._named(database, other, "id", shown.value, 1)
        shown.label = str(rows[0]["label"] or shown.value) if rows else str(shown.value)
        shown.href = f"{self.datasette.urls.table(database, other)}/{tilde_encode(str(shown.value))}"
        if database == "readout" and other in KINDS:
            shown.page = self.site.page(other, str(shown.value))

    async def _title(self, database: str, table: str, row: Row) -> str:
        label = await self.label(database, table)
        named = next((field.label or str(field.value) for field in row.fields if field.name == label), "")
        others = [field for field in row.fields if field.label and field.name != label]
        others.sort(key=lambda field: field.name == "article")
        if named and len(named) < SHORT and others and table not in KINDS:
            return f"{named}: {others[0].label}"
        return named or row.title

    async def incoming(self, database: str, value: str, others: Sequence[Mapping[str, Any]]) -> list[Incoming]:
        """What refers to a row, table by table, from the counts that Datasette gives."""
        found = []
        for other in others:
            if not other["count"]:
                continue
            table, column = other["other_table"], other["other_column"]
            rows = await self._named(database, table, column, value, LISTED)
            for row in rows:
                row["href"] = f"{self.datasette.urls.table(database, table)}/{tilde_encode(str(row['id']))}"
            title = (await self.about(database, table)).get("title") or table
            found.append(Incoming(title, table, column, other["count"], other["link"], rows))
        return found

    async def _named(self, database: str, table: str, column: str, value: Any, size: int) -> list[Record]:
        """Rows of a table by one column: id, label, and where the label says little, what else they refer to."""
        db = self.datasette.get_database(database)
        label, references = await self.label(database, table), await self._references(database, table)
        columns = await db.table_columns(table)
        if "id" not in columns:
            return []
        beside = sorted(
            (name for name in references if name not in (column, label)), key=lambda name: name == "article"
        )
        parts, joins = ["t.id AS id"], ""
        how_far = STATUS if STATUS in columns else "status" if table == "articles" and "status" in columns else ""
        parts.append(f"t.{how_far} AS how_far" if how_far else "NULL AS how_far")
        for alias, name in (("label", label), ("beside", beside[0] if beside and column != "id" else "")):
            target = references.get(name, "")
            far = await self.label(database, target) if target else ""
            near = f"t.{escape_sqlite(name)}" if name else "NULL"
            parts.append(f"coalesce({alias}_.{escape_sqlite(far)}, {near}) AS {alias}" if far else f"{near} AS {alias}")
            joins += f" LEFT JOIN {escape_sqlite(target)} AS {alias}_ ON {alias}_.id = {near}" if far else ""
        rows_of = f"{escape_sqlite(table)} AS t{joins} WHERE t.{escape_sqlite(column)} = :value"
        sql = f"SELECT {', '.join(parts)} FROM {rows_of} LIMIT {size}"
        found = await db.execute(sql, {"value": value}, truncate=True)
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
        for row in rows:
            if len(str(row["label"] or "")) >= SHORT:
                row["beside"] = None
        return rows
