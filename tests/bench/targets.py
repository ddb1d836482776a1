"""What the project has set itself, beside what was measured."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .results import Measures, Results, sizes

ONE, TWO = "readout build, 1 worker", "readout build, 2 workers"
PLAIN, YAML, CHECKER = "plain script", "yaml-to-sqlite", "check-jsonschema"
BARE, CHECK, MARKDOWN, RAW = "bare CSafeLoader parse", "readout check", "markdown-to-sqlite", "raw load of ready rows"
TIMES = "{:.2f}×"


@dataclass(frozen=True)
class Target:
    """What is aimed for: a number that has to be at least, or else at most, the limit, and how it is written.

    `at` is the number of articles that it is set for; 0 where it does not matter.
    """

    what: str
    limit: float
    at_least: bool
    at: int
    written: str
    measured: Callable[[Results, str], float]

    def is_met(self, value: float) -> bool:
        """Whether a measured number reaches the target."""
        return value >= self.limit if self.at_least else value <= self.limit


def rate(cost: Measures) -> float:
    """Articles a second."""
    return cost["articles"] / cost["wall"]


def faster(ours: str, theirs: str) -> Callable[[Results, str], float]:
    """How many times as many articles a second one program takes as another."""
    return lambda results, size: rate(results.compare[size][ours]) / rate(results.compare[size][theirs])


def processor(ours: str, theirs: str) -> Callable[[Results, str], float]:
    """The processor's time of one, over that of another."""
    return lambda results, size: results.compare[size][ours]["cpu"] / results.compare[size][theirs]["cpu"]


def times(one: str, other: str) -> Callable[[Results, str], float]:
    """One measure of growth over another."""
    return lambda results, size: results.grow[size][one] / results.grow[size][other]


def just(name: str, unit: float = 1) -> Callable[[Results, str], float]:
    """A measure of growth, in a unit."""
    return lambda results, size: results.grow[size][name] / unit


def against_fewer(name: str, per_article: bool) -> Callable[[Results, str], float]:
    """A measure over that of the next smaller size; `per_article` where it is to grow with the articles."""

    def measured(results: Results, size: str) -> float:
        fewer = [one for one in sizes({**results.grow}) if int(one) < int(size)]
        if not fewer:
            raise KeyError(size)
        share = int(size) / int(fewer[-1]) if per_article else 1
        return results.grow[size][name] / results.grow[fewer[-1]][name] / share

    return measured


def started(one: str, other: str = "", unit: float = 1) -> Callable[[Results, str], float]:
    """A measure of starting, over another if one is named."""
    return lambda results, size: results.start[one] / unit / (results.start[other] if other else 1)


TARGETS = (
    Target("full build, articles a second against the plain script", 20, True, 10_000, TIMES, faster(TWO, PLAIN)),
    Target("full build, articles a second against yaml-to-sqlite", 20, True, 10_000, TIMES, faster(TWO, YAML)),
    Target("full build, processor against a bare parse", 0.45, False, 10_000, TIMES, processor(ONE, BARE)),
    Target("check, articles a second against check-jsonschema", 30, True, 10_000, TIMES, faster(CHECK, CHECKER)),
    Target("two workers against one", 1.55, True, 10_000, TIMES, faster(TWO, ONE)),
    Target("memory of a process", 256, False, 100_000, "{:,.0f} MB", just("memory", 1e6)),
    Target("memory against that of fewer articles", 1.5, False, 100_000, TIMES, against_fewer("memory", False)),
    Target("time an article against that of fewer articles", 1.15, False, 100_000, TIMES, against_fewer("build", True)),
    Target("nothing changed, against a walk", 1.2, False, 100_000, TIMES, times("none", "walk")),
    Target("one file changed, against a walk", 1.5, False, 100_000, TIMES, times("one", "walk")),
    Target("a hundred files changed, against a walk", 2.5, False, 100_000, TIMES, times("hundred", "walk")),
    Target("from a save to committed rows", 60, False, 100_000, "{:,.0f} ms", just("committed", 1e-3)),
    Target("Datasette's first answer, against an empty server's", 1.3, False, 100_000, TIMES, times("answer", "empty")),
    Target("`readout --help`, against a bare interpreter", 2.5, False, 0, TIMES, started("help", "bare")),
    Target("`readout check` on the repository's articles", 300, False, 0, "{:,.0f} ms", started("check", unit=1e-3)),
)


VERDICTS = ("target", "limit", "measured", "articles", "met")


def verdicts(results: Results) -> Iterator[tuple[str, str, str, str, str]]:
    """For each target: what, the limit, what was measured, with how many articles, and whether that is enough.

    Where the size that a target is set for was not measured, the greatest one that was stands there, and nothing is
    said to be met.
    """
    for target in TARGETS:
        limit = ("≥ " if target.at_least else "≤ ") + target.written.format(target.limit)
        value, size = _measured(target, results)
        met = "yes" if value is not None and target.is_met(value) else "no"
        if value is None:
            yield target.what, limit, "not measured", "", ""
        elif not size:
            yield target.what, limit, target.written.format(value), "", met
        else:
            told = met if int(size) == target.at else f"set for {target.at:,}"
            yield target.what, limit, target.written.format(value), f"{int(size):,}", told


def _measured(target: Target, results: Results) -> tuple[float | None, str]:
    """What was measured, at the target's size or else at the greatest of all."""
    found = sorted({*results.compare, *results.grow}, key=int, reverse=True) if target.at else [""]
    for size in sorted(found, key=lambda size: size != str(target.at)):
        try:
            return target.measured(results, size), size
        except (KeyError, ZeroDivisionError):
            continue
    return None, ""
