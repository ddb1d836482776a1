"""What a request asks for, by its address: so slow questions can wait for one another, and pages for nobody."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from urllib.parse import parse_qsl, unquote

from datasette.utils import tilde_decode


class Kind(Enum):
    """From what costs nothing to what may cost anything."""

    STATIC = "static"
    PAGE = "page"
    FILE = "file"
    ASKED = "asked"
    SQL = "sql"


#: Arguments with which a visitor words SQL, or a full-text query.
SQL_ARGUMENTS = {"sql", "_where", "_searchmode"}
#: Arguments that change nothing of what is looked up, or only which page of it.
CHEAP = {
    "_size", "_next", "_shape", "_labels", "_label", "_nl", "_extra", "_col", "_nocol", "_ttl", "_header", "_dl",
    "_nofacet", "_nosuggest", "_nocount", "_json", "_json_infinity", "_hide_sql", "_show_sql", "_facet_size",
    "_stream", "_raw", "_bom",
}  # fmt: skip
QUESTIONS = ("search", "compare")


@dataclass(frozen=True)
class Asked:
    """The kind of a request, and whether the answer is rows that a program reads: JSON, CSV, Markdown."""

    kind: Kind
    form: str

    @property
    def is_page(self) -> bool:
        """Whether a browser shows the answer as a page."""
        return self.form == ""


def kind_of(path: str, query: str, tables: Collection[str]) -> Asked:
    """The kind of a request from its path below the site's base, its query string and the names of all tables."""
    parts = [tilde_decode(unquote(part)) for part in path.strip("/").split("/")]
    last, _, form = parts[-1].rpartition(".") if "." in parts[-1] else (parts[-1], "", "")
    form = form.lower()
    if path.startswith("/-/static"):
        return Asked(Kind.STATIC, form)
    names = {name for name, _ in parse_qsl(query, keep_blank_values=True)}
    if names & SQL_ARGUMENTS:
        return Asked(Kind.SQL, form)
    if form in ("csv", "db") or path.startswith("/-/downloads/"):
        return Asked(Kind.FILE, form)
    if parts[0] in QUESTIONS or (parts[0] == "plots" and form):
        return Asked(Kind.ASKED if names or form else Kind.PAGE, form)
    if parts[0].partition(".")[0] == "readout":
        slow = names - CHEAP or (len(parts) == 2 and last not in tables)
        return Asked(Kind.ASKED if slow else Kind.PAGE, form)
    return Asked(Kind.PAGE, form)
