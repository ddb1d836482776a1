"""What every format is read into: documents, the marks in them, and the links between marks."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field

from readout.problem import Place, Problem

Span = tuple[int, int]
#: What offsets may count: code points, UTF-16 code units, or characters of a page that the text was taken from.
POINTS, UNITS, PAGE = "code points", "UTF-16", "the page"
#: The label of a link between two marks that mean the same: brat's equivalences, INCEpTION's chains.
EQUIVALENT = "Equiv"


@dataclass(slots=True)
class Mark:
    """One annotation of a tool: of stretches of a document's text or, without any, of the document as a whole.

    `spans` are start and end (exclusive) in the document's count; `words` what the tool says stands there, piece by
    piece, or nothing. `features` are its attributes, columns and notes, by name. `line` is where it stands in its file.
    """

    id: str
    label: str
    spans: list[Span] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    features: dict[str, str] = field(default_factory=dict)
    line: int = 0
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two marks of a document, or the role that one plays for another, by their ids."""

    id: str
    label: str
    source: str
    target: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Loss:
    """What is not carried over: what it is (span, attribute, relation, document), which, and why.

    `because` is what lies behind the reason and is another from document to document: reasons are counted without it.
    """

    what: str
    id: str
    label: str
    reason: str
    line: int = 0
    because: str = ""


@dataclass(slots=True)
class Document:
    """One document as one annotator marked it.

    `text` is None where the corpus does not hold it; `content` its bytes where it comes from a file. `count` tells
    what its offsets count. `fields` are what is known of the document by name; `file` is where it is marked.
    """

    name: str
    file: str
    text: str | None = None
    content: bytes | None = None
    annotator: str = ""
    count: str = POINTS
    fields: dict[str, str] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    def lost(self, why: str) -> Iterator[Loss]:
        """All that is in it as losses, where the document itself can't be carried over."""
        reason = "its document is not imported"
        yield from self.losses
        for mark in self.marks:
            yield Loss("span", mark.id, mark.label, reason, mark.line, why)
            for name in mark.features:
                yield Loss("attribute", mark.id, name, reason, mark.line, why)
        for link in self.links:
            yield Loss("relation", link.id, link.label, reason, link.line, why)


@dataclass
class Survey:
    """What a corpus holds: how many documents (each annotator's apart), and the names of all there is in them."""

    documents: int = 0
    labels: set[str] = field(default_factory=set)
    features: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    has_texts: bool = False

    def add(self, document: Document) -> None:
        """Take a document in."""
        self.documents += 1
        self.fields |= document.fields.keys()
        self.has_texts |= document.text is not None
        for mark in document.marks:
            self.labels.add(mark.label)
            self.features |= mark.features.keys()
        self.links |= {link.label for link in document.links}


class Source(ABC):
    """A corpus that can be read as often as one likes, a document at a time.

    The documents of one name stand one after the other. Raises Foreign where a file is not what it should be.
    """

    @abstractmethod
    def __iter__(self) -> Iterator[Document]: ...

    def declared(self) -> Survey:
        """The names that the tool's own settings declare, whether they occur or not. Raises Foreign."""
        return Survey()

    def survey(self) -> Survey:
        """Read the corpus once to its end, for what it holds and to know that it is sound. Raises Foreign."""
        found = self.declared()
        for document in self:
            found.add(document)
        return found


class Foreign(Exception):
    """A file of a corpus is not what it should be: cut short, of another format, in another encoding."""

    def __init__(self, file: str, line: int, message: str, hint: str, code: str = "R701") -> None:
        place = Place(file).at((line, 1, line, 1)) if line else Place(file)
        self.problem = Problem(place, code, message, hint)
        super().__init__(str(self.problem))


def plain(value: object) -> str:
    """A value of a JSON file as the text of a feature: nothing for null, `true` and `false`, lists joined by `; `."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(plain(one) for one in value)
    return str(value)
