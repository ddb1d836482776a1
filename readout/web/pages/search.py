"""The search page: full text over everything, safe for whatever is typed."""

import asyncio
import re
import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from datasette import Response
from datasette.database import QueryInterrupted

from readout.web.respond import page
from readout.web.section import FOR_A_SPREADSHEET, Section, Site, statement
from readout.web.words import CLOSE, OPEN, Words, read_words

#: The tables that are searched, in the order in which they are shown, each with `web/sql/search_TABLE.sql`.
KINDS = [
    "actors", "outlets", "stories", "events", "claims", "utterances", "concepts", "articles", "quotes", "namings",
    "stances", "coverage", "mentions", "evidence", "places", "vocabularies", "columns",
]  # fmt: skip
#: Kinds that belong to no article; a filter by outlet or date leaves them out.
DICTIONARY = {"vocabularies", "columns"}
OVERVIEW = 5
A_PAGE = 25
COUNT_TO = 20_000
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass
class Asked:
    """What the address asks for, read and made safe, with what could not be understood."""

    words: Words
    kind: str
    outlet: str
    first: str
    last: str
    ignored: list[str]

    @property
    def parameters(self) -> dict[str, str]:
        """What the statements take."""
        end = f"{self.last}T23:59:59Z" if self.last else ""
        return {
            "match": self.words.match, "words": self.words.as_json, "open": OPEN, "close": CLOSE,
            "outlet": self.outlet, "first": self.first, "last": end,
        }  # fmt: skip


async def search_page(site: Site) -> Response:
    """`/search?q=&kind=&outlet=&from=&to=&page=`."""
    outlets = await site.section("search_choices", 1000)
    asked = read_address(site, {row["id"] for row in outlets.rows})
    looked = await asyncio.gather(*(look(site, kind, asked) for kind in KINDS if asked.words.match))
    sections = dict(zip(KINDS, looked, strict=False))
    found = {kind: section for kind, section in sections.items() if section and section.rows}
    counts = {kind: count(section) for kind, section in found.items()}
    slow = [kind for kind, section in sections.items() if section is None]
    if asked.kind:
        found = {kind: section for kind, section in found.items() if kind == asked.kind}
    context: dict[str, Any] = {
        "asked": asked, "outlets": outlets, "found": found, "counts": counts, "slow": slow, "kinds": KINDS,
        "titles": {kind: statement(f"search_{kind}").title for kind in KINDS}, "dictionary": DICTIONARY,
    }  # fmt: skip
    return await page(site, "readout_search.html", context)


def read_address(site: Site, outlets: set[str]) -> Asked:
    """Read the address; what is no kind, outlet or date is left out, and named."""
    given = {key: (site.request.args.get(key) or "").strip() for key in ("q", "kind", "outlet", "from", "to")}
    ignored = []
    for key, known in (("kind", set(KINDS)), ("outlet", outlets)):
        if given[key] and given[key] not in known:
            ignored.append(f"{key} “{given[key][:60]}”")
            given[key] = ""
    days = {}
    for key, at_end in (("from", False), ("to", True)):
        days[key] = read_day(given[key], at_end)
        if given[key] and not days[key]:
            ignored.append(f"{key} “{given[key][:60]}”")
    return Asked(read_words(given["q"]), given["kind"], given["outlet"], days["from"], days["to"], ignored)


def read_day(text: str, at_end: bool) -> str:
    """A day from 2025, 2025-12 or 2025-12-31: the first, or the last, of what is meant; empty if it is none."""
    match = _DAY.fullmatch(text) if text.isascii() else None
    if not match:
        return ""
    year, month, day = int(match[1]), int(match[2] or (12 if at_end else 1)), int(match[3] or 1)
    try:
        found = date(year, month, day)
        if at_end and not match[3]:
            found = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        return ""
    return found.isoformat()


async def look(site: Site, kind: str, asked: Asked) -> Section | None:
    """The best matches of one kind, with links to the same, found words in [brackets]; None where it takes too long."""
    wanted = {name: asked.parameters[name] for name in statement(f"search_{kind}").parameters}
    size, key = (A_PAGE, "page") if kind == asked.kind else (OVERVIEW, "")
    try:
        section = await site.section(f"search_{kind}", size, key, **wanted)
    except (QueryInterrupted, sqlite3.Error):
        return None
    for row in section.rows:
        row["same"] = (row["found"] or "").replace(OPEN, "").replace(CLOSE, "") == row["label"]
    sql, shown = statement(f"search_{kind}").sql, {**wanted, "open": "[", "close": "]"}
    section.sql_url = site.query_url(sql, shown)
    section.csv_url = site.query_url(sql, {**shown, **FOR_A_SPREADSHEET}, ".csv")
    section.json_url = site.query_url(sql, {**shown, "_shape": "array"}, ".json")
    return section


def count(section: Section) -> str:
    """How many there are, as far as the statements count: 12, or 20,000+."""
    found = int(section.rows[0]["of_all"]) if section.rows else 0
    return f"{found:,}" if found < COUNT_TO else f"{COUNT_TO:,}+"
