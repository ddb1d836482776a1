"""The likeness of outlets: a cell for each pair, each outlet's name where its column begins and its row ends."""

import math
from typing import Any

from readout.web.plots.drawing import SMALL, Box, Drawing, Mark, Words, key, nothing
from readout.web.plots.text import fit, printable, width

Record = dict[str, Any]
Pair = tuple[str, str]

MOST_OUTLETS, ALL_OUTLETS = 12, 60
TIPS, FEW, STEPS = 40, 10, 5
NAME = 180


def draw(rows: list[Record], everything: bool) -> Drawing:
    """The matrix of rows of `plot_similarity`."""
    names = _outlets(rows)
    if not names:
        return nothing("No two outlets have been checked for the same claims yet (n = 0).")
    shown = list(names)[: ALL_OUTLETS if everything else MOST_OUTLETS]
    pairs: dict[Pair, Record] = {(row["outlet_a"], row["outlet_b"]): row for row in rows}
    across, down = (54, 40) if len(shown) <= MOST_OUTLETS else (14, 18)
    longest = max(width(fit(names[outlet], NAME)) for outlet in shown)
    sheet = max(across * len(shown) + longest + 14, 520)
    large = len(shown) <= MOST_OUTLETS
    entries = [*map(_entry, range(STEPS)), _few()] if large else [*map(_size, (0.1, 0.5, 1.0))]
    marks, top = key([*entries, _none()], 0, sheet)
    top += 12
    for row, outlet in enumerate(shown):
        y = top + down * row
        name = fit(names[outlet], NAME)
        marks.append(Words(across * row + 6, y + down / 2 + 4, name, "plot-name", tip=names[outlet]))
        for column, other in enumerate(shown[:row]):
            found = pairs.get((other, outlet)) or pairs.get((outlet, other))
            marks += _cell(found, across * column, y, across, down, len(shown) <= TIPS)
    counts = [row["claims_compared"] for row in rows]
    every = max(len(names), rows[0]["outlets_in_all"])
    whose = f"{len(shown):,} outlets" if len(shown) == every else f"{len(shown):,} of {every:,} outlets"
    caption = (
        f"{whose}, {len(rows):,} pairs, each over {min(counts):,} to {max(counts):,} comparisons of a claim; "
        f"{'n in a cell' if large else 'n, in the table'}: those in which at least one of the two carries the claim. "
        "A few claims make no law."
    )
    return Drawing(sheet, top + down * len(shown) + 6, marks, caption, describe(rows), len(shown), every)


def _outlets(rows: list[Record]) -> dict[str, str]:
    """Id → name; those with the most claims compared first."""
    weights: dict[str, int] = {}
    names: dict[str, str] = {}
    for row in rows:
        for side in ("a", "b"):
            outlet = row[f"outlet_{side}"]
            weights[outlet] = weights.get(outlet, 0) + row["claims_compared"]
            names[outlet] = printable(row[f"outlet_{side}_name"])
    return {outlet: names[outlet] for outlet in sorted(weights, key=lambda outlet: -weights[outlet])}


def step(likeness: float) -> int:
    """The shade of a likeness: 0 (hardly alike) to 4 (all but the same)."""
    return min(STEPS - 1, int(likeness * STEPS))


def _cell(row: Record | None, x: float, y: float, across: float, down: float, tips: bool) -> list[Mark]:
    if row is None or row["likeness"] is None:
        return [Box(x + 1, y + 1, across - 2, down - 2, "plot-blank")]
    if across < 40:
        side = _side(row["likeness"])
        place = (x + (across - side) / 2, y + (down - side) / 2)
        return [
            Box(
                round(place[0], 1),
                round(place[1], 1),
                round(side, 1),
                round(side, 1),
                "plot-like-4",
                _tip(row) if tips else "",
            )
        ]
    css = f"plot-like-{step(row['likeness'])}{' plot-few' if row['carried'] < FEW else ''}"
    return [
        Box(x + 1, y + 1, across - 2, down - 2, css, _tip(row)),
        Words(x + across / 2, y + 18, f"{row['likeness']:.2f}", "plot-number", "middle"),
        Words(x + across / 2, y + 32, f"n = {row['carried']}", "plot-small", "middle", size=SMALL),
    ]


def _tip(row: Record) -> str:
    return printable(
        f"{row['outlet_a_name']} and {row['outlet_b_name']}: {row['likeness']:.2f}; the same in "
        f"{row['same_carried']} of {row['carried']} comparisons in which at least one carries the claim; "
        f"in conflict in {row['in_conflict']}"
    )


def _entry(shade: int) -> tuple[list[Mark], float, str]:
    word = {0: "0 (nothing alike)", STEPS - 1: "to 1 (all alike)"}.get(shade, f"from {shade / STEPS:.1f}")
    return [Box(0, -8, 22, 16, f"plot-like-{shade}")], 22, word


def _side(likeness: float) -> float:
    """The side of a square whose size tells a likeness."""
    return 2 + 10 * math.sqrt(likeness)


def _size(likeness: float) -> tuple[list[Mark], float, str]:
    side = _side(likeness)
    return [Box(0, -side / 2, side, side, "plot-like-4")], 14, f"likeness {likeness:.1f}"


def _few() -> tuple[list[Mark], float, str]:
    return [Box(0, -8, 22, 16, "plot-few plot-few-key")], 22, f"n below {FEW}"


def _none() -> tuple[list[Mark], float, str]:
    return [Box(0, -8, 22, 16, "plot-blank")], 22, "not compared"


def describe(rows: list[Record]) -> str:
    """The plot in words: the pairs that are most and least alike."""
    known = sorted((row for row in rows if row["likeness"] is not None), key=lambda row: -row["likeness"])
    chosen = known if len(known) <= 6 else [*known[:3], *known[-3:]]
    return "From the most alike to the least: " + "; ".join(_tip(row) for row in chosen) + "."
