"""How the contract changed: each table, view, column and value, and what that does to who reads the database."""

from collections.abc import Iterator

from readout.difference.catalog import Catalog, Column
from readout.difference.value import SchemaChange


def schema_changes(old: Catalog, new: Catalog) -> list[SchemaChange]:
    """What differs between two databases' tables, views, columns and vocabularies."""
    return [*_tables(old, new), *_views(old, new), *_vocabularies(old, new)]


def _tables(old: Catalog, new: Catalog) -> Iterator[SchemaChange]:
    for name in old.tables.keys() - new.tables.keys():
        yield SchemaChange("breaking", "table removed", name, "", f"the table {name} is gone")
    for name, columns in new.tables.items():
        if name not in old.tables:
            yield SchemaChange("adding", "table added", name, "", f"the table {name} is new")
            continue
        before = old.tables[name]
        for column in before:
            if column not in columns:
                said = f"the column {name}.{column} is gone"
                yield SchemaChange("breaking", "column removed", name, column, said)
        for column, after in columns.items():
            if column in before:
                yield from _column(name, before[column], after)
            else:
                yield SchemaChange("adding", "column added", name, column, f"the column {name}.{column} is new")


def _column(table: str, old: Column, new: Column) -> Iterator[SchemaChange]:
    at = f"{table}.{new.name}"
    if old.type != new.type:
        yield SchemaChange("breaking", "type changed", table, new.name, f"{at} is {new.type}, and was {old.type}")
    if old.required and not new.required:
        yield SchemaChange("breaking", "may be null", table, new.name, f"{at} may be null now")
    elif new.required and not old.required:
        yield SchemaChange("telling", "never null", table, new.name, f"{at} is never null any more")
    if old.checks != new.checks:
        said = f"{at} is checked otherwise: {_checks(new)}, and was: {_checks(old)}"
        yield SchemaChange("breaking", "check changed", table, new.name, said)
    if old.vocabulary != new.vocabulary:
        said = f"{at} takes its values from {new.vocabulary or 'no vocabulary'}, and took them from "
        said += old.vocabulary or "none"
        yield SchemaChange("breaking", "vocabulary changed", table, new.name, said)
    if old.refers_to != new.refers_to:
        said = f"{at} refers to {new.refers_to or 'nothing'}, and referred to {old.refers_to or 'nothing'}"
        yield SchemaChange("breaking", "reference changed", table, new.name, said)


def _checks(column: Column) -> str:
    return " and ".join(column.checks) or "not at all"


def _views(old: Catalog, new: Catalog) -> Iterator[SchemaChange]:
    for name in sorted(old.views.keys() - new.views.keys() - new.tables.keys()):
        yield SchemaChange("breaking", "view removed", name, "", f"the view {name} is gone")
    for name, columns in new.views.items():
        if name not in old.views:
            if name not in old.tables:
                yield SchemaChange("adding", "view added", name, "", f"the view {name} is new")
            continue
        for column in old.views[name]:
            if column not in columns:
                said = f"the column {name}.{column} is gone"
                yield SchemaChange("breaking", "column removed", name, column, said)
        for column in columns:
            if column not in old.views[name]:
                yield SchemaChange("adding", "column added", name, column, f"the column {name}.{column} is new")


def _vocabularies(old: Catalog, new: Catalog) -> Iterator[SchemaChange]:
    for name in sorted(old.vocabularies.keys() & new.vocabularies.keys()):
        before, after = old.vocabularies[name], new.vocabularies[name]
        for value in before:
            if value not in after:
                said = f"the vocabulary {name} no longer has {value}"
                yield SchemaChange("breaking", "value removed", name, value, said)
        for value, meaning in after.items():
            if value not in before:
                said = f"the vocabulary {name} has {value}: {meaning}"
                yield SchemaChange("adding", "value added", name, value, said)
            elif before[value] != meaning:
                said = f"the vocabulary {name} says of {value}: {meaning}"
                yield SchemaChange("telling", "meaning reworded", name, value, said)
