"""Every page, at a desk and on a phone, light and dark: nothing goes wrong, and everybody can read all of it."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from readout.server import SETTINGS

from .addresses import FAULTY, addresses, groups, main_pages
from .served import Served
from .watched import CONTRAST, DESK, EVERY_RULE, PHONE, Scheme, Setting, Tab, tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Report = Callable[[dict[str, list[str]]], None]
#: How far down the first row of a table may begin, by the width of the window.
FIRST_ROW = {1440: 420, 390: 620}
OTHER: dict[Scheme, Scheme] = {"light": "dark", "dark": "light"}
A_PAGE = int(SETTINGS["default_page_size"])


@pytest.fixture(scope="package")
def tabs(browser: "Browser", real: Served) -> Iterator[list[tuple[Setting, Tab]]]:
    """Two tabs on the real dataset: at a desk in the light, on a phone in the dark."""
    desk, phone = Setting(*DESK, "light"), Setting(*PHONE, "dark")
    with tab(browser, real.address, desk) as first, tab(browser, real.address, phone) as second:
        yield [(desk, first), (phone, second)]


def examine(setting: Setting, opened: Tab, path: str, faulty: bool) -> dict[str, list[str]]:
    """A page loaded in one colour scheme, then shown in the other: what is wrong in each."""
    other = setting._replace(scheme=OTHER[setting.scheme])
    findings = {
        f"{path} at {setting}": [*opened.open(path, faulty), *opened.look(), *low_rows(setting, opened)],
        f"{path} at {other}": [],
    }
    if setting.width == DESK[0]:
        findings[f"{path} at {setting}"] += opened.axe(EVERY_RULE)
    opened.page.emulate_media(color_scheme=other.scheme)
    findings[f"{path} at {other}"] += opened.look()
    if setting.width == DESK[0]:
        findings[f"{path} at {other}"] += opened.axe(CONTRAST)
    opened.page.emulate_media(color_scheme=setting.scheme)
    return findings


def low_rows(setting: Setting, opened: Tab) -> list[str]:
    """Whether a reader who opens a table, a view or a query has to scroll before there is data to see."""
    top = opened.page.evaluate("document.querySelector('.rows tbody tr')?.getBoundingClientRect().top ?? 0")
    return [f"the first row begins at {top:.0f} px"] if top > FIRST_ROW[setting.width] else []


def rows_of(served: Served, opened: Tab, group: str) -> list[str]:
    """Whether the page of a table or view, as it stands open, has as many rows as it should."""
    name = group.partition(" ")[2]
    shown, there = opened.page.locator("table.rows tbody tr").count(), served.value(f'SELECT count(*) FROM "{name}"')
    return [] if shown == min(there or 1, A_PAGE) else [f"{shown} rows of {there} are shown"]


@pytest.mark.parametrize("group", groups())
def test_a_page(tabs: list[tuple[Setting, Tab]], real: Served, group: str, nothing_found: Report) -> None:
    """No error, no request to another host, nothing against the policy; axe-core finds nothing serious; all fits."""
    findings: dict[str, list[str]] = {}
    for path in addresses(real, group):
        for setting, opened in tabs:
            findings |= examine(setting, opened, path, group in FAULTY)
            if group.startswith(("table ", "view ")):
                findings[f"{path} at {setting}"] += rows_of(real, opened, group)
    nothing_found(findings)


def test_the_pages_of_another_dataset(browser: "Browser", made_up: Served, nothing_found: Report) -> None:
    """The main pages of the made-up corpus hold, too."""
    findings: dict[str, list[str]] = {}
    for setting in (Setting(*DESK, "light"), Setting(*PHONE, "dark")):
        with tab(browser, made_up.address, setting) as opened:
            for name, path in main_pages(made_up).items():
                findings |= examine(setting, opened, path, name == "not-found")
    nothing_found(findings)


def test_a_page_that_does_wrong_is_seen(browser: "Browser", real: Served) -> None:
    """The watch itself: a script, a style, a picture from elsewhere and a box that is too wide are all noticed."""
    with tab(browser, real.address, Setting(*PHONE, "light")) as opened:
        opened.open("/")
        opened.page.evaluate(
            """() => new Promise((done) => {
              const made = document.createElement("div");
              made.innerHTML = '<p class="bad">words that are too wide for it</p><img src="https://example.org/x.png">'
                + '<button></button>';
              made.querySelector(".bad").style.width = "900px";
              made.querySelector(".bad").setAttribute("style", "width: 900px");
              document.querySelector("main").append(made);
              const script = document.createElement("script");
              script.textContent = "window.ran = true";
              document.body.append(script);
              setTimeout(done, 200);
            })"""
        )
        violations = " ".join(opened.page.evaluate("window.violations"))
        assert not opened.page.evaluate("Boolean(window.ran)")
        for directive in ("script-src", "style-src", "img-src"):
            assert directive in violations
        assert any("console error" in wrong for wrong in opened.wrong)
        opened.page.evaluate("document.querySelector('.bad').style.width = '900px'")
        assert any("wider than the window" in found for found in opened.look())
        assert any("button-name" in found for found in opened.axe(EVERY_RULE))
