"""What the guide decides is what the articles do: its rules that can be counted, asked of every annotation."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

Row = dict[str, Any]


def front_matter(file: Path) -> Row:
    """An article's annotation, every scalar as text."""
    read: Row = yaml.load(file.read_text(encoding="utf-8").split("\n---\n")[0], yaml.BaseLoader)
    return read


ARTICLES = {file.stem: front_matter(file) for file in sorted((ROOT / "sources" / "articles").rglob("*.md"))}
everywhere = pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES.keys())


def quotes(rows: list[Row]) -> Iterator[Row]:
    """Quotes, and the quotes inside them."""
    for row in rows:
        yield row
        yield from quotes(row.get("inner", []))


def pieces(evidence: Any) -> list[str]:
    """The words of a piece of evidence, whichever way it is written."""
    if isinstance(evidence, list):
        return [words for piece in evidence for words in pieces(piece)]
    return [evidence["exact"] if isinstance(evidence, dict) else evidence]


@everywhere
def test_quotes_are_written_as_the_guide_says(article: Row) -> None:
    """Words or gist; no comma at the end; alterations of words only; a distance each; what a supposition answers."""
    for quote in quotes(article["quotes"]):
        assert ("exact" in quote) != ("gist" in quote), quote
        assert not any(words.strip().endswith(",") for words in pieces(quote.get("exact", []))), quote
        assert "exact" in quote or "alterations" not in quote, quote
        assert "distance" in quote, quote
        assert quote.get("hypothetical") != "true" or "question" in quote, quote
        assert "speaker" in quote or quote["source_type"] == "cant_tell", quote
        assert quote.get("nature") != "statement", quote


@everywhere
def test_an_inner_quote_rests_on_the_outer_ones_word(article: Row) -> None:
    """It has no chain of its own, and an utterance only where its words are marked."""
    for quote in quotes(article["quotes"]):
        for inner in quote.get("inner", []):
            assert "via" not in inner, inner
            assert "utterance" not in inner or "exact" in inner, inner


@everywhere
def test_coverage_is_written_as_the_guide_says(article: Row) -> None:
    """A plain verb needs no distance, doubt and denial need a reason, the article's own voice has no source."""
    for row in article["coverage"]:
        assert row.get("distance") != "none", row
        assert row["stance"] not in {"disputes", "denies"} or {"note", "according_to"} <= row.keys(), row
        assert row["stance"] not in {"asserts", "absent"} or not {"according_to", "via"} & row.keys(), row
        assert row["stance"] != "absent" or "note" in row, row
    assert not {row["claim"] for row in article["coverage"]} & set(article["absent"])


@everywhere
def test_mentions_are_written_as_the_guide_says(article: Row) -> None:
    """A factuality each; plans are in the future and nobody else's word, a denial is somebody's."""
    for row in article["mentions"]:
        assert row["factuality"] in {"CT+", "PR+", "Uu"}, row
        assert row["factuality"] != "PR+" or (row["status"] == "future" and "according_to" not in row), row
        assert row["status"] != "hypothetical" or row["factuality"] == "Uu", row
        assert row["status"] != "negation" or "according_to" in row, row
        assert "time_zone" not in row or "date" in row, row


@everywhere
def test_namings_are_written_as_the_guide_says(article: Row) -> None:
    """A quoted term is its speaker's; marks and voice go together; one row a term, voice and concept."""
    seen = set()
    for row in article["namings"]:
        assert (row["voice"] == "quoted") == (row["marks"] == "quoted"), row
        assert row["voice"] != "quoted" or row["whose"] == row["voice_of"], row
        assert (row["voice"] == "own") == ("voice_of" not in row), row
        key = (row["concept"], *pieces(row["term"]), row["voice"], row.get("voice_of"))
        assert key not in seen, row
        seen.add(key)


@everywhere
def test_stances_and_frames_are_written_as_the_guide_says(article: Row) -> None:
    """The same actors are scored everywhere, with a confidence; of two to four frames one comes first."""
    scored = {row["toward"] for row in article["stances"]}
    assert {"japan", "china", "united-states", "shinjiro-koizumi", "pete-hegseth"} <= scored
    assert all("confidence" in row for row in article["stances"])
    assert [row["primary"] for row in article["frames"]].count("true") == 1
    assert 2 <= len(article["frames"]) <= 4
