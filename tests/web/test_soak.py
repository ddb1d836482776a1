"""A soak: visitors of every sort at once for some rounds; nobody honest is failed, and nothing is left over.

`scripts/bench serve` does the same for as long as one likes, on a large dataset, and tells how long answers take.
"""

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from tests.bench.serving.asked_for import addresses
from tests.bench.serving.crowd import HONEST, crowd
from tests.bench.serving.site import Site, land, running
from tests.bench.serving.soak import Stretch, stretch
from tests.bench.serving.watch import Seen, Watch
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process takes")

#: The first round warms up: caches fill, threads and processes start. Others follow until one adds little to what the
#: server takes, on a slow machine some more than on a fast one; then comes one in which a new build lands.
MOST_ROUNDS, SECONDS = 6, 2.0
HONEST_VISITORS = {"reader": 3, "asker": 1, "program": 1, "downloader": 1, "crawler": 1}
HOSTILE_VISITORS = {"impolite": 1, "grabber": 1, "attacker": 1, "odd": 1, "holder": 1, "leaver": 1}
#: Bytes by which a server may grow in a round; one that leaks grows by more in every round.
GROWTH = 3_000_000
#: Connections that a server may keep open at rest beyond those that it kept after the first round.
FILES = 8
#: Threads that may start after the first round: each pool starts them as it needs them.
THREADS = 12
RESTING = 20.0


@dataclass(frozen=True)
class Soaked:
    """The rounds, how the server rested after each but the last, and what was left when all had ended."""

    rounds: list[Stretch]
    rests: list[Seen]
    processes: list[int]
    site: Site


@pytest.fixture(scope="module")
def soaked(real_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Soaked]:
    """The repository's dataset, soaked and ended."""
    folder, known = tmp_path_factory.mktemp("soak"), addresses(real_database)
    rounds, rests = list[Stretch](), list[Seen]()
    with (
        crowd() as visitors,
        running(real_database, ROOT / "metadata.yml", folder) as site,
        closing(Watch(site.process.pid)) as watch,
    ):
        parties = HONEST_VISITORS | HOSTILE_VISITORS
        while len(rests) < 2 or (least_growth(rests) > GROWTH and len(rests) < MOST_ROUNDS):
            rounds.append(stretch(f"round {len(rounds)}", site, visitors, watch, known, parties, SECONDS))
            rests.append(rest(watch, rests[0] if rests else None))
        land(real_database, site.database, 1)
        rounds.append(stretch("a build lands", site, visitors, watch, known, parties, SECONDS))
    yield Soaked(rounds, rests, watch.still_there(), site)


def rest(watch: Watch, before: Seen | None) -> Seen:
    """What the server takes once its visitors have left; waits until that is no more than before, but not for ever."""
    end = time.monotonic() + RESTING
    time.sleep(0.5)
    while before and watch.look().files > before.files + FILES and time.monotonic() < end:
        time.sleep(0.2)
    return watch.look()


def least_growth(rests: list[Seen]) -> int:
    """The bytes by which the server grew in the round in which it grew least."""
    return min(after.server - before.server for before, after in pairwise(rests))


def test_nobody_is_answered_by_a_fault(soaked: Soaked) -> None:
    """No answer is a 500, none is broken off or missing, whoever asks; the honest get what they asked for."""
    heard = [one for each in soaked.rounds for one in each.heard]
    assert {one.party for one in heard} == HONEST_VISITORS.keys() | HOSTILE_VISITORS.keys()
    assert [one for one in heard if one.wrong] == []
    assert soaked.site.faults() == []


def test_who_asks_in_measure_is_not_refused(soaked: Soaked) -> None:
    """Though others ask ten slow questions at once and are refused for it."""
    heard = [one for each in soaked.rounds for one in each.heard]
    assert [one for one in heard if one.is_refused and one.party in HONEST] == []
    assert any(one.is_refused for one in heard if one.party == "impolite")


def test_memory_does_not_grow(soaked: Soaked) -> None:
    """There is a round after which the server holds about as much as before it."""
    taken = [one.server // 1_000_000 for one in soaked.rests]
    print(f"{taken} MB at rest, {[len(one.heard) for one in soaked.rounds]} requests")
    assert least_growth(soaked.rests) <= GROWTH, taken


def test_nothing_stays_open(soaked: Soaked) -> None:
    """Connections, files, threads and processes are at rest as they were after the first round."""
    first, *others = soaked.rests
    for one in others:
        assert one.files <= first.files + FILES
        assert one.threads <= first.threads + THREADS
        assert one.processes <= 5  # the supervisor, the server, and three for questions


def test_nothing_is_left_when_it_has_ended(soaked: Soaked) -> None:
    """No process, no copy of a build, and nobody listens."""
    assert soaked.processes == []
    assert soaked.site.left() == []
    with socket.socket() as probe, suppress(ConnectionRefusedError):
        probe.connect(("127.0.0.1", int(soaked.site.address.rpartition(":")[2])))
        raise AssertionError("somebody listens")
