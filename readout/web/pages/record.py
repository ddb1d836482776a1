"""What the pages of outlets, actors, events, claims and concepts have in common."""

import json
from typing import Any

from datasette import Response

from readout.web.respond import page
from readout.web.section import Record, Section, Site
from readout.web.vocabulary import language_name, meanings

#: The vocabularies whose values the pages explain.
VOCABULARIES = (
    "actor-kind", "affiliation", "basis", "claim-kind", "claim-relation", "confidence", "coverage-stance",
    "disputed-aspect", "distance", "event-context", "event-mode", "event-type", "factuality", "frame-code", "marks",
    "mention-status", "outlet-kind", "participation", "quote-type", "state-media", "value-type", "voice",
)  # fmt: skip


async def card(site: Site, kind: str, record_id: str) -> tuple[Section, Record] | None:
    """The section that holds a record's card, and its one row; None where there is no such record."""
    section = await site.section(f"{kind}_card", 1, **{kind: record_id})
    return (section, section.rows[0]) if section.rows else None


async def sections(site: Site, kind: str, record_id: str, sizes: dict[str, int]) -> dict[str, Section]:
    """The sections KIND_NAME of a record's page, by their names, each with at most so many rows."""
    ids = {kind: record_id}
    return {name: await site.section_in_time(f"{kind}_{name}", size, **ids) for name, size in sizes.items()}


async def chains(site: Site, kind: str, annotations: list[str]) -> dict[str, list[Record]]:
    """Through whom some quotes or findings came: annotation → its hops, the outermost first."""
    section = await site.section(f"{kind}_chains", 10_000, **{_LISTS[kind]: json.dumps(annotations)})
    return section.by("annotation")


_LISTS = {"quote": "quotes", "coverage": "coverage"}


async def record_page(site: Site, template: str, made: dict[str, Section], context: dict[str, Any]) -> Response:
    """A record's page: its sections by name, which of them have rows, and what the values mean."""
    filled = {name: section for name, section in made.items() if section.rows or section.page > 1}
    late = [section for section in made.values() if section.late]
    empty = [section for name, section in made.items() if name not in filled and not section.late]
    meant = await meanings(site, VOCABULARIES)
    shown = {"meanings": meant, "language_name": language_name, "made": made, "filled": filled, "empty": empty}
    shown["late"] = late
    return await page(site, template, shown | context)
