"""What rows take over from others: values in a form that SQL can compare, and the status of their article."""

from collections.abc import Iterable
from graphlib import TopologicalSorter

from readout.dates import bounds
from readout.row import WITHDRAWN, Row, Rows, redirect
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
    """Beside every row that refers to an article, or to a row that does, the status of the annotation.

    Of several articles it is that of the one whose annotation has come least far.
    """
    status = {(article.table, article.id): article.values.get("status") for article in rows["articles"]}
    known = {table.name: table for table in tables}
    within = {"articles", *(name for name, table in known.items() if STATUS in table.columns)} & known.keys()
    refers = {
        name: {column: target for column, target in known[name].references.items() if target in within - {name}}
        for name in within - {"articles"}
    }
    for name in TopologicalSorter({name: refers[name].values() for name in refers}).static_order():
        for row in rows[name] if name in refers else ():
            found = [status.get((target, str(row.values.get(column)))) for column, target in refers[name].items()]
            row.values[STATUS] = status[name, row.id] = _least(known[name], found)


def add_redirects(rows: Rows) -> None:
    """A redirect from each merged id; each redirect leads to the end of its chain."""
    for row in rows[WITHDRAWN]:
        table, former, leads_to = (row.values.get(name) for name in ("table_name", "record", "merged_into"))
        if leads_to:
            values = redirect(str(table), str(former), str(former), str(leads_to), "merged")
            rows.add(Row("redirects", values, row.path, row.pointer))
    leads = {(row.values["table_name"], row.values["former"]): row.values["record"] for row in rows["redirects"]}
    for row in rows["redirects"]:
        table_name, seen = row.values["table_name"], {row.values["former"]}
        while (further := leads.get((table_name, row.values["record"]))) and row.values["record"] not in seen:
            seen.add(row.values["record"])
            row.values["record"] = further


def _least(table: Table, found: Iterable[str | None]) -> str | None:
    """The status that comes first in the vocabulary; None where none is known."""
    vocabulary = table.columns[STATUS].vocabulary
    assert vocabulary is not None
    known = set(found)
    return next((each for each in vocabulary.meanings if each in known), None)
