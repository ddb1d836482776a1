"""What the server and the process that runs SQL send each other: a length of four bytes, then JSON.

JSON, because the server must be able to read what comes from a process that a hostile statement has taken over.
"""

import json
from base64 import b64decode, b64encode
from typing import IO, Any

Message = dict[str, Any]

#: The longest message that is read, in bytes; a batch of rows is far below.
LONGEST = 64_000_000
TOO_MUCH_ROOM = "It needs more memory than a query is given here; ask for less at once"
_HEAD = 4


class Broken(Exception):
    """The other end is gone, or sends what is no message."""


def send(pipe: IO[bytes], message: Message) -> None:
    """Write a message. Raises OSError where the other end is gone."""
    content = json.dumps(message, ensure_ascii=False, separators=(",", ":"), default=_bytes).encode("utf-8", "replace")
    pipe.write(len(content).to_bytes(_HEAD, "big") + content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Message:
    """Read a message; bytes come back as bytes. Raises Broken."""
    try:
        head = pipe.read(_HEAD)
        length = int.from_bytes(head, "big")
        if len(head) < _HEAD or length > LONGEST:
            raise Broken
        content = pipe.read(length)
        message = json.loads(content, object_hook=_from_object) if len(content) == length else None
    except (OSError, ValueError) as error:
        raise Broken from error
    if not isinstance(message, dict):
        raise Broken
    return message


def _bytes(value: Any) -> dict[str, str]:
    if isinstance(value, bytes | bytearray | memoryview):
        return {"b64": b64encode(value).decode("ascii")}
    raise TypeError


def _from_object(given: Message) -> Any:
    if given.keys() == {"b64"}:
        return b64decode(given["b64"])
    return given
