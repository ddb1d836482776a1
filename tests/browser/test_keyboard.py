"""The main pages by keyboard alone, and without JavaScript."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from .addresses import MAIN, main_pages
from .served import Served
from .watched import DESK, PHONE, Setting, tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Report = Callable[[dict[str, list[str]]], None]
#: Notes every element that is given the focus, and those on which nobody would see it.
WATCH_FOCUS = """
window.reached = new Set();
window.unseen = [];
document.addEventListener("focusin", (event) => {
  const style = getComputedStyle(event.target), box = event.target.getBoundingClientRect();
  window.reached.add(event.target);
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  if (!drawn || !inside) window.unseen.push(event.target.outerHTML.slice(0, 160));
});
"""
INTERACTIVE = """
[...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
  .filter((el) => el.checkVisibility({ visibilityProperty: true }) && !el.disabled)
"""


@pytest.mark.parametrize(
    ("name", "size"),
    [*[(name, DESK) for name in MAIN], *[(name, PHONE) for name in ("home", "story", "search", "table")]],
)
def test_the_keyboard_reaches_everything(
    browser: "Browser", real: Served, name: str, size: tuple[int, int], nothing_found: Report
) -> None:
    """The skip link comes first; Tab comes to all that can be used, and one sees where one is."""
    path = main_pages(real)[name]
    with tab(browser, real.address, Setting(*size, "light")) as opened:
        opened.open(path, faulty=name == "not-found")
        page = opened.page
        page.evaluate(WATCH_FOCUS)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        for _ in range(page.evaluate(f"{INTERACTIVE}.length") + 5):
            page.keyboard.press("Tab")
        missed = page.evaluate(
            f"{INTERACTIVE}.filter((el) => !window.reached.has(el)).map((el) => el.outerHTML.slice(0, 160))"
        )
        unseen = page.evaluate("window.unseen")
    nothing_found({path: [f"never reached: {el}" for el in missed] + [f"focus not seen: {el}" for el in unseen]})


@pytest.mark.parametrize("name", ["home", "story", "table"])
def test_the_skip_link_skips(browser: "Browser", real: Served, name: str) -> None:
    """Enter on it, and the next thing that Tab comes to is in the content."""
    with tab(browser, real.address, Setting(*DESK, "light")) as opened:
        opened.open(main_pages(real)[name])
        for key in ("Tab", "Enter", "Tab"):
            opened.page.keyboard.press(key)
        assert opened.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_details_open_with_enter(browser: "Browser", real: Served) -> None:
    """Whatever is folded opens with Enter, shows something, and closes again."""
    seen = 0
    with tab(browser, real.address, Setting(*DESK, "light")) as opened:
        for name, path in main_pages(real).items():
            opened.open(path, faulty=name == "not-found")
            folded = opened.page.locator("main details:not([open]) > summary:visible")
            for summary in folded.all()[:5]:
                details = summary.locator("xpath=..").element_handle()
                assert details is not None
                before = details.evaluate("el => el.innerText")
                summary.focus()
                opened.page.keyboard.press("Enter")
                assert details.evaluate("el => el.open"), (path, before)
                assert details.evaluate("el => el.innerText") != before, (path, before)
                opened.page.keyboard.press("Enter")
                assert not details.evaluate("el => el.open"), (path, before)
                seen += 1
    assert seen > 20


def test_without_javascript(browser: "Browser", real: Served, nothing_found: Report) -> None:
    """The same content, but for the buttons that copy."""
    findings = {}
    setting = Setting(*DESK, "light")
    with tab(browser, real.address, setting) as with_it, tab(browser, real.address, setting, False) as without:
        for name, path in main_pages(real).items():
            faulty = name == "not-found"
            with_it.open(path, faulty)
            without.open(path, faulty)
            with_it.page.evaluate("document.querySelectorAll('button.copy').forEach((el) => el.remove())")
            texts = [re.sub(r"\s+", " ", opened.page.locator("main").inner_text()) for opened in (with_it, without)]
            fewer = without.page.locator("main a").count() != with_it.page.locator("main a").count()
            differ = texts[0] != texts[1] or fewer or len(texts[1]) < 60
            findings[path] = ["not the same without JavaScript"] if differ else []
    nothing_found(findings)


def test_a_form_is_sent_without_javascript(browser: "Browser", real: Served) -> None:
    """The search on the home page leads to the results."""
    with tab(browser, real.address, Setting(*PHONE, "light"), javascript=False) as opened:
        opened.open("/")
        opened.page.fill("input[type=search]", "said")
        opened.page.keyboard.press("Enter")
        opened.page.wait_for_url("**/search?q=said*")
        assert opened.page.locator(".hits > li").count() > 5
