"""The claims and concepts of a story, and which of its articles is asked for which."""

from typing import Any

from readout.dates import bounds

from .chance import long_tail, one_of
from .contract import contract
from .days import iso
from .english import prose, sentence, title
from .story import Head, Known, Story

KINDS = {"fact": 48, "value": 20, "absence": 7, "position": 10, "judgement": 10, "prediction": 5}
VALUES = {"date": 30, "number": 40, "name": 15, "text": 15}


def add_claims(story: Story) -> None:
    """Claims, each with the articles that are checked for it: two at least, where two could know it."""
    for number in range(long_tail(story.random, *story.profile.claims)):
        claim = Known(f"claim-{story.id}-{number}", _claim(story))
        known = bounds(claim.record.get("known_from", ".."), None)[0] if "known_from" in claim.record else ""
        able = [head for head in story.heads if head.latest >= (known or "")]
        if not able:
            continue
        chosen = _some(story, able, one_of(story.random, {50: 20, 70: 30, 90: 50}) / 100)
        others = [head for head in able if head.is_reviewed and head is not chosen[0]]
        if others and number and story.turns("claim checked once", 0.004):
            chosen = chosen[:1]
            claim.record["allow"] = {"R414": prose(story.random, 12)}
        _relate(story, claim)
        story.claims.append(claim)
        for head in chosen:
            head.claims.append(claim.id)


def _claim(story: Story) -> dict[str, Any]:
    random, turns, kind = story.random, story.turns, one_of(story.random, KINDS)
    record: dict[str, Any] = {"statement": sentence(random, 5, 18), "story": story.id, "kind": kind}
    if kind == "absence":
        record["scope"] = title(random, 3, 9)
    if kind == "value":
        record["value_type"] = one_of(random, VALUES)
    if turns("claim event", 0.6):
        record["event"] = random.choice(story.events).id
    if turns("claim utterance", 0.3):
        record["utterance"] = random.choice(story.utterances).id
    if turns("known from", 0.6):
        late = turns("known late", 0.2)
        record["known_from"] = iso(story.first_day + (random.randint(2, 20) if late else 0))
    if turns("claim note", 0.25):
        record["note"] = prose(random, random.randint(6, 40))
    return record


def _relate(story: Story, claim: Known) -> None:
    if story.claims and story.turns("claim relation", 0.15):
        relation = contract().word(story.random, "claim-relation")
        other = story.random.choice(story.claims).id
        claim.record["relations"] = [{"relation": relation, "other": other, "note": prose(story.random, 15)}]


def add_concepts(story: Story) -> None:
    """Concepts, each with the articles that name it: two at least, where there are two."""
    wanted = max(3, story.profile.namings[0] * 2 - 2)
    for number in range(long_tail(story.random, wanted, 3, 40)):
        record: dict[str, Any] = {"title": title(story.random, 1, 4), "definition": prose(story.random, 14)}
        if not story.turns("concept of all stories", 0.1):
            record["story"] = story.id
        chosen = _some(story, story.heads, 0.4 if number else 1)
        reviewed = [head for head in story.heads if head.is_reviewed and head is not chosen[0]]
        if number > 2 and reviewed and story.turns("concept named once", 0.004):
            chosen = chosen[:1]
            record["allow"] = {"R415": prose(story.random, 12)}
        concept = Known(f"concept-{story.id}-{number}", record)
        story.concepts.append(concept)
        for head in chosen:
            head.concepts.append(concept.id)


def _some(story: Story, heads: list[Head], share: float) -> list[Head]:
    """A share of some articles, two at least where there are two."""
    return story.random.sample(heads, min(len(heads), max(2, round(share * len(heads)))))
