"""Which release a schema says it is: two values of `x-dataset`, changed without touching another byte."""

import re

_BLOCK = re.compile(rb"^x-dataset:[ \t]*(?:#[^\n]*)?\r?\n(?:(?:[ \t]+[^\n]*|[ \t]*\r?)\n)*", re.MULTILINE)
_VERSION = re.compile(
    rb"^(?P<indent>[ \t]+)version:[ \t]*(?P<value>\"[^\"\n]*\"|'[^'\n]*'|[^\s#]+)(?P<rest>[^\n]*\n)", re.MULTILINE
)
_RELEASED = re.compile(rb"^(?P<key>[ \t]+released:[ \t]*)(?P<value>\"[^\"\n]*\"|'[^'\n]*'|[^\s#]+)", re.MULTILINE)


def with_version(content: bytes, version: str, released: str) -> bytes:
    """The bytes of a schema with another version and day of release.

    Takes the bytes of schema.yaml, a version and a day; a missing `released` is added below the version. Raises
    ValueError where there is no block `x-dataset` with a version on a line of its own.
    """
    block = _BLOCK.search(content)
    found = _VERSION.search(block[0]) if block else None
    if block is None or found is None:
        raise ValueError("x-dataset has no version on a line of its own")
    line_end = b"\r\n" if found["rest"].endswith(b"\r\n") else b"\n"
    made = block[0][: found.start("value")] + f'"{version}"'.encode() + block[0][found.end("value") :]
    if _RELEASED.search(made):
        made = _RELEASED.sub(lambda match: match["key"] + released.encode(), made, count=1)
    else:
        at = _VERSION.search(made)
        assert at is not None
        made = made[: at.end()] + found["indent"] + b"released: " + released.encode() + line_end + made[at.end() :]
    return content[: block.start()] + made + content[block.end() :]
