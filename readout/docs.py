"""The generated documentation: `docs/schema.md` from the schema, the views and the saved queries."""

from collections.abc import Iterator

from readout.schema import Column, Schema
from readout.sql import Statement


def schema_page(schema: Schema, views: list[Statement], queries: list[Statement]) -> str:
    """Every table, view, saved query and vocabulary, as Markdown."""
    return "\n".join(_schema_lines(schema, views, queries)) + "\n"


def _schema_lines(schema: Schema, views: list[Statement], queries: list[Statement]) -> Iterator[str]:
    yield "<!-- Made by `readout docs` from schema.yaml, views/ and queries/. Don't edit it. -->"
    yield "# The database\n"
    yield f"{schema.dataset['description']}\n"
    yield "The same dictionary is in the database itself, as the tables `columns` and `vocabularies`.\n"
    yield "## Tables\n"
    for table in schema.tables.values():
        yield f"### {table.name}\n"
        made = " The build derives it." if table.derived else ""
        yield f"{table.description}{made}\n"
        yield "| column | type | meaning |"
        yield "|---|---|---|"
        for column in table.columns.values():
            need = " *" if column.required else ""
            yield f"| `{column.name}`{need} | {column.type} | {_cell(_meaning(column))} |"
        yield ""
    yield "An asterisk marks a column that is never null.\n"
    yield "## Views\n"
    for view in views:
        yield from _statement_lines(view, view.columns, "column")
    yield "## Saved queries\n"
    for query in queries:
        yield from _statement_lines(query, query.parameters, "parameter")
    yield "## Vocabularies\n"
    for vocabulary in schema.vocabularies.values():
        yield f"### {vocabulary.name}\n"
        source = f" Source: {vocabulary.source}." if vocabulary.source else ""
        yield f"{vocabulary.description}{source}\n"
        yield "| value | meaning |"
        yield "|---|---|"
        for value, meaning in vocabulary.meanings.items():
            yield f"| `{value}` | {_cell(meaning)} |"
        yield ""


def _statement_lines(statement: Statement, names: dict[str, str], what: str) -> Iterator[str]:
    yield f"### {statement.name}\n"
    yield f"{statement.title}. {statement.description} ([SQL](../{statement.path}))\n"
    if names:
        yield f"| {what} | meaning |"
        yield "|---|---|"
        for name, meaning in names.items():
            yield f"| `{name}` | {_cell(meaning)} |"
        yield ""


def _meaning(column: Column) -> str:
    said = column.description
    if column.reference:
        said += f" → [{column.reference}](#{column.reference})"
    if column.vocabulary:
        said += f" Values: [{column.vocabulary.name}](#{column.vocabulary.name})."
    if column.source:
        said += f" Source: {column.source}."
    return said


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
