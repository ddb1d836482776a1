"""Croissant 1.0 metadata for machine learning, over the CSV files that lie beside it.

A record set is a table or view, a field its column; keys and references are those of the database.
"""

from pathlib import Path
from typing import Any

from readout.export.about import KEYWORDS
from readout.export.citation import as_bibtex
from readout.export.csv_package import MEDIA_TYPE, write_table
from readout.export.files import Made, write_json
from readout.export.schema_org import dates
from readout.export.source import Column, Source, Table

FILE = "croissant.json"
TYPES = {"text": "sc:Text", "integer": "sc:Integer", "real": "sc:Float", "boolean": "sc:Boolean"}
#: As the specification prints it; the checker wants it to the letter.
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def write(source: Source, folder: Path) -> None:
    """Fill a folder with croissant.json and the CSV files."""
    made = [(table, write_table(source, table, folder)) for table in (*source.tables, *source.views)]
    write_json(folder / FILE, metadata(source, made))


def metadata(source: Source, made: list[tuple[Table, Made]]) -> dict[str, Any]:
    """The metadata as a value."""
    told, circles = source.dataset, _circles([table for table, _ in made])
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": told["title"],
        "description": told["description"],
        "version": told["version"],
        "license": told["license_url"],
        "citeAs": as_bibtex(source),
        **({"url": source.base} if source.base else {}),
        "keywords": list(KEYWORDS),
        "creator": [{"@type": "sc:Organization", "name": name} for name in source.creators],
        **dates(source),
        "distribution": [_file(table, file) for table, file in made],
        "recordSet": [_records(table, circles) for table, _ in made],
    }


def _file(table: Table, made: Made) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": made.path,
        "name": made.path,
        "description": table.description or table.title,
        "contentUrl": made.path,
        "contentSize": f"{made.size} B",
        "encodingFormat": MEDIA_TYPE,
        "sha256": made.sha256,
    }


def _circles(tables: list[Table]) -> set[tuple[str, str]]:
    """The references, from table to table, that lead back to where they start: mlcroissant reads no record then."""
    leads = {table.name: {column.refers_to for column in table.columns if column.refers_to} for table in tables}

    def reached(start: str) -> set[str]:
        found, waiting = set[str](), [start]
        while waiting:
            new = leads[waiting.pop()] - found
            found |= new
            waiting += new
        return found

    pairs = ((name, target) for name, targets in leads.items() for target in targets)
    return {(name, target) for name, target in pairs if name in reached(target) | {target}}


def _records(table: Table, circles: set[tuple[str, str]]) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description or table.title,
        **({"key": {"@id": f"{table.name}/{table.key}"}} if table.key else {}),
        "field": [_field(table, column, circles) for column in table.columns],
    }


def _field(table: Table, column: Column, circles: set[tuple[str, str]]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.description or column.name,
        "dataType": TYPES[column.kind],
        "source": {"fileObject": {"@id": f"{table.name}.csv"}, "extract": {"column": column.name}},
    }
    if column.refers_to and (table.name, column.refers_to) not in circles:
        made["references"] = {"field": {"@id": f"{column.refers_to}/id"}}
    return made
