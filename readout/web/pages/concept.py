"""The concept page: one thing, and what the outlets call it."""

from datasette import Response

from readout.web.pages.record import card, record_page, sections
from readout.web.respond import not_found
from readout.web.section import Site

#: The sections in the order in which they stand, with the most rows that one page shows.
SIZES = {"words": 60, "namings": 100}


async def concept_page(site: Site, record_id: str) -> Response:
    """`/concepts/ID`."""
    found = await card(site, "concept", record_id)
    if found is None:
        return await not_found(site, "concepts", record_id)
    made = await sections(site, "concept", record_id, SIZES)
    return await record_page(site, "readout_concept.html", made, {"card": found[0], "concept": found[1]})
