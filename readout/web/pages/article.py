"""The article page: what one article does, annotation by annotation, each with its words."""

from typing import Any

from datasette import Response

from readout.web.highlight import Span, paragraphs
from readout.web.pages.utterance import unfold
from readout.web.prose import markdown
from readout.web.respond import not_found, page
from readout.web.section import Record, Section, Site, statement
from readout.web.texts import read_text, texts_folder
from readout.web.vocabulary import language_name, meanings

#: A kind of annotation: its word on the page, the page that it leads to, and the section that lists its rows.
KINDS = {
    "quote": ("quote", "actors", "article_quotes"),
    "coverage": ("claim", "claims", "article_coverage"),
    "mention": ("event", "events", "article_mentions"),
    "naming": ("term", "concepts", "article_namings"),
    "stance": ("stance", "actors", "article_stances"),
    "frame": ("frame", "", "article_frames"),
    "credit": ("credit", "actors", "article_credits"),
    "zone": ("not the article", "", "article_zones"),
    "reuse": ("earlier text", "actors", "article_reuse"),
}
VOCABULARIES = ("genre", "digital-source-type", "annotation-status", "basis", "quote-type", "distance", "alteration")
#: Sections of the page that hang on the article's id alone, and how many rows of each stand on one page.
SECTIONS = {
    "credits": 100, "kinds": 20, "quotes": 200, "coverage": 200, "absences": 200, "unchecked": 100,
    "mentions": 100, "namings": 300, "stances": 100, "frames": 50, "sources": 100, "zones": 100, "reuse": 50,
    "versions": 10, "grounds": 100,
}  # fmt: skip


async def article_page(site: Site, record_id: str) -> Response:
    """`/articles/ID`; `?kind=` shows the annotations of one kind only in the reading order."""
    head = await site.section("article_head", 1, article=record_id)
    if not head.rows:
        return await not_found(site, "articles", record_id)
    article = head.rows[0]
    kind = site.request.args.get("kind") or ""
    kind = kind if kind in KINDS else ""
    sections = {name: await site.section(f"article_{name}", size, article=record_id) for name, size in SECTIONS.items()}
    unfold(sections["quotes"], sections["coverage"])
    context: dict[str, Any] = {
        **sections,
        "head": head,
        "article": article,
        "kind": kind,
        "all_kinds": KINDS,
        "outlet": await site.section("article_outlet", 1, outlet=article["outlet"] or ""),
        "annotations": await site.section("article_annotations", 300, article=record_id, kind=kind),
        "nested": nested(sections["quotes"]),
        "note": markdown(article["note"]),
        "meanings": await meanings(site, VOCABULARIES),
        "language_name": language_name,
        **await local_text(site, article),
    }
    response = await page(site, "readout_article.html", context)
    if context["text_here"]:
        response.headers["Cache-Control"] = "no-store"
    return response


def nested(quotes: Section) -> dict[str, list[Record]]:
    """The quotes inside each quote by its id; under an empty id those inside none of this page."""
    here = {row["id"] for row in quotes.rows}
    children: dict[str, list[Record]] = {}
    for row in quotes.rows:
        children.setdefault(row["inside"] if row["inside"] in here else "", []).append(row)
    return children


async def local_text(site: Site, article: Record) -> dict[str, Any]:
    """The article's text with its annotations, where the folder of texts is given and the reader is on this machine."""
    folder = texts_folder(site.request)
    if folder is None:
        return {"text_here": False}
    text = read_text(folder, article["text"], article["text_sha256"])
    spans = await site.section("article_spans", 20_000, article=article["id"])
    every = await site.rows(statement("article_annotations").sql, {"article": article["id"], "kind": ""})
    found = [Span(**row) for row in spans.rows]
    return {
        "text_here": True,
        "refused": text.refused,
        "paragraphs": paragraphs(text.words, found) if text.words else [],
        "spans": spans,
        "by_annotation": {row["annotation"]: row for row in every},
    }
