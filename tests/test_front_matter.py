"""Front matter is split from the note at lines of hyphens, and keeps its own lines."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readout.record import BOUNDARY, split_front_matter

PIECES = ["---", "----", "--", "-", "\n", "\r\n", " ", "\t", "a: b", "note", ">", "--- a", "\r", "\u2028"]


def by_lines(text: str) -> tuple[str | None, str]:
    """The same, line by line: three hyphens or more alone on the first line, and on the next such line."""
    lines = text.split("\n")
    bounds = [number for number, line in enumerate(lines) if re.fullmatch(r"---+[ \t\r]*", line)][:2]
    if len(bounds) < 2 or bounds[0] != 0:
        return None, ""
    opening, rest = re.match(r"-+[ \t\r]*", text), "\n".join(lines[bounds[1] :])
    assert opening
    front = text[opening.end() : len(text) - len(rest)]
    note = re.sub(r"\A-+[ \t\r]*", "", rest)
    return front, re.sub(r"\A\s*>[ \t\r]*(\n|\Z)", "", note).strip()


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.booleans())
def test_any_text_is_split_at_its_lines(text: str, opened: bool) -> None:
    """Hyphens of any number, at any place, with any line ends."""
    text = f"---\n{text}" if opened else text
    assert split_front_matter(text) == by_lines(text)


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
