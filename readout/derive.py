"""Values that articles give for claims, in a form that SQL can compare."""

from readout.dates import bounds
from readout.row import Rows


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
