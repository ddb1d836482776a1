"""A DCAT 3 catalogue of one dataset, as JSON-LD that brings its context along, with the downloads beside it.

It has what DCAT-AP 3 demands of a catalogue, a dataset and a distribution. Addresses are relative to the file.
"""

from pathlib import Path
from typing import Any

from readout.export.about import KEYWORDS, covered, release_day, write_downloads
from readout.export.files import Made, write_json
from readout.export.source import Source

FILE = "catalog.jsonld"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
#: The EU's type of file that DCAT-AP asks for, where it has one.
TYPES = {"text/csv": "http://publications.europa.eu/resource/authority/file-type/CSV"}
#: What is in a file that packs several.
PACKED = {"application/zip": "text/csv"}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def write(source: Source, folder: Path) -> None:
    """Fill a folder with catalog.jsonld and the downloads."""
    write_json(folder / FILE, catalogue(source, write_downloads(source, folder)))


def catalogue(source: Source, downloads: list[Made]) -> dict[str, Any]:
    """The catalogue as a value."""
    told = source.dataset
    makers = [
        {"@id": f"#maker-{at}", "@type": "foaf:Agent", "foaf:name": name} for at, name in enumerate(source.creators)
    ]
    return {
        "@context": CONTEXT,
        "@id": "#catalog",
        "@type": "dcat:Catalog",
        "dct:title": english(told["title"]),
        "dct:description": english(told["description"]),
        "dct:publisher": makers[0],
        "dct:license": {"@id": told["license_url"], "@type": "dct:LicenseDocument"},
        "dcat:dataset": {
            "@id": "#dataset",
            "@type": "dcat:Dataset",
            "dct:identifier": f"urn:sha256:{told['sources_sha256']}",
            "dct:title": english(told["title"]),
            "dct:description": english(told["description"]),
            "dct:creator": makers,
            "dct:publisher": {"@id": "#maker-0"},
            "dcat:version": told["version"],
            **_issued(source),
            **({"dcat:landingPage": {"@id": source.base, "@type": "foaf:Document"}} if source.base else {}),
            **_covered(source),
            "dcat:keyword": [english(word) for word in KEYWORDS],
            "dcat:distribution": [_distribution(source, made) for made in downloads],
        },
    }


def english(text: str) -> dict[str, str]:
    """A text with its language."""
    return {"@value": text, "@language": "en"}


def _issued(source: Source) -> dict[str, Any]:
    day = release_day(source)
    return {"dct:issued": {"@value": day, "@type": "xsd:date"}} if day else {}


def _covered(source: Source) -> dict[str, Any]:
    days = covered(source)
    if not days:
        return {}
    start, end = ({"@value": day, "@type": "xsd:date"} for day in days)
    return {"dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": start, "dcat:endDate": end}}


def _media_type(name: str) -> dict[str, str]:
    return {"@id": MEDIA_TYPES + name, "@type": "dct:MediaType"}


def _distribution(source: Source, made: Made) -> dict[str, Any]:
    inside = PACKED.get(made.media_type, made.media_type)
    file_type = TYPES.get(inside)
    return {
        "@id": f"#file-{made.path}",
        "@type": "dcat:Distribution",
        "dct:title": english(made.title),
        "dcat:accessURL": {"@id": made.path},
        "dcat:downloadURL": {"@id": made.path},
        "dcat:mediaType": _media_type(inside),
        **({"dcat:packageFormat": _media_type(made.media_type)} if inside != made.media_type else {}),
        **({"dct:format": {"@id": file_type, "@type": "dct:MediaTypeOrExtent"}} if file_type else {}),
        "dct:license": {"@id": source.dataset["license_url"]},
        "dcat:byteSize": {"@value": str(made.size), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": made.sha256, "@type": "xsd:hexBinary"},
        },
    }
