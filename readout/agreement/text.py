"""The report as people read it in a terminal."""

from collections.abc import Iterator, Sequence

from readout.agreement.annotation import Case
from readout.agreement.differences import Difference, Side
from readout.agreement.measures import Measured
from readout.agreement.render import says
from readout.agreement.report import Group, Report
from readout.agreement.spans import Overlap, SpanAgreement
from readout.near import plural

NONE = "no article has a second annotation that counts; write one beside it as DATE-SLUG.CURATOR.md"
SCALE = "α is 1 where all agree, 0 where chance would do as well. Krippendorff: rely on 0.800 or more; from 0.667 on,\n\
conclude tentatively. 95 %: units drawn again a thousand times. single: units that only one curator judged."
HEAD = ("", "level", "α", "95 %", "units", "single", "curators", "differ")
SHOWN = 90


def as_text(report: Report) -> str:
    """The whole report as text, in lines."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    if report.cases:
        annotations = plural(sum(len(case.annotations) for case in report.cases), "annotation")
        yield f"{annotations} of {plural(len(report.cases), 'article')}"
    else:
        yield NONE
    for left in report.left_out:
        yield f"not counted: {left.path}: {left.reason}"
    for guides in report.guides:
        yield f"different versions of the guide: {guides}"
    for group in report.groups:
        yield from _group(group)
    if report.groups:
        yield from ("", SCALE)
    for case in report.cases:
        yield from _differences(case, [each for each in report.differences if each.article == case.article])


def _group(group: Group) -> Iterator[str]:
    yield from ("", f"{group.name} ({plural(group.articles, 'article')})" if group.name != "all" else "all articles")
    rows = [HEAD, *(_cells(measured) for measured in group.measured)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for row, measured in zip(rows, (None, *group.measured), strict=True):
        line = "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        why = (measured.alpha.why_none or measured.alpha.why_no_interval) if measured else ""
        yield (
            line + (f"  {'no α' if measured.alpha.value is None else 'no interval'}: {why}" if measured and why else "")
        ).rstrip()
    yield from _spans(group.spans)


def _cells(measured: Measured) -> tuple[str, ...]:
    alpha, wanted = measured.alpha, measured.measure
    interval = f"{alpha.interval[0]:.3f} to {alpha.interval[1]:.3f}" if alpha.interval else ""
    differing = "" if alpha.differing is None else f"{alpha.differing:.0%}"
    value = "none" if alpha.value is None else f"{alpha.value:.3f}"
    counts = (str(alpha.units), str(alpha.single), str(len(measured.curators)))
    return (wanted.name, wanted.level, value, interval, *counts, differing)


def _spans(spans: SpanAgreement) -> Iterator[str]:
    for overlap in spans.overlaps:
        name = "exact spans" if overlap.unit == "spans" else overlap.unit
        yield f"  quotes, {name}: {_overlap(overlap)}"
    said = f"{spans.alpha_u:.3f}" if spans.alpha_u is not None else f"none: {spans.why_none}"
    yield f"  quotes, α for unitizing: {said}"


def _overlap(overlap: Overlap) -> str:
    parts = ((overlap.precision, "precision"), (overlap.recall, "recall"), (overlap.f1, "F1"))
    numbers = ", ".join(f"{name} {number:.3f}" for number, name in parts if number is not None)
    counts = f"{overlap.common:,} common, {overlap.first:,} in the first, {overlap.second:,} in the second"
    return f"{numbers} ({counts})" if numbers else f"none ({counts})"


def _differences(case: Case, found: Sequence[Difference]) -> Iterator[str]:
    yield from ("", f"{case.article} ({case.outlet}; {', '.join(case.curators)}): {plural(len(found), 'difference')}")
    for difference in found:
        yield f"  {difference.kind}: {_short(difference.what)}"
        width = max(len(difference.first.curator), len(difference.second.curator))
        for side in (difference.first, difference.second):
            yield from _side(side, width)


def _side(side: Side, width: int) -> Iterator[str]:
    yield f"    {side.curator.ljust(width)}  {_short(says(side))}"
    indent = " " * (width + 6)
    if side.evidence:
        yield f"{indent}evidence: {_short(side.evidence)}"
    if side.note:
        yield f"{indent}note: {_short(side.note)}"
    yield f"{indent}{side.place.path}:{side.place.line}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN else flat[: SHOWN - 1] + "…"
