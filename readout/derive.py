"""What rows take over from others: values in a form that SQL can compare, and the status of their article."""

from collections.abc import Iterable, Mapping

from readout.checks.world import World
from readout.dates import bounds
from readout.row import WITHDRAWN, Row, Rows, redirect
from readout.schema import STATUS, Schema, Table


def add_values(rows: Rows, world: World) -> None:
    """Beside a date its bounds in UTC, beside a number the number; a date without a zone is meant in its article's.

    Takes the rows of one article, and the world for the kinds of value that its claims carry.
    """
    zones = {article.id: article.values.get("time_zone") for article in rows["articles"]}
    for row in rows["coverage"]:
        value = row.values.get("value")
        claim = world.record("claims", row.values["claim"]) if value is not None else None
        kind = claim.values.get("value_type") if claim else None
        if kind == "date":
            zone = zones.get(row.values["article"])
            row.values["value_earliest"], row.values["value_latest"] = bounds(str(value), zone)
        elif kind == "number":
            row.values["value_number"] = float(str(value))


def add_status(rows: Rows, schema: Schema, world: World) -> None:
    """Beside every row of a unit that refers to an article, or to a row that does, the status of the annotation.

    Of several articles it is that of the one whose annotation has come least far.
    """
    status = {(article.table, article.id): article.values.get("status") for article in rows["articles"]}
    for name, refers in schema.towards_articles:
        for row in rows[name]:
            found: list[str | None] = []
            for column, target in refers.items():
                if (value := row.values.get(column)) is None:
                    continue
                if target == "articles" and (target, value) not in status:
                    article = world.record(target, value)
                    status[target, value] = article.values.get("status") if article else None
                found.append(status.get((target, value)))
            row.values[STATUS] = status[name, row.id] = least_status(schema.tables[name], found)


def add_variant_status(rows: Iterable[Row], status: Mapping[str, str | None], schema: Schema) -> None:
    """Beside the rows of quote_variants and quote_changes of one utterance the status of the articles compared.

    Takes the rows, each variant before its changes, and the status of each article.
    """
    known: dict[str, str | None] = {}
    for row in rows:
        if row.table == "quote_variants":
            articles = (row.values["article_a"], row.values["article_b"])
            known[row.id] = least_status(schema.tables[row.table], [status[one] for one in articles if one is not None])
        row.values[STATUS] = known[row.values.get("variant", row.id)]


def chains(rows: Iterable[Row]) -> list[Row]:
    """The redirects that the database has: one from each merged id as well, and each to the end of its chain.

    Takes the rows of `redirects`, which are changed, and of `withdrawn`.
    """
    redirects: list[Row] = []
    for row in rows:
        if row.table == WITHDRAWN and row.values.get("merged_into"):
            table, former, leads_to = (str(row.values.get(name)) for name in ("table_name", "record", "merged_into"))
            values = redirect(table, former, former, leads_to, "merged")
            redirects.append(Row("redirects", values, row.path, row.pointer))
        elif row.table == "redirects":
            redirects.append(row)
    leads = {(row.values["table_name"], row.values["former"]): row.values["record"] for row in redirects}
    for row in redirects:
        table_name, seen = row.values["table_name"], {row.values["former"]}
        while (further := leads.get((table_name, row.values["record"]))) and row.values["record"] not in seen:
            seen.add(row.values["record"])
            row.values["record"] = further
    return redirects


def least_status(table: Table, found: Iterable[str | None]) -> str | None:
    """The status that comes first in the vocabulary; None where none is known."""
    vocabulary = table.columns[STATUS].vocabulary
    assert vocabulary is not None
    known = set(found)
    return next((each for each in vocabulary.meanings if each in known), None)
