"""The records that a source file holds, each as the text it is written in: what is the same need not be read."""

import re

from readout.source import ANCHORS, ARTICLE, SECOND, register_of

#: A table and an id.
Key = tuple[str, str]
#: A record's id at the left margin of a register; what belongs to it is indented.
_KEY = re.compile(r"""^(?:"([^"\n]+)"|'([^'\n]+)'|([^\s#:'"\[\]{}-][^:\n]*?)):(?=\s|$)""", re.MULTILINE)


def keys_of(path: str) -> Key | None:
    """The record that a path names by itself: an article. None for any other file."""
    match = ARTICLE.fullmatch(path)
    return ("articles", match[2]) if match else None


def is_source(path: str) -> bool:
    """Whether a file holds records of the database: a register or an article, no anchors and no second annotation."""
    if ANCHORS.fullmatch(path) or SECOND.fullmatch(path):
        return False
    return bool(ARTICLE.fullmatch(path) or register_of(path))


def blocks(path: str, content: bytes) -> dict[Key, str]:
    """The texts of the records in one version of a file, by table and id; what is not UTF-8 becomes U+FFFD."""
    text = content.decode("utf-8-sig", "replace")
    if key := keys_of(path):
        return {key: text}
    table = register_of(path) or ""
    starts = list(_KEY.finditer(text))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return {
        (table, match[1] or match[2] or match[3]): text[match.start() : end]
        for match, end in zip(starts, ends, strict=True)
    }
