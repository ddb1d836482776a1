"""How many quotes of each type does each outlet have? With httpx, from the JSON of two tables, page after page."""

import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx

site = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8001"


def rows(table: str) -> Iterator[dict[str, Any]]:
    """All rows of a table."""
    url = f"{site}/readout/{table}.json?_shape=array&_size=max"
    while url:
        answer = httpx.get(url, timeout=60).raise_for_status()
        yield from answer.json()
        url = answer.links.get("next", {}).get("url")


outlets = {article["id"]: article["outlet"] for article in rows("articles")}
counts = Counter((outlets[quote["article"]], quote["type"]) for quote in rows("quotes"))
for (outlet, kind), count in sorted(counts.items()):
    print(outlet, kind, count)
