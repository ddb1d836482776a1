"""The configuration of nginx, in front of the real server."""

import csv
import io
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.browser.served import Served, serving
from tests.conftest import ROOT

from .front import SERVER, Front, fronting, kept

#: A question that takes the server as long as it allows one.
SLOW = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) + {0} FROM c"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The made-up project as `readout serve` serves it to a proxy on the same machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORWARDED_ALLOW_IPS", "127.0.0.1")
        with serving(ROOT / "tests" / "corpus" / "sources", tmp_path_factory.mktemp("site") / "project") as running:
            yield running


@pytest.fixture(scope="module")
def front(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """nginx before it; what is kept is kept for three seconds, so that the tests need not wait."""
    server = served.address.removeprefix("http://")
    changes = {SERVER: server, "404 30s": "404 3s", "/srv/readout/build": str(served.database.parent)}
    with fronting(tmp_path_factory.mktemp("front"), changes) as running:
        yield running


def test_a_page_is_the_servers_own_the_second_time_too(front: Front) -> None:
    """With its headers, whole, for who takes it compressed and for who doesn't, out of one kept answer."""
    packed, plain = front.client(), front.client(**{"accept-encoding": "identity"})
    first, second, third = packed.get("/search"), packed.get("/search"), plain.get("/search")
    assert [kept(one) for one in (first, second, third)] == ["MISS", "HIT", "HIT"]
    assert first.text == second.text == third.text and "</html>" in first.text
    assert (second.headers["content-encoding"], third.headers.get("content-encoding")) == ("gzip", None)
    for answer in (first, second, third):
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["strict-transport-security"]
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["cache-control"] == "public, max-age=30"
        assert "set-cookie" not in answer.headers


def test_styles_are_kept_by_browsers_for_longer(front: Front) -> None:
    """They change with the program, not with a build."""
    answer = front.client().get("/-/static-plugins/readout/readout.css")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=3600"


def test_addresses_lead_to_the_site(front: Front) -> None:
    """What the server makes whole addresses from is the name and the scheme that visitors use."""
    assert "https://readout.example.org/sitemap.xml" in front.client().get("/robots.txt").text


def test_a_csv_comes_whole(front: Front, served: Served) -> None:
    """Compressed and not, with as many rows as the table has, and never from what was kept."""
    count = served.value("SELECT count(*) FROM evidence")
    for encoding in ("gzip", "identity"):
        answer = front.client(**{"accept-encoding": encoding}).get("/readout/evidence.csv")
        assert answer.headers.get("content-encoding", "identity") == encoding
        assert kept(answer) is None
        assert len(list(csv.reader(io.StringIO(answer.text)))) == count + 1


def test_a_download_of_the_database_goes_on_where_it_broke_off(front: Front, served: Served) -> None:
    """In parts, and only as long as it is the same file."""
    content = served.database.read_bytes()
    client = front.client()
    whole = client.get("/readout.db")
    assert whole.content == content
    assert whole.headers["content-disposition"] == 'attachment; filename="readout.db"'
    rest = client.get("/readout.db", headers={"range": "bytes=1000-", "if-range": whole.headers["etag"]})
    assert (rest.status_code, rest.content) == (206, content[1000:])
    other = client.get("/readout.db", headers={"range": "bytes=1000-", "if-range": '"another"'})
    assert (other.status_code, other.content) == (200, content)


def test_each_visitor_has_seats_of_their_own(front: Front) -> None:
    """One who has taken all seats for questions that the server gives to one keeps nobody else from asking."""
    one, other = front.client("127.0.0.5"), front.client("127.0.0.6")
    with ThreadPoolExecutor(6) as asking:
        slow = [asking.submit(one.get, "/readout.json", params={"sql": SLOW.format(number)}) for number in range(6)]
        time.sleep(0.5)
        assert other.get("/readout.json", params={"sql": "select 7"}).status_code == 200
        assert 429 in {answer.result().status_code for answer in slow}


def test_the_health_is_the_servers_own(front: Front, served: Served) -> None:
    """Never an answer that was kept, and it names the build."""
    answers = [front.client().get("/-/healthy.json") for _ in range(2)]
    for answer in answers:
        assert (answer.status_code, answer.headers["cache-control"], kept(answer)) == (200, "no-store", None)
        told = answer.json()
        assert told["ok"] is True
        assert told["sources_sha256"] == served.value("SELECT sources_sha256 FROM dataset")
        assert told["articles"] == served.value("SELECT count(*) FROM articles")


def test_a_new_build_takes_over_without_an_error(front: Front, served: Served) -> None:
    """Under load; and soon everybody sees it, also on a page that was kept."""
    stop, wrong = threading.Event(), list[str]()

    def read(number: int) -> None:
        client = front.client(f"127.0.1.{number}")
        while not stop.is_set():
            for path in (
                "/",
                "/readout/dataset.json?_shape=array",
                f"/readout/dataset.json?_shape=array&_x={time.time()}",
            ):
                try:
                    answer = client.get(path)
                except httpx.HTTPError as error:
                    wrong.append(f"{path}: {error!r}")
                    continue
                if answer.status_code != 200:
                    wrong.append(f"{path}: {answer.status_code}")
            time.sleep(0.1)

    readers = [threading.Thread(target=read, args=(number,)) for number in range(1, 4)]
    for reader in readers:
        reader.start()
    try:
        client = front.client("127.0.2.1")
        renumber(served.database, "9.9")
        until = time.monotonic() + 40
        while client.get("/-/healthy.json").json()["version"] != "9.9":
            assert time.monotonic() < until
            time.sleep(0.2)
        time.sleep(8)  # until the old server has let go of its connections
        assert client.get("/readout/dataset.json?_shape=array").json()[0]["version"] == "9.9"
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert wrong == []


def renumber(database: Path, version: str) -> None:
    """Put a build with another version in the place of the last, as `readout build` does."""
    beside = database.with_name(".next.db")
    beside.write_bytes(database.read_bytes())
    with closing(sqlite3.connect(beside)) as connection, connection:
        connection.execute("UPDATE dataset SET version = ?", (version,))
    beside.replace(database)
