"""Texts as they come: empty, in another encoding, with odd characters, very long; any text at all."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readout.anchoring import Text, anchor_article
from readout.anchoring.find import occurrences
from readout.row import Rows
from readout.source import SourceFile
from readout.starting.begin import Chosen, begin
from readout.starting.front_matter import TO_WRITE, Line, write_draft
from tests.conftest import Runner
from tests.made import reader, write
from tests.test_new import GULLS, OPEN, URL, codes


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        ("Über die Brücke".encode("latin-1"), "is not UTF-8 at byte 0"),
        (b"a \0 b", "NUL character"),
    ],
)
def test_texts_that_are_none(project: Path, run: Runner, content: bytes, said: str) -> None:
    """An empty text, and one that is not UTF-8, are told, with the byte."""
    (project / "texts" / "odd.txt").write_bytes(content)
    made = run("new", "tidewire", URL, "--text", "odd.txt", "--texts", project / "texts")
    assert (made.code, said in made.stderr) == (2, True), made.stderr


def test_a_missing_text_and_an_odd_name(project: Path, run: Runner) -> None:
    """A text that is nowhere, and one whose name can't be written down, are told."""
    assert "there is no file 'gone.txt'" in run("new", "tidewire", URL, "--text", "gone.txt").stderr
    write(project / "my text.txt", GULLS)
    made = run("new", "tidewire", URL, "--text", project / "my text.txt")
    assert (made.code, "my text.txt" in made.stderr) == (2, True)


ODD = (
    "\ufeffGulls\r\n\r\nJune 3, 2024\r\n\r\nMarsh\u00a0said: “We\u00a0thank  \teverybody.”\r\n\r\n"
    "“A \u200bzero\u00ad-width\u200f bidi \x85 line,” said Jana Marsh.\r\n\r\n"
    '“😀 👩‍🚀 e\u0301 \\ "x" # no: - {comment}” and “%a: &b *c !d |e >f” and “yes” and “yes”, Marsh said.\r\n'
)


def test_odd_characters_survive(project: Path, run: Runner) -> None:
    """CRLF, BOM, no-break and zero-width spaces, emoji and YAML's own marks: every word is found again."""
    write(project / "texts" / "odd.txt", ODD)
    made = run("new", "tidewire", "Odd", "--text", "odd.txt", "--texts", project / "texts")
    assert made.code == 0, made.stderr
    path = "sources/articles/tidewire/2024-06-03-odd.md"
    text = (project / path).read_text(encoding="utf-8")
    assert text.count("suggested: true  #") == 4  # one of them inside another
    assert "occurrence: 2" in text
    assert codes(run("anchor", "--texts", project / "texts").stdout, path) <= OPEN
    assert (project / path.replace(".md", ".anchors.json")).is_file()
    assert "\ufeff" not in text


@pytest.mark.parametrize("odd", ["\u202e", "\x07"])
def test_what_nobody_may_store_is_told(project: Path, run: Runner, odd: str) -> None:
    """A character that turns the words after it, or a terminal's order, is told, and no draft is made."""
    write(project / "texts" / "odd.txt", f"Gulls\n\nJune 3, 2024\n\n“A {odd}line,” said Jana Marsh.\n")
    made = run("new", "tidewire", "Odd", "--text", "odd.txt", "--texts", project / "texts")
    assert made.code == 2
    assert f"the character U+{ord(odd):04X} stands in this text" in made.stderr
    assert not (project / "sources/articles/tidewire/2024-06-03-odd.md").exists()


ANY_TEXT = st.text(alphabet="ab Said,.\n\r\t\u00a0\u0085\u200b’'‘“”\"„«»「」\\#:{}[]&*!|>%@`-😀小", max_size=120)


@settings(max_examples=300)
@given(ANY_TEXT.map(lambda text: "A “b” said, “b c” " + text))
def test_every_word_of_any_text_is_found(text: str) -> None:
    """Whatever a text holds, the draft can be read, and each quote's words are anchored just where they were found."""
    fields = {"headline": "A", "story": "s", "published": "2024", "language": "en", "url": "https://a.example/"}
    fields |= {"genre": "ReportageNewsArticle", "text": "a.txt", "curator": "c", "status": "draft", "summary": TO_WRITE}
    lines = [Line(name, value) for name, value in fields.items()]
    draft = begin(text, Rows(), Chosen(lines, ["a"], "s", "en", "2024"), occurrences)
    read = reader().read(SourceFile("sources/articles/o/2024-a.md", write_draft(draft).encode()))
    assert read.problems == []
    evidence = [row for row in read.rows if row.table == "evidence"]
    article = next(row for row in read.rows if row.table == "articles")
    anchored = anchor_article(article, evidence, Text("a.txt", text.encode()), others=list)
    assert [problem for problem in anchored.problems if problem.code in {"R501", "R502"}] == []
    found = {(anchor["start"], anchor["end"]) for anchor in anchored.anchors["anchors"].values()}
    assert found >= {piece for made in draft.quotes for each in (made, *made.inner) for piece in each.pieces}


@pytest.mark.parametrize("unit", ['"', "“a” ", "Marsh said “a b”. ", "A long word without any end. "])
def test_a_very_long_text(project: Path, run: Runner, unit: str) -> None:
    """Nearly four million bytes take seconds, and what is not searched is said."""
    text = "Gulls\nJune 3, 2024\n" + unit * (3_900_000 // len(unit.encode()))
    write(project / "texts" / "long.txt", text)
    begun = time.perf_counter()
    made = run("new", "tidewire", "Long", "--text", "long.txt", "--texts", project / "texts")
    assert made.code == 0, made.stderr
    assert time.perf_counter() - begun < 30
    assert "Only the first 400,000 of" in made.stderr


def test_a_text_that_is_too_long(project: Path, run: Runner) -> None:
    """Five million quotation marks are no article, and that is said at once."""
    write(project / "texts" / "long.txt", '"' * 5_000_000)
    made = run("new", "tidewire", URL, "--text", "long.txt", "--texts", project / "texts")
    assert (made.code, "has 5,000,000 bytes" in made.stderr) == (2, True)
