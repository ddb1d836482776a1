"""What the home page shows: stories, latest articles, and the numbers that matter."""

from typing import Any

from datasette import Response

from readout.web.downloads.structured import structured
from readout.web.respond import page
from readout.web.section import Site


async def home_page(site: Site) -> Response:
    """`/`: stories, the latest articles, the numbers, the downloads, how to cite."""
    context = {"metadata": await site.metadata(), **await _sections(site)}
    if site.frozen is None:
        context["structured"] = await structured(site)
    return await page(site, "index.html", context)


async def _sections(site: Site) -> dict[str, Any]:
    counts = await site.section("home_counts")
    return {
        "stories": await site.section("home_stories", 20),
        "latest": await site.section("home_latest", 10),
        "counts": counts.rows[0],
        "tables": await site.section("home_tables", 200),
    }
