"""The claim page: one proposition, and what every article of its story does with it."""

from datasette import Response

from readout.web.pages.record import card, chains, record_page, sections
from readout.web.respond import not_found
from readout.web.section import Site

#: The sections in the order in which they stand, with the most rows that one page shows.
SIZES = {"cells": 10, "values": 100, "disagreements": 25, "ties": 60}


async def claim_page(site: Site, record_id: str) -> Response:
    """`/claims/ID`, with the filter `cell` in the address."""
    found = await card(site, "claim", record_id)
    if found is None:
        return await not_found(site, "claims", record_id)
    cell = site.request.args.get("cell") or ""
    made = await sections(site, "claim", record_id, SIZES)
    made["treatment"] = await site.section_in_time("claim_treatment", 60, claim=record_id, cell=cell)
    findings = [row["coverage"] for row in made["treatment"].rows if row["coverage"]]
    context = {
        "card": found[0],
        "claim": found[1],
        "cell": cell,
        "chains": await chains(site, "coverage", findings),
    }
    return await record_page(site, "readout_claim.html", made, context)
