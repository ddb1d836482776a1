"""brat standoff: each article's text with its annotations beside it, and what brat needs to show them.

Only for articles whose text is at hand and is the one that was annotated. The database's offsets are brat's: Unicode
code points of the text. An annotation without words of the text, as one of what is absent, has no place here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from readout.export.annotations import Annotation, Annotations, Kind, Row
from readout.export.files import hashing
from readout.export.source import Column, NotNow, Source, Table

#: One colour a kind of annotation, for `visual.conf`.
COLOURS = ("#ffe08a", "#b9d7ff", "#c9efb8", "#ffc9b0", "#e3c8f5", "#b8ece6", "#e0e0e0", "#f5c8dd", "#d9d9a8")
#: Where two quotes render one utterance.
SAME = "Same_utterance"
#: Between the field with the words of an annotation and another with its evidence.
PART = "Evidence_of"
#: Columns that need no line of their own, and the endings of those that are derived from another.
SAID = {"id", "article", "suggested"}
DERIVED = ("_earliest", "_latest")


def write(source: Source, folder: Path) -> None:
    """Fill a folder. Raises NotNow where no text is at hand."""
    if source.texts is None:
        raise NotNow("it needs the articles' texts: give their folder with --texts, or set READOUT_TEXTS")
    annotations, count = Annotations(source), 0
    for article in source.dicts("articles"):
        content = _text(source.texts, article)
        if content is None:
            continue
        lines = _Lines(content.decode("utf-8"), annotations.of(article["id"]))
        for suffix, written in ((".txt", content), (".ann", "".join(lines.all()).encode())):
            with hashing(folder / f"{article['id']}{suffix}") as file:
                file.write(written)
        count += 1
    if not count:
        raise NotNow(f"of no article there is the text that was annotated in {source.texts}")
    for name, text in (("annotation.conf", _types(annotations.kinds)), ("visual.conf", _looks(annotations.kinds))):
        with hashing(folder / name) as file:
            file.write(text.encode())


def _text(texts: Path, article: Row) -> bytes | None:
    """The bytes of an article's text; None where they are not at hand, or are not those that were annotated."""
    if not article["text"] or not article["text_sha256"]:
        return None
    file = texts / article["text"]
    if not file.resolve().is_relative_to(texts.resolve()) or not file.is_file():
        return None
    content = file.read_bytes()
    return content if sha256(content).hexdigest() == article["text_sha256"] else None


class _Lines:
    """The lines of one .ann file: spans (T), attributes (A), relations (R, *), references (N) and notes (#)."""

    def __init__(self, text: str, annotations: list[Annotation]) -> None:
        self._text = text
        self._annotations = annotations
        self._count: dict[str, int] = defaultdict(int)
        self._spans: dict[str, str] = {}
        self._lines: list[str] = []

    def all(self) -> Iterator[str]:
        """Every line with its end: each annotation's own together, what ties annotations together last."""
        for each in self._annotations:
            self._one(each)
        self._ties()
        return iter(self._lines)

    def _one(self, given: Annotation) -> None:
        main = None
        for name, pieces in given.spans.items():
            spans = _fragments(self._text, [(p["start"], p["end"]) for p in pieces if p["start"] is not None])
            if not spans:
                continue
            words = " ".join(self._text[start:end] for start, end in spans)
            label = _label(given.kind) if main is None else f"{_label(given.kind)}_{name}"
            offsets = ";".join(f"{start} {end}" for start, end in spans)
            span = self._add("T", f"{label} {offsets}\t{words}")
            if main is None:
                main = span
                self._features(span, given)
            else:
                self._add("R", f"{PART} Arg1:{span} Arg2:{main}")

    def _features(self, span: str, given: Annotation) -> None:
        self._spans[given.row["id"]] = span
        self._add("N", f"Reference {span} {given.table.name}:{given.row['id']}\t{_label(given.kind)}")
        for column in given.table.columns:
            value = given.row[column.name]
            if value is None or value is False or column.name in given.spans or _is_said(column):
                continue
            if _is_attribute(column):
                self._add("A", f"{_attribute(given.kind, column)} {span}{'' if value is True else f' {value}'}")
            elif column.refers_to:
                self._add("N", f"Reference {span} {column.refers_to}:{value}\t{column.name}")
            else:
                self._add("#", f"AnnotatorNotes {span}\t{column.name}: {' '.join(str(value).split())}")

    def _ties(self) -> None:
        """Quotes of one utterance, and annotations that name another of the same article."""
        same: dict[str, list[str]] = defaultdict(list)
        for given in self._annotations:
            span = self._spans.get(given.row["id"])
            if span and given.row.get("utterance"):
                same[given.row["utterance"]].append(span)
            for column in _inner(given.table):
                other = self._spans.get(given.row[column.name] or "")
                if span and other:
                    self._add("R", f"{_relation(given.kind, column)} Arg1:{span} Arg2:{other}")
        for _, spans in sorted(same.items()):
            if len(spans) > 1:
                self._lines.append(f"*\t{SAME} {' '.join(spans)}\n")

    def _add(self, letter: str, rest: str) -> str:
        self._count[letter] += 1
        name = f"{letter}{self._count[letter]}"
        self._lines.append(f"{name}\t{rest}\n")
        return name


