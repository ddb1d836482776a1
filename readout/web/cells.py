"""A cell of Datasette's own tables: long text folded, addresses and ids linked, nothing executed."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from datasette.utils import is_url
from markupsafe import Markup, escape

from readout.web.marks import fold, web

#: Text is folded after so many characters, and cut after so many more; the row's page has it whole.
FOLDED, CUT = 160, 2000
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SIDE = re.compile(r"_[ab]$")
#: What Datasette makes of a reference: the other row's name as a link, and its id.
LABELLED = re.compile(r'<a href="([^"]*)">(.*)</a>&nbsp;<em>(.*)</em>', re.S)
LONGEST_NAME = 56

#: Where a column of a view or a query has one of these names, its ids lead to rows of that table.
REFERENCES = {
    "actor": "actors",
    "article": "articles",
    "claim": "claims",
    "concept": "concepts",
    "coverage": "coverage",
    "event": "events",
    "mention": "mentions",
    "naming": "namings",
    "outlet": "outlets",
    "quote": "quotes",
    "speaker": "actors",
    "story": "stories",
    "toward": "actors",
    "utterance": "utterances",
}


class Shown(Markup):
    """A cell's HTML that remembers the value it shows."""

    raw: Any = None


def shown(html: Markup, raw: Any) -> Shown:
    """HTML for a value."""
    made = Shown(html)
    made.raw = raw
    return made


def referred(column: str) -> str:
    """The table whose ids a column of a view, or a parameter of a query, holds by its name; or nothing."""
    return REFERENCES.get(SIDE.sub("", column), "")


def cell(value: Any, column: str, table: str | None, rows: str) -> Shown | None:
    """A cell's HTML, or None where Datasette's own will do.

    `rows` is the address under which the tables of our database stand, empty for other databases.
    """
    if not isinstance(value, str):
        return None
    if web(value) and not re.search(r"\s", value):
        return shown(link(value), value)
    if is_url(value.strip()) and len(value) <= FOLDED:  # Datasette would link it
        return shown(escape(value), value)
    if rows and column != "id" and referred(column) and ID.fullmatch(value) and table not in REFERENCES.values():
        return shown(Markup('<a href="{}/{}/{}">{}</a>').format(rows, referred(column), quote(value), value), value)
    if len(value) <= FOLDED:
        return None
    rest = len(value) - CUT
    more = f" […] {rest:,} more characters stand in the row." if rest > 0 else ""
    return shown(fold(value[:CUT] + more, FOLDED), value)


def link(address: str, length: int = 48) -> Markup:
    """An outside address as a link; javascript: and the like stay text."""
    if not web(address):
        return escape(address)
    said = address.split("://", 1)[1].rstrip("/")
    said = said if len(said) <= length else said[: length - 1] + "…"
    return Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(address, said)


def plain(given: Any) -> str:
    """The text of a cell of either version of Datasette, to be copied: a reference by its name."""
    value = given["value"] if isinstance(given, Mapping) and "value" in given else given
    if isinstance(value, Shown):
        return str(value.raw)
    if isinstance(value, Markup):
        named = LABELLED.fullmatch(str(value))
        return (Markup(named[2]).unescape() if named else Markup(value).striptags()).strip("\xa0 ")
    return "" if value is None else str(value)


def tidy(given: Mapping[str, Any]) -> Any:
    """The HTML of a table's cell: a reference by its name alone, cut where it is long; its id in the title."""
    named = LABELLED.fullmatch(str(given["value"])) if isinstance(given["value"], Markup) else None
    if not named:
        return given["value"]
    name, key = Markup(named[2]).unescape(), Markup(named[3]).unescape()
    short = name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME].rsplit(" ", 1)[0] + "…"
    title = key if short == name else f"{name} ({key})"
    return Markup('<a href="{}" title="{}">{}</a>').format(Markup(named[1]), title, short)


def shape(given: Any) -> str:
    """The class of a cell: how wide it wants to be."""
    raw = given.get("raw") if isinstance(given, Mapping) else given
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return "number"
    text = plain(given)
    if not text:
        return "empty"
    if not isinstance(given, Mapping) and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return "number"
    reference = isinstance(given, Mapping) and LABELLED.fullmatch(str(given["value"]))
    return "short" if len(text) <= 26 else "middling" if len(text) <= 60 or reference else "long"


def sentence(error: Any) -> str:
    """What went wrong as a sentence; the one of Datasette's that is HTML has a script in it."""
    if isinstance(error, Markup):
        return "It took too long and was stopped."
    said = str(error or "").strip() or "Something went wrong"
    if "fts5" in said or said == "unterminated string":
        return "The search does not understand that: a quotation mark or an operator stands alone."
    if said == "user-defined function raised exception":
        return "A function does not accept what it was given."
    said = said[0].upper() + said[1:]
    return said if said[-1] in ".!?" else said + "."


FILTERS = {"shape": shape, "tidy": tidy, "weblink": link, "sentence": sentence}
