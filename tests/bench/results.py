"""What `compare` and `grow` measured: kept in build/bench/results.json, and written into docs/benchmarks.md."""

import json
import os
import subprocess
from dataclasses import asdict, dataclass, field
from pathlib import Path

import click

from .cached import FOLDER
from .made.contract import ROOT
from .timing import machine

FILE = FOLDER / "results.json"
PAGE, PLOT = ROOT / "docs" / "benchmarks.md", ROOT / "docs" / "benchmarks.svg"
SHOWN = "Articles a second beside other programs, and seconds as the articles grow in number"
#: What draws the plot: matplotlib is no part of Readout's own environment.
PLOTTER = ROOT / ".venv-bench" / "bin" / "python"

#: Seconds, bytes and counts by their name.
Measures = dict[str, float]


@dataclass
class Results:
    """By how many articles a project has: what each program cost (`compare`), and how Readout grows (`grow`).

    `start` holds what does not depend on the number of articles; `under` by the name of a measurement and its size
    what it was made under.
    """

    compare: dict[str, dict[str, Measures]] = field(default_factory=dict)
    grow: dict[str, Measures] = field(default_factory=dict)
    start: Measures = field(default_factory=dict)
    under: dict[str, str] = field(default_factory=dict)

    def keep(self, file: Path) -> None:
        """Write it down for the next run, which may measure other sizes."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")


def known(file: Path = FILE) -> Results:
    """What earlier runs measured, if they did."""
    return Results(**json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else Results()


def conditions(rounds: int) -> str:
    """What a measurement that begins now is made under: the machine, the rounds, and how busy others keep it."""
    load = f"; load before {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{machine()}; {rounds} {'round' if rounds == 1 else 'rounds'}{load}"


def sizes(of: dict[str, object]) -> list[str]:
    """The numbers of articles that were measured, the least first."""
    return sorted(of, key=int)


def put(page: str, name: str, text: str) -> str:
    """A page in which the text between the two comments of that name is replaced. Raises ValueError without them."""
    begin, end = f"<!-- {name}: written by scripts/bench {name} --write -->\n", f"<!-- end of {name} -->"
    before, found, rest = page.partition(begin)
    _, ends, after = rest.partition(end)
    if not (found and ends):
        raise ValueError(f"the page has no comments {begin.strip()} and {end}")
    return f"{before}{begin}\n{text}\n\n{end}{after}"


def write_page(name: str, text: str, results: Path = FILE, page: Path = PAGE, plot: Path = PLOT) -> None:
    """Put a measurement's text into docs/benchmarks.md, and draw the plot anew; it stands above the comparison."""
    if PLOTTER.exists():
        subprocess.run([PLOTTER, Path(__file__).with_name("plot.py"), results, plot], check=True)
    else:
        click.echo("no plot: scripts/environment bench installs what draws it", err=True)
    if name == "compare" and plot.is_file():
        text = f"![{SHOWN}]({plot.name})\n\n{text}"
    page.write_text(put(page.read_text(encoding="utf-8"), name, text), encoding="utf-8")
