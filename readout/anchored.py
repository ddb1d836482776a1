"""Bring the anchors into the rows: offsets of evidence, and what an article's text adds up to."""

from collections.abc import Iterable

from readout.checks.world import World


def add_anchors(world: World) -> None:
    """Fill in, where a text was at hand: evidence's offsets, and articles' hash, length and quoted share."""
    for row in world.rows["evidence"]:
        anchors = world.anchors.get(row.path.removesuffix(".md"), {}).get("anchors", {})
        if row.id in anchors:
            anchor = anchors[row.id]
            row.values.update({name: anchor[name] for name in ("start", "end", "prefix", "suffix")})
    quoted = {row.id for row in world.rows["quotes"] if row.values["type"] in {"direct", "mixed"}}
    for article in world.rows["articles"]:
        anchors = world.anchors.get(article.path.removesuffix(".md"))
        if anchors:
            article.values["text_sha256"] = anchors["sha256"]
            article.values["text_length"] = anchors["length"]
            article.values["quoted_share"] = _quoted_share(world, article.id, anchors["length"], quoted)


def _quoted_share(world: World, article: str, length: int, quoted: set[str]) -> float:
    spans = [
        span
        for row in world.evidence[article]
        if row.values["field"] == "exact" and row.values["annotation"] in quoted and (span := world.span(row))
    ]
    zones = covered((start, end) for start, end, _ in world.zones.get(article, ()))
    return round(covered(spans) / max(1, length - zones), 4)


def covered(spans: Iterable[tuple[int, int]]) -> int:
    """How many code points a set of spans covers, each counted once."""
    total, reached = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
