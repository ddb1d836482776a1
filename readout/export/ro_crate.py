"""An RO-Crate 1.1: the database, the CSV files with their Data Package, CITATION.cff, and what they all are."""

from pathlib import Path
from typing import Any

from readout.export.about import KEYWORDS, release_day, write_database
from readout.export.citation import FILE as CITATION
from readout.export.citation import cited, write_citation
from readout.export.csv_package import write_package
from readout.export.files import Made, write_json
from readout.export.source import NotNow, Source, Table

FILE = "ro-crate-metadata.json"
VERSION = "1.1"
TABLES = "csv/"


def write(source: Source, folder: Path) -> None:
    """Fill a folder with the crate. Raises NotNow where the dataset has no day of release, which a crate must have."""
    if release_day(source) is None:
        raise NotNow("a crate must have a date, and this dataset is not released (x-dataset.released)")
    tables = write_package(source, folder / "csv")
    database = write_database(source, folder)
    write_citation(source, folder)
    write_json(folder / FILE, metadata(source, database, tables))


def metadata(source: Source, database: Made, tables: list[tuple[Table, Made]]) -> dict[str, Any]:
    """The crate's description as a value."""
    told = source.dataset
    makers = [{"@id": f"#maker-{at}", "@type": "Organization", "name": name} for at, name in enumerate(source.creators)]
    authors = [{"@id": maker["@id"]} for maker in makers]
    entry = {
        "@id": FILE, "@type": "CreativeWork", "about": {"@id": "./"},
        "conformsTo": {"@id": f"https://w3id.org/ro/crate/{VERSION}"},
    }  # fmt: skip
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": told["title"],
        "description": told["description"],
        "version": told["version"],
        "datePublished": release_day(source),
        "license": {"@id": told["license_url"]},
        "keywords": ", ".join(KEYWORDS),
        "author": authors[0] if len(authors) == 1 else authors,
        "publisher": {"@id": makers[0]["@id"]},
        "creditText": cited(source),
        **({"url": source.base} if source.base else {}),
        "hasPart": [{"@id": path} for path in (database.path, TABLES, CITATION)],
    }
    licence = {
        "@id": told["license_url"], "@type": "CreativeWork", "name": told["license"],
        "description": f"The licence {told['license']} of the SPDX list.",
    }  # fmt: skip
    return {
        "@context": f"https://w3id.org/ro/crate/{VERSION}/context",
        "@graph": [entry, root, licence, *makers, *_files(database, tables)],
    }


def _files(database: Made, tables: list[tuple[Table, Made]]) -> list[dict[str, Any]]:
    package = f"{TABLES}datapackage.json"
    paths = [package, *(TABLES + made.path for _, made in tables)]
    folder = {
        "@id": TABLES, "@type": "Dataset", "name": "All tables and views as CSV files",
        "description": f"{package} says what each column means.", "hasPart": [{"@id": path} for path in paths],
    }  # fmt: skip
    plain = [
        (CITATION, "How to cite the dataset", "text/yaml"),
        (package, "Data Package of the CSV files", "application/json"),
    ]
    return [
        _file(database, database.path, database.title),
        folder,
        *({"@id": path, "@type": "File", "name": name, "encodingFormat": kind} for path, name, kind in plain),
        *(_file(made, TABLES + made.path, table.description or table.title) for table, made in tables),
    ]


def _file(made: Made, path: str, description: str) -> dict[str, Any]:
    return {
        "@id": path,
        "@type": "File",
        "name": made.title,
        "description": description,
        "encodingFormat": made.media_type,
        "contentSize": str(made.size),
        "sha256": made.sha256,
    }
