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
    stretches = text.replace("/", " ").split() if text.isascii() else re.findall(_SEGMENT, text)
    return sum(1 for one in stretches if one.isalnum() or any(map(str.isalnum, one)))
