"""How many pages a second are served, by the server alone and by nginx before it. Needs nginx and wrk."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import click

from tests.browser.addresses import main_pages
from tests.browser.served import serving
from tests.conftest import ROOT
from tests.deploy.front import NAME, fronting

from .timing import machine, show_table

#: Visitors at once, and seconds for each measurement.
VISITORS, SECONDS = 16, 5
PAGES = ("home", "story", "article", "outlet")
#: The visitor of the measurement is let through, however much they ask.
WITHOUT_LIMITS = {"rate=30r/s": "rate=100000r/s", "burst=150": "burst=100000", "rate=5r/s": "rate=100000r/s",
                  "burst=20": "burst=100000"}  # fmt: skip


@click.command("cache")
def command() -> None:
    """For some pages the answers a second, and the slowest of a hundred, without and with what is kept."""
    if shutil.which("wrk") is None:
        raise click.ClickException("wrk is not installed; on Debian: apt-get install wrk nginx-light")
    rows: list[tuple[str, ...]] = []
    with (
        tempfile.TemporaryDirectory() as made,
        tempfile.TemporaryDirectory() as kept,
        serving(ROOT / "sources", Path(made)) as served,
    ):
        server = served.address.removeprefix("http://")
        names = ("readout-http.conf", "compose.conf", "readout-pages.conf")
        with fronting(Path(kept), {"172.30.89.3:8001": server, **WITHOUT_LIMITS}, names=names) as front:
            pages = main_pages(served)
            for name, path in ((name, pages[name]) for name in PAGES):
                alone, behind = measure(served.address, path), measure(f"http://127.0.0.1:{front.port}", path)
                rows.append((name, *alone, *behind))
    click.echo(machine())
    show_table(("page", "server alone: a second", "99 %", "behind nginx: a second", "99 %"), rows)


def measure(address: str, path: str) -> tuple[str, str]:
    """Answers a second, and how long 99 of 100 took at most; with the share that failed, if any did."""
    arguments = [
        "-t1",
        f"-c{VISITORS}",
        f"-d{SECONDS}s",
        "--latency",
        "-H",
        f"Host: {NAME}",
        "-H",
        "Accept-Encoding: gzip",
    ]
    said = subprocess.run(["wrk", *arguments, address + path], capture_output=True, text=True, check=True).stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    rate = f"{float(re.findall(r'Requests/sec: +([0-9.]+)', said)[0]):,.0f}"
    return rate + (f" ({failed[1]} failed)" if failed else ""), re.findall(r"99% +(\S+)", said)[0]


if __name__ == "__main__":
    command()
