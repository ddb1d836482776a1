"""`readout import csv`: corpora in tables, by a mapping and not by code."""

from pathlib import Path

import pytest

from readout.imports import reading
from readout.imports.model import Foreign
from readout.imports.table import Table
from tests.imports.conftest import Importer, anchored, article, problems

OUTLETS = Path(__file__).with_name("outlets")
MAP = OUTLETS / "map.yaml"
LANTERN = "sources/articles/otterby-lantern/2024-06-03-ferry-sails-again"
COURIER = "sources/articles/quill-courier/2024-06-04-crash-ferry-is-back"


def test_corpus_of_bias_by_outlet(bring: Importer, project: Path) -> None:
    """Tokens with inclusive ends, counted from a sentence; outlets in several spellings; tones as scores."""
    ended = bring("csv", OUTLETS / "spans.csv", "--map", MAP)
    assert ended.code == 0, ended.stdout + ended.stderr
    lantern, courier = article(project, LANTERN), article(project, COURIER)
    assert lantern["namings"] == [{"concept": "the-ship", "term": "plucky", "voice": "own", "note": "Coded as praise."}]
    [stance] = lantern["stances"]
    assert (stance["toward"], stance["score"]) == ("marigold-line", 1)
    assert stance["evidence"] == ["sails again on Friday.", "have kept their word."]
    assert courier["stances"][0]["score"] == -2
    assert anchored(project, COURIER) == ["crash ferry", "nobody asked the town.", "kept silent."]
    assert (project / "sources/articles/otterby-lantern/2024-06-05-council-looks-at-fares.md").is_file()
    assert problems(project) == []


def test_what_the_corpus_says_twice_or_wrongly_is_told(bring: Importer, project: Path) -> None:
    """A second score for one actor waits in a comment; a span past its sentence is found by its words, and said."""
    ended = bring("csv", OUTLETS / "spans.csv", "--map", MAP)
    text = (project / f"{COURIER}.md").read_text(encoding="utf-8")
    assert '{toward: "otterby-council", score: -1' in text
    assert "there is another row for the same, which says otherwise" in text
    assert ended.report["counts"]["spans in comments"] == 1
    assert ended.lost("span") == ["row 9 none: The sentence was coded as free of bias."]
    assert "row 8: not at -1; its words were found at 64" in ended.remarks()


def table(folder: Path, content: str, **how: str | int) -> Table:
    """A table with a column `doc` and what the mapping says of it."""
    (folder / "t.csv").write_text(content, encoding="utf-8")
    return Table(folder / "t.csv", {"document": "doc", **how})


@pytest.mark.parametrize(
    ("how", "offsets", "words"),
    [
        ({}, "4,7", "two"),
        ({"end_is": "inclusive"}, "4,6", "two"),
        ({"first": 1, "end_is": "inclusive"}, "5,7", "two"),
        ({"unit": "tokens"}, "1,2", "two"),
        ({"unit": "tokens", "end_is": "inclusive"}, "1,2", "two three."),
        ({"relative_to": "sentence", "sentence": "s"}, "5,9", "five"),
        ({"relative_to": "sentence", "sentence": "s", "unit": "tokens"}, "1,2", "five"),
    ],
)
def test_offsets_in_every_count(tmp_path: Path, how: dict[str, str | int], offsets: str, words: str) -> None:
    """Characters or tokens, of the document or the sentence, from 0 or 1, with the end in or out."""
    text = "one two three. four five six."
    sentence = "four five six." if "sentence" in how else ""
    made = table(tmp_path, f"doc,t,s,b,e\nx,{text},{sentence},{offsets}\n", text="t", start="b", end="e", **how)
    [document] = made
    [mark] = document.marks
    start, end = mark.spans[0]
    assert document.text is not None
    assert document.text[start:end] == words


def test_rows_that_do_not_stand_together(tmp_path: Path) -> None:
    """The rows of a document may stand apart: it comes once, with all of them."""
    made = table(tmp_path, "doc,l\na,1\nb,2\na,3\n", label="l")
    assert [(document.name, [mark.label for mark in document.marks]) for document in made] == [
        ("a", ["1", "3"]),
        ("b", ["2"]),
    ]


def test_rows_apart_in_a_large_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has to be held in memory is bounded; a table that is sorted by its documents is not."""
    monkeypatch.setattr(reading, "HELD", 10)
    assert len(list(table(tmp_path, "doc,l\na,1\na,3\nb,2\n", label="l"))) == 2
    with pytest.raises(Foreign, match="10 at the most where the rows of a document stand apart") as fault:
        table(tmp_path, "doc,l\na,1\nb,2\na,3\n", label="l")
    assert fault.value.problem.hint.startswith("sort it by its column 'doc'")


def test_tables_that_are_none(bring: Importer, tmp_path: Path) -> None:
    """Too many cells, a quotation mark that never closes, another encoding, a repeated column: named with the line."""
    cases = [
        (b"doc,l\na,1\nb,2,3\n", "t.csv:3:1: R701 foreign-file: 3 cells where the header has 2 columns"),
        (b'doc,l\na,1\nb,"2\n', "t.csv:3:1: R701 foreign-file: this is no such table"),
        (b"doc,l\na,1\nb,\xf6\n", "t.csv:3:1: R101 not-utf8: byte 0xF6 is not UTF-8"),
        (b"doc,doc\na,1\n", "t.csv:1:1: R701 foreign-file: the column 'doc' is there twice"),
        (b"", "t.csv:1:1: R701 foreign-file: the table is empty"),
    ]
    for content, said in cases:
        (tmp_path / "t.csv").write_bytes(content)
        ended = bring("csv", tmp_path / "t.csv", mapping="csv: {document: doc, label: l}\n")
        assert ended.code == 1
        assert said in ended.stdout


def test_a_table_in_another_encoding(bring: Importer, project: Path, tmp_path: Path) -> None:
    """The mapping names the encoding; one that is none is wrong use."""
    content = "doc;text;outlet;published\n1;Größe der Fähre\n;Tidewire;2024-06-07\n".replace("\n;", ";", 1)
    content = content.replace("Fähre;", "Fähre;")
    (tmp_path / "t.csv").write_bytes(content.encode("latin-1"))
    mapping = (
        "csv: {document: doc, text: text, delimiter: ';', encoding: ENCODING, fields: [outlet, published]}\n"
        "labels: {row: {to: nothing}}\n"
    )
    ended = bring("csv", tmp_path / "t.csv", mapping=mapping.replace("ENCODING", "latin-1"))
    assert ended.code == 0, ended.stdout + ended.stderr
    assert article(project, "sources/articles/tidewire/2024-06-07-grosse-der-fahre")["headline"] == "Größe der Fähre"
    ended = bring("csv", tmp_path / "t.csv", mapping=mapping.replace("ENCODING", "latin-9000"))
    assert ended.code == 2
    assert "unknown encoding: latin-9000" in ended.stderr
