"""The search of the edition: what is in its pieces, and what words are."""

import json
from pathlib import Path
from typing import Any

from readout.freeze.words import shard, words_of


def piece(file: Path) -> Any:
    """What a piece holds; it is a call with a name and JSON."""
    text = file.read_text(encoding="utf-8")
    assert text.startswith(f'readoutPiece("{file.stem}", ')
    return json.loads(text.partition(", ")[2].rstrip().removesuffix(");"))


def found(edition: Path, word: str) -> list[list[Any]]:
    """The texts that hold a word, or one that begins so, as static/search.js looks them up."""
    told = json.loads((edition / "search/shards.js").read_text(encoding="utf-8").partition(" = ")[2].rstrip(";\n"))
    if shard(word) not in told["words"]:
        return []
    texts = []
    for other, gaps in piece(edition / f"search/{shard(word)}.js").items():
        if other.startswith(word):
            number = 0
            for gap in gaps:
                number += gap
                at, within = divmod(number, told["size"])
                texts.append(piece(edition / f"search/t-{at}.js")[within])
    return texts


def test_words_lose_accents_and_capitals() -> None:
    """As in the served search; signs part words, and every script has them."""
    assert words_of("Zürich's Straße-No 3 ½ МОСКВА 東京") == [
        "zurich",
        "s",
        "straße",
        "no",
        "3",
        "1",
        "2",
        "москва",
        "東京",
    ]


def test_pieces_have_plain_names() -> None:
    """A word's piece is known from its beginning, in any script."""
    assert [shard(word) for word in ("ferry", "a", "東京", "aж")] == ["w-fe", "w-a", "w-u6771", "w-u61"]


def test_every_page_is_found_by_its_name(edition: Path) -> None:
    """The article by a word of its headline, its quotes by their words, and each leads to a file."""
    hits = found(edition, "supper")
    assert ["2024-05-03-ferry-bumps-bridge.html" in hit[1] for hit in hits].count(True) >= 2
    assert all((edition / hit[1].partition("#")[0]).is_file() for hit in hits)
    assert any(hit[1] == "articles/2024-05-03-ferry-bumps-bridge.html" for hit in found(edition, "fog"))
    assert found(edition, "zzyzzx") == []


def test_drafts_are_marked(edition: Path) -> None:
    """What nobody has read a second time says so in the results, too."""
    marked = {hit[2].endswith(" (draft)") for hit in found(edition, "ferry") if "crash-shuts-bridge" in hit[1]}
    assert marked == {True}
    assert not any("(draft)" in hit[2] for hit in found(edition, "ferry") if "ferry-bumps-bridge" in hit[1])
