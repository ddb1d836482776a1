"""A folder to deposit with Zenodo, which knows no folders: the database, a ZIP of the CSV files, and who and what.

`.zenodo.json` is what Zenodo fills its form from; `CITATION.cff` is for everybody else.
"""

from pathlib import Path
from typing import Any

from readout.export.about import KEYWORDS, release_day, write_downloads
from readout.export.citation import write_citation
from readout.export.files import write_json
from readout.export.source import Source

FILE = ".zenodo.json"


def write(source: Source, folder: Path) -> None:
    """Fill a folder with the deposit."""
    write_downloads(source, folder)
    write_citation(source, folder)
    write_json(folder / FILE, metadata(source))


def metadata(source: Source) -> dict[str, Any]:
    """What Zenodo's form is filled with; without a day of release Zenodo takes that of the upload."""
    told, day = source.dataset, release_day(source)
    return {
        "upload_type": "dataset",
        "title": told["title"],
        "description": f"<p>{_escaped(told['description'])}</p><p>{_escaped(told['source'])}.</p>",
        "creators": [{"name": name} for name in source.creators],
        "version": told["version"],
        **({"publication_date": day} if day else {}),
        "access_right": "open",
        "license": told["license"].lower(),
        "language": "eng",
        "keywords": list(KEYWORDS),
    }


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
