"""SECURITY.md: each promise has a test, and the tests that it names are there."""

import re

from tests.conftest import ROOT

PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_every_promise_names_a_test_that_is_there() -> None:
    """By file and function; a promise without one, or with one that was renamed, is none."""
    promises = PAGE.partition("## Promises")[2].partition("## What is not promised")[0]
    rows = [
        line
        for line in promises.splitlines()
        if line.startswith("|") and line not in ("| promise | test |", "|---|---|")
    ]
    assert rows
    for row in rows:
        named = re.findall(r"`(tests/(?:\w+/)*\w+\.py)::(test_\w+)`", row)
        assert named, row
        for file, test in named:
            assert re.search(rf"^(?:async )?def {test}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), row


def test_what_it_says_to_run_is_there() -> None:
    """The commands and files that the page names."""
    for path in re.findall(r"`((?:scripts|tests|docs)/[\w./-]+)`", PAGE):
        assert (ROOT / path).exists(), path
