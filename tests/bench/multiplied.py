"""Write a database with the articles and stories of another one several times over.

What takes an hour to write as files and to build is made in minutes: to measure pages and queries on. Outlets, actors,
places, curators and what all stories share stand in it once, so an outlet has so many times the articles.
"""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import click

from readout.schema import Schema, Table
from readout.schema_compile import parse_schema
from readout.sql import read_statements
from readout.stored import store

from .made.contract import ROOT

#: Tables whose rows all stories share; so are the rows that refer to no others.
SHARED = {"outlets", "actors", "places", "curators", "dataset", "tables", "columns", "vocabularies"}
#: Columns that hold an id of a table that another column, or nothing, names.
LOOSE = {("evidence", "annotation"), ("redirects", "former"), ("redirects", "record"), ("exceptions", "record"),
         ("withdrawn", "record"), ("withdrawn", "merged_into")}  # fmt: skip


def multiply(database: Path, times: int, made: Path) -> None:
    """Write the rows of a database so often into a new file, with its indexes, searches, views and stored tables."""
    schema = parse_schema((ROOT / "schema.yaml").read_text(encoding="utf-8"))
    made.unlink(missing_ok=True)
    with closing(sqlite3.connect(made, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -400000;")
        for name in ("application_id", "user_version"):
            with closing(sqlite3.connect(database)) as given:
                connection.execute(f"PRAGMA {name} = {given.execute(f'PRAGMA {name}').fetchone()[0]}")
        connection.execute("ATTACH ? AS given", (str(database),))
        listed = connection.execute("SELECT type, name, sql FROM given.sqlite_master WHERE sql IS NOT NULL").fetchall()
        connection.execute("BEGIN")
        several = _several(schema)
        for kind, name, sql in listed:
            if kind == "table" and name in schema.tables:
                connection.execute(sql)
                for copy in range(times if name in several else 1):
                    connection.execute(_copying(schema.tables[name], several, copy))
        for kind, _, sql in listed:
            if kind == "index" or sql.startswith("CREATE VIRTUAL"):
                connection.execute(sql)
        for name in [name for _, name, sql in listed if sql.startswith("CREATE VIRTUAL")]:
            connection.execute(f'INSERT INTO "{name}" ("{name}") VALUES (\'rebuild\')')
        for view in read_statements(ROOT, "views")[0]:
            connection.execute(f'CREATE VIEW "{view.name}" AS {view.sql}')
            store(connection, view)
        connection.execute("COMMIT")
        connection.execute("DETACH given")
        connection.execute("ANALYZE")


def _several(schema: Schema) -> set[str]:
    """The tables that are written several times: what belongs to a story or an article, however far away."""
    found: set[str] = {"stories", "articles", "evidence", "exceptions", "redirects", "withdrawn"}
    size = 0
    while size < len(found):
        size = len(found)
        found |= {name for name, table in schema.tables.items() if found & set(table.references.values())}
    return found - SHARED


def _copying(table: Table, several: set[str], copy: int) -> str:
    """The statement that writes one copy of a table's rows, each id with the number of the copy before it."""
    cells = []
    for name in table.columns:
        own = table.references.get(name) in several or (table.name, name) in LOOSE
        moved = copy and ((name == "id" and table.name in several) or own)
        cells.append(f"'x{copy}-' || \"{name}\"" if moved else f'"{name}"')
    return f'INSERT INTO "{table.name}" SELECT {", ".join(cells)} FROM given."{table.name}" ORDER BY rowid'


@click.command("multiplied")
@click.argument("database", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("times", type=click.IntRange(1))
@click.argument("made", type=click.Path(path_type=Path, dir_okay=False))
def command(database: Path, times: int, made: Path) -> None:
    """Write into MADE the articles and stories of DATABASE so many TIMES, with outlets and actors shared."""
    begun = time.perf_counter()
    multiply(database, times, made)
    click.echo(f"{made.stat().st_size / 1e6:,.0f} MB in {time.perf_counter() - begun:.0f} s")
