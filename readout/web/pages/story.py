"""The story page: what each outlet made of the same events."""

import json
from typing import Any

from datasette import Response

from readout.web.plots.kinds import make
from readout.web.respond import not_found, page
from readout.web.section import Record, Section, Site

CLAIMS_A_PAGE = 60
MOST_ARTICLES = 12
FILTERS = ("outlet", "kind", "cell")
PLOTS = ("timeline", "stance", "sources", "similarity")


async def story_page(site: Site, record_id: str) -> Response:
    """`/stories/ID`, with the filters `outlet` (several), `kind` and `cell` in the address."""
    story = await site.one("stories", record_id)
    if story is None:
        return await not_found(site, "stories", record_id)
    articles = await site.section("story_articles", story=record_id)
    wanted = site.request.args.getlist("outlet")
    shown = [row for row in articles.rows if not wanted or row["outlet"] in wanted][:MOST_ARTICLES]
    claims = await site.section(
        "story_claims", CLAIMS_A_PAGE, story=record_id, **chosen(site), outlets=json.dumps(wanted)
    )
    events = await site.section("story_timeline", 300, story=record_id)
    context = {
        "story": story,
        "articles": articles,
        "shown": shown,
        "wanted": wanted,
        "chosen": chosen(site),
        "claims": claims,
        "matrix": await matrix(site, claims, [row["id"] for row in shown]),
        "days": by_day(events),
        "events": events,
        "disagreements": await site.section("story_disagreements", 200, story=record_id),
        "silences": await site.section("story_silences", 400, story=record_id),
        "sources": await site.section("story_sources", 30, story=record_id),
        "namings": await site.section("story_namings", 400, story=record_id),
        "stances": await site.section("story_stances", 400, story=record_id),
        "frames": await site.section("story_frames", story=record_id),
        "plots": {name: await make(site, name, record_id) for name in PLOTS},
    }
    return await page(site, "readout_story.html", context)


def chosen(site: Site) -> dict[str, str]:
    """The filters of the address that hold one value each."""
    return {name: site.request.args.get(name) or "" for name in ("kind", "cell")}


def by_day(events: Section) -> dict[str, dict[str, list[Record]]]:
    """The mentions on this page: date of the event → event → its mentions."""
    days: dict[str, dict[str, list[Record]]] = {}
    for row in events.rows:
        days.setdefault(row["date"] or "", {}).setdefault(row["event"], []).append(row)
    return days


async def matrix(site: Site, claims: Section, articles: list[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """The cells of the claims on this page: claim id → article id → cell, with its evidence."""
    ids = [row["claim"] for row in claims.rows]
    section = await site.section("story_cells", 100_000, claims=json.dumps(ids), articles=json.dumps(articles))
    cells: dict[str, dict[str, dict[str, Any]]] = {}
    for row in section.rows:
        cells.setdefault(row["claim"], {})[row["article"]] = row
    return cells
