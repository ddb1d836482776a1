"""CITATION.cff: how to cite the dataset, in the Citation File Format 1.2.0."""

import re
from pathlib import Path
from typing import Any

import yaml

from readout.export.about import KEYWORDS, release_day
from readout.export.source import Source

FILE = "CITATION.cff"


def write_citation(source: Source, folder: Path) -> None:
    """Write CITATION.cff into a folder."""
    text = yaml.safe_dump(citation(source), sort_keys=False, allow_unicode=True, width=100)
    (folder / FILE).write_text(text, encoding="utf-8", newline="\n")


def citation(source: Source) -> dict[str, Any]:
    """What the file says; the authors are the projects that made the dataset, as bodies."""
    dataset, day = source.dataset, release_day(source)
    return {
        "cff-version": "1.2.0",
        "type": "dataset",
        "message": "If you use this dataset, please cite it as below.",
        "title": dataset["title"],
        "abstract": dataset["description"],
        "authors": [{"name": name} for name in source.creators],
        "version": dataset["version"],
        **({"date-released": day} if day else {}),
        "license": dataset["license"],
        "keywords": list(KEYWORDS),
    }


def cited(source: Source) -> str:
    """The citation as one line of text."""
    dataset, day = source.dataset, release_day(source)
    year = f" ({day[:4]})" if day else ""
    return f"{', '.join(source.creators)}{year}. {dataset['title']}. Version {dataset['version']}."


def as_bibtex(source: Source) -> str:
    """The citation as an entry for BibTeX, which Croissant asks for."""
    dataset, day = source.dataset, release_day(source)
    fields = {
        "author": " and ".join(f"{{{_plain(name)}}}" for name in source.creators),
        "title": f"{{{_plain(dataset['title'])}}}",
        **({"year": day[:4]} if day else {}),
        "version": _plain(dataset["version"]),
        **({"url": source.base} if source.base else {}),
    }
    return "@misc{readout, " + ", ".join(f"{name} = {{{value}}}" for name, value in fields.items()) + "}"


def _plain(text: str) -> str:
    """A text without what BibTeX takes for its own."""
    return re.sub(r"([#$%&_])", r"\\\1", re.sub(r"[{}\\~^]", "", text))
