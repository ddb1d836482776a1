"""What a soak found, as tables in Markdown."""

from collections import Counter
from collections.abc import Sequence

import click

from tests.bench.timing import milliseconds, percentile, show_table

from .crowd import HONEST
from .heard import Heard
from .soak import Stretch

MB = 1_000_000
SLOWEST = 12
PERCENTILES = (50, 90, 95, 99, 100)


def show_answers(one: Stretch) -> None:
    """For each kind of request: how many were answered, refused and wrong, and how long the answers took."""
    click.echo(f"\n{one.name}: {one.seconds:.0f} s, {len(one.heard):,} requests")
    rows: list[tuple[str, ...]] = []
    for kind, heard in _by_kind(one).items():
        took = [each.seconds for each in heard if each.is_fine]
        counts = (len(took), sum(each.is_refused for each in heard), sum(bool(each.wrong) for each in heard))
        times = [milliseconds(percentile(took, percent)) if took else "" for percent in PERCENTILES]
        rows.append((kind, *(f"{count:,}" for count in counts), f"{len(heard) / one.seconds:.1f}", *times))
    show_table(
        ("asked for", "answered", "refused", "wrong", "a second", "50 %", "90 %", "95 %", "99 %", "slowest"), rows
    )


def show_side_by_side(stretches: Sequence[Stretch]) -> None:
    """How long 95 of 100 answers to the honest take, stretch by stretch, and how much longer than in the first."""
    click.echo("\nHonest visitors, 95 % of answers:")
    rows: list[tuple[str, ...]] = []
    kinds = list(dict.fromkeys(kind for one in stretches for kind in _by_kind(one, honest=True)))
    for kind in kinds:
        times = [_ninety_five(_by_kind(one, honest=True).get(kind, [])) for one in stretches]
        ratio = f"{times[1] / times[0]:.1f}" if len(times) > 1 and times[0] else ""
        rows.append((kind, *map(milliseconds, times), ratio))
    show_table(("asked for", *(one.name for one in stretches), "ratio"), rows)


def show_memory(stretches: Sequence[Stretch]) -> None:
    """The server's own memory over each stretch, and the most that there was of everything."""
    click.echo("\nMemory (of the server's process alone, but for the last four columns), files, threads, processes:")
    rows: list[tuple[str, ...]] = []
    for one in stretches:
        first, last, asked = one.growth()
        growth = f"{(last - first) / MB * 1000 / asked:+.2f} MB" if asked else ""
        most = [max((getattr(seen, name) for seen in one.seen), default=0)
                for name in ("memory", "files", "threads", "processes")]  # fmt: skip
        rows.append((one.name, *(f"{each / MB:.0f} MB" for each in (one.seen[0].server, first, last)), growth,
                     f"{most[0] / MB:.0f} MB", *map(str, most[1:])))  # fmt: skip
    head = ("stretch", "begin", "warm", "end", "per 1,000 requests", "most, all", "files", "threads", "processes")
    show_table(head, rows)


def show_wrong(stretches: Sequence[Stretch]) -> None:
    """What should not be, how often, and who was refused though he asked in measure."""
    wrong = Counter(
        (one.name, each.party, f"{each.wrong} {each.path}") for one in stretches for each in one.heard if each.wrong
    )
    refused = Counter(
        (one.name, each.party, f"{each.kind}: {each.status}")
        for one in stretches for each in one.heard if each.is_refused and each.party in HONEST
    )  # fmt: skip
    for title, found in (("Wrong", wrong), ("Honest visitors who were refused", refused)):
        click.echo(f"\n{title}: {'nothing' if title == 'Wrong' else 'none'}" if not found else f"\n{title}:")
        for (name, party, what), count in found.most_common(30):
            click.echo(f"  {count:>5} × {name}, {party}: {what}")


def show_slowest(stretches: Sequence[Stretch]) -> None:
    """The answers for which an honest visitor waited longest."""
    click.echo("\nThe slowest answers to honest visitors:")
    heard = [(each.seconds, one.name, each) for one in stretches for each in one.heard
             if each.party in HONEST and each.kind != "download"]  # fmt: skip
    for seconds, name, each in sorted(heard, reverse=True)[:SLOWEST]:
        click.echo(f"  {milliseconds(seconds)}, {name}, {each.kind}, {each.status}: {each.path}")


def _by_kind(one: Stretch, honest: bool = False) -> dict[str, list[Heard]]:
    found: dict[str, list[Heard]] = {}
    for heard in sorted(one.heard, key=lambda each: (each.party not in HONEST, each.kind)):
        if not honest or heard.party in HONEST:
            found.setdefault(heard.kind, []).append(heard)
    return found


def _ninety_five(heard: Sequence[Heard]) -> float:
    took = [each.seconds for each in heard if each.is_fine]
    return percentile(took, 95) if took else 0.0
