"""The articles' texts, which are not published: shown only by a server on a person's own machine, to that machine.

`readout serve --texts FOLDER` sets READOUT_TEXTS and READOUT_TEXTS_LOCAL=1. Both must be set, and the server's
address, the client's and the name by which it is called must be of this machine; nothing may stand between.
"""

import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from readout.server import is_loopback

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
LARGEST = 4_000_000
#: A proxy adds one of these; what it passes on may come from anywhere.
PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


@dataclass(frozen=True)
class Text:
    """An article's text, or the reason why it is not shown."""

    words: str = ""
    refused: str = ""


def texts_folder(request: Any) -> Path | None:
    """The folder with the texts, where this request may see them."""
    given = os.environ.get("READOUT_TEXTS")
    if not given or os.environ.get("READOUT_TEXTS_LOCAL") != "1":
        return None
    client, server = request.scope.get("client"), request.scope.get("server")
    called = re.sub(r":\d+$", "", request.headers.get("host", ""))
    if not (client and server and all(map(is_loopback, (str(client[0]), str(server[0]), called)))):
        return None
    return None if any(request.headers.get(name) for name in PASSED_ON) else Path(given)


def read_text(folder: Path, name: str | None, digest: str | None) -> Text:
    """A text by the name of its file, if it is the one that was annotated."""
    if not name or not NAME.fullmatch(name):
        return Text(refused="The annotation names no file with the text.")
    file = folder / name
    if not file.is_file():
        return Text(refused=f"There is no file {name} in the folder of texts.")
    if file.stat().st_size > LARGEST:
        return Text(refused=f"The file {name} is too large to be an article.")
    try:
        content = file.read_bytes()
    except OSError:
        return Text(refused=f"The file {name} cannot be read.")
    if not digest:
        return Text(refused="The annotations were never anchored in a text; run `readout anchor`.")
    found = sha256(content).hexdigest()
    if found != digest:
        return Text(
            refused=f"The file {name} is not the text that was annotated: its SHA-256 is {found}, "
            f"the annotated text’s is {digest}. Read it again, then run `readout anchor`."
        )
    try:
        return Text(content.decode("utf-8"))
    except UnicodeDecodeError:
        return Text(refused=f"The file {name} is not UTF-8.")
