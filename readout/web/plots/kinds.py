"""The plots that there are, each with its statement, its drawing and its table twin."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from readout.near import plural
from readout.web.plots import activity, similarity, sources, stance, timeline
from readout.web.plots.drawing import Drawing, nothing
from readout.web.section import Section, Site

Record = dict[str, Any]

MOST_ROWS, TWIN_ROWS = 50_000, 150
#: From more rows than these, which the statement `plot_size` counts, a plot of all stories is not drawn.
MOST_OF_ALL = {
    "timeline": ("mentions", 10_000), "stance": ("stances", 20_000), "sources": ("quotes", 20_000),
    "similarity": ("findings", 30_000),
}  # fmt: skip
LATE = "These are too many rows to draw at once. Choose one story, or take the rows."


@dataclass(frozen=True)
class Column:
    """A column of a table twin; `kind` and `key` make its cells links to records' pages."""

    name: str
    title: str
    kind: str = ""
    key: str = ""
    show: str = "text"


@dataclass(frozen=True)
class Kind:
    """One plot: its heading, its drawing, and the columns of its twin. Its statement is `plot_NAME`."""

    name: str
    title: str
    draw: Callable[[list[Record], bool], Drawing]
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Plot:
    """A plot on a page."""

    kind: Kind
    section: Section
    drawing: Drawing
    svg_url: str
    png_url: str
    all_url: str
    everything: bool

    @property
    def twin(self) -> list[Record]:
        """The rows that the page itself shows as a table; the rest is in the CSV."""
        return self.section.rows[:TWIN_ROWS]


DRAFTS = Column("drafts", "Articles that are drafts", show="number")
OUTLET = Column("outlet_name", "Outlet", "outlets", "outlet")
TIMELINE = (
    Column("title", "Event", "events", "event"), Column("date", "Date", show="date"), Column("time_zone", "Time zone"),
    Column("outlet_name", "Outlet", "articles", "article"), Column("status", "Status", show="status"),
    Column("date_worded", "As worded"), Column("according_to", "On whose word"),
)  # fmt: skip
STANCES = (
    OUTLET, Column("headline", "Article", "articles", "article"), Column("toward_name", "Towards", "actors", "toward"),
    Column("score", "Score", show="score"), Column("reason", "Reason"),
)  # fmt: skip
SOURCES = (
    Column("speaker_name", "Source", "actors", "speaker"), OUTLET, Column("through", "Through"),
    Column("quotes", "Quotes", show="number"), Column("direct", "Direct", show="number"),
    Column("mixed", "In part", show="number"), Column("indirect", "Reported", show="number"), DRAFTS,
)  # fmt: skip
SIMILARITY = (
    Column("outlet_a_name", "One outlet", "outlets", "outlet_a"),
    Column("outlet_b_name", "The other", "outlets", "outlet_b"), Column("likeness", "Likeness", show="number"),
    Column("carried", "n", show="number"), Column("same_carried", "The same", show="number"),
    Column("in_conflict", "In conflict", show="number"), Column("only_a", "Only the one", show="number"),
    Column("only_b", "Only the other", show="number"), Column("neither", "Neither (not in n)", show="number"),
    DRAFTS,
)  # fmt: skip
ACTIVITY = (
    Column("day", "Date", show="date"), Column("articles", "Articles", show="number"),
    Column("outlets", "Outlets", show="number"), DRAFTS,
)  # fmt: skip

KINDS = {
    kind.name: kind
    for kind in (
        Kind("timeline", "Timeline of events", timeline.draw, TIMELINE),
        Kind("stance", "Stance of outlets towards actors", stance.draw, STANCES),
        Kind("sources", "Sources and outlets", sources.draw, SOURCES),
        Kind("similarity", "Likeness of outlets", similarity.draw, SIMILARITY),
        Kind("activity", "Articles over time", activity.draw, ACTIVITY),
    )
}
STATEMENTS = {"stance": "plot_stances"}


async def drafts(site: Site, story: str) -> str:
    """How many articles of a story, or of all, are drafts, in a sentence; nothing where none is."""
    [counted] = (await site.section("plot_drafts", 1, story=story)).rows
    if not counted["drafts"]:
        return ""
    verb = "is a draft" if counted["drafts"] == 1 else "are drafts"
    return f"{counted['drafts']:,} of {plural(counted['articles'], 'article')} {verb}: not yet read a second time."


async def are_too_many(site: Site, name: str) -> bool:
    """Whether a plot of all stories would have to be drawn from more rows than can be read while somebody waits."""
    counted, most = MOST_OF_ALL.get(name, ("", 0))
    [sizes] = (await site.section("plot_size", 1)).rows if counted else [{}]
    return bool(counted) and sizes[counted] > most


async def make(site: Site, name: str, story: str = "", everything: bool = False) -> Plot:
    """A plot of a story, or of all stories; `everything` leaves nothing out that can be drawn."""
    kind = KINDS[name]
    limit = {"most": str(similarity.ALL_OUTLETS if everything else similarity.MOST_OUTLETS)}
    parameters = {"story": story, **(limit if name == "similarity" else {})}
    asked_of = STATEMENTS.get(name, f"plot_{name}")
    if not story and await are_too_many(site, name):
        section = site.section_left_out(asked_of, **parameters)
    else:
        section = await site.section_in_time(asked_of, MOST_ROWS, **parameters)
    drawing = nothing(LATE) if section.late else kind.draw(section.rows, everything)
    drawing.caption = f"{drawing.caption} {await drafts(site, story)}".strip()
    asked = {part: value for part, value in (("story", story), ("all", "1" if everything else "")) if value}
    query = f"?{urlencode(asked)}" if asked else ""
    whole = site.path(f"/plots/{name}?{urlencode({**asked, 'all': '1'})}") if drawing.cut and not everything else ""
    return Plot(
        kind, section, drawing,
        site.path(f"/plots/{name}.svg{query}"), site.path(f"/plots/{name}.png{query}"), whole, everything,
    )  # fmt: skip
