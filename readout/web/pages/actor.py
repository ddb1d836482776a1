"""The actor page: what is said by, through and of a person or an organisation."""

from datetime import date

from datasette import Response

from readout.web.pages.record import card, chains, record_page, sections
from readout.web.respond import not_found
from readout.web.section import Record, Site

#: The sections in the order in which they stand, with the most rows that one page shows.
SIZES = {
    "outlets": 50, "quotes": 25, "utterances": 25, "joint": 25, "passed_on": 25, "claims": 30, "mentions": 25,
    "stances": 60, "events": 40, "namings": 60, "parts": 60, "credits": 25,
}  # fmt: skip


async def actor_page(site: Site, record_id: str) -> Response:
    """`/actors/ID`."""
    found = await card(site, "actor", record_id)
    if found is None:
        return await not_found(site, "actors", record_id)
    numbers = await site.section("actor_numbers", actor=record_id)
    made = await sections(site, "actor", record_id, SIZES)
    n = numbers.rows[0]
    made["periods"] = await site.section_in_time("actor_periods", 366, actor=record_id, digits=digits(n))
    quotes = [row["id"] for row in made["quotes"].rows]
    quotes += [row["id"] for row in made["passed_on"].rows if row["kind"] == "quotes"]
    findings = [row["id"] for name in ("claims", "passed_on") for row in made[name].rows if row.get("claim")]
    context = {
        "card": found[0],
        "who": found[1],
        "numbers": numbers,
        "n": n,
        "grounds": await site.section("actor_grounds", actor=record_id),
        "chains": await chains(site, "quote", quotes),
        "claim_chains": await chains(site, "coverage", findings),
        "greatest": max((row["quotes"] for row in made["periods"].rows), default=0),
    }
    return await record_page(site, "readout_actor.html", made, context)


def digits(numbers: Record) -> str:
    """How finely time is told: by days for three months, by months for six years, else by years."""
    first, last = (numbers["first"] or "")[:10], (numbers["last"] or "")[:10]
    if not first:
        return "10"
    span = (date.fromisoformat(last) - date.fromisoformat(first)).days
    return "10" if span <= 92 else "7" if span <= 6 * 366 else "4"
