"""The report as JSON and CSV, for programs and for sheets in which somebody decides."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from readout.agreement.differences import Difference, Side
from readout.agreement.measures import Measured
from readout.agreement.report import Group, Report
from readout.agreement.spans import Overlap
from readout.spreadsheet import harmless_cell

MEASURE_COLUMNS = (
    "group", "measure", "level", "unit", "value", "low", "high", "units", "single", "values", "curators",
    "differing", "first", "second", "common", "why_none",
)  # fmt: skip
SIDE_COLUMNS = ("curator", "says", "note", "evidence", "at")


def as_json(report: Report) -> str:
    """The whole report as JSON; numbers that do not exist are null, and beside them stands why."""
    said = {
        "annotations": [
            {"article": case.article, "outlet": case.outlet, "story": case.story, "path": each.path,
             "curator": each.curator, "role": "annotated" if number == 0 else "annotated-independently",
             "guide": each.guide or None}
            for case in report.cases for number, each in enumerate(case.annotations)
        ],
        "left_out": [{"path": left.path, "reason": left.reason} for left in report.left_out],
        "different_guides": list(report.guides),
        "by": report.by,
        "groups": [_group(group) for group in report.groups],
        "differences": [_difference(difference) for difference in report.differences],
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _group(group: Group) -> dict[str, Any]:
    spans = group.spans
    return {
        "name": group.name,
        "articles": group.articles,
        "measures": [_measured(measured) for measured in group.measured],
        "quote_spans": {
            "overlaps": [_overlap(overlap) for overlap in spans.overlaps],
            "alpha_u": spans.alpha_u,
            "why_none": spans.why_none or None,
        },
    }


def _measured(measured: Measured) -> dict[str, Any]:
    wanted, alpha = measured.measure, measured.alpha
    return {
        "measure": wanted.name, "level": wanted.level, "unit": wanted.unit, "alpha": alpha.value,
        "interval": list(alpha.interval) if alpha.interval else None,
        "units": alpha.units, "single": alpha.single, "values": alpha.values, "curators": len(measured.curators),
        "differing": alpha.differing, "why_none": alpha.why_none or None,
        "why_no_interval": alpha.why_no_interval or None,
    }  # fmt: skip


def _overlap(overlap: Overlap) -> dict[str, Any]:
    return {
        "unit": overlap.unit, "first": overlap.first, "second": overlap.second, "common": overlap.common,
        "precision": _rounded(overlap.precision), "recall": _rounded(overlap.recall), "f1": _rounded(overlap.f1),
    }  # fmt: skip


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 6)


def _difference(difference: Difference) -> dict[str, Any]:
    sides = {name: _side(side) for name, side in (("first", difference.first), ("second", difference.second))}
    return {"article": difference.article, "kind": difference.kind, "what": difference.what, **sides}


def _side(side: Side) -> dict[str, Any]:
    return {
        "curator": side.curator, "says": side.values, "note": side.note or None, "evidence": side.evidence or None,
        "path": side.place.path, "line": side.place.line,
    }  # fmt: skip


def measures_csv(report: Report) -> str:
    """The measures of all groups as CSV, one a row; precision and recall of spans are rows, too."""
    return _csv(MEASURE_COLUMNS, (row for group in report.groups for row in _measure_rows(group)))


def _measure_rows(group: Group) -> Iterator[dict[str, Any]]:
    for measured in group.measured:
        said = _measured(measured)
        low, high = said.pop("interval") or (None, None)
        said["value"] = said.pop("alpha")
        yield {**said, "group": group.name, "low": low, "high": high}
    for overlap in group.spans.overlaps:
        said = _overlap(overlap)
        for name in ("precision", "recall", "f1"):
            yield {**said, "group": group.name, "measure": "quote spans", "level": name, "value": said[name]}
    spans = group.spans
    yield {"group": group.name, "measure": "quote spans", "level": "alpha-u", "unit": "code points",
           "value": spans.alpha_u, "why_none": spans.why_none}  # fmt: skip


def differences_csv(report: Report) -> str:
    """The differences as CSV, one a row, both sides beside one another."""
    columns = ["article", "kind", "what", *(f"{side}_{name}" for side in ("first", "second") for name in SIDE_COLUMNS)]
    return _csv(columns, ({**_flat(difference)} for difference in report.differences))


def _flat(difference: Difference) -> dict[str, Any]:
    row = {"article": difference.article, "kind": difference.kind, "what": difference.what}
    for name, side in (("first", difference.first), ("second", difference.second)):
        cells = (side.curator, says(side), side.note, side.evidence, f"{side.place.path}:{side.place.line}")
        row |= {f"{name}_{column}": cell for column, cell in zip(SIDE_COLUMNS, cells, strict=True)}
    return row


def says(side: Side) -> str:
    """What a side says, on one line: `stance attributes, according_to mayor`."""
    if side.values is None:
        return "nothing"
    return ", ".join(f"{name} {value}" for name, value in side.values.items())


def _csv(columns: Iterable[str], rows: Iterable[dict[str, Any]]) -> str:
    made = io.StringIO()
    writer = csv.DictWriter(made, list(columns), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: harmless_cell(value) for name, value in row.items()} for row in rows)
    return made.getvalue()
