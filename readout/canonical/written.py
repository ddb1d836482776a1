"""One text as the canonical form writes it, for those who write whole files in that form."""

import json
import re
from functools import lru_cache

from readout.canonical.scalars import OTHER_READERS, in_one_line
from readout.canonical.tree import Scalar

#: Texts that every reader takes for just that, whatever words they hold: the fast way through most of them.
_PLAIN = re.compile(r"[A-Za-z][\w ,.'’“”()/–-]*(?<! )")
_WORDS = re.compile(r"true|false|null|yes|no|on|off|y|n", re.IGNORECASE)


@lru_cache(maxsize=4096)
def text_as_written(text: str) -> str:
    """A text on one line, as the value of a key or an entry of a list: with quotation marks only where it needs them.

    What nobody sees (line ends, soft hyphens) is written as an escape in double quotation marks.
    """
    if (
        _PLAIN.fullmatch(text)
        and not _WORDS.fullmatch(text)
        and not OTHER_READERS.fullmatch(text)
        and text.isprintable()
    ):
        return text
    if not text.isprintable():
        return "".join(char if char.isprintable() else _escape(char) for char in json.dumps(text, ensure_ascii=False))
    return in_one_line(Scalar('"', text, [json.dumps(text, ensure_ascii=False)]))


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
