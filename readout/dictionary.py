"""The data dictionary as rows: the tables `columns` and `vocabularies`."""

from collections.abc import Iterator

from readout.row import Row
from readout.schema import Schema
from readout.sql import Statement


def dictionary_rows(schema: Schema, views: list[Statement]) -> Iterator[Row]:
    """A row for every column of every table and view, and for every value of every vocabulary."""
    for table in schema.tables.values():
        for column in table.columns.values():
            vocabulary = column.vocabulary
            values = {
                "id": slug(table.name, column.name),
                "table_name": table.name,
                "column_name": column.name,
                "type": column.type,
                "description": column.description,
                "vocabulary": vocabulary.name if vocabulary else None,
                "refers_to": column.reference,
                "source": column.source or (vocabulary.source if vocabulary else "") or None,
            }
            yield Row("columns", values, "", ())
    for view in views:
        for name, description in view.columns.items():
            values = {
                "id": slug(view.name, name), "table_name": view.name, "column_name": name,
                "type": "ANY", "description": description,
            }  # fmt: skip
            yield Row("columns", values, "", ())
    for vocabulary in schema.vocabularies.values():
        for number, (value, meaning) in enumerate(vocabulary.meanings.items(), 1):
            values = {
                "id": f"{vocabulary.name}-{number}", "vocabulary": vocabulary.name, "title": vocabulary.title,
                "value": value, "meaning": meaning, "source": vocabulary.source or None,
            }  # fmt: skip
            yield Row("vocabularies", values, "", ())


def slug(*names: str) -> str:
    """Names of tables and columns as an id that stands unescaped in an address."""
    return "--".join(name.replace("_", "-") for name in names)
