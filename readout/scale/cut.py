"""Which rows of a result belong to some stories or outlets: first their own, then all that these refer to."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from readout.database import quoted
from readout.near import did_you_mean
from readout.scale.complete import Complete
from readout.scale.duck import Duck
from readout.scale.faults import NotComplete, UnknownIds
from readout.scale.parts import STORIES, part_files, part_name, part_of, story_column
from readout.schema import Schema, Table

ARTICLES, OUTLETS = "articles", "outlets"
#: By these two columns a row belongs to any row of any table.
ANY_ROW = ("table_name", "record")


class Cut:
    """The rows that were chosen by now, in tables of a DuckDB."""

    def __init__(self, schema: Schema, engine: Duck, complete: Complete) -> None:
        self.schema = schema
        self.engine = engine
        self.parts = complete.parts
        self._files: dict[str, set[str]] = {}
        self._in_parts: dict[str, set[int]] = {name: set() for name in schema.tables}
        self._grown: set[str] = set()
        for name in schema.tables:
            self._files[name] = set(part_files(engine.place, name))
            if len(self._files[name]) != complete.pieces.get(name, 0):
                raise NotComplete(f"{engine.place.url}/{name}: files are missing; run `readout build --to` again")
            if self._files[name]:
                some = engine.files([f"{name}/{min(self._files[name])}"])
                engine.rows(f"CREATE TABLE {quoted(name)} AS SELECT * FROM {some} LIMIT 0")

    def choose(self, stories: Sequence[str], outlets: Sequence[str]) -> None:
        """Choose the rows of some stories and outlets. Raises UnknownIds where there is none of an id."""
        for story in stories:
            self._of_story(story, [*self._story_tables, ARTICLES])
        if outlets:
            self._by_id(OUTLETS, outlets)
            self._take(ARTICLES, f"outlet IN ({_marks(outlets)})", range(self.parts), outlets)
            for story in self._missing(ARTICLES, "story", STORIES):  # its claims too: nobody looked for some of them
                self._of_story(story, self._story_tables)
        self._known(STORIES, stories)
        self._known(OUTLETS, outlets)
        self._follow()
        for table in self.schema.tables.values():
            if table.derived and not _belongs(table):
                self._derived(table)

    @property
    def _story_tables(self) -> list[str]:
        """The tables of the records that belong to stories, articles apart."""
        named = (name for name, table in self.schema.tables.items() if table.file and name != ARTICLES)
        return [name for name in named if story_column(name, self.schema)]

    def _of_story(self, story: str, tables: Iterable[str]) -> None:
        """Take a story, and its records in some tables."""
        parts = {part_of(STORIES, story, story, self.parts)}
        self._take(STORIES, "id = ?", parts, [story])
        for name in tables:
            self._take(name, f"{quoted(str(story_column(name, self.schema)))} = ?", parts, [story])

    def batches(self, table: Table) -> Iterator[list[tuple[Any, ...]]]:
        """The chosen rows of a table in the order of their ids, some at a time."""
        if self._files[table.name]:
            names = ", ".join(map(quoted, table.columns))
            yield from self.engine.batches(f"SELECT {names} FROM {quoted(table.name)} ORDER BY id")

    def _follow(self) -> None:
        """Take what stands inside the records that were chosen, and what these rows refer to, until all is there."""
        while self._grown:
            grown, self._grown = self._grown, set()
            for name, table in self.schema.tables.items():
                for column, target in table.references.items():
                    if (table.columns[column].parent or _belongs(table) == column) and target in grown:
                        within = f"{quoted(column)} IN (SELECT id FROM {quoted(target)})"
                        self._take(name, within, self._in_parts[target])
                    if name in grown | self._grown and self._files[name] and (not table.derived or _belongs(table)):
                        self._by_id(target, self._missing(name, column, target))

    def _missing(self, name: str, column: str, target: str) -> list[str]:
        """The ids that rows refer to and that are not chosen yet."""
        chosen = f"SELECT id FROM {quoted(target)}" if self._files[target] else "SELECT NULL WHERE false"
        sql = f"SELECT DISTINCT {quoted(column)} FROM {quoted(name)} WHERE {quoted(column)} IS NOT NULL"
        return [record for (record,) in self.engine.rows(f"{sql} AND {quoted(column)} NOT IN ({chosen}) ORDER BY 1")]

    def _by_id(self, table: str, ids: Sequence[str]) -> None:
        """Take the records of some ids: from their parts, where these can be told by the ids."""
        if not ids:
            return
        parts: Iterable[int] = range(self.parts)
        if table == STORIES:
            parts = {part_of(table, record, record, self.parts) for record in ids}
        elif self.schema.tables[table].file and story_column(table, self.schema) is None:
            parts = {part_of(table, record, None, self.parts) for record in ids}
        self.engine.give("wanted", id=ids)
        self._take(table, "id IN (SELECT id FROM wanted)", parts)

    def _derived(self, table: Table) -> None:
        """Take the rows of a derived table that are about nothing else but what is chosen."""
        if set(ANY_ROW) <= table.columns.keys():
            self._about_rows(table)
        elif table.references:
            conditions = [
                f"({quoted(column)} IS NULL OR {quoted(column)} IN (SELECT id FROM {quoted(target)}))"
                if self._files[target] else f"{quoted(column)} IS NULL"
                for column, target in table.references.items()
            ]  # fmt: skip
            first = next(iter(table.references.values()))
            self._take(table.name, " AND ".join(conditions), self._in_parts[first])
        else:
            self._take(table.name, "true", range(self.parts))

    def _about_rows(self, table: Table) -> None:
        """Take the rows about rows that are chosen; of what was withdrawn, what chosen records took the place of."""
        record = "merged_into" if "merged_into" in table.columns else "record"
        for name in self.schema.tables:
            if self._files[name] and self._in_parts[name]:
                chosen = f"table_name = ? AND {record} IN (SELECT id FROM {quoted(name)})"
                self._take(table.name, chosen, range(self.parts), [name])

    def _take(self, name: str, where: str, parts: Iterable[int], values: Sequence[str] = ()) -> None:
        """Take rows of a table from some parts, those that are not chosen yet."""
        wanted = sorted(set(parts))
        files = [f"{name}/{part_name(part)}" for part in wanted if part_name(part) in self._files[name]]
        if not files:
            return
        table = quoted(name)
        sql = f"INSERT INTO {table} SELECT * FROM {self.engine.files(files)} WHERE ({where})"
        ((count,),) = self.engine.rows(f"{sql} AND id NOT IN (SELECT id FROM {table})", values)
        if count:
            self._grown.add(name)
            self._in_parts[name] |= self._parts_of(name, set(wanted))

    def _parts_of(self, name: str, taken_from: set[int]) -> set[int]:
        """The parts where the chosen rows of a table lie; of what are no records, at the most those they came from."""
        if not self.schema.tables[name].file:
            return taken_from
        column = "id" if name == STORIES else story_column(name, self.schema)
        story = quoted(column) if column else "NULL"
        found = self.engine.rows(f"SELECT id, {story} FROM {quoted(name)}")
        return {part_of(name, record, of_story, self.parts) for record, of_story in found}

    def _known(self, table: str, asked: Sequence[str]) -> None:
        """Raises UnknownIds where a table has no record of an id that was asked for."""
        chosen = {record for (record,) in self.engine.rows(f"SELECT id FROM {quoted(table)}")}
        for record in asked:
            if record not in chosen:
                files = self.engine.files(f"{table}/{file}" for file in sorted(self._files[table]))
                known = [row[0] for row in self.engine.rows(f"SELECT id FROM {files} ORDER BY id")]
                singular = self.schema.tables[table].singular
                hint = did_you_mean(record, known)
                raise UnknownIds(
                    f"there is no {singular} '{record}' in {self.engine.place.url}" + (f"; {hint}" if hint else "")
                )


def _belongs(table: Table) -> str:
    """The column by which the rows of a derived table belong to one article; nothing where they do not."""
    if not table.derived:
        return ""
    return next(
        (column for column, target in table.references.items() if column == "article" and target == ARTICLES), ""
    )


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
