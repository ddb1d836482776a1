"""What an edition holds: read from the database once, the same for every process that works on it."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from readout.stored import PREFIX
from readout.web.kinds import KINDS
from readout.web.plots.download import can_write

#: Rows on one page of a table.
ON_A_PAGE = 100
#: An edition of at most so many articles also holds the filtered views of its pages, unless it is told otherwise.
VIEWS_UP_TO = 60
#: The slices, and from what each kind of record is taken: an SQL that finds ids by :id of the story or the outlet.
SLICES = {
    "story": "SELECT id FROM articles WHERE story = :id",
    "outlet": "SELECT id FROM articles WHERE outlet = :id",
}
OF_ARTICLES = {
    "stories": "SELECT story FROM articles WHERE id IN chosen",
    "outlets": "SELECT outlet FROM articles WHERE id IN chosen",
    "events": "SELECT event FROM mentions WHERE article IN chosen",
    "claims": "SELECT claim FROM coverage WHERE article IN chosen",
    "utterances": "SELECT utterance FROM quotes WHERE article IN chosen",
    "concepts": "SELECT concept FROM namings WHERE article IN chosen",
    "actors": (
        "SELECT speaker FROM quotes WHERE article IN chosen UNION SELECT toward FROM stances WHERE article IN chosen "
        "UNION SELECT according_to FROM coverage WHERE article IN chosen"
    ),
}


class NoSuch(Exception):
    """What was asked for is not in the database; says what."""


@dataclass(frozen=True)
class Wanted:
    """What the person asked for: a slice as (story or outlet, id), limits, and the address that it will have."""

    only: tuple[str, str] | None = None
    base_url: str = ""
    rows: int = 1000
    pairs: int = 200
    views: bool | None = None


@dataclass
class Plan:
    """Everything that decides what an address becomes.

    `pictures` says whether plots can be drawn as PNG here; `places`, for a table without a page for each row, on which
    of its pages a row stands.
    """

    wanted: Wanted
    counts: dict[str, int]
    keyed: frozenset[str]
    queries: frozenset[str]
    records: dict[str, frozenset[str]]
    pairs: dict[str, list[tuple[str, str]]]
    left_pairs: dict[str, int]
    views: bool
    labels: dict[str, dict[str, str]]
    fingerprint: str
    title: str
    former: list[tuple[str, str]]
    places: dict[str, dict[str, int]] = field(default_factory=dict)
    pictures: bool = True

    def has_rows(self, table: str) -> bool:
        """Whether each row of a table, and each list of some of its rows, gets a page."""
        return self.wanted.only is None and self.counts.get(table, 0) <= self.wanted.rows

    def has_pages(self, table: str) -> bool:
        """Whether a table or a view is shown as pages."""
        return self.wanted.only is None and table in self.counts


def make_plan(database: Path, wanted: Wanted, queries: Iterable[str]) -> Plan:
    """Read from a database what an edition of it holds. Raises NoSuch where the slice is not there."""
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        named = _tables(connection)
        counts = {name: _count(connection, name) for name in named}
        keyed = frozenset(name for name, kind in named.items() if kind == "table" and _key(connection, name) == ["id"])
        records = _records(connection, wanted.only)
        labels = {table: _labels(connection, table, records[table]) for table in KINDS}
        pairs, left = _pairs(connection, records, wanted.pairs)
        told = connection.execute("SELECT sources_sha256, title FROM dataset").fetchone()
        former = _former(connection, counts) if wanted.only is None else []
    views = len(records["articles"]) <= VIEWS_UP_TO if wanted.views is None else wanted.views
    return Plan(
        wanted, counts, keyed, frozenset(queries), records, pairs, left, views, labels, str(told[0]), str(told[1]),
        former, pictures=can_write(),
    )  # fmt: skip


def _former(connection: sqlite3.Connection, counts: dict[str, int]) -> list[tuple[str, str]]:
    """The addresses at which records stood before they were renamed or merged."""
    if "redirects" not in counts:
        return []
    return list(connection.execute("SELECT table_name, former FROM redirects ORDER BY 1, 2"))


def _tables(connection: sqlite3.Connection) -> dict[str, str]:
    found = connection.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name")
    return {name: kind for name, kind in found if "_fts" not in name and not name.startswith(("sqlite_", PREFIX))}


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def _key(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")') if row[5]]


def _records(connection: sqlite3.Connection, only: tuple[str, str] | None) -> dict[str, frozenset[str]]:
    """The ids of the records that get a reader's page."""
    if only is None:
        return {kind: _ids(connection, f'SELECT id FROM "{kind}"') for kind in KINDS}
    kind, name = only
    table = {"story": "stories", "outlet": "outlets"}[kind]
    if not _ids(connection, f"SELECT id FROM {table} WHERE id = :id", name):
        raise NoSuch(f"there is no {kind} '{name}'")
    articles = _ids(connection, SLICES[kind], name)
    found = {"articles": articles}
    connection.execute("CREATE TEMP TABLE chosen (id TEXT PRIMARY KEY)")
    connection.executemany("INSERT INTO chosen VALUES (?)", [(each,) for each in sorted(articles)])
    for other, sql in OF_ARTICLES.items():
        found[other] = _ids(connection, sql.replace("IN chosen", "IN (SELECT id FROM chosen)"))
    found[table] |= {name}
    return {each: found[each] for each in KINDS}


def _ids(connection: sqlite3.Connection, sql: str, name: str = "") -> frozenset[str]:
    given = {"id": name} if ":id" in sql else {}
    return frozenset(row[0] for row in connection.execute(sql, given) if row[0] is not None)


def _labels(connection: sqlite3.Connection, table: str, ids: frozenset[str]) -> dict[str, str]:
    found = connection.execute(f'SELECT id, {KINDS[table]} FROM "{table}" ORDER BY 2, 1')
    return {row[0]: str(row[1]) for row in found if row[0] in ids}


def _pairs(
    connection: sqlite3.Connection, records: dict[str, frozenset[str]], most: int
) -> tuple[dict[str, list[tuple[str, str]]], dict[str, int]]:
    """Pairs of outlets that have articles, and of articles of one story; none of a sort that has too many."""
    having = connection.execute("SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL ORDER BY 1")
    outlets = [row[0] for row in having if row[0] in records["outlets"]]
    stories: dict[str, list[str]] = {}
    for story, article in connection.execute("SELECT story, id FROM articles WHERE story IS NOT NULL ORDER BY 1, 2"):
        if article in records["articles"]:
            stories.setdefault(story, []).append(article)
    found = {
        "outlet": list(combinations(outlets, 2)),
        "article": [pair for articles in stories.values() for pair in combinations(articles, 2)],
    }
    left = {by: len(pairs) for by, pairs in found.items() if len(pairs) > most}
    return {by: [] if by in left else pairs for by, pairs in found.items()}, left
