"""The formats that `readout export` writes, each a module of this package that is loaded when it is asked for."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from readout.export.source import Source


@dataclass(frozen=True)
class Format:
    """A format of the export.

    `module` is a module of this package with a function `write(source, folder)`, which fills an empty folder.
    It reads only from the source, takes no clock, and raises NotNow where the database, or what it was given,
    lacks something that the format can't do without.
    `needs` is the extra of the package that has the format's `libraries`. `reads` names the tables that are read,
    for the progress bar; None stands for all tables and views. `private` is what may not be published.
    """

    name: str
    title: str
    media_type: str
    module: str
    needs: str | None = None
    libraries: tuple[str, ...] = ()
    reads: tuple[str, ...] | None = None
    private: bool = False

    @property
    def missing(self) -> list[str]:
        """The libraries that the format needs and that are not installed."""
        return [library for library in self.libraries if find_spec(library) is None]

    def write(self, source: Source, folder: Path) -> None:
        """Fill an empty folder with the export. Raises NotNow, sqlite3.Error and OSError."""
        import_module(f"{__name__}.{self.module}").write(source, folder)


_FORMATS = (
    Format("csv", "CSV files with a Frictionless Data Package", "text/csv", "csv_package"),
    Format("ndjson", "JSON, one row a line", "application/x-ndjson", "ndjson"),
    Format(
        "parquet", "Parquet files, typed and described", "application/vnd.apache.parquet", "parquet",
        needs="export", libraries=("pyarrow",),
    ),
    Format("croissant", "Croissant metadata with the CSV files", "application/ld+json", "croissant"),
    Format("schema-org", "schema.org Dataset with its downloads", "application/ld+json", "schema_org"),
    Format("dcat", "DCAT 3 catalogue with its downloads", "application/ld+json", "dcat"),
    Format("ro-crate", "RO-Crate with the CSV files and the database", "application/ld+json", "ro_crate"),
    Format("zenodo", "A deposit for Zenodo: the files, CITATION.cff and .zenodo.json", "application/zip", "zenodo"),
    Format(
        "web-annotation", "W3C Web Annotations, one by one and by article", "application/ld+json", "web_annotation",
        reads=("articles",),
    ),
    Format(
        "claims", "schema.org Claim: what is claimed, and where it appears", "application/ld+json", "claims",
        reads=("actors", "articles", "claim_relations", "claims", "coverage", "events", "outlets", "utterances"),
    ),
    Format(
        "brat", "brat standoff with the articles' texts, where they are at hand", "text/plain", "brat",
        reads=("articles",), private=True,
    ),
)  # fmt: skip

#: By name, in the order in which they are written.
FORMATS: dict[str, Format] = {each.name: each for each in _FORMATS}
