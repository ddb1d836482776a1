"""Is a database sound? SQLite's own checks, and the full-text search against the words that it is made of."""

import sqlite3
from contextlib import closing
from itertools import zip_longest

from readout.verify.failure import Report, some
from readout.verify.structure import REMEDY, Search, Structure

MOST = 5


def check_integrity(connection: sqlite3.Connection, report: Report) -> bool:
    """Whether pages, indexes and constraints hold, as SQLite sees them."""
    found = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({MOST})")]
    if found != ["ok"]:
        report.fail("integrity", f"the file is damaged; SQLite says: {'; '.join(found)}", REMEDY)
        return False
    report.checked.append("integrity")
    return True


def check_references(connection: sqlite3.Connection, report: Report) -> None:
    """Every reference leads to a row."""
    broken = connection.execute("PRAGMA foreign_key_check").fetchmany(1000)
    if broken:
        told = sorted({f"{table} → {target}" for table, _, target, _ in broken})
        report.fail("references", f"references lead to rows that are not there: {some(told)}", REMEDY)
    report.checked.append("references")


def check_searches(connection: sqlite3.Connection, structure: Structure, report: Report) -> None:
    """Each full-text search has just the words of its table.

    FTS5 has a check of its own, but as a statement that writes, which can't be run on a file that is only read.
    """
    for search in structure.searches:
        if not set(search.columns) <= set(structure.columns.get(search.of, ())):
            report.fail("search", f"the search {search.name} is over columns that {search.of} has not", REMEDY)
        elif not _is_same(connection, search):
            message = f"the search of {search.of} does not find what the table holds"
            report.fail("search", message, REMEDY)
    report.checked.append("search")


def _is_same(connection: sqlite3.Connection, search: Search) -> bool:
    """Whether a search made anew has the same words in the same places, one by one."""
    columns = ", ".join(f'"{column}"' for column in search.columns)
    run = connection.execute
    run(f"CREATE VIRTUAL TABLE temp.anew USING fts5({columns}, tokenize='{search.tokenizer}', content='')")
    try:
        run(f'INSERT INTO temp.anew (rowid, {columns}) SELECT rowid, {columns} FROM main."{search.of}"')
        run("CREATE VIRTUAL TABLE temp.words_anew USING fts5vocab(temp, anew, instance)")
        run(f'CREATE VIRTUAL TABLE temp.words_there USING fts5vocab(main, "{search.name}", instance)')
        there, anew = (run(f"SELECT term, doc, col, offset FROM temp.words_{name}") for name in ("there", "anew"))
        with closing(there), closing(anew):
            return all(one == other for one, other in zip_longest(there, anew))
    finally:
        for name in ("words_there", "words_anew", "anew"):
            run(f"DROP TABLE IF EXISTS temp.{name}")
