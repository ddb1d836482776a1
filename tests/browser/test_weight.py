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


@pytest.mark.parametrize("name", MAIN)
def test_a_page_is_light(real: Served, name: str) -> None:
    """Under 100 kB with what it needs, and compressed for who takes that; `scripts/bench pages` prints the times."""
    path = main_pages(real)[name]
    with httpx.Client(base_url=real.address, timeout=60, trust_env=False) as client:
        size, _ = measure(client, path)
        assert client.get(path, headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert size < MOST_BYTES
