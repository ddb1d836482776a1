"""How heavy the main pages are over the wire, and how long the server needs for each."""

import tempfile
from pathlib import Path

import click
import httpx

from tests.browser.addresses import main_pages
from tests.browser.served import serving
from tests.browser.test_weight import measure
from tests.conftest import ROOT

from .timing import machine, milliseconds, show_table


@click.command("pages")
def command() -> None:
    """For each page its weight, compressed, with its styles and scripts, and the median time of five answers."""
    rows: list[tuple[str, str, str, str]] = []
    with (
        tempfile.TemporaryDirectory() as made,
        serving(ROOT / "sources", Path(made)) as served,
        httpx.Client(base_url=served.address, timeout=60, trust_env=False) as client,
    ):
        for name, path in main_pages(served).items():
            size, seconds = measure(client, path)
            rows.append((name, f"{size / 1000:.1f} kB", milliseconds(seconds), path.partition("?")[0]))
    click.echo(machine())
    show_table(("page", "weight", "median", "address"), rows)
