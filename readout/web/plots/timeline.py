"""The timeline: events from top to bottom, outlets as columns, a mark where an outlet speaks of an event.

A bar in an outlet's column shows when its article appeared: what stands below was still to come.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from readout.web.plots.days import day_of, month_of
from readout.web.plots.drawing import SMALL, Box, Drawing, Mark, Path, Words, circle, key, line, nothing, rise, slanted
from readout.web.plots.text import fit, printable, width

Record = dict[str, Any]


@dataclass(frozen=True)
class Spot:
    """Where an event stands, and when it begins at the earliest."""

    y: float
    starts: str | None


MOST_EVENTS, ALL_EVENTS = 60, 600
MOST_OUTLETS, ALL_OUTLETS = 12, 200
ROW, DAY, TITLE = 22, 62, 430

#: For each status of a mention the shape that stands for it, and its word.
SHAPES = {
    "past": "reported",
    "historical": "reported",
    "ongoing": "ongoing",
    "future": "planned",
    "hypothetical": "supposed",
    "negation": "denied",
}
LEGEND = ("reported", "ongoing", "planned", "supposed", "denied", "disputed", "appeared")


def draw(rows: list[Record], everything: bool) -> Drawing:
    """The timeline of rows of `plot_timeline`, the earliest event first."""
    if not rows:
        return nothing("No events yet (n = 0).")
    events = _group(rows, "event")
    by_time = sorted((row for row in rows if row["article"]), key=lambda row: row["published_earliest"] or "9")
    outlets = _group(by_time, "outlet")
    kept_events = _most(events, ALL_EVENTS if everything else MOST_EVENTS)
    kept_outlets = _most(outlets, ALL_OUTLETS if everything else MOST_OUTLETS)
    step = 40 if len(kept_outlets) <= MOST_OUTLETS else 26
    names = [outlets[outlet][0]["outlet_name"] or "no outlet named" for outlet in kept_outlets]
    title_at = DAY + step * len(kept_outlets) + 10
    sheet = title_at + min(TITLE, max(width(printable(events[event][0]["title"])) for event in kept_events)) + 8
    sheet = max(sheet, title_at + rise(names) - step / 2, 520)
    marks, legend = key([(_sign(word, 8, 0), 16, _said(word)) for word in LEGEND], 0, sheet)
    floor = legend + rise(names) + 6
    marks += slanted(names, DAY, step, floor)
    body, places, bottom = _rows([events[event] for event in kept_events], title_at, sheet, floor)
    middles = [DAY + step * (column + 0.5) for column in range(len(kept_outlets))]
    marks += [Path(line(middle, floor, middle, bottom), "plot-guide") for middle in middles]
    marks += body
    for middle, outlet in zip(middles, kept_outlets, strict=True):
        marks += _column(outlets[outlet], places, middle, step, bottom)
    counted = sum(1 for row in rows if row["mention"])
    caption = _caption(len(kept_events), len(events), len(kept_outlets), len(outlets), counted)
    return Drawing(
        sheet, bottom + 8, marks, caption, describe(rows),
        len(kept_events) + len(kept_outlets), len(events) + len(outlets),
    )  # fmt: skip


def _group(rows: Iterable[Record], column: str) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups


def _most(groups: dict[str, list[Record]], limit: int) -> list[str]:
    """The groups with the most rows, in the order in which they came."""
    ranked = sorted(groups, key=lambda name: -len(groups[name]))[:limit]
    kept = set(ranked)
    return [name for name in groups if name in kept]


def _caption(events: int, all_events: int, outlets: int, all_outlets: int, mentions: int) -> str:
    shown = f"{events:,} events" if events == all_events else f"{events:,} of {all_events:,} events"
    whose = f"{outlets:,} outlets" if outlets == all_outlets else f"{outlets:,} of {all_outlets:,} outlets"
    return f"{shown}, {whose}, n = {mentions:,} mentions in all. Dates as meant in the place of the event."


def describe(rows: list[Record]) -> str:
    """The plot in words: how many events each outlet reports, and how many it speaks of as planned."""
    said = []
    for mentions in list(_group([row for row in rows if row["article"]], "outlet").values())[:12]:
        words = [SHAPES.get(row["status"], row["status"]) for row in mentions]
        counts = ", ".join(f"{words.count(word)} {word}" for word in dict.fromkeys(words))
        said.append(f"{mentions[0]['outlet_name'] or 'no outlet named'}: {counts}")
    return "Mentions of events by outlet. " + "; ".join(said) + "."


def _rows(
    events: list[list[Record]], title_at: float, sheet: float, top: float
) -> tuple[list[Mark], dict[str, Spot], float]:
    """A line for each event under a heading for its month: the marks, where each event stands, the lower end."""
    marks: list[Mark] = []
    places: dict[str, Spot] = {}
    y, heading = top, ""
    for rows in events:
        month = month_of(rows[0]["date"])
        if month != heading:
            y += ROW + 4
            heading = month
            marks.append(Box(0, y - 16, sheet, 20, "plot-paper"))
            marks.append(Words(0, y - 2, month, "plot-heading"))
            marks.append(Path(line(0, y + 4, sheet, y + 4), "plot-rule"))
            y += 4
        y += ROW
        places[rows[0]["event"]] = Spot(y - ROW / 2, rows[0]["earliest"])
        marks.append(Words(DAY - 10, y - 7, day_of(rows[0]["date"]), "plot-small", "end", size=SMALL))
        room = sheet - title_at - 4
        marks.append(Words(title_at, y - 7, fit(rows[0]["title"], room), tip=printable(rows[0]["title"])))
        marks.append(Path(line(DAY - 4, y, sheet, y), "plot-guide"))
    return marks, places, y


def _column(rows: list[Record], places: dict[str, Spot], middle: float, step: float, bottom: float) -> list[Mark]:
    """One outlet's marks, and a bar where each of its articles appeared."""
    marks: list[Mark] = []
    for event, mentions in _group(rows, "event").items():
        if event not in places:
            continue
        words = list(dict.fromkeys(SHAPES.get(row["status"], "reported") for row in mentions))
        words = words[: 2 if step >= 40 else 1]
        tip = _tip(mentions)
        for place, word in enumerate(words):
            x = middle + (place - (len(words) - 1) / 2) * 16
            marks += _sign(word, x, places[event].y, tip)
            if any(row["disputed_aspects"] for row in mentions):
                marks += _sign("disputed", x, places[event].y, tip)
    for mentions in _group(rows, "article").values():
        marks += _appeared(mentions[0], places, middle, step, bottom)
    return marks


