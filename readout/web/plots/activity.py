"""Activity over time: how many articles appeared on each day, in each month or in each year."""

from datetime import date, timedelta
from typing import Any

from readout.web.marks import MONTHS
from readout.web.plots.drawing import SMALL, Box, Drawing, Mark, Path, Words, line, nothing
from readout.web.plots.text import width

Record = dict[str, Any]

MOST_DAYS, MOST_MONTHS = 62, 120
HIGH, LEFT = 150, 34


def draw(rows: list[Record], everything: bool) -> Drawing:
    """The bars of rows of `plot_activity`: one row for each date, as exact as it is known."""
    total = sum(row["articles"] for row in rows)
    dated: dict[str, int] = {}
    for row in rows:
        if day := exact(row["day"]):
            dated[day] = dated.get(day, 0) + row["articles"]
    if not dated:
        return nothing(f"No article with a date yet (n = {total}).")
    unit, bars, left_out = _bars(dated)
    most = max(bars.values())
    grid = max(1, _round_up(most / 4))
    step = max(10.0, min(34.0, 760 / len(bars)))
    sheet = max(LEFT + step * len(bars) + 30, 420)
    top = 24
    marks: list[Mark] = []
    for value in range(0, grid * 4 + 1, grid):
        y = top + HIGH * (1 - value / (grid * 4))
        marks.append(Path(line(LEFT, y, sheet, y), "plot-guide"))
        marks.append(Words(LEFT - 6, y + 4, f"{value:,}", "plot-small", "end", size=SMALL))
    marks += _columns(bars, grid * 4, step, top)
    undated = total - sum(bars.values()) - left_out
    caption = f"Articles per {unit}, n = {total:,} in all."
    caption += f" {left_out:,} known by month or year only are not drawn." if left_out else ""
    caption += f" {undated:,} without a date are not drawn." if undated else ""
    return Drawing(sheet, top + HIGH + 44, marks, caption, describe(unit, bars), len(bars), len(bars))


def exact(day: str | None) -> str:
    """A date as exact as a calendar holds it: seasons, and days of which digits are missing, become years."""
    text = day or ""
    for length, whole in ((10, text), (7, f"{text}-01")):
        if len(text) == length:
            try:
                return date.fromisoformat(whole).isoformat()[:length]
            except ValueError:
                break
    return text[:4] if text[:4].isdigit() and text[:4].isascii() else ""


def _bars(dated: dict[str, int]) -> tuple[str, dict[str, int], int]:
    """The unit, a count for each of its steps from first to last, and what is too vague for it."""
    days = sorted(day for day in dated if len(day) == 10)
    months = sorted({day[:7] for day in dated if len(day) >= 7})
    if days and (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days < MOST_DAYS:
        first, count = date.fromisoformat(days[0]), (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days
        steps = [(first + timedelta(place)).isoformat() for place in range(count + 1)]
        return _count("day", steps, dated)
    if months:
        first_month, last_month = (int(name[:4]) * 12 + int(name[5:7]) - 1 for name in (months[0], months[-1]))
        if last_month - first_month < MOST_MONTHS:
            steps = [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first_month, last_month + 1)]
            return _count("month", steps, dated)
    years = sorted({day[:4] for day in dated})
    first_year, last_year = int(years[0]), int(years[-1])
    return _count("year", [f"{year:04}" for year in range(first_year, min(last_year, first_year + 400) + 1)], dated)


def _count(unit: str, steps: list[str], dated: dict[str, int]) -> tuple[str, dict[str, int], int]:
    bars = dict.fromkeys(steps, 0)
    left_out = 0
    for day, articles in dated.items():
        if day[: len(steps[0])] in bars:
            bars[day[: len(steps[0])]] += articles
        else:
            left_out += articles
    return unit, bars, left_out


def _round_up(value: float) -> int:
    """The next number of 1, 2, 5, 10, 20, 50, …"""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if factor * size >= value:
                return factor * size
        size *= 10


def _columns(bars: dict[str, int], most: int, step: float, top: float) -> list[Mark]:
    marks: list[Mark] = []
    every = max(1, int(-(-64 // step)))
    for place, (name, count) in enumerate(bars.items()):
        x, tall = LEFT + step * place, HIGH * count / most
        if count:
            marks.append(Box(x + 1, top + HIGH - tall, step - 2, tall, "plot-bar", f"{shown(name)}: {count}"))
        if count and width(f"{count:,}", SMALL) < step + 2:
            marks.append(Words(x + step / 2, top + HIGH - tall - 5, f"{count:,}", "plot-small", "middle", size=SMALL))
        if place % every == 0:
            marks.append(Path(line(x + step / 2, top + HIGH, x + step / 2, top + HIGH + 5), "plot-rule"))
            day, _, rest = shown(name).partition("\n")
            marks.append(Words(x + step / 2, top + HIGH + 18, day, "plot-small", "middle", size=SMALL))
            marks.append(Words(x + step / 2, top + HIGH + 33, rest, "plot-small", "middle", size=SMALL))
    marks.append(Path(line(LEFT, top + HIGH, LEFT + step * len(bars), top + HIGH), "plot-rule"))
    return marks


def shown(name: str) -> str:
    """A day, month or year in short, its year on a second line."""
    parts = name.split("-")
    if len(parts) == 1:
        return name
    month = MONTHS[int(parts[1]) - 1][:3]
    return f"{int(parts[2])} {month}\n{parts[0]}" if len(parts) == 3 else f"{month}\n{parts[0]}"


def describe(unit: str, bars: dict[str, int]) -> str:
    """The plot in words: the fullest steps."""
    fullest = sorted((pair for pair in bars.items() if pair[1]), key=lambda pair: -pair[1])[:6]
    said = "; ".join(f"{shown(name)}: {count}".replace("\n", " ") for name, count in fullest)
    return f"Articles per {unit}. The most: {said}."
