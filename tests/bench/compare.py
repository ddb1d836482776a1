"""How fast Readout builds and checks beside a plain script, other programs, and the least that could be done."""

import json
from collections.abc import Callable
from pathlib import Path

import click

from . import peers
from .builds import can_choose, full_build
from .cached import FOLDER, cached_corpus
from .corpus import Order
from .costs import Cost, in_cache, python, readout, spend, take_turns
from .results import FILE, Measures, Results, conditions, known, write_page
from .targets import BARE, CHECK, CHECKER, MARKDOWN, ONE, PLAIN, RAW, TWO, VERDICTS, YAML, rate, verdicts
from .timing import show_table, table_text

#: What each does, for the table.
DOES = {
    TWO: "everything",
    ONE: "everything",
    PLAIN: "the same tables",
    YAML: "one table, JSON in it",
    MARKDOWN: "one table, JSON in it",
    RAW: "the same tables, no index",
    BARE: "no check, no table",
    CHECK: "all checks",
    CHECKER: "JSON Schema of articles",
}
#: What is a command of this name.
COMMANDS = (CHECK, YAML, MARKDOWN, CHECKER)


@click.command("compare")
@click.option("--articles", type=click.IntRange(1), multiple=True, default=(1000,), show_default=True, help="Sizes.")
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True, help="How often each is run.")
@click.option("--slice", "most", type=click.IntRange(1), default=300, show_default=True,
              help="The other programs get so many of the articles at most; the plain script gets all.")  # fmt: skip
@click.option("--write", is_flag=True, help="Put the tables into docs/benchmarks.md, and draw its plot.")
@click.option("--results", type=click.Path(path_type=Path), default=FILE, hidden=True)
def command(articles: tuple[int, ...], rounds: int, most: int, write: bool, results: Path) -> None:
    """Medians of runs that take turns on the same files, each a process of its own.

    The time that passes, and the processor's. Files are in the system's cache. It ends with what the project aims
    for. What earlier runs measured at other sizes is kept.
    """
    found = known(results)
    for size in articles:
        project = cached_corpus(Order(size))
        found.under[f"compare {size}"] = conditions(rounds)
        found.compare[str(size)] = measure(project, size, rounds, most)
        found.keep(results)
    click.echo(tables(found))
    click.echo()
    show_table(VERDICTS, list(verdicts(found)))
    if write:
        write_page("compare", tables(found), results)


def measure(project: Path, articles: int, rounds: int, most: int) -> dict[str, Measures]:
    """What each program costs on one project: seconds, processor, and how many articles it was given."""
    in_cache(project)
    folder = FOLDER / "peers" / project.name
    given = peers.prepare(project, folder, most)
    if not (project / "build" / "readout.db").is_file():  # the raw load reads it
        spend(readout(project, "build", "--quiet"))
    runs = ours(project) | around(project, folder)
    counts = dict.fromkeys(runs, articles)
    if peers.are_installed():
        others = {YAML: given.yaml_to_sqlite, MARKDOWN: given.markdown_to_sqlite, CHECKER: given.check_jsonschema}
        runs |= others
        counts |= dict.fromkeys(others, len(given.articles))
    else:
        click.echo("the other programs are left out: scripts/environment bench installs them", err=True)
    costs = take_turns(runs, rounds)
    return {
        name: {"wall": costs[name].wall, "cpu": costs[name].cpu, "articles": counts[name]}
        for name in DOES
        if name in costs
    }


def ours(project: Path) -> dict[str, Callable[[], Cost]]:
    """Full builds, and a check."""
    two = {TWO: lambda: spend(full_build(project, 2))} if can_choose() else {}
    one = {ONE: lambda: spend(full_build(project, 1))}
    return two | one | {CHECK: lambda: spend(readout(project, "check", "--fresh"))}


def around(project: Path, folder: Path) -> dict[str, Callable[[], Cost]]:
    """What our build is measured against on the whole project."""

    def plain() -> Cost:
        (folder / "plain.db").unlink(missing_ok=True)
        return spend(python("-m", "tests.bench.plain", project, folder / "plain.db"))

    def raw() -> Cost:
        (folder / "raw.db").unlink(missing_ok=True)
        said = folder / "raw.json"
        spend(python("-m", "tests.bench.raw", project / "build" / "readout.db", folder / "raw.db"), said)
        return Cost(*json.loads(said.read_text(encoding="utf-8")))

    return {PLAIN: plain, BARE: lambda: spend(python("-m", "tests.bench.bare", project)), RAW: raw}


def tables(found: Results) -> str:
    """A table for each size."""
    head = ("", "does", "articles", "seconds", "processor", "articles a second", "ours is")
    parts = []
    for size in sorted(found.compare, key=int):
        costs = found.compare[size]
        rows = [
            (f"`{name}`" if name in COMMANDS else name, DOES[name], f"{one['articles']:,.0f}", f"{one['wall']:,.2f}",
             f"{one['cpu']:,.2f}", f"{rate(one):,.0f}", _ours_is(costs, name))
            for name, one in costs.items()
        ]  # fmt: skip
        under = found.under.get(f"compare {size}", "")
        parts.append(f"{int(size):,} articles ({under}):\n\n{table_text(head, rows)}")
    return "\n\n".join(parts)


def _ours_is(costs: dict[str, Measures], name: str) -> str:
    """How many times as many articles a second Readout's build takes, or for a check Readout's check."""
    ours = CHECK if name == CHECKER else TWO if TWO in costs else ONE
    return "" if name in (TWO, CHECK) else f"{rate(costs[ours]) / rate(costs[name]):.2f}×"
