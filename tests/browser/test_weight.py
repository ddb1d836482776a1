"""What a page weighs over the wire, and how long the server needs for it."""

import gzip
import re
import statistics
import time
from urllib.parse import urljoin

import httpx
import pytest

from .addresses import main_pages
from .served import Served

NAMES = [
    "home", "story", "article", "utterance", "compare", "outlet", "actor", "event", "claim", "concept", "search", "plots",
    "not-found", "data", "table", "view", "row", "query", "sql",
]  # fmt: skip
MOST_BYTES = 100_000
#: The aim is 100 ms; a busy machine may take four times as long without failing the test. See scripts/bench-pages.
MOST_SECONDS = 0.4
OWN_FILES = re.compile(r'<(?:link rel="stylesheet" href|script[^>]* src)="([^"]+)"')


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


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_light_and_quick(real: Served, name: str) -> None:
    """Under 100 kB with what it needs, gzipped; and an answer in time."""
    with httpx.Client(base_url=real.address, timeout=60, trust_env=False) as client:
        size, seconds = measure(client, main_pages(real)[name])
    print(f"{name}: {size / 1000:.1f} kB, {seconds * 1000:.0f} ms")
    assert size < MOST_BYTES
    assert seconds < MOST_SECONDS
