"""schema.org Claim: where a claim appears, where it appeared first, and who disputes it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.export.linking import linked, spoilt

LANTERN, COURIER, TIDEWIRE = (
    f"urn:readout:articles:{name}"
    for name in ("2024-05-03-ferry-bumps-bridge", "2024-05-04-crash-shuts-bridge", "2024-05-05-owners-to-visit")
)


@pytest.fixture(scope="module")
def nodes(exported: Path) -> dict[str, dict[str, Any]]:
    """The nodes of the made-up dataset's claims, by name."""
    read = json.loads((exported / "claims" / "claims.jsonld").read_text(encoding="utf-8"))
    assert read["@context"] == "https://schema.org/"
    return {node["@id"]: node for node in read["@graph"]}


def named(links: list[dict[str, str]]) -> set[str]:
    """What links name."""
    return {link["@id"] for link in links}


def stances(nodes: dict[str, dict[str, Any]], claim: str) -> dict[str, str]:
    """By article, the stance of its passage about a claim."""
    about = {"@id": f"urn:readout:claims:{claim}"}
    return {
        node["isPartOf"]["@id"]: nodes[node["keywords"]["@id"]]["name"]
        for node in nodes.values()
        if node["@type"] == "CreativeWork" and node["about"] == about
    }


def test_a_claim_appears_where_it_is_asserted_or_attributed(nodes: dict[str, dict[str, Any]]) -> None:
    """Not where it is disputed or denied, and not where it is absent; passages tell which is which."""
    assert named(nodes["urn:readout:claims:sea-defence-sound"]["appearance"]) == {LANTERN}
    assert stances(nodes, "sea-defence-sound") == {LANTERN: "attributes", COURIER: "disputes"}
    assert named(nodes["urn:readout:claims:line-apologised"]["appearance"]) == {TIDEWIRE}
    assert stances(nodes, "line-apologised") == {COURIER: "denies", TIDEWIRE: "attributes"}
    assert "appearance" not in nodes["urn:readout:claims:repair-paid-by-line"]
    assert "absent" not in {stance for name in nodes for stance in stances(nodes, name.rpartition(":")[2]).values()}


def test_the_first_appearance_is_said_only_where_it_is_known(nodes: dict[str, dict[str, Any]]) -> None:
    """Two dates that overlap, as a minute and a day in another time zone may, say nothing of which was first."""
    assert nodes["urn:readout:claims:sea-defence-sound"]["firstAppearance"] == {"@id": LANTERN}
    assert named(nodes["urn:readout:claims:bump-date"]["appearance"]) == {LANTERN, COURIER}
    assert "firstAppearance" not in nodes["urn:readout:claims:bump-date"]


def test_a_passage_says_whose_word_it_takes_and_which_value_it_gives(nodes: dict[str, dict[str, Any]]) -> None:
    """A person is a Person; outlets that give other numbers can be told apart."""
    days = [
        node["mainEntity"]["value"]
        for node in nodes.values()
        if node["@type"] == "CreativeWork" and node["about"]["@id"].endswith(":closed-days")
    ]
    assert sorted(days) == ["14", "9", "9"]
    speakers = {node["mentions"]["name"]: node["mentions"]["@type"] for node in nodes.values() if "mentions" in node}
    assert speakers["Jana Marsh"] == "Person"
    assert speakers["Otterby Town Council"] == "Organization"


def test_an_article_has_its_outlet_and_its_date(nodes: dict[str, dict[str, Any]]) -> None:
    """A minute that is known is written as one; a day stays a day."""
    assert nodes[LANTERN]["@type"] == "ReportageNewsArticle"
    assert nodes[nodes[LANTERN]["publisher"]["@id"]]["name"] == "The Otterby Lantern"
    assert nodes[LANTERN]["datePublished"] == "2024-05-03T23:10:00Z"
    assert nodes[COURIER]["datePublished"] == "2024-05-04"


def test_it_holds_against_schema_orgs_vocabulary(exported: Path, standards: str, tmp_path: Path) -> None:
    """Every property is one of its type and every value in its range; and what is spoilt is found."""
    shutil.copytree(exported / "claims", tmp_path / "claims")
    assert linked(standards, tmp_path) == {"claims": []}
    file = tmp_path / "claims" / "claims.jsonld"
    for old, new in (
        ('"appearance"', '"apparition"'),
        ('"@type":"Claim"', '"@type":"Place"'),
        ('"@type":"Event"', '"@type":"E"'),
    ):
        before = file.read_text(encoding="utf-8")
        spoilt(file, old, new)
        assert linked(standards, tmp_path)["claims"] != [], old
        file.write_text(before, encoding="utf-8")
