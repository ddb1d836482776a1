"""A million rows arrive whole, in little memory, while pages answer; what is not whole says so; who leaves ends it."""

import csv
import gzip
import http.client
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import zip_longest
from pathlib import Path
from typing import Any

import httpx
import pytest

from readout.spreadsheet import harmless

from .csv_site import DATASETTES, CsvSite, csv_site

MILLION = 1_000_000
MAKE = f"""
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE outlets (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
INSERT INTO outlets VALUES ('a', '=Alpha'), ('b', 'Beta, and "more"');
CREATE TABLE quotes (
  id TEXT PRIMARY KEY, outlet TEXT NOT NULL REFERENCES outlets (id), exact TEXT NOT NULL, score INTEGER, note TEXT
) STRICT;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MILLION})
INSERT INTO quotes SELECT
  printf('q-%07d', i), iif(i % 2, 'a', 'b'), 'The clock will "never" stop, said ' || i || '; ü', i % 5 - 2,
  CASE i % 100 WHEN 0 THEN '=cmd|' || i WHEN 1 THEN NULL ELSE 'some further words' END
FROM n;
CREATE VIEW scored AS SELECT id, score, exact FROM quotes WHERE score < 0;
"""
METADATA = """
databases: {readout: {tables: {outlets: {label_column: name}, quotes: {label_column: exact}}}}
"""
#: Seconds of Datasette's time limit; SQL may work twenty times as long.
LIMIT = 0.2


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a million rows."""
    database = tmp_path_factory.mktemp("million") / "readout.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(MAKE)
    (database.parent / "metadata.yml").write_text(METADATA)
    return database


@pytest.fixture(scope="module", params=DATASETTES, ids=["datasette-0", "datasette-1"])
def site(request: pytest.FixtureRequest, million: Path) -> Iterator[CsvSite]:
    """The million rows, served with Datasette's own limits on CSV, which stop at 100 MB and after 1,000 rows."""
    with csv_site(request.param, million, million.parent / "metadata.yml", *limit(LIMIT)) as running:
        for _ in range(3):
            assert running.get("/readout/outlets").status_code == 200
        yield running


@pytest.fixture(scope="module", params=DATASETTES, ids=["datasette-0", "datasette-1"])
def hasty(request: pytest.FixtureRequest, million: Path) -> Iterator[CsvSite]:
    """The same on a site that lets SQL work for a second."""
    with csv_site(request.param, million, million.parent / "metadata.yml", *limit(0.05)) as running:
        yield running


def limit(seconds: float) -> tuple[str, ...]:
    """The settings of a site with Datasette's time limit."""
    return ("--setting", "sql_time_limit_ms", str(int(seconds * 1000)), "--setting", "suggest_facets", "off")


class Meanwhile:
    """Opens a page again and again while something else goes on: how long each took, and the most memory."""

    def __init__(self, site: CsvSite) -> None:
        self.site, self.times, self.memory = site, list[float](), site.memory()
        self.before, self._over = self.memory, threading.Event()
        self._thread = threading.Thread(target=self._open)

    def __enter__(self) -> "Meanwhile":
        self._thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._over.set()
        self._thread.join()

    def _open(self) -> None:
        with httpx.Client(base_url=self.site.client.base_url, timeout=60, trust_env=False) as client:
            while not self._over.wait(0.05):
                started = time.monotonic()
                assert client.get("/readout/outlets").status_code == 200
                self.times.append(time.monotonic() - started)
                self.memory = max(self.memory, self.site.memory())


