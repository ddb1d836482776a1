"""Front matter is split from the note as python-frontmatter does it."""

import re

import pytest
from frontmatter.default_handlers import YAMLHandler
from hypothesis import given
from hypothesis import strategies as st

from readout.record import BOUNDARY, MARK, split_front_matter

PIECES = ["---", "----", "--", "-", "\n", "\r\n", " ", "\t", "a: b", "note", ">", "--- a", "\r", "\u2028"]


def by_the_library(text: str) -> tuple[str | None, str]:
    """What python-frontmatter makes of a text, with this project's boundary."""
    handler = YAMLHandler(fm_boundary=BOUNDARY)
    if not handler.detect(text):
        return None, ""
    try:
        front, note = handler.split(text)
    except ValueError:
        return None, ""
    return front, MARK.sub("", note).strip()


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.booleans())
def test_any_text_is_split_as_the_library_splits_it(text: str, opened: bool) -> None:
    """Hyphens of any number, at any place, with any line ends."""
    text = f"---\n{text}" if opened else text
    assert split_front_matter(text) == by_the_library(text)


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("---\na: b\n---\nnote\n", ("\na: b\n", "note")),
        ("---\na: b\n---", ("\na: b\n", "")),
        ("---\na: b\n-----  \n>\nnote", ("\na: b\n", "note")),
        ("---\na: b\n--- c\n", (None, "")),
        (" ---\na: b\n---\n", (None, "")),
        ("---\n---\n", ("\n", "")),
    ],
)
def test_front_matter_stands_between_two_lines_of_hyphens(text: str, split: tuple[str | None, str]) -> None:
    """And keeps the lines that it has in the file."""
    assert split_front_matter(text) == split


def test_a_long_note_of_hyphens_is_split_in_no_time() -> None:
    """Each line is looked at once."""
    text = "---\n" + "--- a\n" * 200_000
    assert split_front_matter(text) == (None, "")
    assert not re.search(BOUNDARY, text[4:])
