"""What rows take over from others: values in a form that SQL can compare, and the status of their article."""

from collections.abc import Iterable

from readout.dates import bounds
from readout.row import Rows
from readout.schema import STATUS, Table


def add_values(rows: Rows) -> None:
    """Beside a date its bounds in UTC, beside a number the number; a date without a zone is meant in its article's."""
    kinds = {claim.id: claim.values.get("value_type") for claim in rows["claims"]}
    zones = {article.id: article.values.get("time_zone") for article in rows["articles"]}
    for row in rows["coverage"]:
        value = row.values.get("value")
        kind = kinds.get(row.values["claim"]) if value is not None else None
        if kind == "date":
            zone = zones.get(row.values["article"])
            row.values["value_earliest"], row.values["value_latest"] = bounds(str(value), zone)
        elif kind == "number":
            row.values["value_number"] = float(str(value))


def add_status(rows: Rows, tables: Iterable[Table]) -> None:
    """Beside every row of an article the status of its annotation."""
    status = {article.id: article.values.get("status") for article in rows["articles"]}
    for table in tables:
        if STATUS in table.columns:
            for row in rows[table.name]:
                row.values[STATUS] = status.get(row.values["article"])
