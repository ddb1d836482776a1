"""How SQLite would find the rows of every statement of the site in a dataset of 100,000 articles.

No such dataset is made: the tables are empty, and SQLite is told the numbers of rows of a large one (see tests/plans).
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from readout.asked.functions import add_functions
from readout.database import fill_database
from readout.row import Rows
from readout.schema_compile import parse_schema
from readout.sql import read_statements
from tests.bench.asked import Asked, every_statement
from tests.conftest import ROOT

STATISTICS = Path(__file__).parent / "plans" / "statistics.tsv"
#: A table of more rows than these is not read from end to end while somebody waits.
LARGE = 50_000
SCAN = re.compile(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?$")
LATEST = "the latest first, in the order of an index; it ends with the page's last row"
COUNTED = "one number for the whole dataset, from a narrow index or from the counts that the build keeps"
#: What may be read from end to end all the same, and why.
WHOLE = {
    ("page", "actor_numbers", "articles"): COUNTED,
    ("page", "compare_choices_articles", "articles"): LATEST,
    ("page", "home_counts", "stored_article_counts"): COUNTED,
    ("page", "home_latest", "articles"): LATEST,
    ("page", "plot_activity", "stored_article_counts"): COUNTED,
    ("page", "plot_size", "stored_article_counts"): COUNTED,
    ("page", "sitemap", "articles"): "all ids of the dataset are what is asked for, from the index of ids",
}
#: These count what is in a story together: their first rows are there when the first story is counted.
BY_STORY = {"outlet_pairs"}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A database without rows that SQLite takes for a large one."""
    file = tmp_path_factory.mktemp("plans") / "readout.db"
    schema = parse_schema((ROOT / "schema.yaml").read_text(encoding="utf-8"))
    file.touch()
    fill_database(file, schema, Rows(), read_statements(ROOT, "views")[0], read_statements(ROOT, "queries")[0])
    told = [line.split("\t") for line in STATISTICS.read_text(encoding="utf-8").splitlines()]
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("ANALYZE")
        connection.execute("DELETE FROM sqlite_stat1")
        connection.executemany("INSERT INTO sqlite_stat1 VALUES (?, nullif(?, ''), ?)", told)
    with closing(sqlite3.connect(file)) as connection:
        add_functions(connection)
        yield connection


@pytest.fixture(scope="module")
def plans(large: sqlite3.Connection) -> list[tuple[Asked, list[str]]]:
    """Each statement with the steps of its plan."""
    return [
        (asked, [str(row[3]) for row in large.execute(f"EXPLAIN QUERY PLAN {asked.sql}", asked.parameters)])
        for asked in every_statement(large)
    ]


@pytest.fixture(scope="module")
def sizes(large: sqlite3.Connection) -> dict[str, int]:
    """The rows of each table, as SQLite believes."""
    found: dict[str, int] = {}
    for table, stat in large.execute("SELECT tbl, stat FROM sqlite_stat1"):
        found[table] = max(found.get(table, 0), int(stat.split()[0]))
    return found


def scanned(steps: list[str], sizes: dict[str, int]) -> set[str]:
    """The large tables that a plan reads from end to end."""
    matches = [match for match in map(SCAN.match, steps) if match]
    return {match[1] for match in matches if sizes.get(match[1], 0) > LARGE}


def test_the_statistics_are_of_the_tables_that_there_are(large: sqlite3.Connection) -> None:
    """Each table and index that they speak of exists, so that none of them is told in vain."""
    there = {name for (name,) in large.execute("SELECT name FROM sqlite_master")}
    told = {name for row in large.execute("SELECT tbl, idx FROM sqlite_stat1") for name in row if name}
    assert told <= there


def test_no_page_and_no_query_reads_a_large_table_from_end_to_end(
    plans: list[tuple[Asked, list[str]]], sizes: dict[str, int]
) -> None:
    """But for those with a reason; and each of the reasons is still needed."""
    used: set[tuple[str, str, str]] = set()
    wrong: list[str] = []
    for asked, steps in plans:
        if asked.kind not in ("page", "query"):
            continue
        for table in scanned(steps, sizes):
            used.add((asked.kind, asked.of, table))
            if (asked.kind, asked.of, table) not in WHOLE:
                wrong.append(f"{asked.name} reads all of {table}: {steps}")
    assert not wrong, "\n".join(wrong)
    assert used == WHOLE.keys()


def test_no_first_page_sorts_a_large_table(plans: list[tuple[Asked, list[str]]], sizes: dict[str, int]) -> None:
    """Whoever opens a table or a view gets its first rows without all others being looked at."""
    wrong = [
        f"{asked.name}: {steps}"
        for asked, steps in plans
        if asked.kind == "rows of" and asked.of not in BY_STORY and any("TEMP B-TREE" in step for step in steps)
    ]
    assert not wrong, "\n".join(wrong)


def test_facets_of_tables_are_counted_from_indexes(plans: list[tuple[Asked, list[str]]], sizes: dict[str, int]) -> None:
    """A facet of a large table is counted without a look at its rows."""
    wrong = [
        f"{asked.name}: {steps}"
        for asked, steps in plans
        if asked.kind == "facet of" and sizes.get(asked.of, 0) > LARGE and "COVERING INDEX" not in steps[0]
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ["article_counts", "claim_counts", "source_counts"])
def test_the_rows_of_one_key_are_renewed_without_a_look_at_others(
    large: sqlite3.Connection, sizes: dict[str, int], name: str
) -> None:
    """SQLite pushes the condition on the key into the statement of a stored view."""
    [view] = [view for view in read_statements(ROOT, "views")[0] if view.name == name]
    sql = f'SELECT * FROM ({view.sql}) WHERE "{view.stored}" IN (?, ?)'
    steps = [str(row[3]) for row in large.execute(f"EXPLAIN QUERY PLAN {sql}", ("one", "other"))]
    assert not scanned(steps, sizes), steps
    assert any(step.startswith("SEARCH") for step in steps)
