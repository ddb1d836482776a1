"""Web Annotations: each finds its words in the text, and holds against the Recommendation."""

import json
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from readout.export.annotations import KINDS, Annotations
from readout.export.source import Source, open_source
from readout.export.web_annotation import write
from tests.conftest import CORPUS, ROOT
from tests.export.conftest import copied
from tests.export.linking import linked, spoilt

Found = dict[str, Any]


@pytest.fixture(scope="module")
def annotations(exported: Path) -> list[Found]:
    """The annotations of the made-up dataset, as the file has them."""
    return [json.loads(line) for line in (exported / "web-annotation" / "annotations.ndjson").open(encoding="utf-8")]


@pytest.fixture
def texts(source: Source) -> dict[str, str]:
    """The made-up texts by the addresses of their articles."""
    return {
        row["url"]: (CORPUS / "texts" / row["text"]).read_bytes().decode("utf-8") for row in source.dicts("articles")
    }


def places(text: str, selector: Found) -> list[tuple[int, int]]:
    """Where a TextQuoteSelector matches; the Recommendation lets it match in more than one place."""
    before, exact = selector.get("prefix", ""), selector["exact"]
    words, found, at = before + exact + selector.get("suffix", ""), [], -1
    while (at := text.find(words, at + 1)) >= 0:
        found.append((at + len(before), at + len(before) + len(exact)))
    return found


def test_every_span_is_found_again_by_its_words_and_by_its_place(
    annotations: list[Found], texts: dict[str, str], source: Source
) -> None:
    """A resolver that knows only the text finds each piece of evidence where both selectors say it is."""
    resolved = Counter[str]()
    for target in (target for each in annotations for target in each["target"] if "id" in target):
        quote, position = target["selector"]
        assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        text, span = texts[target["source"]], (position["start"], position["end"])
        assert text[slice(*span)] == quote["exact"]
        assert span in places(text, quote)
        resolved[target["id"]] += 1
    assert resolved == {f"urn:readout:evidence:{row['id']}": 1 for row in source.dicts("evidence")}