def _appeared(row: Record, places: dict[str, Spot], middle: float, step: float, bottom: float) -> list[Mark]:
    moment = row["published_earliest"]
    if not moment:
        return []
    later = [spot.y for spot in places.values() if spot.starts and spot.starts > moment]
    y = min(later) - ROW / 2 if later else bottom
    tip = printable(f"{row['outlet_name']}: an article appeared ({row['published']}){_draft(row)}")
    return [Path(line(middle - step / 2 + 3, y, middle + step / 2 - 3, y), "plot-appeared", tip)]


def _tip(mentions: list[Record]) -> str:
    said = []
    for row in mentions[:6]:
        worded = f", “{row['date_worded']}”" if row["date_worded"] else ""
        source = f", on the word of {row['according_to']}" if row["according_to"] else ""
        disputed = ", disputed" if row["disputed_aspects"] else ""
        said.append(f"{SHAPES.get(row['status'], row['status'])}{worded}{source}{disputed}{_draft(row)}")
    return printable(f"{mentions[0]['outlet_name']}: {mentions[0]['title']}: {'; '.join(said)}")


def _draft(row: Record) -> str:
    return ", in a draft" if row.get("annotation_status") == "draft" else ""


def _said(word: str) -> str:
    return {"appeared": "article appeared; what stands below it was still to come"}.get(word, word)


def _sign(word: str, x: float, y: float, tip: str = "") -> list[Mark]:
    """The shape of a word, around a place."""
    if word == "planned":
        return [Path(f"M{x:g} {y - 7:g}l7 7l-7 7l-7 -7z", "plot-open", tip)]
    if word == "supposed":
        return [Path(circle(x, y, 6), "plot-open plot-dashed", tip)]
    if word == "denied":
        return [Path(f"M{x - 5:g} {y - 5:g}l10 10m0 -10l-10 10", "plot-cross", tip)]
    if word == "ongoing":
        return [Path(circle(x, y, 6), "plot-open", tip), Path(f"M{x:g} {y - 6:g}a6 6 0 0 0 0 12z", "plot-full", tip)]
    if word == "disputed":
        return [Path(circle(x, y, 9), "plot-ring", tip)]
    if word == "appeared":
        return [Path(f"M{x - 8:g} {y:g}h16", "plot-appeared", tip)]
    return [Path(circle(x, y, 6), "plot-full", tip)]
