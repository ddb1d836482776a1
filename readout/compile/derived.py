"""What follows from the rows of many units: variants of quotations, redirects, and what the dataset says of itself."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from readout.compile.chunk import Outcome, Tables, undisturbed
from readout.derive import add_variant_status, chains
from readout.packed import rows_of
from readout.row import Row, Rows, redirect
from readout.schema import Schema
from readout.variants import variants_of

#: The tables that `variants` fills.
OF_VARIANTS = ("quote_variants", "quote_changes")
QUOTES = """SELECT quotes.id, quotes.article, quotes.exact, articles.language, articles.status
FROM quotes JOIN articles ON articles.id = quotes.article
WHERE quotes.utterance = ? AND quotes.exact IS NOT NULL ORDER BY quotes.id"""


@dataclass(frozen=True)
class Utterances:
    """Some utterances whose renderings are to be compared, and the file for what comes of it."""

    ids: Sequence[str]
    shard: Path


class Comparing:
    """Compares the renderings of one utterance after the other, as the database has them."""

    def __init__(self, order: tuple[Schema, Path]) -> None:
        self.schema, database = order
        self.connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro&immutable=1", uri=True)

    def do(self, some: Utterances) -> Outcome:
        """Compare those of some utterances; their rows go into a shard."""
        tables = Tables(self.schema)
        with closing(sqlite3.connect(some.shard, isolation_level=None)) as shard, undisturbed():
            shard.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
            for utterance in some.ids:
                tables.add(Rows(variants(self.connection, self.schema, utterance)))
            sums = tables.write(shard)
            shard.execute("COMMIT")
        return Outcome(some.shard, len(some.ids), sums=sums)


def variants(connection: sqlite3.Connection, schema: Schema, utterance: str) -> list[Row]:
    """The rows of quote_variants and quote_changes of one utterance, from a database's other rows."""
    ask = "SELECT original, language FROM utterances WHERE id = ?"
    own = connection.execute(ask, (utterance,)).fetchone()
    quotes = connection.execute(QUOTES, (utterance,)).fetchall()
    status = {article: status for _, article, _, _, status in quotes}
    rows = variants_of(utterance, own[0], own[1], [quote[:4] for quote in quotes]) if own else []
    add_variant_status(rows, status, schema)
    return rows


def redirect_rows(store: sqlite3.Connection) -> list[Row]:
    """All rows of `redirects`, from what the units say of former ids and of merged records."""
    rows = [
        Row("redirects", redirect(name, record, former, record, "renamed"), "", ())
        for name, former, record in store.execute("SELECT name, former, record FROM kept_former ORDER BY 1, 2, 3")
    ]
    merged = [
        row
        for (content,) in store.execute("SELECT row FROM kept_withdrawn ORDER BY unit, seq")
        for row in rows_of(content, "")
    ]
    return chains([*rows, *sorted(merged, key=lambda row: row.id)])
