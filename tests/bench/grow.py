"""How what Readout costs grows with the number of articles: builds, memory, waits."""

import sqlite3
from contextlib import closing
from pathlib import Path

import click

from .builds import after, build, can_choose, changes, check, full_build, walk
from .cached import cached_corpus
from .corpus import Order
from .costs import Cost, in_cache, python, readout, spend, take_turns
from .results import FILE, Measures, Results, conditions, known, sizes, write_page
from .served import first_answer, until_committed
from .targets import VERDICTS, verdicts
from .timing import median, show_table, table_text
from .watch import REGISTER_EVERY
from .watch import measure as watch

#: Builds after changes take seconds, so they are run so often where full builds are run less often.
TURNS = 5
#: Files that are changed at once.
HUNDRED = 100
#: In the table: what it is called, the measure, and how it is written; a measure "one/other" is a ratio.
ROWS = (
    ("files", "files", "{:,.0f}", 1.0),
    ("of them together", "size", "{:,.1f} MB", 1e6),
    ("rows", "rows", "{:,.0f}", 1.0),
    ("database", "database", "{:,.0f} MB", 1e6),
    ("workers", "jobs", "{:,.0f}", 1.0),
    ("full build", "build", "{:,.2f} s", 1.0),
    ("its processor", "build_cpu", "{:,.2f} s", 1.0),
    ("articles a second", "articles/build", "{:,.0f}", 1.0),
    ("most memory of a process", "memory", "{:,.0f} MB", 1e6),
    ("full check", "check", "{:,.2f} s", 1.0),
    ("a bare walk over the files", "walk", "{:,.0f} ms", 1e-3),
    ("build, nothing changed", "none", "{:,.0f} ms", 1e-3),
    ("× walk", "none/walk", "{:.2f}", 1.0),
    ("build, one article changed", "one", "{:,.0f} ms", 1e-3),
    ("× walk", "one/walk", "{:.2f}", 1.0),
    ("build, a hundred changed", "hundred", "{:,.0f} ms", 1e-3),
    ("× walk", "hundred/walk", "{:.2f}", 1.0),
    ("check, one article changed", "check_one", "{:,.0f} ms", 1e-3),
    ("watching: save to problems", "shown", "{:,.0f} ms", 1e-3),
    ("watching: save to rows", "committed", "{:,.0f} ms", 1e-3),
    ("Datasette's first answer", "answer", "{:,.0f} ms", 1e-3),
    ("× that of an empty server", "answer/empty", "{:.2f}", 1.0),
)


@click.command("grow")
@click.option("--articles", type=click.IntRange(2), multiple=True, default=(1000,), show_default=True, help="Sizes.")
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True, help="How often each is run.")
@click.option("--saves", type=click.IntRange(1), default=10, show_default=True, help="Saves while it is watched.")
@click.option("--starts", type=click.IntRange(1), default=9, show_default=True, help="How often a start is timed.")
@click.option("--changes", "less", is_flag=True, help="Leave out full builds and checks; what is known of them stays.")
@click.option("--write", is_flag=True, help="Put the table into docs/benchmarks.md, and draw its plot.")
@click.option("--results", type=click.Path(path_type=Path), default=FILE, hidden=True)
def command(
    articles: tuple[int, ...], rounds: int, saves: int, starts: int, less: bool, write: bool, results: Path
) -> None:
    """Medians at each size, of processes that are started anew and take turns; files are in the system's cache.

    It ends with what the project aims for. What earlier runs measured at other sizes is kept.
    """
    found = known(results)
    found.start = starting(starts)
    for size in articles:
        project = cached_corpus(Order(size))
        under = f"grow {size}"
        if not less or under not in found.under:  # else full builds stay, and what they were made under
            found.under[under] = conditions(rounds)
        measured = measure(project, size, 0 if less else rounds, saves, starts)
        found.grow[str(size)] = found.grow.get(str(size), {}) | measured
        found.keep(results)
    click.echo(table(found))
    click.echo()
    show_table(VERDICTS, list(verdicts(found)))
    if write:
        write_page("grow", table(found), results)


