"""A plot as a file of its own: SVG with its own style sheet, and PNG."""

import asyncio
import re
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from readout.web.plots.drawing import Drawing, Mark, Words
from readout.web.plots.text import wrap

#: The library is wanted for PNG only.
resvg: Any = import_module("resvg_py") if find_spec("resvg_py") else None

STYLES = Path(__file__).parents[1] / "static" / "readout.css"
ROOT = re.compile(r":root\s*\{([^}]*)\}")
VARIABLE = re.compile(r"(--[a-z0-9-]+)\s*:\s*([^;]+);")
PLOTS = re.compile(r"/\* plots: begin.*?\*/(.*?)/\* plots: end \*/", re.DOTALL)
FONT = '"DejaVu Sans", "Noto Sans", Verdana, sans-serif'
PIXELS = 12_000_000


class NoPicture(Exception):
    """PNG cannot be made here; the message says why, in a plain sentence."""


@cache
def style(dark: bool = True) -> str:
    """The plots' part of the pages' style sheet, its variables filled in; with the dark colours where wanted."""
    css = STYLES.read_text(encoding="utf-8")
    rules = "".join(PLOTS.findall(css))
    light, *darker = [dict(VARIABLE.findall(block)) for block in ROOT.findall(css)]
    light["--text"] = FONT
    made = _filled(rules, light)
    if dark and darker:
        made += "@media (prefers-color-scheme: dark) {" + _filled(rules, {**light, **darker[0]}) + "}"
    return re.sub(r"\s+", " ", made).strip()


def _filled(rules: str, variables: dict[str, str]) -> str:
    return re.sub(r"var\((--[a-z0-9-]+)\)", lambda match: variables.get(match[1], "currentColor"), rules)


def sheet(drawing: Drawing, title: str, credit: str) -> tuple[Drawing, float]:
    """What stands around a drawing, its title above and its caption and origin below; and where it begins."""
    wide = max(drawing.width, 520)
    heads, notes = wrap(title, wide, 18), [*wrap(drawing.caption, wide), *wrap(credit, wide)]
    marks: list[Mark] = [Words(0, 18 + 22 * place, text, "plot-title", size=17) for place, text in enumerate(heads)]
    begins = 22 * len(heads) + 12.0
    below = begins + drawing.height + 18
    marks += [Words(0, below + 16 * place, text, "plot-note") for place, text in enumerate(notes)]
    return Drawing(wide, below + 16 * len(notes), marks, drawing.caption, drawing.description), begins


@cache
def can_write() -> bool:
    """Whether the library is here and finds a font to write with."""
    if resvg is None:
        return False
    shape = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{}</svg>'
    word = shape.format('<text x="2" y="15" font-family="DejaVu Sans, Noto Sans, sans-serif" font-size="12">n</text>')
    return bytes(resvg.svg_to_bytes(svg_string=word)) != bytes(resvg.svg_to_bytes(svg_string=shape.format("")))


async def png(svg: str, width: float, height: float) -> bytes:
    """The picture of an SVG, twice its size where that is not too large. Raises NoPicture."""
    if resvg is None:
        raise NoPicture("PNG needs the library resvg_py, which is not installed here. The SVG can be had instead.")
    if not await asyncio.to_thread(can_write):
        raise NoPicture("PNG needs a font such as DejaVu Sans or Noto Sans, and none is installed here. Take the SVG.")
    zoom = min(2.0, (PIXELS / (width * height)) ** 0.5)
    made = await asyncio.to_thread(
        resvg.svg_to_bytes, svg_string=svg, zoom=zoom, background="#fdfcf9", sans_serif_family="DejaVu Sans"
    )
    return bytes(made)
