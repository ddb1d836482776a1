"""A browser and two servers for all tests of the pages; they are skipped where there is no browser."""

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

from .served import Served, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PACKAGES = {"playwright": "playwright", "axe_playwright_python": "axe-playwright-python"}
MISSING = [name for module, name in PACKAGES.items() if importlib.util.find_spec(module) is None]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


def lacking() -> str:
    """What is missing for the tests in a browser, and how to install it, in one line; empty if nothing is."""
    ways = [f"pip install {' '.join(MISSING)}"] if MISSING else []
    ways += [] if CHROMIUM else ["apt-get install chromium (or set CHROMIUM to its path)"]
    return f"The pages are not looked at in a browser; to do so: {'; '.join(ways)}" if ways else ""


#: Without a browser only `test_there_is_a_browser` is left, so that one line says why; but never where CI=true.
if lacking() and os.environ.get("CI") != "true":
    collect_ignore = ["test_content.py", "test_keyboard.py", "test_pages.py", "test_watch.py"]


def need_a_browser() -> None:
    """Where something is missing: skip, or fail where CI=true."""
    if reason := lacking():
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


@pytest.fixture(scope="package")
def browser() -> Iterator["Browser"]:
    """Chromium, started once for these tests and closed before others run."""
    with chromium() as started:
        yield started


@contextmanager
def chromium() -> Iterator["Browser"]:
    """Chromium, as long as it is needed; while it is, nothing else may run an event loop."""
    need_a_browser()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS, timeout=120_000)
        yield started
        started.close()


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the repository's own sources."""
    with serving(ROOT / "sources", tmp_path_factory.mktemp("real")) as served:
        yield served


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the made-up corpus."""
    with serving(ROOT / "tests" / "corpus" / "sources", tmp_path_factory.mktemp("made-up")) as served:
        yield served


@pytest.fixture(params=["real", "made_up"])
def either(request: pytest.FixtureRequest) -> Served:
    """The one server, then the other."""
    served: Served = request.getfixturevalue(request.param)
    return served


Report = Callable[[dict[str, list[str]]], None]


@pytest.fixture
def nothing_found() -> Report:
    """Fails with the findings, each under the page on which it was made, and how often it was made."""

    def report(findings: dict[str, list[str]]) -> None:
        lines = [f"{page}\n" + "\n".join(f"    {line}" for line in found) for page, found in findings.items() if found]
        if lines:
            pytest.fail("\n".join(lines), pytrace=False)

    return report
