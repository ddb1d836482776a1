"""What the home page shows: stories, latest articles, and the numbers that matter."""

from typing import Any

from readout.web.section import Site


async def home_context(site: Site) -> dict[str, Any]:
    """The home page's sections."""
    counts = await site.section("home_counts")
    return {
        "stories": await site.section("home_stories", 20),
        "latest": await site.section("home_latest", 10),
        "counts": counts.rows[0],
        "tables": await site.section("home_tables", 200),
    }
