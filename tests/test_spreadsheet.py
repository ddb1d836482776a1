"""Text for a spreadsheet: what would run is text, and everything else stays as it is."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readout.spreadsheet import harmless, harmless_cell

SIGNS = "=+-@＝＋－＠﹢﹣﹦﹫−"
SEPARATORS = ";\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
#: Written out once more, apart from the code: what may stand before a sign without keeping it from running.
BEFORE = " \t\r\n\v\f\0\x01\x1f\x7f\xa0\xad\u200b\u200e\u202e\u2060\u2800\u3000\ufeff\"'"


def runs(text: str) -> bool:
    """Whether a spreadsheet that splits text at semicolons, tabs and lines, and is told nothing, would run a part."""
    parts = re.split(f"[{SEPARATORS}]", text)
    for part in parts:
        if part.startswith("'") or re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", part, re.ASCII):
            continue
        bare = part.lstrip(BEFORE.replace("'", ""))
        if bare and bare[0] in SIGNS:
            return True
    return False


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", " ", "\t", "\r", "\n", '"', "'", ' " ', "\u200b", "\ufeff", "\u3000", "\0"])
def test_a_formula_becomes_text(sign: str, before: str) -> None:
    """An apostrophe stands before the whole, whatever the spreadsheet passes over on its way to the sign."""
    text = f"{before}{sign}HYPERLINK(1)"
    made = harmless(text)
    assert made.startswith("'")
    assert made.replace("'", "") == text.replace("'", "")
    assert not runs(made)


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_formula_inside_a_text_becomes_text(separator: str) -> None:
    """Where a program splits the cell at a semicolon, a tab or a line, no part of it runs."""
    assert harmless(f'said{separator} "=1+1') == f"said{separator}' \"=1+1"


@pytest.mark.parametrize("text", ["\tx", "\rx", "\nx", "\t", "\r\n"])
def test_a_tab_or_a_new_line_first(text: str) -> None:
    """They are kept, but not first."""
    assert harmless(text) == "'" + text


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "a=b", "2025-12-12", "q-1", "x@y.example", "two + two", "it's", "'tis", '"so", he said', "a; b",
        "a\nb", "-2", "+3", "-2.5e-3", ".5", "-.5", "7.", "a;-2", "1;+2;x", "–2", "…=", "é=",
    ],
)  # fmt: skip
def test_other_text_stays(text: str) -> None:
    """Numbers, too: a spreadsheet reads them as numbers."""
    assert harmless(text) == text


@pytest.mark.parametrize("text", ["-2+3", "--2", "-2 3", "+49 30 1", "-0044-03", "-e5", "-٢", "-1;=1", "-\n2"])
def test_what_only_begins_like_a_number(text: str) -> None:
    """It is a formula to a spreadsheet."""
    assert runs(text)
    assert not runs(harmless(text))


@pytest.mark.parametrize("value", [-2, -2.5, 0, None, -(2**63), b"=1"])
def test_numbers_are_not_touched(value: object) -> None:
    """A value that is no text is given back."""
    assert harmless_cell(value) is value


def test_infinity_is_text() -> None:
    """A spreadsheet would look for a name that is called inf."""
    assert harmless_cell(-math.inf) == "'-inf"
    assert harmless_cell(math.inf) == "inf"


hostile = st.text(st.sampled_from(SIGNS + SEPARATORS + BEFORE + "a1.,e|") | st.characters(), max_size=12)


@given(hostile)
def test_no_text_runs(text: str) -> None:
    """Only apostrophes are added, only where a sign is, and nothing is left that runs."""
    made = harmless(text)
    assert not runs(made)
    assert made.replace("'", "") == text.replace("'", "")
    if not set(text) & set(SIGNS) and text[:1] not in ("\t", "\r", "\n"):
        assert made == text


@given(hostile, hostile)
def test_no_two_texts_become_one(first: str, second: str) -> None:
    """So the raw text can be worked out from the harmless one."""
    assert (harmless(first) == harmless(second)) == (first == second)
