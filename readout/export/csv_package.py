"""CSV files, one a table or view, with a Frictionless Data Package that describes them.

RFC 4180: commas, CRLF, quotes doubled. UTF-8 without a byte order mark. Null is an empty field; an empty string,
which the contexts of evidence can be, is a quoted empty field. The values are the raw ones, also where they begin
with a sign that spreadsheets take for a formula: the website's own CSV is the one for spreadsheets.
"""

import re
from pathlib import Path
from typing import Any

from readout.export.files import Made, hashing, write_json
from readout.export.source import Column, Source, Table

TYPES = {"text": "string", "integer": "integer", "real": "number", "boolean": "boolean"}
MEDIA_TYPE = "text/csv"
AT_ONCE = 1 << 16
#: What must stand in quotes; the empty string too, to be told from null (the csv module of Python 3.11 can't).
_special = re.compile(r'[",\r\n]').search


def write(source: Source, folder: Path) -> None:
    """Fill a folder with the CSV files and datapackage.json."""
    write_package(source, folder)


def write_package(source: Source, folder: Path) -> list[tuple[Table, Made]]:
    """Fill a folder with the CSV files and datapackage.json; returns each table with its file."""
    made = [(table, write_table(source, table, folder)) for table in (*source.tables, *source.views)]
    write_json(folder / "datapackage.json", package(source, made))
    return made


def write_table(source: Source, table: Table, folder: Path) -> Made:
    """Write the file of one table, with a line of column names first."""
    path = f"{table.name}.csv"
    with hashing(folder / path) as file:
        lines = [",".join(cell(column.name) for column in table.columns)]
        waiting = 0
        for row in source.rows(table):
            lines.append(",".join(map(cell, row)))
            waiting += len(lines[-1])
            if waiting > AT_ONCE:
                file.write(("\r\n".join(lines) + "\r\n").encode())
                lines, waiting = [], 0
        file.write("".join(f"{line}\r\n" for line in lines).encode())
        return Made(path, table.title, MEDIA_TYPE, file.size, file.sha256)


def cell(value: Any) -> str:
    """A value as a field of a CSV file."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value if value and not _special(value) else '"' + value.replace('"', '""') + '"'
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value)


def package(source: Source, made: list[tuple[Table, Made]]) -> dict[str, Any]:
    """The description of the files, as the Data Package standard (version 1) has it."""
    dataset = source.dataset
    return {
        "profile": "tabular-data-package",
        "name": "readout",
        "id": f"urn:sha256:{dataset['sources_sha256']}",
        "title": dataset["title"],
        "description": dataset["description"],
        "version": dataset["version"],
        "licenses": [{"name": dataset["license"], "path": dataset["license_url"]}],
        "sources": [{"title": dataset["source"]}],
        "contributors": [{"title": name, "role": "author"} for name in source.creators],
        "resources": [_resource(table, file) for table, file in made],
    }


def _resource(table: Table, file: Made) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column, table) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = table.key
    references = [_reference(column, table) for column in table.columns if column.refers_to]
    if references:
        schema["foreignKeys"] = references
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": file.path,
        "title": table.title,
        **({"description": table.description} if table.description else {}),
        "format": "csv",
        "mediatype": MEDIA_TYPE,
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _reference(column: Column, table: Table) -> dict[str, Any]:
    target = "" if column.refers_to == table.name else column.refers_to
    return {"fields": column.name, "reference": {"resource": target, "fields": "id"}}


def _field(column: Column, table: Table) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    if column.required:
        limits["required"] = True
    if column.name == table.key:
        limits["unique"] = True
    if column.values and not table.is_view:
        limits["enum"] = list(column.values)
    made: dict[str, Any] = {"name": column.name, "type": TYPES[column.kind], "description": column.description}
    if column.kind == "boolean":
        made |= {"trueValues": ["true"], "falseValues": ["false"]}
    return {**made, "constraints": limits} if limits else made
