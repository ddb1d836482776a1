"""The plots: all of them on a page, one of them on a page, and as files."""

import re
from typing import Any

from datasette import Response

from readout.web.plots.download import NoPicture, png, sheet, style
from readout.web.plots.kinds import KINDS, Plot, make
from readout.web.plots.text import printable
from readout.web.respond import not_found, page
from readout.web.section import Record, Site

#: A downloaded drawing brings its own style sheet, and nothing else; it runs nothing.
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


async def plots_page(site: Site, name: str = "") -> Response:
    """`/plots` and `/plots/NAME`, of one story with `story`, of more than the main outlets with `all`."""
    story, missing = await _story(site)
    if missing:
        return await not_found(site, "stories", missing)
    everything = bool(name) and site.request.args.get("all") == "1"
    of = story["id"] if story else ""
    context = {
        "story": story,
        "stories": await site.section("home_stories", 500),
        "plots": [await make(site, each, of, everything) for each in ([name] if name else KINDS)],
    }
    return await page(site, "readout_plots_page.html", context)


async def plot_file(site: Site, name: str, form: str) -> Response:
    """`/plots/NAME.svg` and `/plots/NAME.png`, with the same filters as the page."""
    story, missing = await _story(site)
    if missing:
        return await not_found(site, "stories", missing)
    plot = await make(site, name, story["id"] if story else "", site.request.args.get("all") == "1")
    svg, width, height = await _alone(site, plot, story)
    of = re.sub(r"[^A-Za-z0-9-]", "", f"-{story['id']}")[:80] if story else ""
    headers = {
        "content-disposition": f'attachment; filename="readout-{name}{of}.{form}"',
        "content-security-policy": FILE_POLICY,
    }
    if form == "svg":
        return Response(svg, headers=headers, content_type="image/svg+xml; charset=utf-8")
    try:
        made: Any = await png(svg, width, height)
    except NoPicture as why:
        return Response.text(str(why), status=503)
    return Response(made, headers=headers, content_type="image/png")


async def _alone(site: Site, plot: Plot, story: Record | None) -> tuple[str, float, float]:
    """A plot as an SVG of its own, with its size."""
    title = printable(plot.kind.title + (f": {story['title']}" if story else ""))
    made, heads = sheet(plot.drawing, title, f"Readout, CC BY 4.0. {_address(site, plot)}".strip())
    context = {"plot": plot, "sheet": made, "title": title, "offset": heads}
    is_png = site.request.path.endswith(".png")
    svg = await site.datasette.render_template("plots/alone.svg", {**context, "style": style(dark=not is_png)})
    return svg.strip(), made.width + 32, made.height + 32


def _address(site: Site, plot: Plot) -> str:
    """Where the plot's page stands; nothing in a static edition that has no address."""
    if site.frozen is not None:
        return f"{site.frozen}plots/{plot.kind.name}.html" if site.frozen else ""
    return str(site.datasette.absolute_url(site.request, site.path(f"/plots/{plot.kind.name}")))


async def _story(site: Site) -> tuple[Record | None, str]:
    """The story that the address asks for, and its id where there is no such story."""
    asked = site.request.args.get("story") or ""
    story = await site.one("stories", asked) if asked else None
    return story, asked if asked and story is None else ""
