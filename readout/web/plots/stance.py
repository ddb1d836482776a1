"""The heat map of stance: a row for each outlet, a column for each actor, a score in each cell."""

from typing import Any

from readout.web.marks import SCORES
from readout.web.plots.drawing import SMALL, Box, Drawing, Mark, Words, key, nothing, rise, slanted
from readout.web.plots.text import fit, printable, width

Record = dict[str, Any]

MOST_OUTLETS, ALL_OUTLETS = 20, 200
MOST_ACTORS, ALL_ACTORS = 10, 60
WIDE, HIGH, NAME = 50, 34, 180


def draw(rows: list[Record], everything: bool) -> Drawing:
    """The heat map of rows of `plot_stances`."""
    if not rows:
        return nothing("No stances yet (n = 0).")
    outlets, actors = _ranked(rows, "outlet"), _ranked(rows, "toward")
    shown = list(outlets)[: ALL_OUTLETS if everything else MOST_OUTLETS]
    columns = list(actors)[: ALL_ACTORS if everything else MOST_ACTORS]
    cells: dict[tuple[str, str], list[Record]] = {}
    for row in rows:
        cells.setdefault((row["outlet"], row["toward"]), []).append(row)
    left = min(NAME, max(width(printable(outlets[outlet])) for outlet in shown)) + 12
    names = [actors[actor] for actor in columns]
    right = left + WIDE * len(columns)
    sheet = max(right + rise(names) - WIDE / 2, 520)
    marks, legend = key([*[_entry(score) for score in range(-2, 3)], _blank()], 0, sheet)
    top = legend + rise(names) + 4
    marks += slanted(names, left, WIDE, top)
    for down, outlet in enumerate(shown):
        y = top + HIGH * down
        marks.append(Words(left - 10, y + 21, fit(outlets[outlet], NAME), "plot-name", "end", tip=outlets[outlet]))
        for across, actor in enumerate(columns):
            marks += _cell(cells.get((outlet, actor), []), left + WIDE * across, y)
    return Drawing(
        sheet, top + HIGH * len(shown) + 8, marks, _caption(len(shown), len(outlets), len(columns), len(actors), rows),
        describe(rows), len(shown) + len(columns), len(outlets) + len(actors),
    )  # fmt: skip


def _ranked(rows: list[Record], column: str) -> dict[str, str]:
    """Id → name, those with the most stances first."""
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for row in rows:
        counts[row[column]] = counts.get(row[column], 0) + 1
        names[row[column]] = printable(row[f"{column}_name"] or "no outlet named")
    return {name: names[name] for name in sorted(counts, key=lambda name: -counts[name])}


def mean(rows: list[Record]) -> float:
    """The mean of the scores."""
    return float(sum(row["score"] for row in rows) / len(rows))


def said(value: float) -> str:
    """A score with its sign: +1, −1.5, 0."""
    text = f"{abs(value):.1f}".removesuffix(".0")
    return text if value == 0 or text == "0" else f"{'+' if value > 0 else '−'}{text}"


def _css(value: float) -> str:
    nearest = int(abs(value) + 0.5) * (1 if value > 0 else -1)
    return f"plot-score-{nearest}" if nearest >= 0 else f"plot-score-minus-{-nearest}"


def _cell(rows: list[Record], x: float, y: float) -> list[Mark]:
    if not rows:
        return [Box(x + 1, y + 1, WIDE - 2, HIGH - 2, "plot-blank")]
    value = mean(rows)
    draft = ", in a draft" if any(row.get("annotation_status") == "draft" for row in rows) else ""
    tip = printable(
        f"{rows[0]['outlet_name']} towards {rows[0]['toward_name']}: {said(value)}{draft}. {rows[0]['reason']}"
    )
    middle = x + WIDE / 2
    number = Words(middle, y + (21 if len(rows) == 1 else 16), said(value), "plot-number", "middle")
    count = [Words(middle, y + 28, f"n = {len(rows)}", "plot-small", "middle", size=SMALL)] if len(rows) > 1 else []
    return [Box(x + 1, y + 1, WIDE - 2, HIGH - 2, _css(value), tip), number, *count]


def _entry(score: int) -> tuple[list[Mark], float, str]:
    sign: list[Mark] = [
        Box(0, -9, 30, 18, _css(score)),
        Words(15, 4, said(score), "plot-small", "middle", size=SMALL),
    ]
    return sign, 30, SCORES[score]


def _blank() -> tuple[list[Mark], float, str]:
    return [Box(0, -9, 30, 18, "plot-blank")], 30, "nobody has judged it"


def _caption(outlets: int, all_outlets: int, actors: int, all_actors: int, rows: list[Record]) -> str:
    whose = f"{outlets:,} outlets" if outlets == all_outlets else f"{outlets:,} of {all_outlets:,} outlets"
    towards = f"{actors:,} actors" if actors == all_actors else f"{actors:,} of {all_actors:,} actors"
    articles = len({row["article"] for row in rows})
    return f"{whose}, {towards}, n = {len(rows):,} judgements on {articles:,} articles in all; means where n > 1."


def describe(rows: list[Record]) -> str:
    """The plot in words: what stands farthest from neutral."""
    apart = sorted((row for row in rows if row["score"]), key=lambda row: -abs(row["score"]))[:8]
    words = [f"{row['outlet_name']} towards {row['toward_name']}: {SCORES[row['score']]}" for row in apart]
    neutral = sum(1 for row in rows if not row["score"])
    return "; ".join([*words, f"{neutral} of {len(rows)} judgements are neutral"]) + "."
