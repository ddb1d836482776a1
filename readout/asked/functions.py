"""The functions that SQL on this site may use besides SQLite's own."""

import re
import sqlite3
import unicodedata
from functools import lru_cache
from typing import Any

_NO_WORD = re.compile(r"[^a-z0-9]+")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_BITS = re.compile(r'\s+|(".*?")')


#: Texts of up to so many code points are remembered: names, which a search asks about one by one, again and again.
SHORT = 100


def plain_words(text: Any) -> str:
    """The words of a text in small letters, without accents and punctuation, one space between them."""
    given = str(text if text is not None else "")
    return _remembered(given) if len(given) <= SHORT else _plain_words(given)


def _plain_words(given: str) -> str:
    if given.isascii():
        return _NO_WORD.sub(" ", given.lower()).strip()
    folded = unicodedata.normalize("NFKD", given.casefold()).translate(_LETTERS)
    kept = "".join(char if char.isalnum() else "" if unicodedata.combining(char) else " " for char in folded)
    return " ".join(kept.split())


_remembered = lru_cache(maxsize=65_536)(_plain_words)


def escape_fts(text: Any) -> str:
    """What is typed into a search box as words for full-text search: what Datasette's function of this name gives."""
    given = str(text if text is not None else "")
    given += '"' if given.count('"') % 2 else ""
    bits = [bit for bit in _BITS.split(given) if bit and bit != '""']
    return " ".join(bit if bit.startswith('"') else f'"{bit}"' for bit in bits)


def add_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that the saved queries and the pages' own SQL use."""
    connection.create_function("plain_words", 1, plain_words, deterministic=True)
    connection.create_function("escape_fts", 1, escape_fts, deterministic=True)
