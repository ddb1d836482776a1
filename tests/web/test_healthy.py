"""`/-/healthy.json`: what a machine that watches the site asks for."""

import json
from pathlib import Path

from tests.web.conftest import Changed, Fetch, Rows


def test_a_site_that_answers_names_its_build(fetch: Fetch, database: Path, rows: Rows) -> None:
    """Its own versions and counts, to be asked for each time."""
    page = fetch(database, "/-/healthy.json")
    told = json.loads(page.text)
    assert (page.status, told["ok"], page.headers["cache-control"]) == (200, True, "no-store")
    assert [(told["sources_sha256"], told["articles"])] == rows(
        database, "SELECT sources_sha256, (SELECT count(*) FROM articles) FROM dataset"
    )


def test_a_site_whose_database_does_not_answer_is_not_well(fetch: Fetch, database: Path, changed: Changed) -> None:
    """503, and nothing about the machine."""
    page = fetch(changed(database, "DROP TABLE dataset"), "/-/healthy.json")
    assert (page.status, json.loads(page.text)) == (503, {"ok": False})
