"""The network of sources: sources at the left, outlets at the right, a band for the words taken over."""

from dataclasses import dataclass, field
from typing import Any

from readout.web.plots.drawing import Box, Drawing, Mark, Path, Words, key, nothing
from readout.web.plots.text import fit, printable, width

Record = dict[str, Any]

MOST_SOURCES, ALL_SOURCES = 14, 300
MOST_OUTLETS, ALL_OUTLETS = 12, 200
NAME, MIDDLE, BAR, SLOT, GAP = 230, 230, 8, 20, 6


@dataclass
class Node:
    """A source or an outlet: how many quotes, and where its bar stands."""

    name: str
    quotes: int = 0
    y: float = 0
    used: float = 0
    weights: list[tuple[float, int]] = field(default_factory=list)


def draw(rows: list[Record], everything: bool) -> Drawing:
    """The network of rows of `plot_sources`."""
    if not rows:
        return nothing("No quotes yet (n = 0).")
    sources, outlets = _nodes(rows, "speaker"), _nodes(rows, "outlet")
    left = _kept(sources, ALL_SOURCES if everything else MOST_SOURCES)
    reached = [row for row in rows if row["speaker"] in left]
    right = _kept(_nodes(reached, "outlet"), ALL_OUTLETS if everything else MOST_OUTLETS)
    links = [row for row in reached if row["outlet"] in right]
    left, right = _drawn(left, links, "speaker"), _drawn(right, links, "outlet")
    unit = max(0.2, min(7.0, 420 / sum(row["quotes"] for row in links)))
    room = max(_room(node) for node in left.values())
    far = room + BAR + MIDDLE
    sheet = max(far + BAR + max(_room(node) for node in right.values()), 360)
    marks, top = key(
        [
            ([Path("M0 0h26", "plot-band", thickness=6)], 26, "at first hand"),
            ([Path("M0 0h26", "plot-band plot-second", thickness=6)], 26, "through others (second hand)"),
        ], 0, sheet,
    )  # fmt: skip
    bottom = _place(list(left.values()), top + 10, unit)
    _order(right, links, left)
    ordered = dict(sorted(right.items(), key=lambda pair: _middle(pair[1])))
    bottom = max(bottom, _place(list(ordered.values()), top + 10, unit))
    marks += _bands(links, left, ordered, unit, (room + BAR, far))
    marks += [mark for node in left.values() for mark in _bar(node, room, unit, "end")]
    marks += [mark for node in ordered.values() for mark in _bar(node, far, unit, "start")]
    shown, total = len(left) + len(right), len(sources) + len(outlets)
    caption = _caption(len(left), len(sources), len(right), len(outlets), rows, sum(row["quotes"] for row in links))
    return Drawing(sheet, bottom + 6, marks, caption, describe(rows), shown, total)


def _nodes(rows: list[Record], column: str) -> dict[str | None, Node]:
    nodes: dict[str | None, Node] = {}
    for row in rows:
        missing = "not named" if column == "speaker" else "no outlet named"
        node = nodes.setdefault(row[column], Node(printable(row[f"{column}_name"] or missing)))
        node.quotes += row["quotes"]
    return nodes


def _kept(nodes: dict[str | None, Node], limit: int) -> dict[str | None, Node]:
    ranked = sorted(nodes.items(), key=lambda pair: -pair[1].quotes)
    return dict(ranked[:limit])


def _drawn(nodes: dict[str | None, Node], links: list[Record], column: str) -> dict[str | None, Node]:
    """The nodes that bands reach, with the quotes that are drawn."""
    found = {name: Node(node.name) for name, node in nodes.items()}
    for row in links:
        found[row[column]].quotes += row["quotes"]
    return {name: node for name, node in found.items() if node.quotes}


def _place(nodes: list[Node], top: float, unit: float) -> float:
    """Set the nodes one below the other; give the lower end."""
    y = top
    for node in nodes:
        slot = max(SLOT, node.quotes * unit)
        node.y = node.used = y + (slot - node.quotes * unit) / 2
        y += slot + GAP
    return y


