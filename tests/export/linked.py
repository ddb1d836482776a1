"""What JSON-LD's own tools say of linked data; run by the Python that READOUT_STANDARDS names, with the folder.

Prints a JSON object: by format, what is wrong. pyld reads the files and may not use the network. Of the W3C's context
the terms that the export uses stand here, written after the Web Annotation Vocabulary; no package brings the context.
Of schema.org's, the package rocrate brings the terms, with the vocabulary: which property a type has, and its range.
"""

import json
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyshacl
from pyld import jsonld
from rdflib import RDF, Graph, Literal, URIRef

OA, AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
FOAF, XSD = "http://xmlns.com/foaf/0.1/", "http://www.w3.org/2001/XMLSchema#"
DCT = "http://purl.org/dc/terms/"
SCHEMA = "http://schema.org/"
SHAPES = Path(__file__).with_name("annotation.ttl")
DATA_TYPES = {"Text", "Date", "DateTime", "Time", "Number", "Integer", "Float", "Boolean", "URL"}


def _link(name: str) -> dict[str, str]:
    return {"@id": name, "@type": "@id"}


def _typed(name: str, kind: str) -> dict[str, str]:
    return {"@id": name, "@type": XSD + kind}


#: The terms of http://www.w3.org/ns/anno.jsonld that are used.
ANNOTATION: dict[str, Any] = {
    "id": "@id", "type": "@type",
    **{name: OA + name for name in (
        "Annotation", "SpecificResource", "TextualBody", "TextQuoteSelector", "TextPositionSelector", "RangeSelector",
        "TimeState", "classifying", "describing", "identifying", "linking", "exact", "prefix", "suffix",
    )},
    "Dataset": "http://purl.org/dc/dcmitype/Dataset",
    "AnnotationCollection": AS + "OrderedCollection", "AnnotationPage": AS + "OrderedCollectionPage",
    "Person": FOAF + "Person", "Organization": FOAF + "Organization", "name": FOAF + "name",
    "body": _link(OA + "hasBody"), "target": _link(OA + "hasTarget"), "source": _link(OA + "hasSource"),
    "selector": _link(OA + "hasSelector"), "state": _link(OA + "hasState"),
    "startSelector": _link(OA + "hasStartSelector"), "endSelector": _link(OA + "hasEndSelector"),
    "creator": _link(DCT + "creator"), "rights": _link(DCT + "rights"),
    "first": _link(AS + "first"), "items": {**_link(AS + "items"), "@container": "@list"},
    "motivation": {"@id": OA + "motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": OA + "hasPurpose", "@type": "@vocab"},
    "value": str(RDF.value), "format": "http://purl.org/dc/elements/1.1/format",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    **{name: _typed(OA + name, "dateTime") for name in ("sourceDate", "sourceDateStart", "sourceDateEnd")},
    "start": _typed(OA + "start", "nonNegativeInteger"), "end": _typed(OA + "end", "nonNegativeInteger"),
    "total": _typed(AS + "totalItems", "nonNegativeInteger"),
    "startIndex": _typed(AS + "startIndex", "nonNegativeInteger"),
}  # fmt: skip


def _packaged(name: str) -> Any:
    return json.loads((files("rocrate") / "data" / name).read_text(encoding="utf-8"))


#: By address, the context that is given in its place.
CONTEXTS: dict[str, Any] = {
    "http://www.w3.org/ns/anno.jsonld": ANNOTATION,
    "https://schema.org/": _packaged("ro-crate.jsonld")["@context"],
}


def _given(address: str, options: Any) -> dict[str, Any]:
    """The document loader: what is not known here is an error."""
    return {"contextUrl": None, "documentUrl": address, "document": {"@context": CONTEXTS[address]}}


def read(text: str) -> tuple[Graph, list[str]]:
    """The statements of a JSON-LD document, and its words that its context does not know."""
    value = json.loads(text)
    strange = sorted(_words(value) - _known(value["@context"]))
    quads = jsonld.to_rdf(value, {"format": "application/n-quads", "documentLoader": _given, "base": "file:///x/"})
    return Graph().parse(data=quads, format="nquads"), [f"no word of the context: {word}" for word in strange]


def _words(value: Any) -> set[str]:
    """Every key, and every type; of a compact one its prefix."""
    if isinstance(value, list):
        return set[str]().union(*map(_words, value))
    if not isinstance(value, dict):
        return set()
    types: Any = value.get("type", value.get("@type", []))
    own = {*value, *([types] if isinstance(types, str) else types)}
    inner = (_words(each) for name, each in value.items() if name != "@context")
    prefixes = {str(name).partition(":")[0] for name in own if not name.startswith("@")}
    return prefixes.union(*inner)


def _known(context: Any) -> set[str]:
    parts = context if isinstance(context, list) else [context]
    return set().union(*(CONTEXTS[part] if isinstance(part, str) else part for part in parts))


def web_annotation(folder: Path) -> Iterator[str]:
    """Each line and each collection, held against the shapes beside this file."""
    graph = Graph()
    lines = (folder / "annotations.ndjson").read_text(encoding="utf-8").splitlines()
    for text in [*lines, *(file.read_text(encoding="utf-8") for file in sorted((folder / "articles").iterdir()))]:
        found, strange = read(text)
        yield from strange
        graph += found
    if len(set(graph.subjects(RDF.type, URIRef(OA + "Annotation")))) != len(lines):
        yield "not each line is an annotation of its own"
    conforms, _, said = pyshacl.validate(graph, shacl_graph=str(SHAPES), shacl_graph_format="turtle")
    if not conforms:
        yield said


def claims(folder: Path) -> Iterator[str]:
    """Every property is one of its subject's types, every value one of the property's range."""
    graph, strange = read((folder / "claims.jsonld").read_text(encoding="utf-8"))
    yield from strange
    terms = {term["@id"]: term for term in _packaged("schema.jsonld")["@graph"]}
    for subject, name, value in sorted(graph):
        if name == RDF.type or not str(name).startswith(SCHEMA):
            continue
        term = terms.get("schema:" + str(name).removeprefix(SCHEMA), {})
        if not _ids(term, "schema:domainIncludes") & _types(graph, subject, terms):
            yield f"{subject} has no {name}"
        ranges = _ids(term, "schema:rangeIncludes")
        types = _types(graph, value, terms)
        plain = {f"schema:{kind}" for kind in DATA_TYPES}
        if not (
            ranges & types if types else ranges & plain or (not isinstance(value, Literal) and "schema:URL" in ranges)
        ):
            yield f"{name} of {subject}: {value} is not in its range"


def _types(graph: Graph, node: Any, terms: dict[str, Any]) -> set[str]:
    own = (f"schema:{str(kind).removeprefix(SCHEMA)}" for kind in graph.objects(node, RDF.type))
    return set().union(*(_above(kind, terms) for kind in own))


def _above(kind: str, terms: dict[str, Any]) -> set[str]:
    return {kind}.union(*(_above(each, terms) for each in _ids(terms.get(kind, {}), "rdfs:subClassOf")))


def _ids(term: dict[str, Any], name: str) -> set[str]:
    found = term.get(name, [])
    return {each["@id"] for each in (found if isinstance(found, list) else [found])}


TOOLS = {"web-annotation": web_annotation, "claims": claims}

if __name__ == "__main__":
    place = Path(sys.argv[1])
    print(json.dumps({name: list(tool(place / name)) for name, tool in TOOLS.items() if (place / name).is_dir()}))
