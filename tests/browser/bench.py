"""How heavy the main pages are, and how quick: `python -m tests.browser.bench`."""

import tempfile
from pathlib import Path

import httpx

from .addresses import main_pages
from .served import ROOT, serving
from .test_weight import measure


def main() -> None:
    """Print for each page its weight, compressed, with its styles and scripts, and the median time of five answers."""
    with (
        tempfile.TemporaryDirectory() as made,
        serving(ROOT / "sources", Path(made)) as served,
        httpx.Client(base_url=served.address, timeout=60, trust_env=False) as client,
    ):
        for name, path in main_pages(served).items():
            size, seconds = measure(client, path)
            print(f"{name:10} {size / 1000:6.1f} kB {seconds * 1000:5.0f} ms  {path}")


if __name__ == "__main__":
    main()
