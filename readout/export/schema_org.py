"""A schema.org `Dataset` as JSON-LD, for a page's <script> and for search engines, with the downloads beside it.

Addresses are relative to the file: put the folder anywhere, and they are right there.
"""

from pathlib import Path
from typing import Any

from readout.export.about import KEYWORDS, covered, release_day, write_downloads
from readout.export.annotations import Annotations
from readout.export.citation import cited
from readout.export.files import Made, write_json
from readout.export.source import Column, Source, Table

FILE = "dataset.jsonld"
#: How far an annotation has come, which says nothing of the article.
STANDING = "annotation_status"


def write(source: Source, folder: Path) -> None:
    """Fill a folder with dataset.jsonld and the downloads."""
    write_json(folder / FILE, dataset(source, write_downloads(source, folder)))


def dataset(source: Source, downloads: list[Made], base: str = "") -> dict[str, Any]:
    """The description as a value; `base` goes before the downloads' paths."""
    told = source.dataset
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": told["title"],
        "description": told["description"],
        "version": told["version"],
        "license": told["license_url"],
        "isAccessibleForFree": True,
        "keywords": list(KEYWORDS),
        "creator": [{"@type": "Organization", "name": name} for name in source.creators],
        "creditText": cited(source),
        **({"url": source.base} if source.base else {}),
        **dates(source),
        **({"temporalCoverage": "/".join(days)} if (days := covered(source)) else {}),
        "variableMeasured": [
            _variable(table, column)
            for _, table in Annotations(source).kinds
            for column in table.columns
            if column.values and column.name != STANDING
        ],
        "distribution": [download(made, base) for made in downloads],
    }


def dates(source: Source) -> dict[str, str]:
    """The date of publication, if the dataset has one."""
    day = release_day(source)
    return {"datePublished": day} if day else {}


def _variable(table: Table, column: Column) -> dict[str, str]:
    """What was judged of an article's words, with one word of a vocabulary."""
    return {
        "@type": "PropertyValue", "name": f"{table.name}.{column.name}",
        "description": column.description or column.name,
    }  # fmt: skip


def download(made: Made, base: str) -> dict[str, Any]:
    """One file as a `DataDownload`; `base` goes before its path."""
    return {
        "@type": "DataDownload",
        "name": made.title,
        "contentUrl": base + made.path,
        "encodingFormat": made.media_type,
        "contentSize": f"{made.size} B",
        "sha256": made.sha256,
    }
