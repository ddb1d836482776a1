"""Rows put in the place of others, inside a transaction: only those that are otherwise, with their full-text search."""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from readout.compile.chunk import of_unit
from readout.compile.derived import OF_VARIANTS, redirect_rows, variants
from readout.content import Sum
from readout.database import GAP, in_columns, insert_at, quoted, searched_columns
from readout.dictionary import dataset_row
from readout.row import Row, Rows
from readout.schema import Schema, Table
from readout.sql import Statement
from readout.stored import refresh, stored_sum, table_of

#: What of an article goes into the comparison of its renderings with others (see derived.QUOTES).
OF_RENDERINGS = ("language", "status")
#: Rows are asked for so many at a time: every SQLite takes so many values.
AT_ONCE = 500

Values = Sequence[Any]


class NoRoom(Exception):
    """There is no number left between two rows for one that belongs there."""


class Renewal:
    """The rows of some units as they were and as they are, and all that follows from these."""

    def __init__(
        self, connection: sqlite3.Connection, schema: Schema, views: list[Statement], sums: dict[str, Sum]
    ) -> None:
        self.connection, self.schema, self.views, self.sums = connection, schema, views, sums
        self.old: dict[str, set[str]] = defaultdict(set)
        self.new: dict[str, dict[str, Values]] = defaultdict(dict)
        self.articles: set[str] = set()

    def unit(self, before: dict[str, list[str]], rows: Rows | None) -> dict[str, list[str]]:
        """Take in a unit: the ids of its rows as they were, by table, and its rows now. Returns the ids of these."""
        for name, ids in before.items():
            self.old[name].update(ids)
        now: dict[str, list[str]] = {}
        for name, ordered in of_unit(rows) if rows else ():
            now[name] = [row.id for row in ordered]
            self._take(name, ordered)
        self.articles.update(before.get("articles", ()), now.get("articles", ()))
        return now

    def run(self, sources: str, renamed: bool) -> None:
        """Renew the rows of the units, and all that rests on them. Raises sqlite3.Error."""
        touched = self._apply()
        touched["articles"] |= self.articles  # what stands inside a quote does not tell its article
        for utterance in sorted(touched["utterances"]):
            self._was("quote_variants", "utterance", utterance)
            for variant in sorted(self.old["quote_variants"]):
                self._was("quote_changes", "variant", variant)
            self._is(variants(self.connection, self.schema, utterance))
            self._apply(OF_VARIANTS)
        if renamed:
            self._was("redirects")
            self._is(redirect_rows(self.connection))
        self._was("dataset")
        self._is([dataset_row(self.schema, sources)])
        self._apply()
        for view in self.views:
            if view.stored and (keys := touched[self._of(view.stored)]):
                self.sums[table_of(view)].take(stored_sum(self.connection, view, keys))
                refresh(self.connection, view, keys)
                self.sums[table_of(view)].join(stored_sum(self.connection, view, keys))

    def _of(self, key: str) -> str:
        """The table whose rows a stored view has one or more rows for each of."""
        return next(table.name for table in self.schema.tables.values() if table.singular == key)

    def _was(self, name: str, column: str = "", value: str = "") -> None:
        where = f"WHERE {quoted(column)} = ?" if column else ""
        ask = f'SELECT "id" FROM {quoted(name)} {where}'
        self.old[name].update(row for (row,) in self.connection.execute(ask, (value,) if column else ()))

    def _is(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._take(row.table, [row])

    def _take(self, name: str, rows: list[Row]) -> None:
        for values in in_columns(rows, self.schema.tables[name]):
            self.new[name][values[0]] = values

    def _apply(self, names: Collection[str] = ()) -> dict[str, set[str]]:
        """Put the rows that are otherwise in the place of the old ones; returns what they are about, by table."""
        touched: dict[str, set[str]] = defaultdict(set)
        differences = {
            name: self._difference(self.schema.tables[name]) for name in names or sorted({*self.old, *self.new})
        }
        for name, (less, _) in differences.items():
            self._delete(self.schema.tables[name], less)
        for name, (less, more) in differences.items():
            table = self.schema.tables[name]
            self._insert(table, more)
            self.sums[name].remove([values[1:] for values in less])
            self.sums[name].add(more)
            old = [values[1:] for values in less]
            for row in (*old, *more):
                self._touch(table, row, touched)
            if name == "articles":
                for article in _otherwise(table, old, more, OF_RENDERINGS):
                    touched["utterances"].update(self._rendered(article))
        self.old.clear()
        self.new.clear()
        return touched

    def _touch(self, table: Table, row: Values, touched: dict[str, set[str]]) -> None:
        """What a row that has changed is about: itself, and what it refers to."""
        touched[table.name].add(row[0])
        for number, column in enumerate(table.columns.values()):
            if column.reference and row[number] is not None:
                touched[column.reference].add(row[number])

    def _rendered(self, article: str) -> list[str]:
        """The utterances that an article renders."""
        ask = "SELECT DISTINCT utterance FROM quotes WHERE article = ? AND utterance IS NOT NULL"
        return [utterance for (utterance,) in self.connection.execute(ask, (article,))]

    def _difference(self, table: Table) -> tuple[list[Values], list[Values]]:
        """The rows to delete, each after its number in the file, and those to insert."""
        new = self.new.get(table.name, {})
        less: list[Values] = []
        same: set[str] = set()
        for row in self._read(table, sorted(self.old.get(table.name, ()))):
            if list(row[1:]) == new.get(row[1]) and all(map(_alike, row[1:], new[row[1]])):
                same.add(row[1])
            else:
                less.append(row)
        return less, [values for name, values in sorted(new.items()) if name not in same]

    def _read(self, table: Table, ids: list[str]) -> Iterator[Values]:
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            wanted = ", ".join("?" * len(some))
            yield from self.connection.execute(
                f'SELECT rowid, * FROM {quoted(table.name)} WHERE "id" IN ({wanted})', some
            ).fetchall()

    def _delete(self, table: Table, rows: list[Values]) -> None:
        if searched := searched_columns(table):
            self._search(table, searched, rows, gone=True)
        self.connection.executemany(f"DELETE FROM {quoted(table.name)} WHERE rowid = ?", [(row[0],) for row in rows])

    def _insert(self, table: Table, rows: list[Values]) -> None:
        insert_at(self.connection, table, zip_rows(self._numbers(table, [row[0] for row in rows]), rows))
        if searched := searched_columns(table):
            self._search(table, searched, list(self._read(table, [row[0] for row in rows])), gone=False)

    def _numbers(self, table: Table, ids: list[str]) -> list[int]:
        """Numbers for rows of some ids, in order, between those of their neighbours. Raises NoRoom."""
        before = f'SELECT rowid FROM {quoted(table.name)} WHERE "id" < ? ORDER BY "id" DESC LIMIT 1'
        after = f'SELECT rowid FROM {quoted(table.name)} WHERE "id" > ? ORDER BY "id" LIMIT 1'
        places = [
            tuple(self.connection.execute(ask, (one,)).fetchone() or (None,) for ask in (before, after)) for one in ids
        ]
        numbers: list[int] = []
        for ((low,), (high,)), some in groupby(places):
            count = len(list(some))
            start = low or 0
            step = GAP if high is None else (high - start) // (count + 1)
            if not step:
                raise NoRoom
            numbers += [start + step * (number + 1) for number in range(count)]
        return numbers

    def _search(self, table: Table, searched: list[str], rows: list[Values], gone: bool) -> None:
        """Take rows out of the full-text search of their table, or put them in."""
        name, columns = quoted(f"{table.name}_fts"), ", ".join(map(quoted, searched))
        places = [1 + list(table.columns).index(column) for column in searched]
        values = [(row[0], *(row[place] for place in places)) for row in rows]
        places_for = ", ".join("?" * len(searched))
        if gone:
            command = f"INSERT INTO {name} ({name}, rowid, {columns}) VALUES ('delete', ?, {places_for})"
        else:
            command = f"INSERT INTO {name} (rowid, {columns}) VALUES (?, {places_for})"
        self.connection.executemany(command, values)


def zip_rows(numbers: Iterable[int], rows: Iterable[Values]) -> Iterator[Values]:
    """Each row after its number."""
    return ((number, *row) for number, row in zip(numbers, rows, strict=True))


def _otherwise(table: Table, old: Iterable[Values], new: Iterable[Values], columns: Iterable[str]) -> set[str]:
    """The ids of the rows that are otherwise in some columns, or are in one of two versions alone."""
    places = [list(table.columns).index(name) for name in ("id", *columns)]
    before, after = ({tuple(row[place] for place in places) for row in rows} for rows in (old, new))
    return {row[0] for row in before ^ after}


def _alike(one: Any, other: Any) -> bool:
    """Whether two equal values are of one type: 1 and 1.0 are not the same in a table."""
    return type(one) is type(other)
