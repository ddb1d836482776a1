"""The outlet page: who it is, and what the whole dataset says of its reporting."""

from datasette import Response

from readout.web.pages.record import card, record_page, sections
from readout.web.respond import not_found
from readout.web.section import Site

#: The sections in the order in which they stand, with the most rows that one page shows.
SIZES = {
    "ratings": 50, "articles": 25, "sources": 25, "affiliations": 20, "stances": 60, "frames": 20, "namings": 120,
    "distance": 60, "silences": 25, "likeness": 60, "reprints": 25,
}  # fmt: skip


async def outlet_page(site: Site, record_id: str) -> Response:
    """`/outlets/ID`."""
    found = await card(site, "outlet", record_id)
    if found is None:
        return await not_found(site, "outlets", record_id)
    numbers = await site.section("outlet_numbers", outlet=record_id)
    made = await sections(site, "outlet", record_id, SIZES)
    grounds = await site.section("outlet_grounds", outlet=record_id)
    context = {"card": found[0], "outlet": found[1], "numbers": numbers, "n": numbers.rows[0], "grounds": grounds}
    return await record_page(site, "readout_outlet.html", made, context)
