"""What one part of the result holds, table by table: what was written down for it, and what is derived from that."""

from collections.abc import Iterator
from itertools import groupby

from readout.compile.derived import OF_VARIANTS
from readout.database import in_columns
from readout.derive import add_variant_status, chains
from readout.packed import rows_of
from readout.row import WITHDRAWN, Row
from readout.scale.duck import Duck
from readout.scale.job import Job
from readout.scale.wire import values_of
from readout.variants import variants_of

Values = list[object]


def part_values(job: Job, engine: Duck, part: int) -> Iterator[tuple[str, list[Values]]]:
    """The rows that were written down for a part: table by table, in the order of their ids; values by column."""
    files = engine.files(job.made("rows"))
    found = engine.batches(f"SELECT tbl, row FROM {files} WHERE part = ? ORDER BY tbl, id", [part])
    rows = ((table, content) for batch in found for table, content in batch)
    for table, some in groupby(rows, key=lambda row: row[0]):
        yield table, [values_of(content) for _, content in some]


def variant_values(job: Job, engine: Duck, part: int, utterances: list[Values]) -> dict[str, list[Values]]:
    """The rows of quote_variants and quote_changes for the utterances of a part, each in the order of their ids.

    Takes the rows of these utterances.
    """
    names = list(job.schema.tables["utterances"].columns)
    known = {row[0]: dict(zip(names, row, strict=True)) for row in utterances}
    made: list[Row] = []
    for utterance, quotes in groupby(_renderings(job, engine, part), key=lambda row: row[0]):
        own, status = known[utterance], {}
        given = []
        for _, quote, article, exact, language, state in quotes:
            status[article] = state
            given.append((quote, article, exact, language))
        rows = variants_of(utterance, own.get("original"), own["language"], given)  # type: ignore[arg-type]
        add_variant_status(rows, status, job.schema)
        made += rows
    return {name: _ordered([row for row in made if row.table == name], name, job) for name in OF_VARIANTS}


def redirect_values(job: Job, engine: Duck) -> list[Values]:
    """All rows of `redirects`, which lead through all parts and are few; in the order of their ids."""
    rows: list[Row] = []
    for kind in (WITHDRAWN, "former"):
        for path, content in engine.rows(f"SELECT path, rows FROM {engine.files(job.made(kind))} ORDER BY path"):
            rows += rows_of(content, path)
    return _ordered(chains(rows), "redirects", job)


def _renderings(job: Job, engine: Duck, part: int) -> Iterator[tuple[str, ...]]:
    """Utterance, quote, article, words, language and status of each quote, in the order of the ids."""
    files = engine.files(job.made("renderings"))
    columns = "utterance, quote, article, exact, language, status"
    sql = f"SELECT {columns} FROM {files} WHERE part = ? ORDER BY utterance, quote"
    for batch in engine.batches(sql, [part]):
        yield from batch


def _ordered(rows: list[Row], table: str, job: Job) -> list[Values]:
    return in_columns(sorted(rows, key=lambda row: row.id), job.schema.tables[table])
