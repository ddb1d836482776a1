"""doccano: a JSONL export, `label`/`labels` as [start, end, LABEL], as entities with relations, or as classes."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from readout.imports.model import Document, Foreign, Link, Loss, Mark, Source, plain
from readout.imports.reading import files_of, json_entries

HINT = "export JSONL from doccano"
#: What is no field of the document's.
OWN = frozenset({"text", "data", "label", "labels", "entities", "relations", "Comments", "comments", "cats"})


class Doccano(Source):
    """A JSONL file, or a folder with one for each annotator, as doccano exports it."""

    def __init__(self, given: Path) -> None:
        self.files = files_of(given, ".jsonl", ".json")
        self.by_file = given.is_dir() and len(self.files) > 1
        if not self.files:
            raise Foreign(str(given), 0, "there is no .jsonl file here", HINT)

    def __iter__(self) -> Iterator[Document]:
        """The documents in the order of the first file that has them, each as each annotator marked it."""
        if self.by_file:
            yield from self._side_by_side()
        else:
            for number, entry in json_entries(self.files[0]):
                yield _document(entry, number, self.files[0], "")

    def _side_by_side(self) -> Iterator[Document]:
        """The files' documents by their ids: an annotator's file holds those that this one approved, and no others."""
        places: dict[str, list[tuple[int, int, Path]]] = defaultdict(list)
        with TemporaryFile() as spool:
            for file in self.files:
                for number, entry in json_entries(file):
                    places[_name(entry, number, file)].append((spool.tell(), number, file))
                    spool.write(json.dumps(entry).encode() + b"\n")
            for found in places.values():
                for place, number, file in found:
                    spool.seek(place)
                    yield _document(json.loads(spool.readline()), number, file, file.stem)


def _name(entry: Any, number: int, file: Path) -> str:
    """The name of a document: its id, or the number of its line. Raises Foreign where it is none."""
    if not isinstance(entry, dict) or not isinstance(entry.get("text", entry.get("data")), str):
        raise Foreign(str(file), number, "this is no document of doccano's: it has no text", HINT)
    return plain(entry.get("id", entry.get("doc_id", number)))


def _document(entry: Any, number: int, file: Path, annotator: str) -> Document:
    name = _name(entry, number, file)
    document = Document(name, str(file), entry.get("text", entry.get("data")), annotator=annotator)
    flat = {key: value for key, value in entry.items() if key not in OWN}
    flat |= flat.pop("meta") if isinstance(flat.get("meta"), dict) else {}
    flat |= flat.pop("metadata") if isinstance(flat.get("metadata"), dict) else {}
    document.fields = {key: plain(value) for key, value in flat.items()}
    try:
        _marks(document, entry, number)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Foreign(str(file), number, "its labels are not as doccano writes them", HINT) from None
    return document


def _marks(document: Document, entry: dict[str, Any], number: int) -> None:
    for place, label in enumerate(_labels(entry), 1):
        if isinstance(label, str):
            document.marks.append(Mark(f"{number}.{place}", label, line=number))
        else:
            start, end, name = label[:3]
            document.marks.append(Mark(f"{number}.{place}", str(name), [(int(start), int(end))], line=number))
    for entity in entry.get("entities") or ():
        span = (int(entity["start_offset"]), int(entity["end_offset"]))
        document.marks.append(Mark(str(entity["id"]), str(entity["label"]), [span], line=number))
    for link in entry.get("relations") or ():
        key = str(link.get("id", f"{link['from_id']}-{link['to_id']}"))
        document.links.append(Link(key, str(link["type"]), str(link["from_id"]), str(link["to_id"]), number))
    for place, words in enumerate(entry.get("Comments") or entry.get("comments") or (), 1):
        document.losses.append(
            Loss("attribute", f"comment {place}", "comment", f"a comment: {plain(words)[:80]}", number)
        )


def _labels(entry: dict[str, Any]) -> list[Any]:
    """The labels: spans, classes, or both; one class may stand there without a list."""
    found: list[Any] = []
    for key in ("label", "labels", "cats"):
        value = entry.get(key)
        if isinstance(value, list):
            found += value
        elif value is not None and value != "":
            found.append(plain(value))
    return found
