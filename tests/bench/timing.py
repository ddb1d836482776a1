"""How measurements are made and shown: runs that take turns, medians, a table, and what they were made on."""

import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence

import click


def alternate(runs: Mapping[str, Callable[[], object]], times: int) -> dict[str, list[float]]:
    """The seconds that each run took, by its name.

    One round goes first and is not counted: it fills caches. Then the runs take turns, so that what
    slows the machine down for a while slows down all of them.
    """
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for round_ in range(times + 1):
        for name, run in runs.items():
            begun = time.perf_counter()
            run()
            if round_:
                seconds[name].append(time.perf_counter() - begun)
    return seconds


def median(seconds: Sequence[float]) -> float:
    """The median."""
    return statistics.median(seconds)


def percentile(seconds: Sequence[float], percent: int) -> float:
    """The least of some measurements that so many of a hundred do not exceed."""
    ordered = sorted(seconds)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def milliseconds(seconds: float) -> str:
    """Seconds as milliseconds, for a table."""
    return f"{seconds * 1000:,.0f} ms"


def table_text(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown: the first column to the left, the others to the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    rule = [("-" * width if not column else "-" * (width - 1) + ":") for column, width in enumerate(widths)]
    lines = []
    for row in (head, rule, *rows):
        first, *others = zip(row, widths, strict=True)
        cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def show_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table in Markdown."""
    click.echo(table_text(head, rows))


def machine() -> str:
    """What it was measured on, in a line: cores and Python, and no names."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, {platform.python_implementation()} {platform.python_version()}, {platform.system()}"
