"""Datasette's metadata, from the schema and the SQL: one file for Datasette 0.65 and 1.0.

0.65 takes it with `-m`; 1.0 with `-m` and `-c`, and wants the label column of every table and the
licence at every level.
"""

from typing import Any

import yaml

from readout.schema import Schema, Table
from readout.sql import Statement
from readout.stored import table_of

DATABASE = "readout"
HEAD = """\
# Made by `readout docs` from schema.yaml, views/ and queries/; a test keeps it fresh. Don't edit it.
# Datasette 0.65: -m metadata.yml   Datasette 1.0: -m metadata.yml -c metadata.yml
"""


def metadata(schema: Schema, views: list[Statement], queries: list[Statement]) -> dict[str, Any]:
    """The metadata as a value."""
    dataset = schema.dataset
    rights = {name: dataset[name] for name in ("license", "license_url", "source", "about")}
    tables = {table.name: {**_table(table), **rights} for table in schema.tables.values()}
    tables |= {view.name: {**_view(view), **rights} for view in views}
    tables |= {table_of(view): {"hidden": True} for view in views if view.stored}
    database = {
        "description": dataset["description"],
        **rights,
        "tables": tables,
        "queries": {query.name: _query(query) for query in queries},
    }
    return {
        "title": dataset["title"],
        "description": dataset["description"],
        **rights,
        "databases": {DATABASE: database},
    }


def metadata_text(schema: Schema, views: list[Statement], queries: list[Statement]) -> str:
    """The metadata as the text of `metadata.yml`."""
    made = metadata(schema, views, queries)
    return HEAD + yaml.dump(made, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def _table(table: Table) -> dict[str, Any]:
    made: dict[str, Any] = {"title": table.title, "description": table.description, "label_column": table.label}
    if table.sort_desc:
        made["sort_desc"] = table.sort_desc
    elif table.sort:
        made["sort"] = table.sort
    facets = [column.name for column in table.columns.values() if column.facet]
    if facets:
        made["facets"] = facets
    made["columns"] = {column.name: _described(column.name, table) for column in table.columns.values()}
    return made


def _described(name: str, table: Table) -> str:
    column = table.columns[name]
    if not column.vocabulary:
        return column.description
    values = ", ".join(column.vocabulary.meanings)
    short = values if len(values) <= 120 else f"see the vocabulary {column.vocabulary.name}"
    return f"{column.description} ({short})"


def _view(view: Statement) -> dict[str, Any]:
    made: dict[str, Any] = {"title": view.title, "description": view.description}
    if view.sort:
        made["sort"] = view.sort
    if view.facets:
        made["facets"] = view.facets
    return {**made, "columns": view.columns}


def _query(query: Statement) -> dict[str, Any]:
    told = " ".join(f"{name}: {text}" for name, text in query.parameters.items())
    made: dict[str, Any] = {"title": query.title, "description": f"{query.description} {told}".strip()}
    if query.parameters:
        made["params"] = list(query.parameters)
    return {**made, "sql": query.sql + "\n"}


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as a block, and repeats what is repeated instead of pointing at it."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)
