"""brat: a folder of texts (.txt) with standoff annotations (.ann) beside them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from readout.imports.model import EQUIVALENT, Document, Foreign, Link, Loss, Mark, Source, Survey
from readout.imports.reading import decode

SPANS = re.compile(r"\d+ \d+(?:;\d+ \d+)*")
#: A role of an event's, before how often it may stand there and the types it may lead to.
ROLE = re.compile(r"[\w-]+(?=[?*+]?(?:\{[^}]*\})?:)")
HINT = "a line of brat's is ID, a tab, its type and offsets, a tab and the words"
#: What an attribute that is only there or not is worth.
FLAG = "true"
#: Where brat keeps the names of a collection's types, and what each of its sections names.
SETTINGS = "annotation.conf"
SECTIONS = {"entities": "labels", "events": "labels", "relations": "links", "attributes": "features"}


class Brat(Source):
    """A folder as brat keeps it: DOCUMENT.txt and DOCUMENT.ann.

    Several annotators have a folder each, or DOCUMENT.ANNOTATOR.ann beside one DOCUMENT.txt; `annotators` names those
    that the mapping has.
    """

    def __init__(self, folder: Path, annotators: set[str]) -> None:
        self.folder, self.annotators = folder, annotators
        self.files = sorted(folder.rglob("*.ann"))
        if not self.files:
            raise Foreign(str(folder), 0, "there is no .ann file here", "name the folder that brat keeps them in")
        names: dict[str, set[str]] = defaultdict(set)
        for file in self.files:
            names[file.stem].add(file.relative_to(folder).parts[0])
        self.by_folder = any(len(found) > 1 for found in names.values())
        self.parts = sorted((self._split(file), file) for file in self.files)

    def __iter__(self) -> Iterator[Document]:
        """The documents by their names, each as each annotator marked it."""
        for (name, annotator), file in self.parts:
            yield self._document(name, annotator, file)

    def declared(self) -> Survey:
        """The names in the collection's settings: types of spans and events, relations and roles, attributes."""
        found = Survey()
        for file in sorted(self.folder.rglob(SETTINGS)):
            _read_settings(decode(file.read_bytes(), str(file), "utf-8-sig"), found)
        return found

    def _split(self, file: Path) -> tuple[str, str]:
        """The name of a document and who annotated it, of its path."""
        path = file.relative_to(self.folder).with_suffix("")
        stem, _, ending = path.name.rpartition(".")
        is_beside = not file.with_suffix(".txt").is_file() and file.with_name(f"{stem}.txt").is_file()
        if stem and (ending in self.annotators or is_beside):
            return (path.parent / stem).as_posix(), ending
        first = path.parts[0]
        if len(path.parts) > 1 and (first in self.annotators or self.by_folder):
            return Path(*path.parts[1:]).as_posix(), first
        return path.as_posix(), ""

    def _document(self, name: str, annotator: str, file: Path) -> Document:
        document = Document(name, str(file), annotator=annotator)
        if parent := Path(name).parent.name:
            document.fields["folder"] = parent
        document.fields["name"] = Path(name).name
        for text in (file.with_suffix(".txt"), file.with_name(Path(name).name + ".txt"), self.folder / f"{name}.txt"):
            if text.is_file():
                document.content = text.read_bytes()
                document.text = decode(document.content, str(text))
                break
        _Standoff(document).read(decode(file.read_bytes(), str(file), "utf-8-sig"))
        return document


def _read_settings(text: str, found: Survey) -> None:
    """Add the names that an annotation.conf declares; macros, such as <POG>=…, name nothing of their own."""
    section = ""
    for line in text.splitlines():
        words = line.strip().lstrip("!").split(maxsplit=1)
        if words and words[0].startswith("["):
            section = words[0].strip("[]")
        elif words and section in SECTIONS and words[0][0] not in "#<-":
            getattr(found, SECTIONS[section]).add(words[0])
            if section == "events" and len(words) > 1:
                found.links |= {role[0] for role in ROLE.finditer(words[1])}


