"""YAML read strictly: what is written is what is meant.

A plain scalar is null (nothing, `~`, `null`), a boolean (`true`, `false`), a number whose text
would be written back just the same, or else the text that stands there: `no`, `on`, `12:30`,
`012` and dates stay text. Repeated keys, anchors and aliases, tags and second documents are
problems, each with its line. The values are built from libyaml's events, so that nesting needs no
recursion and nothing is expanded.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from readout.problem import Place, Pointer, Problem, Span, short

#: What ends a line in YAML, and so in every place.
LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
DEEPEST = 32
#: In characters; YAML itself knows no key of more than 1,024 on one line.
LONGEST_KEY = 200
#: So many keys and values may a file hold, and so many an article.
MOST, MOST_IN_ARTICLE = 500_000, 20_000
#: What changes the direction of the words around it, so that they are read in another order than they are stored.
TURNING = "\u202a-\u202e\u2066-\u2069"
#: This and the next are compiled where they are needed, which takes milliseconds and is seldom.
TURNS = f"[{TURNING}]"
#: What is no text: control characters but for tabs and line ends, halves of characters, and what turns others.
UNSEEN = f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff{TURNING}]"
UNSEEN_HINT = "delete it: it is not seen, and makes programs show something else than stands there"
WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,8})\.[0-9]{1,8}")

SPLIT_HINT = "split a register into several files; no article needs so many"
NOWHERE: Span = (0, 0, 0, 0)
#: For each value of a document where it stands, and where the key that names it does.
Index = dict[Pointer, tuple[Span, Span]]


class Stopped(Exception):
    """Reading this document ended at a problem after which nothing can be told."""


@cache
def library() -> Any:
    """PyYAML, which takes a while to load: a project of plain files (see plain_yaml.py) never needs it."""
    return import_module("yaml")


@cache
def loader() -> Any:
    """PyYAML's loader on libyaml, or where it was built without that, its own."""
    return getattr(library(), "CSafeLoader", library().SafeLoader)


def scalar(text: str) -> Any:
    """The value that a plain scalar stands for."""
    if text in WORDS:
        return WORDS[text]
    if text[0] > "9":  # most are words, and no number begins like this
        return text
    if INTEGER.fullmatch(text):
        return int(text)
    if DECIMAL.fullmatch(text) and str(float(text)) == text:
        return float(text)
    return text


def read_yaml(text: str, path: str, most: int = MOST) -> tuple[Any, list[Problem]]:
    """Read one YAML document.

    Takes the document's text, the path to name in problems, and how many keys and values it may hold; positions
    count from its first character. Returns the value (None after a problem that stops the reading) and the problems.
    """
    reading = _Reading(path, None, most)
    return reading.run(text), reading.problems


def index_yaml(text: str) -> Index:
    """Where every value of a document stands, and its key.

    A list or mapping ends where the last value in it does, or with its bracket.
    """
    reading = _Reading("", {})
    reading.run(text)
    return reading.index or {}


