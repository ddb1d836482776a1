"""Pictures of the main pages, large and small, light and dark: `python -m tests.browser.screenshots FOLDER`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import ROOT

from .addresses import main_pages
from .conftest import CHROMIUM, OPTIONS
from .served import serving
from .watched import SETTINGS, tab


def main(folder: Path) -> None:
    """Take them all, of the real dataset, each page in its whole length up to 6,000 pixels."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as made,
        serving(ROOT / "sources", Path(made)) as served,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS, timeout=120_000)
        for setting in SETTINGS:
            with tab(browser, served.address, setting) as opened:
                for name, path in main_pages(served).items():
                    opened.open(path, faulty=name == "not-found")
                    height = min(6000, opened.page.evaluate("document.scrollingElement.scrollHeight"))
                    clip = {"x": 0, "y": 0, "width": setting.width, "height": max(height, setting.height)}
                    file = folder / f"{name}-{setting.width}-{setting.scheme}.png"
                    opened.page.screenshot(path=file, full_page=True, clip=clip)  # type: ignore[arg-type]
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: scripts/screenshots FOLDER")
    main(Path(sys.argv[1]))
