"""How many words a text has, in any script."""

import re

#: Scripts written without spaces between words: Thai, Lao, Myanmar, Khmer, kana, Han.
_ALONE = (
    "\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u109f\u1780-\u17d3\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_SEGMENT = rf"[{_ALONE}]|[^\s\u200b\u2013-\u2015\u2026/{_ALONE}]+"


def count_words(text: str) -> int:
    """How many words a text has: stretches between white space, dashes and slashes with a letter or a digit in them.

    So `harbour-master's` is one word, and `nine–ten` are two. In scripts that are written without spaces
    (Chinese, Japanese, Thai, Lao, Khmer, Burmese) each character is one.
    """
    return sum(1 for one in _stretches(text) if one.isalnum() or any(map(str.isalnum, one)))


def has_more_words(text: str, most: int) -> bool:
    """Whether a text has more words than so many; for most texts this is known before they are counted."""
    return len(text) > most and len(_stretches(text)) > most and count_words(text) > most


def _stretches(text: str) -> list[str]:
    """What stands between white space, dashes and slashes."""
    return text.replace("/", " ").split() if text.isascii() else re.findall(_SEGMENT, text)
