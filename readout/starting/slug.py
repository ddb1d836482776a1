"""The name of an article's file, from its address or its headline."""

import re
from urllib.parse import unquote, urlsplit

from slugify import slugify

LONGEST = 60
#: A last part of an address that has no word of so many letters is a number or a code.
WORD = re.compile(r"[a-z]{3,}|[^\W\d_a-z]{2,}", re.IGNORECASE)
CODE = re.compile(r"(?:[-_.]{1,2}(?:\d{5,}|[a-z]*\d[a-z\d]{6,}))+$|^\d{5,}[-_]", re.IGNORECASE)
ENDING = re.compile(r"\.(?:s?html?|php|aspx?|jsp|amp)$", re.IGNORECASE)


def slug_of(words: str) -> str:
    """Words in lower-case ASCII with hyphens, at most 60 characters, cut between words; empty if nothing is left."""
    return slugify(words, max_length=LONGEST, word_boundary=True, replacements=[["'", ""], ["’", ""]])


def words_of(url: str) -> str:
    """The last part of an address's path as words; empty where it is only a number or a code."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    last = CODE.sub("", ENDING.sub("", parts[-1])) if parts else ""
    found = WORD.findall(last)
    return re.sub(r"[-_+\s]+", " ", last).strip() if len(found) > 1 else ""