def test_positions_count_code_points(annotations: list[Found], texts: dict[str, str]) -> None:
    """The Recommendation's unit: behind a bridge that UTF-16 writes in two units, the numbers of both differ."""
    behind = [
        (texts[target["source"]], target["selector"][1]["start"])
        for each in annotations
        for target in each["target"]
        if "id" in target and "🌉" in texts[target["source"]][: target["selector"][1]["start"]]
    ]
    assert behind
    assert all(len(text[:start].encode("utf-16-le")) // 2 != start for text, start in behind)


def test_a_span_with_gaps_is_several_targets_in_order(annotations: list[Found]) -> None:
    """Each piece with its place in the span."""
    gapped = next(each for each in annotations if len(each["target"]) > 1 and "quotes:" in each["id"])
    assert [target["readout:evidence--seq"] for target in gapped["target"]] == [0, 1]
    assert [target["selector"][0]["exact"] for target in gapped["target"]] == [
        "We thank everybody", "the ducks included, for their patience",
    ]  # fmt: skip


def test_what_is_absent_is_said_of_the_article_itself(annotations: list[Found], source: Source) -> None:
    """A finding without words of the text has the article for its target, and no selector."""
    absent = [each for each in annotations if each["body"][0].get("readout:coverage--stance") == "absent"]
    assert len(absent) == sum(row["stance"] == "absent" for row in source.dicts("coverage")) > 0
    assert not any("selector" in target for each in absent for target in each["target"])


def test_a_zone_is_a_range_from_its_first_words_to_its_end(annotations: list[Found], texts: dict[str, str]) -> None:
    """To its last words where the curator gave them, and else to the end of the text."""
    ends = []
    for zone in (each for each in annotations if "article_zones:" in each["id"]):
        whole, first = zone["target"][:2]
        text = texts[whole["source"]]
        span = text[whole["selector"]["startSelector"]["start"] : whole["selector"]["endSelector"]["start"]]
        assert span.startswith(first["selector"][0]["exact"])
        ends.append(span.endswith("Drawn by a machine.") or text.endswith(span))
    assert ends == [True, True]


def test_every_annotation_is_there_with_its_row_and_who_made_it(annotations: list[Found], source: Source) -> None:
    """Each row of each kind once; references are names of rows, null is left out."""
    rows = [(table.name, row["id"]) for _, table in Annotations(source).kinds for row in source.dicts(table.name)]
    assert sorted(each["id"] for each in annotations) == sorted(f"urn:readout:{n}:{i}#annotation" for n, i in rows)
    quote = next(each for each in annotations if "quotes:2024-05-03-ferry-bumps-bridge-4n2rjkao" in each["id"])
    body = quote["body"][0]
    assert body["readout:quotes--speaker"] == {"id": "urn:readout:actors:otterby-council"}
    assert body["readout:quotes--type"] == "direct"
    assert "readout:quotes--note" not in body
    assert quote["creator"] == {
        "id": "urn:readout:curators:ferry-desk", "type": "Organization", "name": "The Ferry Desk",
    }  # fmt: skip
    assert quote["motivation"] == "classifying"
    assert {each["purpose"]: each.get("source") for each in quote["body"][1:]} == {
        "linking": "urn:readout:actors:otterby-council", "classifying": None,
    }  # fmt: skip


def test_a_collection_holds_what_the_lines_hold(exported: Path, annotations: list[Found]) -> None:
    """An article's annotations in the text's order, counted."""
    collected = []
    for file in sorted((exported / "web-annotation" / "articles").iterdir()):
        collection = json.loads(file.read_text(encoding="utf-8"))
        items = collection["first"]["items"]
        assert collection["total"] == len(items)
        collected += [{"@context": collection["@context"], **each} for each in items]
    assert collected == annotations


def test_every_kind_of_evidence_of_the_schema_is_known() -> None:
    """A kind that is new in schema.yaml needs a motivation here; without one it is exported all the same."""
    defined = yaml.safe_load((ROOT / "schema.yaml").read_text(encoding="utf-8"))["$defs"]
    kinds = {
        name
        for name, shape in defined.items()
        for given in shape.get("properties", {}).values()
        if isinstance(given, dict) and given.get("$ref") == "#/$defs/evidence" and "x-table" in shape
    }
    assert kinds == set(KINDS)


def test_with_an_address_names_are_addresses(source: Source, tmp_path: Path) -> None:
    """Those of the website's pages, whether or not the address ends in a slash."""
    for base in ("https://example.org/readout", "https://example.org/readout/"):
        folder = tmp_path / str(len(base))
        write(replace(source, base=base), folder)
        first = json.loads((folder / "annotations.ndjson").read_text(encoding="utf-8").split("\n")[0])
        assert first["id"].startswith("https://example.org/readout/coverage/2024-05-03-ferry-bumps-bridge-")
        assert first["@context"][1] == {"readout": "https://example.org/readout/columns/"}


def test_the_article_is_named_where_it_has_no_address(released: Path, tmp_path: Path) -> None:
    """A target needs a source."""
    file = copied(released / "build" / "readout.db", tmp_path / "changed.db")
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE articles SET url = NULL")
    with open_source(file) as changed:
        write(changed, tmp_path / "made")
    made = [json.loads(line) for line in (tmp_path / "made" / "annotations.ndjson").open(encoding="utf-8")]
    sources = {target["source"] for each in made for target in each["target"]}
    assert len(sources) == 3
    assert "urn:readout:articles:2024-05-03-ferry-bumps-bridge" in sources


def test_pyld_reads_it_and_it_holds_against_the_recommendation(exported: Path, standards: str, tmp_path: Path) -> None:
    """Every word is one of the W3C's context, every must is met; and what is spoilt is found."""
    shutil.copytree(exported / "web-annotation", tmp_path / "web-annotation")
    assert linked(standards, tmp_path) == {"web-annotation": []}
    file = tmp_path / "web-annotation" / "annotations.ndjson"
    for old, new in (
        ('"motivation":"linking"', '"motivation":"thinking"'),
        ('"exact":', '"exactly":'),
        ('"end":', '"to":'),
    ):
        before = file.read_text(encoding="utf-8")
        spoilt(file, old, new)
        assert linked(standards, tmp_path)["web-annotation"] != [], old
        file.write_text(before, encoding="utf-8")
