"""What a page weighs over the wire, and how long the server needs for it."""

import gzip
import re
import statistics
import time
from urllib.parse import urljoin

import httpx
import pytest

from .addresses import MAIN, main_pages
from .served import Served

MOST_BYTES = 100_000
#: The aim is 100 ms; a busy machine may take four times as long without failing the test. See scripts/bench-pages.
MOST_SECONDS = 0.4
#: Datasette 0.65 copies all of the metadata for each of 270 tables, hidden ones included, to see who may view it.
SLOW = pytest.mark.xfail(raises=AssertionError, strict=False, reason="Datasette asks for each table who may view it")
OWN_FILES = re.compile(r'<(?:link rel="stylesheet" href|script[^>]* src)="([^"]+)"')


class TooHeavy(Exception):
    """A page that is over the limit, which no slow machine excuses."""


def measure(client: httpx.Client, path: str) -> tuple[int, float]:
    """The bytes of a page with its styles and scripts, each compressed, and the median seconds of five answers."""
    text = client.get(path).text
    parts = [text.encode(), *[client.get(urljoin(path, file)).content for file in OWN_FILES.findall(text)]]
    assert len(parts) > 1
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        client.get(path)
        times.append(time.perf_counter() - begun)
    return sum(len(gzip.compress(part)) for part in parts), statistics.median(times)


@pytest.mark.parametrize("name", [pytest.param(name, marks=SLOW if name in ("home", "data") else ()) for name in MAIN])
def test_a_page_is_light_and_quick(real: Served, name: str) -> None:
    """Under 100 kB with what it needs, gzipped; and an answer in time."""
    with httpx.Client(base_url=real.address, timeout=60, trust_env=False) as client:
        size, seconds = measure(client, main_pages(real)[name])
    print(f"{name}: {size / 1000:.1f} kB, {seconds * 1000:.0f} ms")
    if size >= MOST_BYTES:
        raise TooHeavy(f"{name}: {size:,} bytes")
    assert seconds < MOST_SECONDS
