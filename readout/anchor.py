"""Where each piece of evidence stands in its article's text.

Offsets count Unicode code points of the file decoded as UTF-8, nothing normalised, end exclusive,
as in the W3C Web Annotation model's TextPositionSelector; `prefix` and `suffix` are those of its
TextQuoteSelector (https://www.w3.org/TR/annotation-model/#selectors).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from readout.problem import Problem
from readout.row import Row

CONTEXT = 32
NEAR_ENOUGH = 60.0


@dataclass(frozen=True)
class Text:
    """An article's text: the name of its file, its bytes and what they say."""

    name: str
    content: bytes

    @property
    def words(self) -> str:
        """The text; raises UnicodeDecodeError where it is not UTF-8."""
        return self.content.decode("utf-8")

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return sha256(self.content).hexdigest()


def anchor_article(evidence: list[Row], text: Text, others: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """Find all evidence of one article in its text.

    Takes the article's rows of evidence in the order of the file, its text, and the other texts by
    name (to say where a string stands that is not in this one). Returns what the anchors file
    holds, and a problem for each piece that is missing, or stands more than once.
    """
    words = text.words
    found: dict[str, tuple[int, int]] = {}
    problems: list[Problem] = []
    previous: dict[tuple[str, str], int] = {}
    for row in evidence:
        span = (row.values["annotation"], row.values["field"])
        place = locate(words, row, previous.get(span))
        if isinstance(place, int):
            found[row.id] = (place, place + len(row.values["exact"]))
            previous[span] = found[row.id][1]
        else:
            problems.append(_not_found(row, words, others) if not place else _repeated(row, words, place))
    ordered = sorted(found.items(), key=lambda item: (item[1], item[0]))
    anchors = {row_id: _anchor(words, start, end) for row_id, (start, end) in ordered}
    return {"text": text.name, "sha256": text.sha256, "length": len(words), "anchors": anchors}, problems


def locate(words: str, row: Row, after: int | None) -> int | list[int]:
    """Where a piece of evidence starts; or, if that can't be told, all places where its words stand.

    `after` is where the piece before it in the same span ended: a further piece is sought from there.
    """
    exact, occurrence = row.values["exact"], row.values["occurrence"]
    starts = occurrences(words, exact)
    if occurrence is not None:
        return starts[occurrence - 1] if occurrence <= len(starts) else starts
    if len(starts) > 1 and after is not None:
        starts = [start for start in starts if start >= after][:1] or starts
    return starts[0] if len(starts) == 1 else starts


def occurrences(words: str, exact: str) -> list[int]:
    """The start of every occurrence of a string, those that overlap included."""
    starts, start = [], words.find(exact)
    while start >= 0:
        starts.append(start)
        start = words.find(exact, start + 1)
    return starts


def write_anchors(anchors: dict[str, Any]) -> bytes:
    """The anchors file: JSON, one anchor a line, in the order of the text."""
    head = {key: value for key, value in anchors.items() if key != "anchors"}
    lines = [f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    inner = [
        f"    {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in anchors["anchors"].items()
    ]
    body = "{\n" + ",\n".join([*lines, '  "anchors": {\n' + ",\n".join(inner) + "\n  }"]) + "\n}\n"
    return body.encode()


def _anchor(words: str, start: int, end: int) -> dict[str, Any]:
    return {
        "exact": words[start:end],
        "start": start,
        "end": end,
        "prefix": words[max(0, start - CONTEXT) : start],
        "suffix": words[end : end + CONTEXT],
    }


def _shown(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 70 else flat[:67] + "…"


def _not_found(row: Row, words: str, others: Mapping[str, str]) -> Problem:
    exact = row.values["exact"]
    said = [f"'{_shown(exact)}' is not in this text"]
    for name, other in others.items():
        if (at := other.find(exact)) >= 0:
            said.append(f"in {name} at {at}")
    near = fuzz.partial_ratio_alignment(exact, words, score_cutoff=NEAR_ENOUGH)
    if near:
        said.append(f"nearest here, at {near.dest_start}: '{_shown(words[near.dest_start : near.dest_end])}'")
    hint = "copy the words from the text, with its own quotation marks, dashes and spaces"
    return Problem(row.place(), "R501", "; ".join(said), hint)


def _repeated(row: Row, words: str, starts: list[int]) -> Problem:
    exact, occurrence = row.values["exact"], row.values["occurrence"]
    if occurrence is not None:
        message = f"occurrence {occurrence} of '{_shown(exact)}', which stands here {len(starts)} times"
        return Problem(row.place(), "R501", message, f"write an occurrence from 1 to {len(starts)}")
    around = [
        f"{n} is '…{_shown(words[max(0, at - 20) : at + len(exact) + 20])}…'" for n, at in enumerate(starts[:4], 1)
    ]
    message = f"'{_shown(exact)}' stands {len(starts)} times in this text"
    hint = "write more of the words, or {exact: …, occurrence: N}, where " + "; ".join(around)
    return Problem(row.place(), "R502", message, hint)


def read_texts(folder: Path, articles: list[Row]) -> tuple[dict[str, Text], list[Problem]]:
    """The texts of the articles by the names of their files, and what is wrong with them (R505, R101)."""
    texts: dict[str, Text] = {}
    problems: list[Problem] = []
    for article in articles:
        name = article.values.get("text")
        if not name:
            continue
        try:
            text = Text(name, (folder / name).read_bytes())
            text.content.decode("utf-8")
            texts[name] = text
        except OSError:
            message = f"the text '{name}' is not in {folder.name}"
            problems.append(Problem(article.place("text"), "R505", message, "name the file that holds this article"))
        except UnicodeDecodeError as error:
            message = f"the text '{name}' is not UTF-8 at byte {error.start}"
            problems.append(Problem(article.place("text"), "R101", message, "save the text as UTF-8"))
    return texts, problems
