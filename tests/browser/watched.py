"""A browser's tab that notes whatever a page does wrong while it is loaded."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:  # the tests are skipped where there is no Playwright
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route

HERE = Path(__file__).parent
LOOK = (HERE / "look.js").read_text(encoding="utf-8")
VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""
#: All of axe's rules that are on by default; and the one whose answer depends on the colour scheme.
EVERY_RULE: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
CONTRAST: dict[str, Any] = {**EVERY_RULE, "runOnly": ["color-contrast"]}

Scheme = Literal["light", "dark"]


class Setting(NamedTuple):
    """A window's size and whether its reader prefers light or dark."""

    width: int
    height: int
    scheme: Scheme

    def __str__(self) -> str:
        return f"{self.width}×{self.height} {self.scheme}"


DESK, PHONE = (1440, 900), (390, 844)
SETTINGS = [Setting(*size, scheme) for size in (DESK, PHONE) for scheme in ("light", "dark")]


class Tab:
    """One tab. `open` gives what went wrong while the page was loaded."""

    def __init__(self, page: "Page", address: str) -> None:
        self.page = page
        self.address = address
        self.wrong: list[str] = []
        self.expected = ""
        page.add_init_script(VIOLATIONS)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrong.append(f"page error: {error}"))
        page.on("requestfailed", lambda request: self.wrong.append(f"request failed: {request.url}"))
        page.route("**/*", self._request)

    def _console(self, message: "ConsoleMessage") -> None:
        # A page that says 404 is logged by the browser as a resource that did not load.
        faulty = self.expected and message.location.get("url") == self.expected and "status of 4" in message.text
        if message.type in ("error", "warning") and not faulty:
            self.wrong.append(f"console {message.type}: {message.text}")

    def _request(self, route: "Route", request: "Request") -> None:
        if request.url.startswith("data:") or urlsplit(request.url).netloc == urlsplit(self.address).netloc:
            route.continue_()
        else:
            self.wrong.append(f"request elsewhere: {request.url}")
            route.abort()

    def open(self, path: str, faulty: bool = False) -> list[str]:
        """Load a page, to its end, and tell what went wrong; a `faulty` page answers with 400 or 404."""
        self.wrong.clear()
        self.expected = self.address + path if faulty else ""
        answer = self.page.goto(self.address + path, wait_until="load", timeout=60_000)
        status = answer.status if answer else 0
        if status not in ((400, 404) if faulty else (200,)):
            self.wrong.append(f"status {status}")
        violations = self.page.evaluate("window.violations || []")
        return [*self.wrong, *[f"against the Content-Security-Policy: {violation}" for violation in violations]]

    def look(self) -> list[str]:
        """What is wrong with the layout."""
        return list(self.page.evaluate(LOOK))

    def axe(self, options: dict[str, Any]) -> list[str]:
        """What axe-core finds that is serious or critical: the rule and the nodes."""
        if not self.page.evaluate("typeof window.axe === 'object'"):
            from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]  # noqa: PLC0415

            self.page.evaluate(AXE_SCRIPT)
        result = self.page.evaluate("options => window.axe.run(document, options)", options)
        return [
            f"axe {violation['impact']} {violation['id']}: {violation['help']}: {node['html'][:200]}"
            for violation in result["violations"]
            if violation["impact"] in ("serious", "critical")
            for node in violation["nodes"][:3]
        ]


@contextmanager
def tab(browser: "Browser", address: str, setting: Setting, javascript: bool = True) -> Iterator[Tab]:
    """A tab of its own, with nothing remembered, in a window of this size."""
    context = browser.new_context(
        viewport={"width": setting.width, "height": setting.height},
        color_scheme=setting.scheme, java_script_enabled=javascript, reduced_motion="reduce",
    )  # fmt: skip
    context.set_default_timeout(60_000)
    try:
        yield Tab(context.new_page(), address)
    finally:
        context.close()
