"""WebAnno TSV 3.x: a token a line, layers in columns; offsets count UTF-16 code units."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from readout.imports.model import EQUIVALENT, UNITS, Document, Foreign, Link, Loss, Mark

HINT = "export WebAnno TSV 3.3 again"
#: Splits at a sign that no backslash stands before.
STACKED, SLOTS = re.compile(r"(?<!\\)\|"), re.compile(r"(?<!\\);")
NUMBERED = re.compile(r"(?s)(.*?)(?<!\\)\[(\d+)(?:_(\d+))?\]")
#: A link of a chain: what relates it to the next, the chain's number, and its own.
CHAINED = re.compile(r"(?s)(.*?)(?<!\\)->(\d+)-(\d+)(?:\[\d+\])?")
UNIT = re.compile(r"(\d+)-(\d+)(?:\.(\d+))?")
ESCAPES = {"\\f": "\n", "\\t": "\t", "\\n": "\n", "\\r": "\r"}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
NONE, BARE = "_", "*"


@dataclass(frozen=True)
class Layer:
    """One layer of the header: its kind (SP: spans, RL: relations, CH: chains), name and columns."""

    kind: str
    name: str
    columns: tuple[str, ...]
    first: int


def read_webanno(text: str, document: Document) -> None:
    """Put what a TSV file holds into a document. Raises Foreign."""
    document.count = UNITS
    _Tsv(document).read(text)


def unescaped(words: str) -> str:
    """Words without the backslashes that WebAnno puts before its signs."""
    return _ESCAPE.sub(lambda found: ESCAPES.get(found[0], found[1]), words)


class _Tsv:
    """One file on its way into a document; `units` are the marks at each token, by layer and number."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.layers: list[Layer] = []
        self.width = 3
        self.marks: dict[tuple[str, str], Mark] = {}
        self.at: dict[tuple[str, str, str], Mark] = {}
        self.anywhere: dict[tuple[str, str], Mark] = {}
        self.chains: dict[tuple[str, int, int], Mark] = {}
        self.ids: set[str] = set()
        self.relations: list[tuple[int, Layer, str, list[str]]] = []
        self.slots: list[tuple[int, Mark, str, str, str]] = []
        self.sentence: list[str] = []
        self.pieces: list[tuple[int, str]] = []

    def read(self, text: str) -> None:
        # only line feeds end lines here: other line ends may stand in a token
        for number, line in enumerate(text.split("\n"), 1):
            line = line.rstrip("\r")
            if line.startswith("#T_"):
                self._layer(line)
            elif line.startswith("#Text="):
                self.sentence.append(unescaped(line[6:]))
            elif line and not line.startswith("#"):
                self._token(number, line)
        for number, mark, name, layer_name, target in self.slots:
            self._link(number, f"{mark.id}-{target}", name, mark, self._target(layer_name, target))
        for number, layer, unit, values in self.relations:
            self._relation(number, layer, unit, values)
        for one, other in pairwise(sorted(self.chains)):
            if one[:2] == other[:2]:
                first, second = self.chains[one], self.chains[other]
                self.document.links.append(Link(first.id, EQUIVALENT, first.id, second.id, second.line))
        self.document.text = self._text()

    def _layer(self, line: str) -> None:
        kind, _, rest = line[3:].partition("=")
        name, *columns = rest.split("|")
        self.layers.append(Layer(kind, name, tuple(columns), self.width))
        self.width += max(1, len(columns))

    def _token(self, number: int, line: str) -> None:
        cells = line.split("\t")
        found = UNIT.fullmatch(cells[0])
        offsets = cells[1].split("-") if len(cells) > 2 else []
        if found is None or len(offsets) != 2 or not all(map(str.isdigit, offsets)) or len(cells) < self.width:
            why = f"{len(cells)} cells where the header has {self.width}" if found else f"no token: {line[:40]!r}"
            raise Foreign(self.document.file, number, f"this line is none of WebAnno's: {why}", HINT)
        start, end = map(int, offsets)
        if self.sentence:
            words = "\n".join(self.sentence)
            first = words.find(unescaped(cells[2]))
            self.pieces.append((start - _units(words[: max(0, first)]), words))
            self.sentence = []
        for layer in self.layers:
            values = cells[layer.first : layer.first + max(1, len(layer.columns))]
            if layer.kind == "CH" and any(value != NONE for value in values):
                self._chained(number, layer, (start, end), values)
            elif layer.kind == "RL":
                if values[-1] != NONE:
                    self.relations.append((number, layer, cells[0], values))
            elif layer.kind == "SP" and any(value != NONE for value in values):
                self._spans(number, layer, cells[0], (start, end), values)

    def _chained(self, number: int, layer: Layer, span: tuple[int, int], values: list[str]) -> None:
        """The links of chains that a token belongs to: one column has `RELATION->CHAIN-LINK`, another the type."""
        for cells in _stacked(values):
            found = next((chained for cell in cells if (chained := CHAINED.fullmatch(cell))), None)
            if found is None:
                why = "it does not say of which chain it is"
                self.document.losses.append(Loss("span", "|".join(cells), layer.name, why, number))
                continue
            key = (layer.name, int(found[2]), int(found[3]))
            if mark := self.chains.get(key):
                self._extend(mark, span)
                continue
            mark = self.chains[key] = self._mark(number, layer, f"chain {key[1]}-{key[2]}", span)
            for column, cell in zip(layer.columns, cells, strict=False):
                value = found[1] if CHAINED.fullmatch(cell) else _bare(cell)
                if value not in (NONE, BARE):
                    mark.features[column] = unescaped(value)

    def _mark(self, number: int, layer: Layer, name: str, span: tuple[int, int]) -> Mark:
        """A new mark, under an id that no other has."""
        label = layer.name.rpartition(".")[2]
        name = f"{name} {label}" if name in self.ids else name
        self.ids.add(name)
        mark = Mark(name, label, [span], [], {}, number)
        self.document.marks.append(mark)
        return mark

    def _spans(self, number: int, layer: Layer, unit: str, span: tuple[int, int], values: list[str]) -> None:
        for cells in _stacked(values):
            numbers = [found[2] for cell in cells if (found := NUMBERED.fullmatch(cell))]
            key = numbers[0] if numbers else ""
            mark = self.marks.get((layer.name, key)) if key else None
            if mark is None:
                mark = self._mark(number, layer, f"{unit}{f'[{key}]' if key else ''}", span)
                if key:
                    self.marks[layer.name, key] = mark
                self._features(number, layer, mark, cells)
            else:
                self._extend(mark, span)
            self.at[layer.name, unit, key] = mark
            self.anywhere.setdefault((unit, key), mark)

    def _extend(self, mark: Mark, span: tuple[int, int]) -> None:
        """One more token of a span: WebAnno's spans are unbroken."""
        mark.spans[-1] = (min(mark.spans[-1][0], span[0]), max(mark.spans[-1][1], span[1]))

    def _features(self, number: int, layer: Layer, mark: Mark, cells: list[str]) -> None:
        roles: list[str] = []
        role = ""
        for column, cell in zip(layer.columns, cells, strict=False):
            if column.startswith("ROLE_"):
                role = column.rpartition(":")[2].partition("_")[0]
                roles = SLOTS.split(_bare(cell))
            elif role:
                for place, target in enumerate(SLOTS.split(cell) if cell not in (NONE, BARE) else ()):
                    name = unescaped(roles[place]) if place < len(roles) and roles[place] not in (NONE, BARE) else role
                    self.slots.append((number, mark, name, column, target))
                role = ""
            elif (value := _bare(cell)) not in (NONE, BARE):
                mark.features[column.rpartition(":")[2]] = unescaped(value)

    def _target(self, layer: str, target: str) -> Mark | None:
        """The mark that a slot names; its layer may be that of all annotations, and then any is meant."""
        found = NUMBERED.fullmatch(target)
        unit, key = (found[1], found[2]) if found else (target, "")
        return self.at.get((layer, unit, key)) or self.anywhere.get((unit, key))

    def _relation(self, number: int, layer: Layer, unit: str, values: list[str]) -> None:
        ends = STACKED.split(values[-1])
        of = layer.columns[-1].removeprefix("BT_")
        for place, end in enumerate(ends):
            found = NUMBERED.fullmatch(end)
            other, source, target = (found[1], found[2], found[3] or "0") if found else (end, "0", "0")
            labels = [STACKED.split(value) for value in values[:-1]]
            named = [_bare(label[place]) for label in labels if place < len(label)]
            label = next((unescaped(name) for name in named if name not in (NONE, BARE)), layer.name.rpartition(".")[2])
            governor = self.at.get((of, other, source if source != "0" else ""))
            dependent = self.at.get((of, unit, target if target != "0" else ""))
            self._link(number, f"{unit}-{other}", label, governor, dependent)

    def _link(self, number: int, key: str, label: str, source: Mark | None, target: Mark | None) -> None:
        if source is None or target is None:
            self.document.losses.append(Loss("relation", key, label, "one of its ends is no span of the layer", number))
        else:
            self.document.links.append(Link(key, label, source.id, target.id, number))

    def _text(self) -> str:
        """The text: the sentences at their offsets, with line ends where the file does not say what stands between."""
        text, reached = [], 0
        for start, words in self.pieces:
            if start > reached:
                text.append(" " * (start - reached - 1) + "\n")
            text.append(words)
            reached = max(start, reached) + _units(words)
        return "".join(text) + "\n"


def _stacked(values: list[str]) -> Iterator[list[str]]:
    """The cells of a layer at one token, for each of the annotations that are stacked there."""
    columns = [STACKED.split(value) for value in values]
    for place in range(max(map(len, columns))):
        yield [column[place] if place < len(column) else NONE for column in columns]


def _bare(cell: str) -> str:
    """A cell without its number."""
    found = NUMBERED.fullmatch(cell)
    return found[1] if found else cell


def _units(words: str) -> int:
    return len(words) + sum(char > "\uffff" for char in words)
