"""What the database says about itself, as rows: the tables `dataset`, `tables`, `columns` and `vocabularies`."""

from collections.abc import Iterator
from hashlib import sha256

from readout import __version__
from readout.contract import DATASET
from readout.dates import bounds
from readout.row import Row
from readout.schema import Schema, Table
from readout.sql import Statement

#: What the table `dataset` takes over from `x-dataset` as it stands there.
OF_DATASET = ("title", "description", "license", "license_url", "source", "version", "released")


def dataset_row(schema: Schema, sources: str) -> Row:
    """The one row of the table `dataset`, from the schema and the hash of the sources."""
    given = schema.dataset
    values = {"id": DATASET, **{name: given.get(name) for name in OF_DATASET}}
    if released := given.get("released"):
        values["released_earliest"], values["released_latest"] = bounds(released, None)
    values["schema_sha256"] = sha256(schema.content).hexdigest()
    values["sources_sha256"] = sources
    values["readout_version"] = __version__
    return Row(DATASET, values, "", ())


def dictionary_rows(schema: Schema, views: list[Statement]) -> Iterator[Row]:
    """A row for every table and view, for each of their columns, and for every value of every vocabulary."""
    yield from (_table_row(table, is_view=False) for table in schema.tables.values())
    yield from (_table_row(view, is_view=True) for view in views)
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


def _table_row(told: Table | Statement, is_view: bool) -> Row:
    values = {
        "id": slug(told.name), "name": told.name, "view": int(is_view),
        "title": told.title, "description": told.description,
    }  # fmt: skip
    return Row("tables", values, "", ())


def slug(*names: str) -> str:
    """Names of tables and columns as an id that stands unescaped in an address."""
    return "--".join(name.replace("_", "-") for name in names)
