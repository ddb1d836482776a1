"""W3C Web Annotations: every annotation as JSON-LD, its words found by TextQuoteSelector and TextPositionSelector.

`annotations.ndjson` has one annotation a line, `articles/ID.jsonld` those of one article as an AnnotationCollection.
The Web Annotation Data Model counts Unicode code points from 0, the end exclusive, as the database does: nothing is
converted. The positions count in the text whose SHA-256 stands beside them, the words are found in the page as well.
"""

import json
from pathlib import Path
from typing import Any

from readout.export.annotations import Annotation, Annotations, Row
from readout.export.files import hashing
from readout.export.iris import Iris
from readout.export.source import Source, Table

LINES = "annotations.ndjson"
FOLDER = "articles"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AGENTS = {"person": "Person", "project": "Organization"}
#: What every annotation's row has and its annotation says otherwise.
SAID = {"id", "article"}


def write(source: Source, folder: Path) -> None:
    """Fill a folder with the annotations of all articles."""
    maker, annotations = _Maker(source), Annotations(source)
    context = f'{{"@context":{_encode(maker.context)},'
    with hashing(folder / LINES) as lines:
        for article in source.dicts("articles"):
            made = [_encode(maker.annotation(article, each)) for each in annotations.of(article["id"])]
            lines.write("".join(f"{context}{each[1:]}\n" for each in made).encode())
            with hashing(folder / FOLDER / f"{article['id']}.jsonld") as file:
                file.write(maker.collection(article, made).encode())


#: JSON on one line.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class _Maker:
    """Makes the annotations; knows the IRIs, and who made what."""

    def __init__(self, source: Source) -> None:
        self._iris = Iris(source)
        self._rights = source.dataset["license_url"]
        self._articles = next(table for table in source.tables if table.name == "articles")
        self._evidence = next(table for table in source.tables if table.name == "evidence")
        self._agents = {row["id"]: self._agent(row) for row in source.dicts("curators")}
        self.context = [CONTEXT, {"readout": self._iris.columns}]

    def _agent(self, curator: Row) -> Row:
        kind = AGENTS.get(curator["kind"])
        return {
            "id": self._iris.of("curators", curator["id"]),
            **({"type": kind} if kind else {}),
            "name": curator["name"],
        }

    def collection(self, article: Row, annotations: list[str]) -> str:
        """The annotations of an article, each as JSON, as a collection of one page, which stands in it; one a line."""
        name = self._iris.of("articles", article["id"])
        told = {
            "@context": self.context,
            "id": f"{name}#annotations",
            "type": "AnnotationCollection",
            "label": article["headline"],
            "rights": self._rights,
            "total": len(annotations),
        }
        if not annotations:
            return _encode(told) + "\n"
        page = {"id": f"{name}#page", "type": "AnnotationPage", "startIndex": 0}
        items = ",\n".join(annotations)
        return f'{_encode(told)[:-1]},\n"first":{_encode(page)[:-1]},"items":[\n{items}\n]}}}}\n'

    def annotation(self, article: Row, given: Annotation) -> Row:
        """One annotation, without its context."""
        curator = self._agents.get(article["curator"])
        return {
            "id": f"{self._iris.of(given.table.name, given.row['id'])}#annotation",
            "type": "Annotation",
            "motivation": given.kind.motivation,
            **({"creator": curator} if curator else {}),
            "rights": self._rights,
            "body": self._bodies(given),
            "target": self._targets(article, given),
        }

    def _bodies(self, given: Annotation) -> list[Row]:
        """The row itself, what the words are about, how they are classified, and the curator's own words."""
        kind, row = given.kind, given.row
        bodies = [self._row(given.table, row)]
        if kind.about and row[kind.about]:
            target = next(column.refers_to for column in given.table.columns if column.name == kind.about)
            purpose = kind.motivation if kind.motivation in ("linking", "identifying") else "linking"
            bodies.append(
                {
                    "type": "SpecificResource",
                    "purpose": purpose,
                    "source": self._iris.of(str(target), row[kind.about]),
                }
            )
        for column, purpose in ((kind.tag, "classifying"), (kind.remark, "describing")):
            if column and row[column] is not None:
                text = str(row[column])
                bodies.append({"type": "TextualBody", "purpose": purpose, "value": text, "format": "text/plain"})
        return bodies

    def _row(self, table: Table, row: Row) -> Row:
        """A row of the database as a resource of its own; a reference is the IRI of the row that it names."""
        made: Row = {"id": self._iris.of(table.name, row["id"]), "type": "Dataset"}
        for column in table.columns:
            value = row[column.name]
            if value is not None and column.name not in SAID:
                told = {"id": self._iris.of(column.refers_to, value)} if column.refers_to else value
                made[self._term(table, column.name)] = told
        return made

    def _term(self, table: Table, column: str) -> str:
        return f"readout:{self._iris.column(table.name, column)}"

    def _targets(self, article: Row, given: Annotation) -> list[Any]:
        """Each piece of the text; the article itself where an annotation has none, as one of what is absent."""
        source = article["url"] or self._iris.of("articles", article["id"])
        about: Row = {"source": source, **self._state(article)}
        zone = _zone(article, given)
        targets: list[Any] = [{"type": "SpecificResource", **about, "selector": zone}] if zone else []
        for pieces in given.spans.values():
            for piece in pieces:
                targets.append(
                    {
                        "id": self._iris.of("evidence", piece["id"]),
                        "type": "SpecificResource",
                        **about,
                        "selector": self._selectors(piece),
                        self._term(self._evidence, "field"): piece["field"],
                        self._term(self._evidence, "seq"): piece["seq"],
                    }
                )
        return targets or [{"type": "SpecificResource", **about} if len(about) > 1 else source]

    def _state(self, article: Row) -> Row:
        """The text in which was counted, and when it was taken from the page."""
        made: Row = {}
        if article["text_sha256"]:
            made[self._term(self._articles, "text_sha256")] = article["text_sha256"]
        start, end = article["retrieved_earliest"], article["retrieved_latest"]
        if start and end:
            dates = {"sourceDate": start} if start == end else {"sourceDateStart": start, "sourceDateEnd": end}
            made["state"] = {"type": "TimeState", **dates}
        return made

    def _selectors(self, piece: Row) -> list[Row]:
        around = {name: piece[name] for name in ("prefix", "suffix") if piece[name] is not None}
        selector: Row = {"type": "TextQuoteSelector", "exact": piece["exact"], **around}
        if piece["normalisation"]:
            selector[self._term(self._evidence, "normalisation")] = piece["normalisation"]
        found = piece["start"] is not None and piece["end"] is not None
        return [selector, _position(piece["start"], piece["end"])] if found else [selector]


def _position(start: int, end: int) -> Row:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def _zone(article: Row, given: Annotation) -> Row | None:
    """All of a zone, of which the database has the first and the last words; it may run to the end of the text.

    A range ends where its end selector begins.
    """
    if given.kind.name != "zone":
        return None
    first, last = given.spans.get("from", []), given.spans.get("to", [])
    end = last[-1]["end"] if last else article["text_length"]
    if not first or first[0]["start"] is None or end is None:
        return None
    return {
        "type": "RangeSelector",
        "startSelector": _position(first[0]["start"], first[0]["end"]),
        "endSelector": _position(end, end),
    }
