"""The utterance page: what was said, and what each article made of the words."""

import json
from typing import Any

from datasette import Response

from readout.web.apparatus import numbered, pieces, places, shares_words, siglum, words_of
from readout.web.marks import moment
from readout.web.respond import not_found, page
from readout.web.section import Record, Section, Site
from readout.web.vocabulary import language_name, meanings

RENDERINGS_A_PAGE = 12
MOST_ZONES = 6
VOCABULARIES = ("quote-medium", "source-channel", "quote-type", "distance", "alteration", "basis")


async def utterance_page(site: Site, record_id: str) -> Response:
    """`/utterances/ID`; `?base=` names the quote that the others are set against, or `original`."""
    head = await site.section("utterance_head", 1, utterance=record_id)
    if not head.rows:
        return await not_found(site, "utterances", record_id)
    renderings = await site.section("utterance_renderings", RENDERINGS_A_PAGE, utterance=record_id)
    reports = await site.section("utterance_reports", 50, utterance=record_id)
    unfold(renderings, reports)
    context = {
        "head": head,
        "utterance": head.rows[0],
        "speakers": await site.section("utterance_speakers", utterance=record_id),
        "renderings": renderings,
        "reports": reports,
        "alterations": await site.section("utterance_alterations", utterance=record_id),
        "claims": await site.section("utterance_claims", utterance=record_id),
        "grounds": await site.section("utterance_grounds", utterance=record_id),
        "elsewhere": elsewhere(head.rows[0], [*renderings.rows, *reports.rows]),
        "meanings": await meanings(site, VOCABULARIES),
        "language_name": language_name,
    }
    return await page(site, "readout_utterance.html", context | await apparatus(site, record_id, renderings))


def unfold(*sections: Section) -> None:
    """Turn the lists that SQL gives as JSON into lists."""
    for section in sections:
        for row in section.rows:
            row |= {name: json.loads(row[name]) for name in ("hops", "alterations", "joint") if name in row}


async def apparatus(site: Site, utterance: str, renderings: Section) -> dict[str, Any]:
    """The renderings of this page set against the base: marked one by one, and place by place."""
    base = await _base(site, utterance)
    if base is None:
        return {"base": None}
    shown = [row["id"] for row in renderings.rows if row["id"] != base["quote"]]
    section = await site.section(
        "utterance_changes", 100_000, utterance=utterance, base=base["quote"], quotes=json.dumps(shown)
    )
    changes = {quote: rows for quote, rows in section.by("quote").items() if shares_words(rows)}
    found = places(base["words"], changes)
    marked = {
        row["id"]: pieces(base["words"], row["exact"], changes[row["id"]])
        for row in renderings.rows
        if row["id"] in changes
    }
    first = (renderings.page - 1) * RENDERINGS_A_PAGE
    base_words = words_of(next(iter(changes.values()), []), "words_base")
    return {
        "base": base,
        "base_text": numbered(base["words"], base_words, found) if base_words else [(base["words"], [])],
        "places": found,
        "marked": marked,
        "compared": {row["quote"] for row in section.rows},
        "sigla": {row["id"]: siglum(first + at) for at, row in enumerate(renderings.rows)},
        "by_quote": {row["id"]: row for row in renderings.rows},
        "changes": section,
        "counts": await site.section("utterance_counts", utterance=utterance, base=base["quote"]),
    }


async def _base(site: Site, utterance: str) -> Record | None:
    wanted = (site.request.args.get("base") or "")[:200]
    found = await site.section("utterance_base", 1, utterance=utterance, base=wanted)
    return found.rows[0] if found.rows else None


def elsewhere(utterance: Record, renderings: list[Record]) -> list[tuple[str, str]]:
    """When it was said by the clocks of the articles that render it: from, and to where it is not one moment."""
    earliest, latest, own = utterance["date_earliest"], utterance["date_latest"], utterance["time_zone"]
    if not earliest or not latest or not own:
        return []
    zones = dict.fromkeys(row["time_zone"] for row in renderings if row["time_zone"] not in {None, own})
    told = [(moment(earliest, zone), moment(latest, zone)) for zone in [*zones][:MOST_ZONES]]
    return [(begins, "") if begins == ends else (begins.partition(" in ")[0], ends) for begins, ends in told]
