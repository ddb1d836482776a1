"""What programs read: Atom feeds, the sitemap, and the rules for crawlers."""

from typing import Any

from datasette import Response

from readout.web.plots.text import printable
from readout.web.section import Record, Site, statement

ENTRIES = 60
#: The most addresses that one sitemap may hold.
MOST_ADDRESSES = 50_000
#: Before the first article there is no moment to name; Atom wants one.
NEVER = "1970-01-01T00:00:00Z"
PAGES = ("/", "/search", "/compare", "/plots", "/readout")
ARTICLES = "The articles of the dataset by the date on which they appeared, the latest first."
CHANGES = (
    "The annotation of each article as it stands now. The dataset keeps no dates of its own changes, so entries stand "
    "by the date on which the article appeared; an entry's id names the annotation's status and size, so a changed one "
    "comes as a new entry. A change that alters neither is not told."
)
#: What a crawler has no use for: SQL, facets, sort orders, other forms of the same, and views without end.
DISALLOWED = (
    "*?sql=", "*&sql=", "-/", "*/-/", "*_facet", "*_sort", "*_filter", "*_search", "*_next=", "*_page=", "*.csv",
    "*.json?", "*.db$", "compare?", "search?", "plots/*.png", "plots/*.svg",
)  # fmt: skip


async def articles_feed(site: Site) -> Response:
    """`/feeds/articles.atom`: new articles."""
    rows = (await site.section("feed_articles", ENTRIES)).rows
    entries = [entry(site, row, f"urn:readout:articles:{row['id']}", row["headline"]) for row in rows]
    return await feed(site, "articles", "Readout: new articles", ARTICLES, entries)


async def changes_feed(site: Site) -> Response:
    """`/feeds/changes.atom`: the annotations, each under an id that tells its state."""
    rows = (await site.section("feed_articles", ENTRIES)).rows
    entries = [entry(site, row, f"urn:readout:annotations:{row['id']}:{state(row)}", changed(row)) for row in rows]
    return await feed(site, "changes", "Readout: annotations", CHANGES, entries)


def state(row: Record) -> str:
    """The state of an annotation in a few letters."""
    numbers = "-".join(f"{name[0]}{row[name]}" for name in ("quotes", "findings", "mentions", "namings", "stances"))
    return f"{row['status'] or 'unknown'}:{numbers}"


def changed(row: Record) -> str:
    """The title of an annotation's entry."""
    return f"{'Annotation' if row['status'] == 'reviewed' else 'Draft annotation'}: {row['headline']}"


def entry(site: Site, row: Record, name: str, title: str) -> dict[str, str]:
    """One entry of a feed, as text that XML can hold."""
    draft = " The annotation is a draft." if row["status"] == "draft" else ""
    story = f" Story: {row['story_title']}." if row["story_title"] else ""
    counts = f"{row['quotes']} quotes, {row['findings']} findings on claims, {row['mentions']} mentions of events."
    return {
        "id": printable(name).replace(" ", "-"),
        "title": printable(title),
        "address": absolute(site, site.page("articles", row["id"])),
        "moment": row["published_earliest"],
        "outlet": printable(row["outlet"]),
        "outlet_name": printable(row["outlet_name"] or row["outlet"]),
        "summary": printable(f"{row['summary'] or ''} {counts}{story}{draft}").strip(),
    }


async def feed(site: Site, name: str, title: str, subtitle: str, entries: list[dict[str, str]]) -> Response:
    """An Atom feed."""
    context: dict[str, Any] = {
        "id": f"urn:readout:feeds:{name}",
        "title": title,
        "subtitle": subtitle,
        "updated": max((made["moment"] for made in entries), default=NEVER),
        "itself": absolute(site, site.path(f"/feeds/{name}.atom")),
        "home": absolute(site, site.path("/")),
        "entries": entries,
    }
    text = await site.datasette.render_template("feeds/feed.atom", context)
    return Response(text, content_type="application/atom+xml; charset=utf-8")


async def sitemap(site: Site, part: str = "") -> Response:
    """`/sitemap.xml`: all readers' pages; above 50,000 an index of `/sitemap-1.xml`, `/sitemap-2.xml`, …"""
    counted = await site.rows(f"SELECT count(*) AS pages FROM ({statement('sitemap').sql})")
    parts = -(-(counted[0]["pages"] + len(PAGES)) // MOST_ADDRESSES)
    number = int(part[:9] or 1)
    if not 1 <= number <= parts:
        return Response.text("There is no such part of the sitemap.", status=404)
    if not part and parts > 1:
        paths = [f"/sitemap-{each}.xml" for each in range(1, parts + 1)]
        return await _sitemap(site, [absolute(site, site.path(path)) for path in paths], index=True)
    fixed = PAGES if number == 1 else ()
    start = max(0, (number - 1) * MOST_ADDRESSES - len(PAGES))
    limited = f"{statement('sitemap').sql}\nLIMIT {MOST_ADDRESSES - len(fixed)} OFFSET {start}"
    addresses = [site.path(path) for path in fixed]
    addresses += [site.page(row["kind"], row["id"]) for row in await site.rows(limited)]
    return await _sitemap(site, [absolute(site, address) for address in addresses], index=False)


async def _sitemap(site: Site, addresses: list[str], index: bool) -> Response:
    context = {"addresses": addresses, "index": index}
    text = await site.datasette.render_template("feeds/sitemap.xml", context)
    return Response(text, content_type="application/xml; charset=utf-8")


async def robots(site: Site) -> Response:
    """`/robots.txt`: where crawlers need not go."""
    root = site.path("/")
    rules = [f"Disallow: {root}{path}" for path in DISALLOWED]
    return Response.text(
        "\n".join(["User-agent: *", *rules, "", f"Sitemap: {absolute(site, site.path('/sitemap.xml'))}", ""])
    )


def absolute(site: Site, path: str) -> str:
    """The whole address of a path."""
    return printable(site.datasette.absolute_url(site.request, path))