def _order(right: dict[str | None, Node], links: list[Record], left: dict[str | None, Node]) -> None:
    for row in links:
        right[row["outlet"]].weights.append((left[row["speaker"]].y, row["quotes"]))


def _middle(node: Node) -> float:
    """Where a node's sources stand on average; near it, fewer bands cross."""
    counted = sum(quotes for _, quotes in node.weights)
    return sum(y * quotes for y, quotes in node.weights) / counted if counted else 0.0


def _bands(
    links: list[Record], left: dict[str | None, Node], right: dict[str | None, Node], unit: float,
    ends: tuple[float, float],
) -> list[Mark]:  # fmt: skip
    places: dict[str | None, int] = {outlet: place for place, outlet in enumerate(right)}
    ranks: dict[str | None, int] = {source: place for place, source in enumerate(left)}
    starts: dict[int, float] = {}
    for row in sorted(links, key=lambda row: (places[row["outlet"]], bool(row["through"]))):
        thick = row["quotes"] * unit
        starts[id(row)] = left[row["speaker"]].used + thick / 2
        left[row["speaker"]].used += thick
    marks: list[Mark] = []
    for row in sorted(links, key=lambda row: (ranks[row["speaker"]], bool(row["through"]))):
        thick = row["quotes"] * unit
        end = right[row["outlet"]].used + thick / 2
        right[row["outlet"]].used += thick
        start, half = starts[id(row)], (ends[0] + ends[1]) / 2
        d = f"M{ends[0]:g} {start:.1f}C{half:g} {start:.1f} {half:g} {end:.1f} {ends[1]:g} {end:.1f}"
        css = "plot-band plot-second" if row["through"] else "plot-band"
        marks.append(Path(d, css, _tip(row), round(max(thick - 0.5, 0.8), 2)))
    return marks


def _tip(row: Record) -> str:
    through = f", through {row['through']}" if row["through"] else ""
    return printable(f"{row['speaker_name'] or 'not named'} in {row['outlet_name']}: {row['quotes']} quotes{through}")


def _room(node: Node) -> float:
    return min(NAME, width(node.name)) + width(f"{node.quotes:,}") + 18


def _bar(node: Node, x: float, unit: float, anchor: str) -> list[Mark]:
    """A node's bar, the number beside it, and its name, as texts of their own so that scripts do not mix."""
    y = round(node.y + node.quotes * unit / 2 + 4, 1)
    number = f"{node.quotes:,}"
    at, beyond = (x - 6, -width(number) - 6) if anchor == "end" else (x + BAR + 6, width(number) + 6)
    tip = f"{node.name}: {number} quotes"
    return [
        Box(x, round(node.y, 1), BAR, round(max(node.quotes * unit - 0.5, 1), 1), "plot-bar", tip),
        Words(at, y, number, "plot-number", anchor),
        Words(at + beyond, y, fit(node.name, NAME), "plot-name", anchor, tip=tip),
    ]


def _caption(sources: int, all_sources: int, outlets: int, all_outlets: int, rows: list[Record], drawn: int) -> str:
    who = (
        f"{sources:,} sources" if sources == all_sources else f"the {sources:,} most quoted of {all_sources:,} sources"
    )
    whose = f"{outlets:,} outlets" if outlets == all_outlets else f"{outlets:,} of {all_outlets:,} outlets"
    count = sum(row["quotes"] for row in rows)
    second = sum(row["quotes"] for row in rows if row["through"])
    part = "" if drawn == count else f" {drawn:,} quotes are drawn; the numbers count these."
    return f"{who[:1].upper()}{who[1:]}, {whose}; n = {count:,} quotes in all, {second:,} of them through others.{part}"


def describe(rows: list[Record]) -> str:
    """The plot in words: the widest bands."""
    widest = sorted(rows, key=lambda row: -row["quotes"])[:8]
    return "The widest bands: " + "; ".join(_tip(row) for row in widest) + "."
