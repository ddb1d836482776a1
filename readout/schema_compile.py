"""From the text of `schema.yaml` to its tables and shapes."""

from typing import Any

from readout.plain_yaml import read_document
from readout.schema import ID_DESCRIPTION, STATUS, TYPES, Column, Field, Schema, Shape, Table, Vocabulary


def parse_schema(text: str) -> Schema:
    """The schema in a text that `schema_check` finds nothing wrong with."""
    raw, _ = read_document(text, "schema.yaml")
    return _Compiler(raw).schema()


def _table_names(node: Any) -> list[str]:
    """The tables in the order in which the schema speaks of them."""
    if not isinstance(node, dict):
        return []
    names = [node["x-table"]] if isinstance(node.get("x-table"), str) else []
    return names + [name for inner in node.values() for name in _table_names(inner)]


class _Compiler:
    """Turns the raw document into tables and shapes, starting from the records that have files."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.defs: dict[str, Any] = raw["$defs"]
        self.vocabularies = {
            name: Vocabulary(name, found["title"], found["description"], found["x-meanings"], found.get("x-source", ""))
            for name, found in self.defs.items()
            if "x-meanings" in found
        }
        self.columns: dict[str, dict[str, Column]] = {}
        self.tables: dict[str, Table] = {}
        self.shapes: dict[tuple[str, str], Shape] = {}

    def schema(self) -> Schema:
        registers: dict[str, Shape] = {}
        article: Shape | None = None
        for name, record in self.defs.items():
            if record.get("x-file") == "register":
                registers[record["x-table"]] = self.shape(name, "")
            elif record.get("x-file") == "article":
                article = self.shape(name, "")
        for name, record in self.defs.items():
            if record.get("readOnly") and "x-table" in record:
                self.shape(name, "")
        assert article is not None
        self._add_status(article.table)
        tables = {name: self.tables[name] for name in _table_names(self.raw["$defs"])}
        return Schema(self.raw, tables, registers, article, self.vocabularies)

    def resolve(self, prop: dict[str, Any]) -> tuple[dict[str, Any], str]:
        """A property with what it refers to merged in, and the name of the definition."""
        if "$ref" not in prop:
            return prop, ""
        name = prop["$ref"].removeprefix("#/$defs/")
        return {**self.defs[name], **prop}, name

    def shape(self, definition: str, parent: str) -> Shape:
        """The shape of a defined record, and its table; a record within itself shares one shape."""
        if (definition, parent) in self.shapes:
            return self.shapes[definition, parent]
        record = self.defs[definition]
        singular = definition.replace("-", "_")
        table = record["x-table"]
        shape = Shape(definition, table, parent, key=tuple(record.get("x-key", ())))
        shape.required = tuple(record.get("required", ()))
        self.shapes[definition, parent] = shape
        nullable = "grounds" in record["properties"]
        columns = self._open_table(table, parent)
        for name, prop in record["properties"].items():
            made = self._field(name, prop, singular, shape)
            shape.fields[name] = made
            if made.column and made.keep_column:
                label = name == record.get("x-label")
                required = name in shape.required and (label or not nullable)
                self._add(columns, made.column, required)
        self._add_dates(columns)
        self._close_table(table, singular, record)
        return shape

    def _open_table(self, table: str, parent: str) -> dict[str, Column]:
        columns = {"id": Column("id", "TEXT", ID_DESCRIPTION, required=True)}
        if parent:
            around = next(name for name, record in self.defs.items() if name.replace("-", "_") == parent)
            description = f"The {parent.replace('_', ' ')} that it belongs to."
            target = self.defs[around]["x-table"]
            columns[parent] = Column(
                parent, "TEXT", description, required=True, reference=target, facet=parent == "article", parent=True
            )
        self.columns[table] = columns
        return columns

    def _add(self, columns: dict[str, Column], column: Column, required: bool) -> None:
        columns[column.name] = Column(**{**column.__dict__, "required": required})

    def _add_dates(self, columns: dict[str, Column]) -> None:
        """Beside each date of any precision, its bounds in UTC, so that SQL can compare and sort."""
        for column in [found for found in columns.values() if found.format == "edtf"]:
            for end, word in (("earliest", "first"), ("latest", "last")):
                name = f"{column.name}_{end}"
                description = f"The {word} second that {column.name} may mean, in UTC; null where it is open."
                columns[name] = Column(name, "TEXT", description)

    def _add_status(self, articles: str) -> None:
        """Each row that refers to an article, or to a row that does, says how far the annotation has come.

        So no draft passes as reviewed in a copy of one table.
        """
        of_articles, grown = {articles}, True
        while grown:
            found = {
                table
                for table, columns in self.columns.items()
                if any(column.reference in of_articles for column in columns.values())
            }
            grown, of_articles = not found <= of_articles, of_articles | found
        for table in of_articles - {articles}:
            status = self._column(STATUS, {"$ref": "#/$defs/annotation-status"})
            self._add(self.columns[table], status, required=False)

    def _close_table(self, table: str, singular: str, record: dict[str, Any]) -> None:
        self.tables[table] = Table(
            table,
            singular,
            record["title"],
            record["description"],
            self.columns[table],
            record.get("x-label", "id"),
            record.get("x-sort", ""),
            record.get("x-sort-desc", ""),
            record.get("x-file", ""),
            bool(record.get("readOnly")),
        )

    def _field(self, name: str, raw: dict[str, Any], singular: str, shape: Shape) -> Field:
        prop, _ = self.resolve(raw)
        if "x-evidence" in prop:
            column = self._column(name, {**raw, "type": "string"})
            return Field(name, "evidence", column, keep_column=prop["x-evidence"] == "words")
        if prop.get("x-exceptions"):
            return Field(name, "exceptions")
        if prop.get("x-former"):
            return Field(name, "former")
        if prop.get("x-withdrawal"):
            return Field(name, "withdrawal")
        if prop.get("type") == "array":
            return self._list_field(name, prop, singular, shape)
        if "x-table" in prop:
            _, definition = self.resolve(prop["additionalProperties"])
            child = self._mapping_shape(prop, definition, singular)
            return Field(name, "mapping", shape=child)
        return Field(name, "column", self._column(name, raw))

    def _list_field(self, name: str, prop: dict[str, Any], singular: str, shape: Shape) -> Field:
        if "x-rows" in prop:
            return Field(name, "shorthand", shorthand=prop["x-rows"])
        if "x-parent" in prop:
            inside = prop["x-parent"]
            description = f"The {singular.replace('_', ' ')} that it is part of."
            self.columns[shape.table][inside] = Column(inside, "TEXT", description, reference=shape.table)
            shape.inside = inside
            return Field(name, "records", shape=shape)
        if "x-table" in prop:
            return Field(name, "words", shape=self._words_shape(prop, singular))
        _, definition = self.resolve(prop["items"])
        return Field(name, "records", shape=self.shape(definition, singular))

    def _words_shape(self, prop: dict[str, Any], singular: str) -> Shape:
        """The shape of a list of words: a table with the word, and its place in the list."""
        table, word = prop["x-table"], prop["x-column"]
        columns = self._open_table(table, singular)
        columns["seq"] = Column("seq", "INTEGER", "Its place in the list, from 0.", required=True)
        self._add(columns, self._column(word, prop["items"]), required=True)
        self._close_table(table, table, {**prop, "x-label": word, "x-sort": "seq"})
        return Shape("", table, singular, key=(word,), fields={word: Field(word, "column", columns[word])})

    def _mapping_shape(self, prop: dict[str, Any], definition: str, singular: str) -> Shape:
        """The shape of a mapping from a name to records: a table with the name as a column."""
        table, key = prop["x-table"], prop["x-column"]
        record = self.defs[definition]
        columns = self._open_table(table, singular)
        description = f"The {key} of the {singular.replace('_', ' ')} that it is about."
        columns[key] = Column(key, "TEXT", description, required=True, facet=True)
        shape = Shape(definition, table, singular, key=(key,), required=tuple(record.get("required", ())))
        for name, inner in record["properties"].items():
            shape.fields[name] = Field(name, "column", self._column(name, inner))
            self._add(columns, shape.fields[name].column or columns[key], name in shape.required)
        self._close_table(table, table, {**prop, "x-label": key})
        return shape

    def _column(self, name: str, raw: dict[str, Any]) -> Column:
        prop, definition = self.resolve(raw)
        vocabulary = self.vocabularies.get(definition)
        kind = prop.get("type", "string")
        return Column(
            name=name,
            type=TYPES[kind],
            description=prop["description"],
            boolean=kind == "boolean",
            vocabulary=vocabulary,
            reference=prop.get("x-reference"),
            format=prop.get("format", ""),
            facet=bool(prop.get("x-facet")),
            index=bool(prop.get("x-index")),
            search=bool(prop.get("x-search")),
            first_of=tuple(prop.get("x-from", ())),
            bounds=(prop.get("minimum"), prop.get("maximum")),
            source=prop.get("x-source", ""),
        )
