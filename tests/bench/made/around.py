"""What stands around an article: its head, its credits, what in its text is not the article, what it reuses."""

import re
from typing import Any

from .days import iso
from .english import prose
from .grounds import address, ground
from .writing import Row, Writing

GUIDES = ("1", "1.1", "2")


#: A time that says of which zone it is.
ZONED = re.compile(r"T.*(?:Z|[+-][0-9]{2}:[0-9]{2})$")


def head_of(article: Writing) -> dict[str, Any]:
    """The fields above the lists; writes the headline into the text."""
    head, random, turn, tongue = article.head, article.random, article.turn, article.tongue
    headline = tongue.words(random, random.randint(4, 12))
    article.page.put(headline)
    article.page.put("\n\n")
    record: dict[str, Any] = {"headline": headline, "story": article.story.id, "published": head.published}
    written = turn("article zone", 0.8)
    if written or not ZONED.search(head.published):  # a clock time without a zone would be meant in UTC
        record["time_zone"] = head.zone
    record |= {"language": head.outlet.language, "url": f"https://{head.outlet.id}.example/{head.id}"}
    grounds: dict[str, Any] = {}
    for name, share, value in (
        ("section", 0.6, tongue.words(random, 1)), ("dateline", 0.4, tongue.name(random)),
        ("genre", 1.0, article.word("genre")), ("digital_source_type", 0.35, article.word("digital-source-type")),
    ):  # fmt: skip
        if turn(name, share):
            record[name] = value
        elif turn(f"unknown {name}", 0.1):
            record[name] = None
            grounds[name] = ground(random, False)
    record |= _origin(article) | _curation(article)
    if turn("ground of published", 0.05):
        grounds["published"] = ground(random, True)
    if grounds:
        record["grounds"] = grounds
    return record


def _origin(article: Writing) -> dict[str, Any]:
    """Who else wrote or printed it: mostly nobody."""
    others = [head.outlet.id for head in article.story.heads if head.outlet is not article.head.outlet]
    found: dict[str, Any] = {}
    if others and article.turn("wire origin", 0.1):
        found["wire_origin"] = article.random.choice(others)
    elif others and article.turn("republished", 0.05):
        found["republished_by"] = article.random.choice(others)
    return found


def _curation(article: Writing) -> dict[str, Any]:
    """Where the text lies, who annotated it and how far, and what it reports."""
    head, random = article.head, article.random
    found: dict[str, Any] = {"text": f"{head.id}.txt"}
    if article.turn("retrieved", 0.5):
        found["retrieved"] = iso(head.day + random.randint(0, 30))
    found["curator"] = random.choice(article.story.shared.curators)
    if head.is_reviewed:
        found["reviewed_by"] = random.choice(article.story.shared.curators)
    found["status"] = "reviewed" if head.is_reviewed else "draft"
    if article.turn("guide", 0.7):
        found["guide"] = random.choice(GUIDES)
    found["summary"] = prose(random, random.randint(10, 40))
    return found


def zones_before(article: Writing) -> list[Row]:
    """A date stamp above the text and a caption, now and then."""
    zones: list[Row] = []
    for kind, share in (("metadata", 0.12), ("caption", 0.3)):
        if article.turn(f"zone {kind}", share):
            zones.append(_zone(article, kind, has_end=True))
    return zones


def zones_after(article: Writing) -> list[Row]:
    """Teasers, rankings and notices below the text; the last one runs to its end."""
    article.page.put("\n\n")
    kinds = [kind for kind in ("teasers", "ranking", "promotion", "notice") if article.turn(f"zone {kind}", 0.12)]
    return [_zone(article, kind, has_end=kind != kinds[-1]) for kind in kinds]


def _zone(article: Writing, kind: str, has_end: bool) -> Row:
    random, tongue = article.random, article.tongue
    first, last = (tongue.few(random, random.randint(2, 5)) for _ in range(2))
    between = tongue.space + tongue.words(random, random.randint(3, 40)) + tongue.space
    begins, ends = article.page.zone(first, between, last)
    row: Row = {"kind": kind, "from": begins}
    return {**row, "to": ends} if has_end else row


def credits_of(article: Writing) -> list[Row]:
    """Who is credited: mostly an author; each printed in a line of its own."""
    rows: list[Row] = []
    for role, share in (("author", 0.75), ("agency", 0.2), ("photographer", 0.15), ("photo-agency", 0.1),
                        ("editor", 0.05), ("illustrator", 0.02), ("publisher", 0.02)):  # fmt: skip
        if article.turn(f"credit {role}", share):
            row: Row = {"role": role, "name": article.page.put(article.tongue.name(article.random, 2))}
            article.page.put("\n\n")
            if article.turn("credited actor", 0.3):
                row["actor"] = article.actor()
            if article.turn("credit source type", 0.05):
                row["digital_source_type"] = article.word("digital-source-type")
            rows.append(row)
    return rows


def reuse_of(article: Writing) -> list[Row]:
    """A passage that goes back to an earlier text, in one article of twelve."""
    if not article.turn("reuse", 0.08):
        return []
    random, row = article.random, Row(kind=article.word("reuse-kind"))
    if article.turn("reuse origin", 0.8):
        row["origin"] = article.actor()
    if article.turn("reuse date", 0.6):
        row["date"] = iso(article.head.day - random.randint(0, 9))
    if article.turn("reuse address", 0.4):
        row["url"] = address(random)
    basis = ground(random, True)
    row |= {"basis": basis["basis"], "ground": basis["ground"]}
    if "confidence" in basis or article.turn("reuse confidence", 0.3):
        row["confidence"] = basis.get("confidence", article.word("confidence"))
    row["evidence"] = article.page.locator(random)
    return [row]
