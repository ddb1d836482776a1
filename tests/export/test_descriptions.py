"""What the descriptions of the dataset say, where their checkers can't tell sense from nonsense."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from readout.export.citation import as_bibtex
from readout.export.schema_org import dataset
from readout.export.source import Source

SITE = "https://example.org/readout"


def read(exported: Path, path: str) -> dict[str, Any]:
    """A file of the exports."""
    found: dict[str, Any] = json.loads((exported / path).read_text(encoding="utf-8"))
    return found


def test_how_to_cite_the_dataset_is_no_citation_by_the_dataset(exported: Path) -> None:
    """schema.org's `citation` is for other works; Croissant's `citeAs` is an entry for BibTeX."""
    credit = "The Ferry Desk (2026). Readout: one event, many outlets. Version 1.0."
    crate = next(node for node in read(exported, "ro-crate/ro-crate-metadata.json")["@graph"] if node["@id"] == "./")
    for described in (read(exported, "schema-org/dataset.jsonld"), crate):
        assert "citation" not in described
        assert described["creditText"] == credit
    assert read(exported, "croissant/croissant.json")["citeAs"] == (
        "@misc{readout, author = {{The Ferry Desk}}, title = {{Readout: one event, many outlets}}, "
        "year = {2026}, version = {1.0}}"
    )


def test_bibtex_gets_no_signs_of_its_own(source: Source) -> None:
    """A title may have any sign."""
    source.dataset["title"] = "50 % {of} News & Co_2 \\end"
    assert "title = {{50 \\% of News \\& Co\\_2 end}}" in as_bibtex(source)


def test_the_time_that_is_covered_is_that_of_the_articles(exported: Path) -> None:
    """From the first to the last, whatever the precision of their dates."""
    assert read(exported, "schema-org/dataset.jsonld")["temporalCoverage"] == "2024-05-03/2024-05-05"
    period = read(exported, "dcat/catalog.jsonld")["dcat:dataset"]["dct:temporal"]
    assert (period["dcat:startDate"]["@value"], period["dcat:endDate"]["@value"]) == ("2024-05-03", "2024-05-05")


def test_variables_are_what_was_judged_with_a_vocabulary(source: Source) -> None:
    """Columns of annotations; not the tables, and not the dictionary's."""
    names = {variable["name"] for variable in dataset(source, [])["variableMeasured"]}
    assert names >= {"quotes.type", "coverage.stance", "article_frames.frame"}
    assert not any(name.endswith(".annotation_status") or name.startswith("outlets.") for name in names)


def test_a_zip_of_csv_files_is_csv_in_a_package(exported: Path) -> None:
    """DCAT names what is inside and what it is packed in; the database is no package."""
    files = {
        given["dcat:downloadURL"]["@id"].rpartition(".")[2]: given
        for given in read(exported, "dcat/catalog.jsonld")["dcat:dataset"]["dcat:distribution"]
    }
    assert files["zip"]["dcat:mediaType"]["@id"].endswith("/text/csv")
    assert files["zip"]["dcat:packageFormat"]["@id"].endswith("/application/zip")
    assert files["db"]["dcat:mediaType"]["@id"].endswith("/application/vnd.sqlite3")
    assert "dcat:packageFormat" not in files["db"]


def test_the_site_is_named_where_it_is_known(source: Source) -> None:
    """With --base-url; no address is made up without it."""
    assert "url" not in dataset(source, [])
    assert dataset(replace(source, base=SITE), [])["url"] == SITE
