"""While `readout serve --watch` runs: an open page learns of the next build, and of problems that hold it up.

The command sets READOUT_WATCH, a JSON file with what it knows of the sources, and READOUT_WATCH_BUILD, the
build that this server shows. Without them none of this is there.
"""

import json
import logging
import os
from pathlib import Path
from typing import Any

from datasette import Response

from readout.server import WATCH, WATCH_BUILD

ADDRESS = r"^/-/readout-watch$"


def is_watched() -> bool:
    """Whether a watching command started this server."""
    return WATCH in os.environ


def keep_quiet() -> None:
    """Let the server's log say warnings and errors only: the rest would scroll over what the command shows."""
    for name in ("uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).addFilter(_is_wrong)


def _is_wrong(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING


def scripts(datasette: Any) -> list[dict[str, str]]:
    """The script that asks; its address says which build the page shows."""
    if not is_watched():
        return []
    url = datasette.urls.static_plugins("readout", "watch.js")
    return [{"url": f"{url}?build={os.environ.get(WATCH_BUILD, '')}"}]


async def watch_state() -> Response:
    """What this server shows, and what is wrong in the sources since: {build, problems: [text], count}."""
    try:
        state = json.loads(Path(os.environ[WATCH]).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        state = {}
    told = {"count": 0, "problems": [], **state, "build": os.environ.get(WATCH_BUILD, "")}
    return Response.json(told, headers={"cache-control": "no-store"})
