"""What the standards' own tools say of an export; run by the Python that READOUT_STANDARDS names, with the folder.

Prints a JSON object: by format, what its tool finds wrong. No tool may use the network: where one asks for the
JSON-LD context of RO-Crate, it is given the one that the package rocrate brings.
"""

import json
import logging
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import frictionless
import mlcroissant
import pyshacl
from cffconvert import Citation
from rdflib import Graph
from rocrate.rocrate import ROCrate
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

SCHEMA = "https://schema.org/"
SHAPES = Path(__file__).with_name("shapes.ttl")


def csv(folder: Path) -> Iterator[str]:
    """The frictionless framework: the description, every cell, key, reference, size and hash."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    yield from (f"{task.name}: {error.message}" for task in report.tasks for error in task.errors)
    yield from (error.message for error in report.errors)


def croissant(folder: Path) -> Iterator[str]:
    """mlcroissant: the metadata, warnings too, and the records of two tables read by it."""
    said = _Said()
    for name in (None, "absl"):
        logging.getLogger(name).addHandler(said)
    try:
        dataset = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    except mlcroissant.ValidationError as error:
        yield str(error)
        return
    for name in ("quotes", "article_frames"):
        if not any(True for _ in dataset.records(name)):
            yield f"{name}: mlcroissant reads no record"
    issues = dataset.metadata.ctx.issues
    yield from sorted({*issues.errors, *issues.warnings, *said.lines})


class _Said(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning."""
        self.lines.append(record.getMessage())


def citation(folder: Path) -> Iterator[str]:
    """cffconvert: CITATION.cff against the schema of its version."""
    try:
        Citation((folder / "CITATION.cff").read_text(encoding="utf-8")).validate()
    except Exception as error:
        yield str(error).splitlines()[0]


def ro_crate(folder: Path) -> Iterator[str]:
    """rocrate-validator, with what the specification recommends too; and the package rocrate reads it."""
    context = json.loads((files("rocrate") / "data" / "ro-crate.jsonld").read_text(encoding="utf-8"))
    given = SimpleNamespace(status_code=200, headers={"Content-Type": "application/ld+json"}, json=lambda: context)
    HttpRequester.get = lambda self, address, **rest: given
    settings = models.ValidationSettings(
        rocrate_uri=str(folder), profile_identifier="ro-crate-1.1",
        requirement_severity=models.Severity.RECOMMENDED, offline=True,
    )  # fmt: skip
    result = services.validate(settings)
    yield from (f"{issue.check.identifier}: {issue.message}" for issue in result.get_issues())
    if missing := [entity.id for entity in ROCrate(folder).data_entities if not (folder / entity.id).exists()]:
        yield f"missing: {missing}"
    yield from citation(folder)


def dcat(folder: Path) -> Iterator[str]:
    """rdflib reads it, and pyshacl holds it against the shapes beside this file."""
    graph = Graph().parse(
        folder / "catalog.jsonld", format="json-ld", publicID="https://example.org/data/catalog.jsonld"
    )
    conforms, _, text = pyshacl.validate(graph, shacl_graph=str(SHAPES), shacl_graph_format="turtle")
    if not conforms:
        yield text


def schema_org(folder: Path) -> Iterator[str]:
    """Every type is one of schema.org's, and every property one of its type; the package rocrate has the vocabulary."""
    described = json.loads((folder / "dataset.jsonld").read_text(encoding="utf-8"))
    if described.pop("@context") != SCHEMA:
        yield "another context than schema.org's"
    read = (files("rocrate") / "data" / "schema.jsonld").read_text(encoding="utf-8")
    terms = {term["@id"]: term for term in json.loads(read)["@graph"]}
    for type_, name in sorted(_uses(described)):
        if not _ids(terms.get(name, {}), "schema:domainIncludes") & _above(type_, terms):
            yield f"{type_} has no {name}"


def _uses(value: Any) -> set[tuple[str, str]]:
    """Each type with each property that is used of it."""
    if isinstance(value, list):
        return set().union(*map(_uses, value))
    if not isinstance(value, dict):
        return set()
    own = {(f"schema:{value['@type']}", f"schema:{name}") for name in value if name != "@type"}
    return own.union(*map(_uses, value.values()))


def _above(type_: str, terms: dict[str, Any]) -> set[str]:
    above = _ids(terms.get(type_, {}), "rdfs:subClassOf")
    return {type_}.union(*(_above(each, terms) for each in above))


def _ids(term: dict[str, Any], name: str) -> set[str]:
    found = term.get(name, [])
    return {each["@id"] for each in (found if isinstance(found, list) else [found])}


TOOLS = {
    "csv": csv, "croissant": croissant, "ro-crate": ro_crate, "zenodo": citation, "dcat": dcat,
    "schema-org": schema_org,
}  # fmt: skip

if __name__ == "__main__":
    place = Path(sys.argv[1])
    print(json.dumps({name: list(tool(place / name)) for name, tool in TOOLS.items() if (place / name).is_dir()}))
