"""The compare page: two to six articles, or outlets, side by side."""

import json
from collections.abc import Callable
from typing import Any

from datasette import Response

from readout.web.compared import Asked, read_request
from readout.web.respond import not_found, page
from readout.web.section import Record, Section, Site
from readout.web.vocabulary import language_name, meanings

CLAIMS_A_PAGE = 50
CHOICES = 200
EVERY = 2000
VOCABULARIES = ("genre", "digital-source-type", "outlet-kind", "state-media", "frame-code", "voice")

#: The rows of the table of facts: a heading, and what stands there for an article.
FACTS: tuple[tuple[str, str], ...] = (
    ("Headline", "headline"), ("Outlet", "outlet_name"), ("Kind of outlet", "outlet_kind"), ("Country", "country"),
    ("State media", "state_media"), ("Published", "published"), ("Language", "language"), ("Genre", "genre"),
    ("Section", "section"), ("Credits", "credits"), ("How it was made", "digital_source_type"),
    ("Written by", "wire_origin"), ("Story", "story_title"), ("In quotation marks", "quoted_share"),
    ("Quotes", "quotes"), ("Claims carried, of those checked", "carried"), ("Annotation", "status"),
    ("The article itself", "url"),
)  # fmt: skip


async def compare_page(site: Site) -> Response:
    """`/compare`, with `article` or `outlet` two to six times, and `story` and `only` as filters."""
    story = site.request.args.get("story") or ""
    if story and await site.one("stories", story) is None:
        return await not_found(site, "stories", story)
    asked = await read_request(site, story)
    context: dict[str, Any] = {
        "asked": asked,
        "story": story,
        "stories": await site.section("home_stories", 500),
        "articles_to_choose": await site.section("compare_choices_articles", CHOICES, story=story),
        "outlets_to_choose": await site.section("compare_choices_outlets", CHOICES, story=story),
    }
    if asked.problem or not asked.ids:
        return await page(site, "readout_compare.html", context, status=asked.status)
    context |= await comparison(site, asked, story)
    return await page(site, "readout_compare.html", context)


async def comparison(site: Site, asked: Asked, story: str) -> dict[str, Any]:
    """The sections of the page, each restricted to the articles that were asked for."""
    given = {"by": asked.by, "ids": json.dumps(asked.ids), "story": story}
    only = "differ" if site.request.args.get("only") == "differ" else ""
    facts = await site.section("compare_facts", EVERY, **given)
    claims = await site.section("compare_claims", CLAIMS_A_PAGE, **given, only=only)
    cells = await site.section(
        "compare_cells", 100_000, **given, claims=json.dumps([row["claim"] for row in claims.rows])
    )
    sides = [side(asked.by, name, facts.by("side").get(name, [])) for name in asked.ids]
    return {
        "only": only,
        "facts": facts,
        "fact_rows": FACTS,
        "sides": sides,
        "by_id": {made["id"]: made for made in sides},
        "claims": claims,
        "cells": grouped(cells, "claim"),
        "utterances": await site.section("compare_utterances", 150, **given),
        "namings": await site.section("compare_namings", 200, **given),
        "stances": await site.section("compare_stances", 200, **given),
        "frames": await site.section("compare_frames", 200, **given),
        "sources": await site.section("compare_sources", 120, **given),
        "alone": await site.section("compare_only", 200, **given),
        "nobody": await site.section("compare_none", 100, **given),
        "likeness": await site.section("compare_likeness", 20, **given),
        "grouped": grouped,
        "language_name": language_name,
        "meanings": await meanings(site, VOCABULARIES),
        "differing": differing(asked, story),
    }


def side(by: str, name: str, articles: list[Record]) -> Record:
    """One of those that are compared: its name, its page, and its articles."""
    first = articles[0] if articles else {}
    outlet = first.get("outlet_name") or first.get("outlet") or ("no outlet named" if by == "article" else name)
    return {"id": name, "name": outlet, "kind": "articles" if by == "article" else "outlets", "articles": articles}


def grouped(section: Section, column: str) -> dict[Any, dict[str, list[Record]]]:
    """The rows by a column's value and by side, in the order of their first appearance."""
    groups: dict[Any, dict[str, list[Record]]] = {}
    for row in section.rows:
        groups.setdefault(row[column], {}).setdefault(row["side"], []).append(row)
    return groups


def differing(asked: Asked, story: str) -> Callable[[str], str]:
    """Gives the address of this view with another value of `only`."""
    return lambda only: asked.address(story, only)
