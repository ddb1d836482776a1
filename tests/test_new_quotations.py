"""Stretches in quotation marks: marks of many languages, nesting, apostrophes, broken and unbalanced marks."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readout.starting.quotations import Found, Quotation, find_quotations


def pieces(text: str, quotations: list[Quotation]) -> list[list[str]]:
    """The words of quotations."""
    return [[text[start:end] for start, end in quotation.pieces] for quotation in quotations]


def words(text: str) -> list[list[str]]:
    """The words of the outermost quotations of a text."""
    return pieces(text, find_quotations(text).quotations)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“It is shut,” she said.", [["It is shut"]]),
        ('He said: "It is shut."', [["It is shut."]]),
        ("„Sie ist zu“, sagte er, und »das bleibt so«.", [["Sie ist zu"], ["das bleibt so"]]),
        ("« Il est fermé », dit-elle. «\u00a0Oui\u00a0».", [["Il est fermé"], ["Oui"]]),
        ("”Den är stängd”, sade hon.", [["Den är stängd"]]),
        ("市長は「橋は閉じた。」と述べた。", [["橋は閉じた。"]]),
        ("他说：“大桥关闭了。”", [["大桥关闭了。"]]),
        ('他说"大桥关闭了"，她说"不"。', [["大桥关闭了"], ["不"]]),
        ("‘It is shut,’ she said.", [["It is shut"]]),
        ("'It is shut,' she said.", [["It is shut"]]),
    ],
)
def test_marks_of_many_languages(text: str, found: list[list[str]]) -> None:
    """Each language's marks enclose the words, without spaces and a last comma."""
    assert words(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The boys' boat wasn't the mayor's, it's the '90s again: rock 'n' roll.",
        "Don’t take the girls’ oars in ’24.",
        "A man of 6'2\" and a pipe of 15 inches.",
        "Nothing “” here, nor ‘…’ there.",
    ],
)
def test_what_opens_no_quotation(text: str) -> None:
    """Apostrophes, elisions, inches and marks around nothing are no quotations."""
    assert words(text) == []


def test_a_plural_s_does_not_close() -> None:
    """An apostrophe behind a plural inside single marks is not their end."""
    assert words("‘The boys’ boat is gone,’ he said.") == [["The boys’ boat is gone"]]
    assert words("'The boys' boat is gone,' he said.") == [["The boys' boat is gone"]]


def test_nested() -> None:
    """Marks of another kind inside are a quotation within the quotation."""
    text = "“She used to say, ‘A moored boat meets no bridge’, and was right,” he said. 「『橋』は友だ」"
    first, second = find_quotations(text).quotations
    assert pieces(text, first.inner) == [["A moored boat meets no bridge"]]
    assert pieces(text, second.inner) == [["橋"]]


def test_over_paragraphs() -> None:
    """Marks that open again in each paragraph, and close in the last, are one quotation with a piece for each."""
    text = "“The first.\n\n“The second.\n\n“The third,” she said. “Another.”"
    assert words(text) == [["The first.", "The second.", "The third"], ["Another."]]
    assert words("« Le premier.\n\nLe second », dit-il.") == [["Le premier.", "Le second"]]


def test_never_closed() -> None:
    """A quotation without its closing mark ends with its paragraph, and says so."""
    found = find_quotations("“We thank everybody.\n\nThen “it” closed.")
    assert [quotation.closed for quotation in found.quotations] == [False, True]
    assert pieces("“We thank everybody.\n\nThen “it” closed.", found.quotations)[0] == ["We thank everybody."]


def test_opened_twice() -> None:
    """Where a mark opens again that is open still, the first quotation ends with its sentence, or is a stray mark."""
    text = "“One sentence. And on “two” it goes."
    assert words(text) == [["One sentence."], ["two"]]
    stray = find_quotations("A “ mark and a “word” here")
    assert pieces("A “ mark and a “word” here", stray.quotations) == [["word"]]
    assert stray.stray == [2]


def test_lines_broken_at_a_column() -> None:
    """In a text whose lines are broken at a column, a quotation runs over the line ends as they are."""
    line = "The harbour was as quiet as it can be on a Sunday in May, and\r\n"
    text = line * 5 + "the master said: “Nobody\r\nis here today.”\r\n\r\nThe end.\r\n"
    assert words(text) == [["Nobody\r\nis here today."]]


@pytest.mark.parametrize("unit", ['"', '"a" ', "“", "‘a ", "'a ", '" a"', "“a\n", "「", "s' a'", "“‘a’ "])
def test_time_grows_with_the_text(unit: str) -> None:
    """Ten times the marks take about ten times as long, not a hundred."""

    def seconds(length: int) -> float:
        begun = time.perf_counter()
        find_quotations(unit * (length // len(unit)))
        return time.perf_counter() - begun

    seconds(20_000)
    assert seconds(200_000) < 40 * max(seconds(20_000), 0.005)


@given(st.text(alphabet="ab S.,\n\r\u00a0’'‘“”\"„«»「」『』‹›‚😀小", max_size=80))
def test_offsets_hold_for_any_text(text: str) -> None:
    """Pieces lie within the text, in order and apart; inner ones lie inside; each has a letter."""

    def sound(quotations: list[Quotation], start: int, end: int) -> None:
        for quotation in quotations:
            for first, last in quotation.pieces:
                assert start <= first < last <= end
                assert any(map(str.isalnum, text[first:last]))
                start = last
            sound(quotation.inner, quotation.first, quotation.last)

    found: Found = find_quotations(text)
    sound(found.quotations, 0, len(text))
    assert all(0 <= at < len(text) for at in found.stray)
