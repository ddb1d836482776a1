"""A table's or a view's whole rows as CSV and as JSON, as the application gives them, page after page."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from datasette.utils import tilde_encode

from readout.freeze.application import Application
from readout.freeze.names import safe

NEXT = re.compile(r'<([^>]+)>;\s*rel="?next"?')


class Unwell(Exception):
    """The application does not answer an address as it should; says which and how."""


def write_table(app: Application, folder: Path, table: str, count: int) -> list[str]:
    """Write `readout/TABLE.csv` and `.json`; returns the ids of its rows in order, empty where it has no ids.

    Raises Unwell where the application fails, or gives other than `count` rows.
    """
    path = f"/readout/{tilde_encode(table)}"
    place = folder / "readout"
    place.mkdir(parents=True, exist_ok=True)
    with (place / f"{safe(table)}.csv").open("xb") as file:
        answer = app.ask(f"{path}.csv?_bom=on", file.write)
    if answer.status != 200:
        raise Unwell(f"{path}.csv answers with {answer.status}")
    return _write_json(app, place / f"{safe(table)}.json", path, count)


def _write_json(app: Application, place: Path, path: str, count: int) -> list[str]:
    ids: list[str] = []
    written = 0
    address = f"{path}.json?_shape=array&_size=max&_nofacet=1"
    with place.open("x", encoding="utf-8", newline="\n") as file:
        file.write("[")
        while address:
            answer = app.ask(address)
            if answer.status != 200:
                raise Unwell(f"{address} answers with {answer.status}")
            for row in json.loads(answer.text):
                file.write((",\n" if written else "\n") + json.dumps(row, ensure_ascii=False))
                written += 1
                if isinstance(row.get("id"), str):
                    ids.append(row["id"])
            further = NEXT.search(answer.headers.get("link", ""))
            parts = urlsplit(further[1]) if further else None
            address = f"{parts.path}?{parts.query}" if parts else ""
        file.write("\n]\n")
    if written != count:
        raise Unwell(f"{path}.json gives {written:,} rows of {count:,}")
    return ids
