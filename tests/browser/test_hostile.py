"""A database full of hostile strings in a browser: nothing of them runs, asks anything, or leaves this machine."""

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest

from tests.web.attacked import Attacked, serving
from tests.web.hostile import STRINGS, poison

from .served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog

KINDS = ("stories", "articles", "outlets", "actors", "events", "claims", "utterances", "concepts")


@pytest.fixture(scope="module")
def poisoned(real: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    """The repository's dataset, with hostile strings in every text, served."""
    folder = tmp_path_factory.mktemp("poisoned")
    database = folder / "readout.db"
    shutil.copy(real.database, database)
    poison(database)
    with serving(database, folder, newer=False) as running:
        yield running


def test_nothing_runs_and_nothing_leaves(browser: "Browser", poisoned: Attacked, real: Served) -> None:
    """No dialog, no request to another host, no new window, on pages of every sort; pages are not led away."""
    rows = {kind: real.value(f"SELECT id FROM {kind} ORDER BY id LIMIT 1") for kind in KINDS}
    paths = ["/", "/readout", "/plots", *(f"/readout/{kind}" for kind in KINDS)]
    paths += [f"/{kind}/{key}" for kind, key in rows.items()] + [f"/readout/{kind}/{key}" for kind, key in rows.items()]
    paths += [f"/search?q={quote(said)}" for said in STRINGS[::4]]
    paths += [f"/readout?sql={quote('select ' + repr(said)[1:-1].join('““') + ' as x')}" for said in STRINGS[::9]]
    paths += ["/plots/timeline.svg", "/readout/articles.json", "/readout/articles.csv", "/readout/articles.md"]
    wrong: list[str] = []
    context = browser.new_context()
    context.on("page", lambda opened: wrong.append(f"window {opened.url}") if len(context.pages) > 1 else None)
    page = context.new_page()

    def dismiss(dialog: "Dialog") -> None:
        wrong.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on(
        "request",
        lambda request: (
            wrong.append(f"request {request.url}")
            if urlsplit(request.url).netloc != urlsplit(poisoned.address).netloc
            else None
        ),
    )
    for path in paths:
        if path.endswith(".svg"):  # a file to be saved
            continue
        answer = page.goto(poisoned.address + path)
        assert answer is not None
        assert answer.status in (200, 400), path
        assert urlsplit(page.url).netloc == urlsplit(poisoned.address).netloc, path
    context.close()
    assert wrong == []
