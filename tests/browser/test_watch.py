"""A page that is open while `readout serve --watch` runs."""

from pathlib import Path
from typing import TYPE_CHECKING

from tests.conftest import copy_project
from tests.kept import LANTERN
from tests.made import edit
from tests.test_serve_watch import AFTER, BEFORE, PAGE, watched

if TYPE_CHECKING:  # the tests are skipped where there is no Playwright
    from playwright.sync_api import Browser

BAR = "#watch-problems"


def test_an_open_page_follows_what_is_saved(browser: "Browser", tmp_path: Path) -> None:
    """It is loaded again once for each build; a bar says what holds the next one up, and goes with it."""
    project = copy_project(tmp_path / "project")
    page = browser.new_page()
    page.set_default_timeout(60_000)
    loads: list[str] = []
    violations: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    page.on("console", lambda told: violations.append(told.text) if "Content Security Policy" in told.text else None)
    try:
        with watched(project) as site:
            site.until(lambda: BEFORE in site.page())
            page.goto(str(site.client.base_url) + PAGE)
            assert BEFORE in page.title()
            edit(project / LANTERN, BEFORE, AFTER)
            page.wait_for_function("words => document.title.includes(words)", arg=AFTER)
            edit(project / LANTERN, "genre: Rep", "gnere: Rep")
            page.wait_for_selector(BAR)
            shown = page.inner_text(BAR)
            assert "1 problem in the sources; this page shows the last build without any." in shown
            assert f"{LANTERN}:11:1: R201 unknown-field: no field 'gnere' here" in shown
            assert AFTER in page.title()
            edit(project / LANTERN, "gnere: Rep", "genre: Rep")
            page.wait_for_selector(BAR, state="detached")
            edit(project / LANTERN, AFTER, BEFORE)
            page.wait_for_function("words => document.title.includes(words)", arg=BEFORE)
            page.wait_for_load_state("load")
            assert len(loads) == 3
            assert violations == []
            assert site.over() == 0
    finally:
        page.close()
