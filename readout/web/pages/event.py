"""The event page: what happened or was planned, and how each article places, dates and counts it."""

from datasette import Response

from readout.web.pages.record import card, record_page, sections
from readout.web.respond import not_found
from readout.web.section import Record, Section, Site

#: The sections in the order in which they stand, with the most rows that one page shows.
SIZES = {"people": 60, "parts": 60, "mentions": 50, "claims": 40, "utterances": 40}


async def event_page(site: Site, record_id: str) -> Response:
    """`/events/ID`."""
    found = await card(site, "event", record_id)
    if found is None:
        return await not_found(site, "events", record_id)
    zones = await site.section("event_zones", 20, event=record_id)
    context = {
        "card": found[0],
        "event": found[1],
        "zones": clocks(found[1], zones),
        "grounds": await site.section("event_grounds", event=record_id),
    }
    return await record_page(site, "readout_event.html", await sections(site, "event", record_id, SIZES), context)


def clocks(event: Record, zones: Section) -> list[str]:
    """The other time zones in which the event's date reads otherwise: those of the articles, and UTC."""
    if not event["date_earliest"] or not event["date_latest"]:
        return []
    others = [row["time_zone"] for row in zones.rows] + ["UTC"]
    return [zone for zone in dict.fromkeys(others) if zone != (event["time_zone"] or "UTC")]