class _Reading:
    """One pass over a document's events; keeps positions only when it is given an index."""

    def __init__(self, path: str, index: Index | None, most: int = MOST) -> None:
        self.path = path
        self.most = most
        self.index = index
        self.last: Pointer = ()
        self.problems: list[Problem] = []

    def run(self, text: str) -> Any:
        try:
            return self._document(library().parse(text, Loader=loader()))
        except Stopped:
            return None
        except library().reader.ReaderError as error:
            before = text.encode("utf-8", "surrogatepass")[: error.position].decode("utf-8", "ignore")
            line = before.count("\n") + 1
            column = len(before) - (before.rfind("\n") + 1) + 1
            character = ord(error.character) if isinstance(error.character, str) else error.character
            self._say(line, column, "R104", f"the character U+{character:04X} can't stand in YAML", "delete it")
        except library().MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            what = error.problem or error.context or "not YAML"
            hint = "text that holds ': ' or ' #', or begins with a mark of YAML's, goes in quotes"
            self._say(line, column, "R104", what, hint)
        return None

    def _say(self, line: int, column: int, code: str, message: str, hint: str) -> None:
        place = Place(self.path).at((line, column, line, column))
        self.problems.append(Problem(place, code, message, hint))

    def _say_at(self, event: Any, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(Place(self.path).at(_span(event)), code, message, hint))

    def _document(self, events: Iterator[Any]) -> Any:
        """Build the one document's value from its events."""
        ev = library().events
        values = {ev.ScalarEvent, ev.AliasEvent, ev.MappingStartEvent, ev.SequenceStartEvent}
        root: list[Any] = []
        stack = [_Open(root, (), is_root=True)]
        documents = count = 0
        for event in events:
            kind = type(event)
            count += kind in values
            if count > self.most:
                self._stop(event, "R118", f"more than {self.most:,} keys and values", SPLIT_HINT)
            if kind is ev.ScalarEvent or kind is ev.AliasEvent:
                self._check_properties(event)
                self._take(stack[-1], event, _value(event))
            elif kind is ev.MappingStartEvent or kind is ev.SequenceStartEvent:
                self._check_properties(event)
                made: Any = {} if kind is ev.MappingStartEvent else []
                pointer = self._take(stack[-1], event, made)
                if len(stack) > DEEPEST:
                    message = f"lists and mappings are nested more than {DEEPEST} deep"
                    self._stop(event, "R109", message, "no record needs that; look for a slip of indentation")
                stack.append(_Open(made, pointer, in_brackets=bool(getattr(event, "flow_style", False))))
            elif kind is ev.MappingEndEvent or kind is ev.SequenceEndEvent:
                self._end(stack.pop(), event)
            elif kind is ev.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._say_at(event, "R108", "a second document begins here", "one file holds one document")
                    break
        return root[0] if root else None

    def _stop(self, event: Any, code: str, message: str, hint: str) -> None:
        self._say_at(event, code, message, hint)
        raise Stopped

    def _check_properties(self, event: Any) -> None:
        if event.anchor:
            message = f"anchors and aliases are not read ('{short(event.anchor)}')"
            self._stop(event, "R106", message, "write the words out, or put them in a register and refer to it")
        if getattr(event, "tag", None):
            message = f"tags are not read ('{short(event.tag.replace('tag:yaml.org,2002:', '!!'))}')"
            self._stop(event, "R107", message, "leave the tag out; the schema says what kind of value it is")
        if getattr(event, "style", None) == '"' and (match := re.search(UNSEEN, event.value)):  # written as an escape
            self._stop(event, "R117", f"the character U+{ord(match[0]):04X} stands in this text", UNSEEN_HINT)

    def _take(self, into: "_Open", event: Any, value: Any) -> Pointer:
        """Put a value into the list or mapping that is open; returns its pointer."""
        span = _span(event) if self.index is not None else NOWHERE
        if isinstance(into.made, list):
            pointer = () if into.is_root else (*into.pointer, len(into.made))
            into.made.append(value)
            self._keep(pointer, span, span)
            return pointer
        if into.key is None:
            return self._take_key(into, event, span)
        pointer = (*into.pointer, into.key)
        if not into.repeated:
            into.made[into.key] = value
            self._keep(pointer, span, into.key_span)
        into.key, into.repeated = None, False
        return pointer

    def _take_key(self, into: "_Open", event: Any, span: Span) -> Pointer:
        if not isinstance(event, library().ScalarEvent):
            self._say_at(event, "R104", "a list or a mapping can't be a key", "keys are plain words")
            raise Stopped
        if len(event.value) > LONGEST_KEY:
            self._stop(event, "R104", f"a key of {len(event.value):,} characters", "keys are plain words")
        into.key, into.key_span = event.value, span
        if event.value in into.made:
            into.repeated = True
            message = f"the key '{short(event.value)}' stands here twice"
            hint = "keep one; or does a new record begin here, and its own line is missing?"
            if not into.told:
                self._say_at(event, "R105", message, hint)
            into.told = True
        return (*into.pointer, event.value)

    def _keep(self, pointer: Pointer, span: Span, key_span: Span) -> None:
        if self.index is not None:
            self.last = pointer
            self.index[pointer] = (span, key_span)

    def _end(self, ended: "_Open", event: Any) -> None:
        """A list or mapping ends: with its bracket, or else where the last value in it does."""
        if self.index is None or ended.pointer not in self.index:
            return
        span, key_span = self.index[ended.pointer]
        end = _span(event) if ended.in_brackets else self.index[self.last][0]
        whole = (*span[:2], *end[2:])
        self._keep(ended.pointer, whole, whole if key_span == span else key_span)


def _value(event: Any) -> Any:
    return event.value if event.style else scalar(event.value)


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1


class _Open:
    """A list or mapping whose end has not come yet; the root is a list that gets the document."""

    __slots__ = ("in_brackets", "is_root", "key", "key_span", "made", "pointer", "repeated", "told")

    def __init__(self, made: Any, pointer: Pointer, is_root: bool = False, in_brackets: bool = False) -> None:
        self.made = made
        self.pointer = pointer
        self.is_root = is_root
        self.in_brackets = in_brackets
        self.key: str | None = None
        self.key_span = NOWHERE
        self.repeated = self.told = False