def test_a_million_rows(site: CsvSite) -> None:
    """All of them, equal to what SQL finds, in flat memory, while pages answer."""
    with Meanwhile(site) as meanwhile, site.client.stream("GET", "/readout/quotes.csv") as answer:
        rows = csv.reader(answer.iter_lines())
        assert next(rows) == ["id", "outlet", "exact", "score", "note"]
        with closing(sqlite3.connect(f"file:{site.database}?immutable=1", uri=True)) as connection:
            told = connection.execute("SELECT id, outlet, exact, score, note FROM quotes ORDER BY id")
            count = 0
            for row, (key, outlet, exact, score, note) in zip_longest(rows, told, fillvalue=(None,) * 5):
                assert row == [key, outlet, exact, str(score), harmless(note or "")]
                count += 1
    assert count == MILLION
    assert meanwhile.memory - meanwhile.before < 50_000_000
    assert len(meanwhile.times) > 10
    assert sorted(meanwhile.times)[len(meanwhile.times) // 2] < 1
    assert "transfer-encoding" in answer.headers


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/readout/quotes.csv?_raw=on&_sort_desc=exact&score=1", MILLION // 5),
        ("/readout/scored.csv", MILLION // 5 * 2),
        ("SQL?sql=SELECT * FROM quotes LIMIT 150000", 150_000),
        ("/readout/quotes.csv?_where=score%3D1 AND id<'q-05'", MILLION // 10),
    ],
)
def test_filters_views_and_sql_of_many_rows(site: CsvSite, path: str, count: int) -> None:
    """Whole, and in flat memory, too."""
    with Meanwhile(site) as meanwhile:
        answer = site.get(path.replace("SQL", site.sql_path, 1) if path.startswith("SQL") else path)
    assert answer.status_code == 200
    assert answer.text.count("\r\n") == count + 1
    assert meanwhile.memory - meanwhile.before < 50_000_000


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i AS j FROM n"
FAILING = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
    "SELECT i, iif(i = 15000, abs(-9223372036854775808), i) AS j FROM n"
)


def broken(site: CsvSite, sql: str, encoding: str) -> bytes:
    """What arrives of a CSV whose end does not: the connection breaks off where HTTP has to go on."""
    url = httpx.URL(site.sql_path, params={"sql": sql}).raw_path.decode()
    connection = http.client.HTTPConnection(site.client.base_url.host, site.client.base_url.port, timeout=60)
    connection.request("GET", url, headers={"Accept-Encoding": encoding})
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Transfer-Encoding")) == (200, "chunked")
    with pytest.raises(http.client.IncompleteRead) as caught:
        answer.read()
    connection.close()
    return caught.value.partial


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize(
    ("sql", "why"),
    [(ENDLESS, "it took too long and was stopped"), (FAILING, "Integer overflow")],
    ids=["endless", "failing"],
)
def test_what_is_not_whole_says_so(hasty: CsvSite, sql: str, why: str, encoding: str) -> None:
    """Its last line does, with a cell too many, and the answer has no end, so that no program takes it for whole."""
    content = broken(hasty, sql, encoding)
    text = (gzip.decompress(content) if encoding == "gzip" else content).decode()
    *rows, last = csv.reader(text.splitlines())
    assert len(rows) > 1000
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, len(rows))]
    assert last == [f"INCOMPLETE: {why} after {len(rows) - 1:,} rows", "", "INCOMPLETE"]


def test_who_leaves_is_let_go(site: CsvSite) -> None:
    """Nothing goes on computing, and the database is closed, as soon as the other end is gone."""
    leave(site)  # Datasette's own threads open it, too, each at its first work
    before = site.open_databases()
    leave(site)
    assert site.open_databases() <= before + 2
    worked = site.work()
    time.sleep(1)
    assert site.work() - worked < 0.3


def leave(site: CsvSite) -> None:
    """Begin to fetch files and leave, again and again, until nothing more is closed."""
    for path, parameters in (("/readout/quotes.csv", {}), (site.sql_path, {"sql": ENDLESS})):
        for _ in range(6):
            with site.client.stream("GET", path, params=parameters) as answer:
                assert answer.status_code == 200
                next(answer.iter_raw())
    time.sleep(1)


def test_who_takes_nothing_keeps_nobody_waiting(site: CsvSite) -> None:
    """A reader that stops reading costs no work and no memory."""
    before = site.memory()
    with site.client.stream("GET", "/readout/quotes.csv") as answer:
        next(answer.iter_raw())
        time.sleep(1)
        worked = site.work()
        assert site.get("/readout/outlets.csv").status_code == 200
        time.sleep(1)
        assert site.work() - worked < 0.5
        assert site.memory() - before < 50_000_000