class _Standoff:
    """One .ann file on its way into a document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.marks: dict[str, Mark] = {}
        self.events: dict[str, str] = {}
        self.of_links: list[tuple[int, str, str, str]] = []
        self.later: list[tuple[int, str, str, str, str]] = []

    def read(self, text: str) -> None:
        readers = {"T": self._mark, "E": self._event, "R": self._relation, "*": self._equivalent}
        for number, line in enumerate(text.split("\n"), 1):
            line = line.rstrip("\r")
            if not line.strip():
                continue
            key, tab, rest = line.partition("\t")
            if not tab or not rest.strip():
                raise Foreign(self.document.file, number, f"this is no line of brat's: {line[:40]!r}", HINT)
            if key[0] in readers:
                readers[key[0]](number, key, rest)
            elif key[0] in "AMN#":
                self._feature(number, key, rest)
            else:
                self.document.losses.append(Loss("line", key, rest[:40], "of a kind that brat does not have", number))
        for late in self.later:
            self._put(*late)
        self._link()

    def _mark(self, number: int, key: str, rest: str) -> None:
        head, _, words = rest.partition("\t")
        label, _, offsets = head.partition(" ")
        if not SPANS.fullmatch(offsets) or key in self.marks:
            why = f"{key} is there twice" if key in self.marks else f"{key} has no offsets that can be read"
            raise Foreign(self.document.file, number, why, HINT)
        pairs = [pair.split(" ") for pair in offsets.split(";")]
        spans = [(int(start), int(end)) for start, end in pairs]
        pieces = _pieces(words, spans)
        mark = Mark(key, label, spans, pieces, {}, number)
        self.marks[key] = mark
        self.document.marks.append(mark)

    def _event(self, number: int, key: str, rest: str) -> None:
        trigger, *arguments = rest.split()
        target = trigger.rpartition(":")[2]
        self.events[key] = target
        for argument in arguments:
            role, _, other = argument.partition(":")
            self.of_links.append((number, key, role.rstrip("0123456789"), f"{key} {other}"))

    def _relation(self, number: int, key: str, rest: str) -> None:
        parts = rest.split()
        if len(parts) != 3 or ":" not in parts[1] or ":" not in parts[2]:
            raise Foreign(
                self.document.file, number, f"{key} is no relation of two", "write R1, a tab, NAME Arg1:T1 Arg2:T2"
            )
        ends = " ".join(part.partition(":")[2] for part in parts[1:])
        self.of_links.append((number, key, parts[0], ends))

    def _equivalent(self, number: int, key: str, rest: str) -> None:
        label, *members = rest.split()
        for other in members[1:]:
            self.of_links.append((number, key, label or EQUIVALENT, f"{members[0]} {other}"))

    def _feature(self, number: int, key: str, rest: str) -> None:
        """An attribute (A, M), a normalisation (N) or a note (#)."""
        head, _, words = rest.partition("\t")
        name, *more = head.split()
        if not more:
            raise Foreign(self.document.file, number, f"{key} does not say what it belongs to", HINT)
        if key[0] == "#":
            self.later.append((number, key, "note", more[0], words or name))
        elif key[0] == "N":
            self.later.append((number, key, "normalisation", more[0], more[1] if len(more) > 1 else words))
        else:
            self.later.append((number, key, name, more[0], " ".join(more[1:]) or FLAG))

    def _put(self, number: int, key: str, name: str, owner: str, value: str) -> None:
        mark = self.marks.get(self.events.get(owner, owner))
        if mark is None:
            why = f"it belongs to {owner}, which is no span"
            self.document.losses.append(Loss("attribute", key, name, why, number))
            return
        known = mark.features.get(name)
        mark.features[name] = f"{known}; {value}" if known else value

    def _link(self) -> None:
        for number, key, label, ends in self.of_links:
            source, target = (self.events.get(end, end) for end in ends.split(" "))
            if source in self.marks and target in self.marks:
                self.document.links.append(Link(key, label, source, target, number))
            else:
                missing = source if source not in self.marks else target
                self.document.losses.append(Loss("relation", key, label, f"there is no {missing}", number))


def _pieces(words: str, spans: list[tuple[int, int]]) -> list[str]:
    """The words of each piece: brat joins them by spaces, and writes a space for a line end."""
    if not words or len(spans) == 1:
        return [words] if words else []
    pieces, at = [], 0
    for start, end in spans:
        pieces.append(words[at : at + end - start])
        at += end - start + 1
    return pieces if at == len(words) + 1 else []
