"""Draw docs/benchmarks.svg from what was measured. `.venv-bench/bin/python tests/bench/plot.py RESULTS SVG`.

The same numbers give the same bytes. Text and lines take the colour that the reader's light or dark page asks for.
"""

import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import matplotlib  # type: ignore[import-not-found]

matplotlib.use("svg")
from matplotlib import pyplot
from matplotlib.axes import Axes  # type: ignore[import-not-found]
from matplotlib.ticker import FuncFormatter  # type: ignore[import-not-found]

#: What stands for the colour of the text until the file is written; no other part of the plot has it.
INK = "#010203"
STYLE = "<style>:root{--ink:#24292f}@media(prefers-color-scheme:dark){:root{--ink:#d0d7de}}</style>"
NUMBER = FuncFormatter(lambda number, _: f"{number:,g}")
OURS, THEIRS = "#2f81c4", "#c4702f"
LINES = {
    "build": ("full build", "#2f81c4", "-"),
    "check": ("check", "#2f9e6e", "-"),
    "hundred": ("build, 100 articles changed", "#c4702f", "--"),
    "one": ("build, 1 article changed", "#b0558f", "--"),
    "none": ("build, nothing changed", "#8a6fd1", "--"),
    "walk": ("a bare walk over the files", "#808890", ":"),
}


def rates(axes: Axes, compared: dict[str, Any]) -> None:
    """Articles a second of each program at the size at which most was compared."""
    size = max(compared, key=int)
    found = sorted((one["articles"] / one["wall"], name) for name, one in compared[size].items())
    names = [name for _, name in found]
    bars = axes.barh(
        names, [rate for rate, _ in found], color=[OURS if "readout" in name else THEIRS for name in names]
    )
    axes.bar_label(bars, [f"{rate:,.0f}" for rate, _ in found], padding=3, color=INK)
    axes.set_xlim(right=found[-1][0] * 1.15)
    axes.xaxis.set_major_formatter(NUMBER)
    axes.set_title(f"articles a second, {int(size):,} articles")


def growth(axes: Axes, grown: dict[str, Any]) -> None:
    """Seconds by the number of articles."""
    sizes = sorted(grown, key=int)
    for name, (title, colour, dash) in LINES.items():
        points = [(int(size), grown[size][name]) for size in sizes if name in grown[size]]
        if points:
            across, up = zip(*points, strict=True)
            axes.plot(across, up, dash, color=colour, marker="o", label=title)
    axes.set_xscale("log")
    axes.set_yscale("log")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(NUMBER)
    axes.set_ylim(top=axes.get_ylim()[1] * 30)  # room for the legend
    axes.set_xlabel("articles", color=INK)
    axes.set_title("seconds")
    axes.legend(frameon=False, labelcolor=INK)


def draw(results: dict[str, Any]) -> str:
    """The plot as SVG, of what there is."""
    panels = [(draw_one, results[kind]) for draw_one, kind in ((rates, "compare"), (growth, "grow")) if results[kind]]
    matplotlib.rcParams.update({"svg.hashsalt": "benchmarks", "svg.fonttype": "none", "font.family": "sans-serif"})
    figure, axes = pyplot.subplots(1, len(panels), figsize=(6.5 * len(panels), 4.2), squeeze=False)
    for one, (draw_one, measures) in zip(axes[0], panels, strict=True):
        draw_one(one, measures)
        one.tick_params(which="both", colors=INK)
        one.title.set_color(INK)
        one.set_facecolor("none")
        for side, spine in one.spines.items():
            spine.set_color(INK)
            spine.set_visible(side in ("left", "bottom"))
    figure.tight_layout()
    written = StringIO()
    figure.savefig(
        written, format="svg", transparent=True, metadata=dict.fromkeys(("Date", "Creator", "Format", "Type"))
    )
    svg = written.getvalue().replace(INK, "var(--ink)")
    return svg.replace("<defs>", f"{STYLE}\n <defs>", 1)


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(draw(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), encoding="utf-8")