def starting(rounds: int) -> Measures:
    """Seconds from a cold process: a bare interpreter, the help, and a check of the repository's articles."""
    runs = {
        "bare": lambda: spend(python("-c", "pass")),
        "help": lambda: spend(python("-m", "readout", "--help")),
        "check": lambda: spend(python("-m", "readout", "check")),
    }
    return {name: cost.wall for name, cost in take_turns(runs, rounds).items()}


def measure(project: Path, articles: int, rounds: int, saves: int, starts: int) -> Measures:
    """All that is measured on one project, full builds if there are rounds of them; it is left as it was, and built."""
    files, size = in_cache(project)
    found: Measures = {"articles": articles, "files": files, "size": size, "jobs": 2 if can_choose() else 1}
    found |= of_full_builds(project, rounds) if rounds else {}
    build(project)
    found |= of_changes(project, max(rounds, TURNS))
    found |= of_database(project / "build" / "readout.db")
    found |= of_watching(project, saves)
    build(project)  # what the saves changed is put back
    answers = take_turns(
        {"answer": lambda: first_answer(project, True), "empty": lambda: first_answer(project, False)}, starts
    )
    return found | {name: cost.wall for name, cost in answers.items()}


def of_full_builds(project: Path, rounds: int) -> Measures:
    """Seconds of full builds and of checks."""
    full = {
        "build": lambda: spend(full_build(project, 2)),
        "check": lambda: spend(readout(project, "check", "--fresh")),
    }
    costs = take_turns(full, rounds)
    found: Measures = {name: cost.wall for name, cost in costs.items()}
    return found | {"build_cpu": costs["build"].cpu, "memory": costs["build"].memory}


def of_changes(project: Path, rounds: int) -> Measures:
    """Seconds of builds and of a check after changes, and of a walk."""
    with changes(project, 1) as one, changes(project, HUNDRED) as hundred:

        def nothing() -> Cost:
            build(project)  # what was changed before is taken in, and not timed
            return build(project)

        runs = {
            "walk": lambda: walk(project),
            "none": nothing,
            "one": after(one, project),
            "check_one": after(one, project, check),
            "hundred": after(hundred, project),
        }
        found = {name: cost.wall for name, cost in take_turns(runs, rounds).items()}
    build(project)
    return found


def of_database(database: Path) -> Measures:
    """Its size in bytes, and the rows of its tables."""
    with closing(sqlite3.connect(database)) as connection:
        listed = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT'"
        tables = [name for (name,) in connection.execute(listed)]
        rows = sum(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables)
    return {"database": database.stat().st_size, "rows": rows}


def of_watching(project: Path, saves: int) -> Measures:
    """Seconds from a save of an article to rows in the database, and to the problems that are shown."""
    shown = [one.seconds for one in watch(project, REGISTER_EVERY - 1)[0]["an article"]]  # and of no register
    return {"committed": median(until_committed(project, saves)), "shown": median(shown)}


def table(found: Results) -> str:
    """What it was measured under, and the measures, a column for each size."""
    columns = sizes({**found.grow})
    head = ("", *(f"{int(size):,} articles" for size in columns))
    rows = [
        (title, *(_written(found.grow[size], measured, form, unit) for size in columns))
        for title, measured, form, unit in ROWS
    ]
    under = [f"- {int(size):,} articles: {found.under.get(f'grow {size}', '')}" for size in columns]
    return "\n".join(under) + "\n\n" + table_text(head, rows)


def _written(measures: Measures, measured: str, form: str, unit: float) -> str:
    one, _, other = measured.partition("/")
    if one not in measures or (other and not measures.get(other)):
        return ""
    return form.format(measures[one] / unit / (measures[other] if other else 1))
