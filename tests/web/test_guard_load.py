"""Many slow questions at once: so many are answered, the rest are told so at once, and pages do not wait."""

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.web.attacked import Attacked, serving
from tests.web.attacks import ENDLESS

#: About as long as the time limit allows.
SLOW = f"WITH RECURSIVE {ENDLESS} SELECT count(*) FROM (SELECT n FROM c LIMIT 3000000)"
PAGES = ("/readout/quotes", "/", "/readout/articles.json", "/robots.txt")
SECONDS = 5.0
CLIENT = "X-Forwarded-For"


@pytest.fixture(scope="module", params=[False, True], ids=["datasette-0", "datasette-1"])
def server(
    request: pytest.FixtureRequest, real_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Attacked]:
    """The repository's dataset behind a proxy on this machine that the server was told to trust."""
    folder = tmp_path_factory.mktemp("load")
    with serving(real_database, folder, request.param, FORWARDED_ALLOW_IPS="127.0.0.1") as running:
        for page in PAGES:
            assert running.client.get(page).status_code == 200
        yield running


async def ask(server: Attacked, clients: list[str], form: str = "json") -> list[httpx.Response]:
    """Slow SQL from each of these addresses at once."""
    async with httpx.AsyncClient(base_url=server.address, timeout=30, trust_env=False) as client:
        asked = [
            client.get(server.sql_path(form), params={"sql": SLOW}, headers={CLIENT: address}) for address in clients
        ]
        return await asyncio.gather(*asked)


def seconds(answer: httpx.Response) -> float:
    """How long an answer took."""
    return answer.elapsed.total_seconds()


def test_one_visitor_gets_so_many_and_no_more(server: Attacked) -> None:
    """Two of eight run; the others hear 429 at once, and what to do."""
    answers = asyncio.run(ask(server, ["203.0.113.5"] * 8))
    statuses = Counter(answer.status_code for answer in answers)
    assert statuses[429] == 6, statuses
    refused = [answer for answer in answers if answer.status_code == 429]
    assert max(map(seconds, refused)) < 1
    for answer in refused:
        assert answer.json()["ok"] is False
        assert "wait for an answer" in answer.json()["error"]
        assert int(answer.headers["retry-after"]) > 0
        assert answer.headers["cache-control"] == "no-store"


def test_all_visitors_together_get_so_many_and_no_more(server: Attacked) -> None:
    """Six of ten are answered, in time; the others hear 503 at once, each in the form that he asked for."""
    for form, kind in (("json", "application/json"), ("", "text/html"), ("md", "text/plain")):
        answers = asyncio.run(ask(server, [f"203.0.113.{number}" for number in range(10)], form))
        statuses = Counter(answer.status_code for answer in answers)
        assert statuses[503] == 4, statuses
        for answer in answers:
            if answer.status_code == 503:
                assert answer.headers["content-type"].startswith(kind)
                assert "try again in a few seconds" in answer.text
                assert seconds(answer) < 1
            assert seconds(answer) < 12


def test_neighbours_in_one_network_are_one_visitor(server: Attacked) -> None:
    """Whoever has one address of IPv6 has many."""
    answers = asyncio.run(ask(server, [f"2001:db8:1:2::{number:x}" for number in range(1, 7)]))
    assert Counter(answer.status_code for answer in answers)[429] == 4


def test_who_asks_is_not_what_he_says(real_database: Path, tmp_path: Path) -> None:
    """Without a proxy that the server was told to trust, a header changes nothing."""
    with serving(real_database, tmp_path, newer=False) as server:
        answers = asyncio.run(ask(server, [f"203.0.113.{number}" for number in range(8)]))
        assert Counter(answer.status_code for answer in answers)[429] == 6


def test_seats_are_given_back(server: Attacked) -> None:
    """After a crowd, one is answered as ever."""
    asyncio.run(ask(server, [f"203.0.113.{number}" for number in range(12)]))
    for _ in range(4):
        assert server.sql("SELECT 1").status_code == 200


def test_ordinary_pages_do_not_wait_for_slow_ones(server: Attacked) -> None:
    """Nineteen of twenty pages come about as soon while forty visitors ask slow questions all the time."""

    async def measured(attacked: bool) -> list[float]:
        ends = time.monotonic() + SECONDS
        async with httpx.AsyncClient(base_url=server.address, timeout=30, trust_env=False) as client:
            attackers = [asyncio.create_task(attack(client, number, ends)) for number in range(40)] if attacked else []
            found = await read(client, ends)
            for task in attackers:
                await task
            return found

    async def attack(client: httpx.AsyncClient, number: int, ends: float) -> None:
        while time.monotonic() < ends:
            header = {CLIENT: f"203.0.113.{number}"}
            answer = await client.get(server.sql_path("json"), params={"sql": SLOW}, headers=header)
            await asyncio.sleep(0.5 if answer.status_code in (429, 503) else 0)

    async def read(client: httpx.AsyncClient, ends: float) -> list[float]:
        found = []
        while time.monotonic() < ends:
            for page in PAGES:
                started = time.monotonic()
                answer = await client.get(page, headers={CLIENT: "198.51.100.7"})
                assert answer.status_code == 200
                found.append(time.monotonic() - started)
        return found

    alone, crowded = asyncio.run(measured(False)), asyncio.run(measured(True))
    before, after = (statistics.quantiles(found, n=20)[-1] for found in (alone, crowded))
    print(f"95 of 100 pages within {1000 * before:.0f} ms alone, {1000 * after:.0f} ms attacked, {len(crowded)} pages")
    assert after < 0.5 + 3 * before  # the attackers share this machine
