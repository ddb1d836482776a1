"""The edition in a browser: opened as a file, and from a bare server below a path."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = [
    "index.html", "search.html?q=ferry+fog", "compare.html", "plots.html", "readout.html", "readout/quotes.html",
    "readout/evidence.html", "readout/said_by.html", "edition.html", "404.html", "list/actors.html",
    "stories/otterby-bridge.html", "articles/2024-05-03-ferry-bumps-bridge.html",
]  # fmt: skip


class Quiet(SimpleHTTPRequestHandler):
    """A bare server that logs nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium for these tests."""
    with chromium() as started:
        yield started


@pytest.fixture(params=["file", "server"])
def address(request: pytest.FixtureRequest, edition: Path) -> Iterator[str]:
    """Where the edition is: as a file, or below the path of its folder on a server."""
    if request.param == "file":
        yield f"{edition.as_uri()}/"
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(edition.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{edition.name}/"
    server.shutdown()
    server.server_close()


def test_pages_load_alone_and_whole(browser: "Browser", address: str) -> None:
    """No error, nothing asked for elsewhere, nothing wider than the window, at a desk and on a phone."""
    for width in (1440, 390):
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        wrong = _wrong(page, address)
        for path in PAGES:
            page.goto(address + path)
            assert wrong == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
            assert page.evaluate("getComputedStyle(document.querySelector('.top')).borderBottomWidth") == "1px", path
        context.close()


def _wrong(page: "Page", address: str) -> list[str]:
    """What goes wrong on a page, as it does."""
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on("request", lambda request: None if _inside(request.url, address) else wrong.append(request.url))
    return wrong


def _inside(url: str, address: str) -> bool:
    return url.startswith((address, "data:"))


def test_search_finds_and_leads_there(browser: "Browser", address: str) -> None:
    """From the home page's field: all words are looked for, also as beginnings, without accents and capitals."""
    page = browser.new_page()
    page.goto(address + "index.html")
    page.fill("#q", "FÉRRY brid supper")
    page.press("#q", "Enter")
    page.wait_for_selector("#found li")
    assert "Ferry bumps bridge, supper late" in page.inner_text("#found li >> nth=0")
    page.click("#found li a >> nth=0")
    assert page.inner_text("h1").startswith("Ferry bumps bridge")
    page.goto(address + "search.html")
    page.fill("#q", "zzyzzx")
    page.press("#q", "Enter")
    page.wait_for_selector("#found h2")
    assert page.inner_text("#found") == "Nothing is found."
    page.close()


def test_without_scripts_the_lists_lead_everywhere(browser: "Browser", address: str) -> None:
    """The search page says that it needs scripts, and has the lists."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "search.html")
    assert "needs JavaScript" in page.inner_text("main")
    page.click("text=actors >> nth=0")
    assert page.inner_text("h1") == "All actors"
    page.click("main li a >> nth=0")
    assert page.title().endswith("Readout")
    context.close()
