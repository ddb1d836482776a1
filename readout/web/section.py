"""A section of a page: one SQL statement, its rows, and where to get the same as SQL, CSV and JSON.

Every section of every page is made here, so nothing on a page is a dead end. A statement is a file
in `web/sql/` with the comments that `readout.sql` reads; one more line, `-- rows: TABLE?COLUMN=:PARAMETER`,
names the page of Datasette's that lists the rows behind it.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from datasette.database import QueryInterrupted

from readout.sql import PARAMETER, Statement, parse_statement

FOLDER = Path(__file__).parent / "sql"
PAGE_SIZE = 100
#: What the address of a CSV asks for where a person follows it (docs/csv.md): a file, which Excel reads as UTF-8.
FOR_A_SPREADSHEET = {"_dl": "on", "_bom": "on"}

Record = dict[str, Any]


@dataclass
class Section:
    """The rows of one statement on one page.

    `more` says that there are further rows than this page of them shows; `page` counts from 1;
    `late` that there was no answer in time, which is not the same as no rows.
    """

    name: str
    title: str
    description: str
    columns: list[str]
    rows: list[Record]
    sql_url: str
    csv_url: str
    json_url: str
    rows_url: str = ""
    page: int = 1
    more: bool = False
    previous_url: str = ""
    next_url: str = ""
    late: bool = False
    parameters: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def by(self, column: str) -> dict[Any, list[Record]]:
        """The rows grouped by a column's value, in the order of their first appearance."""
        groups: dict[Any, list[Record]] = {}
        for row in self.rows:
            groups.setdefault(row[column], []).append(row)
        return groups


@cache
def statement(name: str) -> Statement:
    """The statement `web/sql/NAME.sql`."""
    return parse_statement(FOLDER / f"{name}.sql", f"readout/web/sql/{name}.sql")


class Site:
    """One Datasette as the pages see it: its database, its addresses, and what version it is."""

    def __init__(self, datasette: Any, request: Any = None) -> None:
        self.datasette = datasette
        self.request = request

    @property
    def database(self) -> Any:
        """Datasette's handle of our database."""
        return self.datasette.get_database("readout")

    @property
    def frozen(self) -> str | None:
        """None where the site is served; in a static edition its address, empty if it has none (see readout.freeze)."""
        return getattr(self.datasette, "readout_frozen", None)

    def path(self, path: str) -> str:
        """An address of this site, below its base address."""
        return str(self.datasette.urls.path(path))

    def page(self, kind: str, record_id: str) -> str:
        """The address of a reader's page, such as page('articles', ID)."""
        return self.path(f"/{kind}/{quote(record_id)}")

    def query_url(self, sql: str, parameters: dict[str, str], form: str = "") -> str:
        """The address of Datasette's answer to a statement, as a page or with an ending such as `.csv`."""
        newer = hasattr(self.datasette, "allowed_resources_sql") or hasattr(self.datasette, "allowed_resources")
        base = f"/readout/-/query{form}" if newer else f"/readout{form}"
        return self.path(f"{base}?{urlencode({'sql': sql, **parameters})}")

    async def metadata(self) -> Record:
        """Title, description and licence of the whole, as Datasette 0.65 or 1.0 has them."""
        if hasattr(self.datasette, "get_instance_metadata"):
            return dict(await self.datasette.get_instance_metadata())
        return dict(self.datasette.metadata() or {})

    async def rows(self, sql: str, parameters: dict[str, Any] | None = None) -> list[Record]:
        """The rows of a statement, all of them."""
        found = await self.database.execute(sql, parameters or {}, truncate=False)
        return [dict(zip(found.columns, row, strict=True)) for row in found.rows]

    async def one(self, table: str, record_id: str) -> Record | None:
        """One record by its id, or None."""
        found = await self.rows(f'SELECT * FROM "{table}" WHERE id = :id', {"id": record_id})
        return found[0] if found else None

    async def section(self, name: str, size: int = PAGE_SIZE, page_key: str = "", **parameters: str) -> Section:
        """Run a statement for a page: at most `size` rows, further ones on further pages of the address.

        `page_key` is what counts the pages in the address; without it `NAME_page` does.
        """
        page = self._page_number(page_key or f"{name}_page")
        limited = f"SELECT * FROM (\n{statement(name).sql}\n) LIMIT {size + 1} OFFSET {(page - 1) * size}"
        found = await self.database.execute(limited, parameters, truncate=False)
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
        section = self._empty(name, page, page_key or f"{name}_page", parameters)
        section.columns, section.rows, section.more = list(found.columns), rows[:size], len(rows) > size
        section.next_url = section.next_url if section.more else ""
        return section

    async def section_in_time(self, name: str, size: int = PAGE_SIZE, **parameters: str) -> Section:
        """The same, but a statement that takes too long gives a section that says so, instead of an error."""
        try:
            return await self.section(name, size, **parameters)
        except QueryInterrupted:
            return self.section_left_out(name, **parameters)

    def section_left_out(self, name: str, **parameters: str) -> Section:
        """A section without rows that says that they would take too long, with the addresses of all of them."""
        section = self._empty(name, 1, f"{name}_page", parameters)
        section.late, section.next_url = True, ""
        return section

    def _empty(self, name: str, page: int, key: str, parameters: dict[str, str]) -> Section:
        """A section that has no rows yet, with all its addresses."""
        made = statement(name)
        rows_url = made.columns.get("rows", "")
        if rows_url:
            whole = all(parameters.get(name) for name in PARAMETER.findall(rows_url))
            rows_url = rows_url if whole else rows_url.partition("?")[0]
            filled = PARAMETER.sub(lambda match: quote(parameters.get(match[1], "")), rows_url)
            rows_url = self.path("/readout/" + filled)
        return Section(
            name, made.title, made.description, [], [],
            self.query_url(made.sql, parameters),
            self.query_url(made.sql, {**parameters, **FOR_A_SPREADSHEET}, ".csv") if self.frozen is None else "",
            self.query_url(made.sql, {**parameters, "_shape": "array"}, ".json") if self.frozen is None else "",
            rows_url, page,
            previous_url=self._turned(name, key, page - 1) if page > 1 else "",
            next_url=self._turned(name, key, page + 1) if self.request else "",
            parameters=parameters,
        )  # fmt: skip

    def _page_number(self, key: str) -> int:
        given = (self.request.args.get(key) if self.request else None) or "1"
        return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 7 else 1

    def _turned(self, name: str, key: str, page: int) -> str:
        pairs = [(given, value) for given in self.request.args for value in self.request.args.getlist(given)]
        pairs = [(given, value) for given, value in pairs if given != key]
        if page > 1:
            pairs.append((key, str(page)))
        return f"{self.request.path}?{urlencode(pairs)}#{name}"
