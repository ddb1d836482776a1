"""What strangers send as SQL: answered in bounded time and memory, in a sentence, while other pages are answered."""

import asyncio
import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from datasette.app import Datasette

from readout.asked.limits import DATASETTES, PRAGMAS, restrict
from tests.web.attacked import Attacked, serving, told
from tests.web.attacks import LARGE, LATE, REFUSED, WIDE
from tests.web.processes import children

MEGABYTE = 1_000_000
#: Bytes beyond what the server takes when it has answered one query; and seconds for an answer.
ROOM, TIME = 150 * MEGABYTE, 4.0
PATH = re.compile(r"/(tmp|home|usr|work|etc|var|root|opt)/|Traceback|0x[0-9a-f]{6}|site-packages")


@pytest.fixture(scope="module", params=[False, True], ids=["datasette-0", "datasette-1"])
def server(
    request: pytest.FixtureRequest, real_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Attacked]:
    """The repository's dataset, served by either Datasette."""
    with serving(real_database, tmp_path_factory.mktemp("attacked"), request.param) as running:
        assert running.sql("SELECT 1").status_code == 200
        assert running.client.get("/readout/quotes").status_code == 200
        yield running


@pytest.fixture(scope="module")
def quiet(server: Attacked) -> int:
    """The memory of the server before anybody attacks."""
    return server.memory()


class Beside:
    """Fetches a page over and over while something else happens, and keeps how long each took."""

    def __init__(self, server: Attacked, path: str) -> None:
        self.seconds: list[float] = []
        self.statuses: set[int] = set()
        self._server, self._path, self._done = server, path, threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "Beside":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        with httpx.Client(base_url=self._server.address, timeout=30, trust_env=False) as client:
            while not self._done.is_set() or not self.seconds:
                started = time.monotonic()
                self.statuses.add(client.get(self._path).status_code)
                self.seconds.append(time.monotonic() - started)


@pytest.mark.parametrize("name", [*LARGE, *LATE])
def test_an_attack_is_answered_soon_and_in_little_memory(server: Attacked, quiet: int, name: str) -> None:
    """With 400 and a sentence, and nothing of the machine in it; pages are answered all the while."""
    server.peak = 0
    started = time.monotonic()
    with Beside(server, "/readout/quotes.json?_size=5") as beside:
        answer = server.sql({**LARGE, **LATE}[name])
    assert time.monotonic() - started < TIME
    assert answer.status_code == 400, answer.text[:300]
    assert len(told(answer)) > 5
    assert not PATH.search(answer.text)
    assert beside.statuses == {200}
    assert max(beside.seconds) < 1.5, beside.seconds
    assert server.peak - quiet < ROOM, (server.peak - quiet) // MEGABYTE


@pytest.mark.parametrize("form", ["json", "md", ""])
@pytest.mark.parametrize("name", WIDE)
def test_an_answer_is_never_larger_than_the_site_can_bear(server: Attacked, quiet: int, name: str, form: str) -> None:
    """It is cut, and says so, or it is refused."""
    server.peak = 0
    started = time.monotonic()
    with Beside(server, "/readout/quotes.json?_size=5") as beside:
        answer = server.client.get(server.sql_path(form), params={"sql": WIDE[name]})
    assert time.monotonic() - started < TIME
    assert answer.status_code in (200, 400), answer.text[:300]
    assert len(answer.content) < 30 * MEGABYTE
    if form == "json" and answer.status_code == 200:
        assert answer.json()["truncated"] is True
    assert max(beside.seconds) < 2, max(beside.seconds)
    assert server.peak - quiet < ROOM, (server.peak - quiet) // MEGABYTE


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_reading_is_refused(server: Attacked, name: str) -> None:
    """In every form, and without a word about the machine."""
    for form in ("json", "md", ""):
        answer = server.client.get(server.sql_path(form), params={"sql": REFUSED[name]})
        shown = re.sub(r"/etc/passwd|/tmp/(x|copy\.db)", "", answer.text)  # what was asked is shown again
        assert not PATH.search(shown), (form, PATH.search(shown))
        assert "rows" not in answer.text or answer.status_code == 400 or form == "", (form, answer.text[:300])
        if form == "json":
            assert answer.status_code == 400
            assert answer.json()["ok"] is False
    assert server.client.get("/readout/articles.json").status_code == 200


