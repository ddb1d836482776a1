"""What a reader types into a search box, made safe for SQLite's full-text search.

Every stretch of letters and digits becomes a quoted string, so nothing that is typed is ever an
operator: quotation marks, NEAR, brackets, emoji and control characters are only text. What is kept
of a search box's habits: "words in quotation marks" stand together, and a word with * behind it
begins so.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from readout.asked.functions import plain_words

#: What is read of a search, in code points and in words; more would only be slow.
LONGEST = 500
MOST_WORDS = 24
#: What full-text search puts round the words that it found; no text of ours holds them.
OPEN, CLOSE = "\x02", "\x03"

_PART = re.compile(r'"([^"]*)"|([^\s"]+)')
#: Scripts written without spaces: there a word may stand inside a longer run of letters.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"'})


@dataclass(frozen=True)
class Words:
    """What to look for: the statement for FTS5, the words for names, and whether something was cut off."""

    text: str
    match: str
    plain: list[str]
    cut: bool

    @property
    def as_json(self) -> str:
        """The words as `web/sql/search_actors.sql` takes them."""
        return json.dumps([word if _UNSPACED.search(word) else f" {word}" for word in self.plain])


def read_words(given: str) -> Words:
    """Read a search box; with nothing to look for in it, `match` is empty."""
    clean = "".join(" " if unicodedata.category(char) in {"Cc", "Cs", "Cn"} else char for char in given[: LONGEST + 1])
    text = clean[:LONGEST].strip()
    found = [quoted or bare for quoted, bare in _PART.findall(text.translate(_QUOTES))]
    parts = [(part, plain_words(part)) for part in found]
    parts = [(part, words) for part, words in parts if words]
    kept = parts[:MOST_WORDS]
    plain = [word for _, words in kept for word in words.split()][:MOST_WORDS]
    match = " ".join(_term(part) for part, _ in kept)
    return Words(text, match, plain, len(given) > LONGEST or len(parts) > len(kept))


def _term(part: str) -> str:
    beginning = part.endswith("*") or _UNSPACED.search(part)
    inside = "".join(char if char.isalnum() or unicodedata.combining(char) else " " for char in part)
    return f'"{" ".join(inside.split())}"' + ("*" if beginning else "")


def marked(text: Any) -> Markup:
    """A snippet with the words that were found in <mark>; whatever else it holds is shown as text."""
    said = str(escape(str(text if text is not None else "")))
    pieces = re.split(f"([{OPEN}{CLOSE}])", said)
    shown, inside = [], False
    for piece in pieces:
        if piece == OPEN:
            shown.append("" if inside else "<mark>")
            inside = True
        elif piece == CLOSE:
            shown.append("</mark>" if inside else "")
            inside = False
        else:
            shown.append(piece)
    return Markup("".join(shown) + ("</mark>" if inside else ""))
