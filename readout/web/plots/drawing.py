"""What a plot is made of: words, boxes and paths at places of a sheet. A template turns them into SVG."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from readout.web.plots.text import fit, printable, width

SMALL, PLAIN = 11.0, 12.0


@dataclass(frozen=True)
class Words:
    """A line of text; `turn` are degrees around its start, `tip` is shown when the pointer rests on it."""

    x: float
    y: float
    text: str
    css: str = ""
    anchor: str = "start"
    turn: int = 0
    size: float = PLAIN
    tip: str = ""
    kind: str = "words"


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    css: str
    tip: str = ""
    kind: str = "box"


@dataclass(frozen=True)
class Path:
    """A line or a shape, in SVG's letters for paths; `thickness` where it tells a number."""

    d: str
    css: str
    tip: str = ""
    thickness: float = 0
    kind: str = "path"


Mark = Words | Box | Path


@dataclass
class Drawing:
    """A plot, ready to be drawn: its size, its marks from back to front, and what it says in words."""

    width: float
    height: float
    marks: list[Mark]
    caption: str
    description: str
    shown: int = 0
    total: int = 0
    empty: bool = field(default=False)

    def __post_init__(self) -> None:
        """Keep what XML can hold, and no more than is read out in one go."""
        self.description = printable(self.description)[:3000]

    @property
    def cut(self) -> bool:
        """Whether a part of the data is left out of the drawing."""
        return self.shown < self.total


def nothing(caption: str) -> Drawing:
    """The drawing of no data at all: a sentence."""
    return Drawing(0, 0, [], caption, caption, empty=True)


def circle(x: float, y: float, radius: float) -> str:
    """A circle as a path."""
    half = f"a{radius:g} {radius:g} 0 1 0"
    return f"M{x - radius:g} {y:g}{half} {2 * radius:g} 0{half} {-2 * radius:g} 0z"


def line(x: float, y: float, to_x: float, to_y: float) -> str:
    """A straight line as a path."""
    return f"M{x:g} {y:g}L{to_x:g} {to_y:g}"


def slanted(names: list[str], left: float, step: float, floor: float, room: float = 175) -> list[Words]:
    """Names of narrow columns, rising at 45 degrees from the middle of each."""
    return [
        Words(left + step * (place + 0.5) + 4, floor - 6, fit(name, room), "plot-name", turn=-45, tip=printable(name))
        for place, name in enumerate(names)
    ]


def rise(names: Iterable[str], room: float = 175) -> float:
    """How high, and how far to the right, slanted names reach."""
    longest = max((width(fit(name, room)) for name in names), default=0)
    return longest * math.sqrt(0.5) + 14


def key(entries: list[tuple[list[Mark], float, str]], top: float, room: float) -> tuple[list[Mark], float]:
    """A legend, in as many lines as it takes: for each entry its marks at 0/0, their width, and its word.

    Gives the marks at their places, and the height that they take.
    """
    marks: list[Mark] = []
    x, y = 0.0, top + 12
    for drawn, sign, word in entries:
        needed = sign + 6 + width(word, SMALL) + 18
        if x and x + needed > room:
            x, y = 0.0, y + 20
        marks += [moved(mark, x, y) for mark in drawn]
        marks.append(Words(x + sign + 6, y + 4, word, "plot-small", size=SMALL))
        x += needed
    return marks, y + 12 - top


def moved(mark: Mark, by_x: float, by_y: float) -> Mark:
    """The same mark elsewhere. A path has to begin with one M and go on in relative steps."""
    if isinstance(mark, Path):
        x, y, rest = _start(mark.d)
        return Path(f"M{x + by_x:g} {y + by_y:g}{rest}", mark.css, mark.tip, mark.thickness)
    if isinstance(mark, Box):
        return Box(mark.x + by_x, mark.y + by_y, mark.width, mark.height, mark.css, mark.tip)
    return Words(mark.x + by_x, mark.y + by_y, mark.text, mark.css, mark.anchor, mark.turn, mark.size, mark.tip)


def _start(d: str) -> tuple[float, float, str]:
    head, end = d[1:], 1
    while end < len(d) and (d[end] in "-. " or d[end].isdigit() or d[end] == "e"):
        end += 1
    x, _, y = head[: end - 1].partition(" ")
    return float(x), float(y), d[end:]