@pytest.mark.parametrize("name", ["nested-with", "zeroblob", "endless"])
@pytest.mark.parametrize("where", ["_where", "count", "facet"])
def test_an_attack_by_a_filter_is_answered_soon(server: Attacked, quiet: int, name: str, where: str) -> None:
    """A condition in words of SQL goes the same way as SQL."""
    attack = {**LARGE, **LATE}[name]
    server.peak = 0
    started = time.monotonic()
    extra = {"_where": f"id IN ({attack})"} | ({"_facet": "article"} if where == "facet" else {})
    answer = server.client.get(f"/readout/quotes{'' if where == 'count' else '.json'}", params=extra)
    assert time.monotonic() - started < TIME * 2
    assert answer.status_code in (200, 400, 503)
    assert not PATH.search(answer.text)
    assert server.peak - quiet < ROOM


def test_a_query_ends_when_its_visitor_leaves(server: Attacked) -> None:
    """The process that worked for him works for others at once."""
    for _ in range(4):
        with pytest.raises(httpx.ReadTimeout), httpx.Client(base_url=server.address, trust_env=False) as client:
            client.get(server.sql_path("json"), params={"sql": LATE["endless"]}, timeout=0.3)
    started = time.monotonic()
    time.sleep(0.2)
    assert server.sql("SELECT 1").json() == [{"1": 1}]
    assert time.monotonic() - started < 1.2


def test_the_processes_end_with_the_server(real_database: Path, tmp_path: Path) -> None:
    """None is left behind, not even when the server is killed."""
    with serving(real_database, tmp_path, newer=False) as running:
        assert running.sql("SELECT 1").status_code == 200
        processes = children(running.process.pid)
        assert processes
        running.process.kill()
        running.process.wait()
        for _ in range(100):
            if not any(Path(f"/proc/{process}").exists() for process in processes):
                break
            time.sleep(0.05)
    assert [process for process in processes if Path(f"/proc/{process}").exists()] == []


def test_sql_gives_what_it_gives_without_a_guard(server: Attacked) -> None:
    """Every type of value, names of columns, parameters, plans, and the functions of the site."""
    sql = "SELECT 1 AS one, 1.5 AS half, 'ä' AS Letter, NULL AS none, :word AS word, plain_words('Ärger') AS plain, "
    sql += "escape_fts('a \"b') AS escaped"
    assert server.sql(sql, word="x").json() == [
        {"one": 1, "half": 1.5, "Letter": "ä", "none": None, "word": "x", "plain": "arger", "escaped": '"a" "b"'}
    ]
    assert server.sql("EXPLAIN QUERY PLAN SELECT * FROM articles WHERE id = 'x'").status_code == 200
    assert (
        "53514c" in server.sql("SELECT x'53514c' AS b", form="json").text or server.sql("SELECT x'53514c' AS b").json()
    )
    found = server.sql("SELECT name FROM pragma_table_info('articles') LIMIT 1")
    assert found.json() == [{"name": "id"}]
    assert server.client.get(server.sql_path(), params={"sql": "SELECT id, headline FROM articles"}).status_code == 200


def test_a_table_filtered_by_sql_is_the_table_filtered(server: Attacked) -> None:
    """Rows, facets, labels and the count are as without."""
    plain = server.client.get("/readout/quotes.json?_shape=array&_labels=on&type=direct").json()
    where = server.client.get("/readout/quotes.json?_shape=array&_labels=on&_where=type='direct'").json()
    assert plain == where
    assert plain
    page = server.client.get("/readout/quotes?_where=type='direct'&_facet=speaker")
    assert page.status_code == 200
    assert "rows</strong>" in page.text


@pytest.mark.parametrize("name", ["nested-with", "zeroblob", "endless", "attach", "path", "insert"])
def test_a_database_that_may_change_is_guarded_too(real_database: Path, tmp_path: Path, name: str) -> None:
    """As it is where somebody starts Datasette without --immutable."""
    copy = tmp_path / "readout.db"
    copy.write_bytes(real_database.read_bytes())
    datasette = Datasette([str(copy)])
    asked = {"sql": {**LARGE, **LATE, **REFUSED}[name]}
    started = time.monotonic()
    answer = asyncio.run(datasette.client.get("/readout.json", params=asked))
    assert answer.status_code == 400
    assert time.monotonic() - started < TIME
    assert not PATH.search(answer.text.replace("/etc/passwd", ""))


def test_the_server_itself_may_only_read(real_database: Path) -> None:
    """Even what is not sent away can't attach, write, or call what is dangerous."""
    connection = sqlite3.connect(f"file:{real_database}?mode=ro", uri=True)
    restrict(connection, PRAGMAS | DATASETTES)
    for sql in REFUSED.values():
        if "database_list" not in sql.lower():
            with pytest.raises((sqlite3.Error, sqlite3.Warning)):
                connection.execute(sql)
    assert connection.execute("SELECT count(*) FROM quotes_fts WHERE quotes_fts MATCH 'radar'").fetchone()
    connection.close()
