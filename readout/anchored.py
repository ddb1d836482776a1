"""Bring the anchors into an article's rows: offsets of evidence, and what the text adds up to."""

from readout.anchors_file import FARES, versions_of
from readout.row import Row, Rows, row_id
from readout.spans import covered
from readout.unit import Unit

#: What a row of evidence takes over from its anchor.
OF_ANCHOR = ("start", "end", "prefix", "suffix", "normalisation")


def add_anchors(unit: Unit, rows: Rows) -> None:
    """Fill in, where a text was at hand: evidence's offsets, and the article's hash, length, words and quoted share.

    Takes a unit and its rows that the database has.
    """
    anchors = unit.anchors
    if not anchors:
        return
    known = anchors["anchors"]
    for row in rows["evidence"]:
        if anchor := known.get(row.id):
            row.values.update({name: anchor[name] for name in OF_ANCHOR if name in anchor})
    for article in rows["articles"]:
        quoted = {row.id for row in rows["quotes"] if row.values["type"] in {"direct", "mixed"}}
        article.values["text_sha256"] = anchors["sha256"]
        article.values["text_length"] = anchors["length"]
        article.values["text_words"] = anchors.get("words")
        article.values["quoted_share"] = _quoted_share(unit, anchors["length"], quoted)


def version_rows(unit: Unit, rows: Rows) -> list[Row]:
    """The rows of `article_versions`: the versions of an article's text that was anchored, the oldest first."""
    made: list[Row] = []
    for article in rows["articles"]:
        for seq, version in enumerate(versions_of(unit.anchors, article.values.get("retrieved"))):
            fared = version.get("fared", {})
            values = {
                "id": row_id(article.id, "article_versions", str(seq), version["sha256"]),
                "article": article.id, "seq": seq, "text_sha256": version["sha256"],
                "text_length": version["length"], "retrieved": version.get("retrieved"),
                **{name: fared.get(name) for name in FARES},
            }  # fmt: skip
            made.append(Row("article_versions", values, unit.anchors_path, ("versions", seq)))
    return made


def _quoted_share(unit: Unit, length: int, quoted: set[str]) -> float:
    spans = [
        span
        for row in unit.evidence
        if row.values["field"] == "exact" and row.values["annotation"] in quoted and (span := unit.span(row))
    ]
    zones = covered((start, end) for start, end, _ in unit.zones)
    return round(covered(spans) / max(1, length - zones), 4)