def _fragments(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans as brat has them: in order, none over another; one that runs over the end of a line is cut there."""
    made: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        at = max(start, made[-1][1]) if made else start
        lines = text[at:end].splitlines(keepends=True)
        for line in lines:
            lead = len(line) - len(line.lstrip()) if len(lines) > 1 else 0
            words = line.strip() if len(lines) > 1 else line
            if words:
                made.append((at + lead, at + lead + len(words)))
            at += len(line)
    return made


def _label(kind: Kind) -> str:
    return kind.name.capitalize()


def _attribute(kind: Kind, column: Column) -> str:
    return f"{_label(kind)}_{column.name}"


def _is_said(column: Column) -> bool:
    return column.name in SAID or column.name.endswith(DERIVED)


def _is_attribute(column: Column) -> bool:
    return bool(column.values) or column.kind == "boolean"


def _relation(kind: Kind, column: Column) -> str:
    return f"{_label(kind)}_{column.name}"


def _inner(table: Table) -> list[Column]:
    """The columns that name another row of the same table: a quote inside a quote."""
    return [column for column in table.columns if column.refers_to == table.name]


def _others(table: Table) -> list[str]:
    """The fields that can have words of their own beside the main one."""
    return ["evidence", *(column.name for column in table.columns if column.name == "to")]


def _types(kinds: list[tuple[Kind, Table]]) -> str:
    """annotation.conf: what may be annotated, with every value that an attribute can have."""
    labels = [_label(kind) for kind, _ in kinds]
    parts = [f"{_label(kind)}_{name}" for kind, table in kinds for name in _others(table)]
    relations = [
        f"{_relation(kind, column)}\tArg1:{_label(kind)}, Arg2:{_label(kind)}"
        for kind, table in kinds
        for column in _inner(table)
    ]
    relations += [f"{PART}\tArg1:{'|'.join(parts)}, Arg2:{'|'.join(labels)}"]
    relations += [f"{SAME}\tArg1:Quote, Arg2:Quote, <REL-TYPE>:symmetric-transitive"]
    attributes = [
        f"{_attribute(kind, column)}\tArg:{_label(kind)}"
        + (f", Value:{'|'.join(column.values)}" if column.values else "")
        for kind, table in kinds
        for column in table.columns
        if _is_attribute(column) and not _is_said(column)
    ]
    return _sections(entities=[*labels, *parts], relations=relations, events=[], attributes=attributes)


def _looks(kinds: list[tuple[Kind, Table]]) -> str:
    """visual.conf: a colour for each kind, the same for its further words."""
    drawing = ["SPAN_DEFAULT\tfgColor:black, bgColor:#eeeeee, borderColor:darken"]
    for (kind, table), colour in zip(kinds, COLOURS * len(kinds), strict=False):
        for name in ("", *(f"_{each}" for each in _others(table))):
            drawing.append(f"{_label(kind)}{name}\tbgColor:{colour}")
    return _sections(labels=[], drawing=drawing)


def _sections(**sections: list[Any]) -> str:
    return "\n".join(f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items())
