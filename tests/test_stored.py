"""Views whose rows are kept in tables: the same rows as their SQL gives, also after a part of them is renewed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from readout.sql import Statement, parse_statement, read_statements
from readout.stored import is_true, refresh, store, table_of, view_sql

SQL = """\
-- Words of a page
-- How many words each page has.
--
-- page: The page.
-- words: How many.
-- longest: The longest.
-- stored: page
-- indexes: words page
SELECT page, count(*) AS words, max(length(word)) AS longest FROM words GROUP BY page
"""


@pytest.fixture
def view(tmp_path: Path) -> Statement:
    """A stored view, as its file says."""
    file = tmp_path / "pages.sql"
    file.write_text(SQL, encoding="utf-8")
    return parse_statement(file, "views/pages.sql")


@pytest.fixture
def database(view: Statement) -> Iterator[sqlite3.Connection]:
    """A database with the view, its rows stored."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE words (page TEXT, word TEXT)")
        connection.executemany("INSERT INTO words VALUES (?, ?)", [("a", "one"), ("a", "three"), ("b", "two")])
        connection.execute(f'CREATE VIEW "{view.name}" AS {view.sql}')
        store(connection, view)
        yield connection


def test_a_stored_view_gives_the_rows_that_its_sql_gives(database: sqlite3.Connection, view: Statement) -> None:
    """It is a view to whoever asks, and its rows stand in a table with types and indexes."""
    assert database.execute("SELECT * FROM pages ORDER BY page").fetchall() == [("a", 2, 5), ("b", 1, 3)]
    kinds = dict(database.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"))
    assert kinds == {"words": "table", "pages": "view", "stored_pages": "table"}
    types = [row[1:3] for row in database.execute("PRAGMA table_info(stored_pages)")]
    assert types == [("page", "TEXT"), ("words", "ANY"), ("longest", "ANY")]
    indexed = [row[2] for row in database.execute(
        "SELECT * FROM pragma_index_list('stored_pages') AS l JOIN pragma_index_info(l.name) ORDER BY l.name, 6"
    )]  # fmt: skip
    assert len(indexed) == 3
    [(sql,)] = database.execute("SELECT sql FROM sqlite_master WHERE name = 'pages'")
    assert sql == f'CREATE VIEW "pages" AS {view_sql(view)}'


def test_only_the_rows_of_the_keys_are_renewed(database: sqlite3.Connection, view: Statement) -> None:
    """Of others nothing is read again: what changed there is not seen until they are named, too."""
    database.execute("INSERT INTO words VALUES ('a', 'four'), ('b', 'five'), ('c', 'seven')")
    database.execute("DELETE FROM words WHERE word = 'three'")
    refresh(database, view, ["a", "c"])
    assert database.execute("SELECT * FROM pages ORDER BY page").fetchall() == [("a", 2, 4), ("b", 1, 3), ("c", 1, 5)]
    assert not is_true(database, view)
    refresh(database, view, ["b"])
    assert is_true(database, view)


def test_a_key_without_rows_is_gone(database: sqlite3.Connection, view: Statement) -> None:
    """As it is in a fresh database."""
    database.execute("DELETE FROM words WHERE page = 'b'")
    refresh(database, view, ["b"])
    assert database.execute("SELECT page FROM pages").fetchall() == [("a",)]
    assert is_true(database, view)


def test_more_keys_than_one_statement_takes(database: sqlite3.Connection, view: Statement) -> None:
    """They are renewed all the same."""
    keys = [f"page-{number}" for number in range(1201)]
    database.executemany("INSERT INTO words VALUES (?, 'word')", [(key,) for key in keys])
    refresh(database, view, keys)
    assert database.execute("SELECT count(*) FROM pages").fetchone() == (1203,)
    assert is_true(database, view)


def test_a_row_too_many_is_seen(database: sqlite3.Connection, view: Statement) -> None:
    """Also one that is there already."""
    assert is_true(database, view)
    table = table_of(view)
    database.execute(f"INSERT INTO {table} SELECT * FROM {table} WHERE page = 'a'")
    assert not is_true(database, view)


def test_a_view_that_is_not_stored_is_left_alone(database: sqlite3.Connection, tmp_path: Path) -> None:
    """It selects by its own SQL."""
    file = tmp_path / "plain.sql"
    file.write_text(SQL.replace("-- stored: page\n", ""), encoding="utf-8")
    plain = parse_statement(file, "views/plain.sql")
    database.execute(f"CREATE VIEW plain AS {plain.sql}")
    store(database, plain)
    assert view_sql(plain) == plain.sql
    assert database.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE 'stored_plain%'").fetchone() == (0,)


def test_a_key_that_is_no_column_is_a_problem(tmp_path: Path) -> None:
    """So is an index over one: each is told by its name, in the view's file."""
    (tmp_path / "views").mkdir()
    wrong = SQL.replace("stored: page", "stored: pag").replace("indexes: words page", "indexes: word page")
    (tmp_path / "views" / "pages.sql").write_text(wrong, encoding="utf-8")
    _, problems = read_statements(tmp_path, "views")
    assert [(problem.code, problem.message) for problem in problems] == [
        ("R607", "there is no column 'pag'"), ("R607", "there is no column 'word'"),
    ]  # fmt: skip
