"""CSV, NDJSON and Parquet hold what the database holds, row for row, and tools that people have read them back."""

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from readout.export.source import Source

duckdb = pytest.importorskip("duckdb")
pandas = pytest.importorskip("pandas")
parquet = pytest.importorskip("pyarrow.parquet")

#: A column of each kind, a boolean, empty strings beside nulls, line breaks, and views.
TABLES = ("actors", "articles", "article_frames", "evidence", "quotes", "quote_variants", "namings", "claim_matrix")


@pytest.fixture(scope="module")
def rows(released: Path) -> Iterator[dict[str, list[tuple[Any, ...]]]]:
    """Every table and view as SQLite itself gives it."""
    with closing(sqlite3.connect(released / "build" / "readout.db")) as database:
        names = [
            name
            for _, name, kind, *_ in database.execute("PRAGMA main.table_list")
            if kind in ("table", "view") and not name.startswith(("sqlite_", "stored_"))
        ]
        yield {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


def in_order(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows in an order that does not depend on who gives them; a boolean is what it is for SQLite."""
    plain = [tuple(int(value) if isinstance(value, bool) else value for value in row) for row in found]
    return sorted(plain, key=repr)


def test_there_is_a_file_for_every_table_and_view(exported: Path, rows: dict[str, Any]) -> None:
    """None is left out, and those of the full-text search are not among them."""
    for folder, suffix in (("csv", ".csv"), ("ndjson", ".ndjson"), ("parquet", ".parquet"), ("croissant", ".csv")):
        assert {file.stem for file in (exported / folder).glob(f"*{suffix}")} == set(rows), folder


def test_duckdb_reads_from_parquet_what_sqlite_has(exported: Path, rows: dict[str, Any]) -> None:
    """Row for row, for every table and view."""
    for name, wanted in rows.items():
        found = duckdb.sql(f"SELECT * FROM '{exported}/parquet/{name}.parquet'").fetchall()
        assert in_order(found) == in_order(wanted), name


def test_pandas_reads_from_parquet_what_sqlite_has(exported: Path, rows: dict[str, Any]) -> None:
    """Row for row, with null as null."""
    for name in TABLES:
        frame = pandas.read_parquet(exported / "parquet" / f"{name}.parquet")
        table = frame.astype(object).where(frame.notna(), None)
        assert in_order(list(table.itertuples(index=False, name=None))) == in_order(rows[name]), name


def test_parquet_is_typed_sorted_and_described(exported: Path, source: Source) -> None:
    """Booleans, numbers and vocabularies have their types; what a column means is in the file."""
    frames = parquet.ParquetFile(exported / "parquet" / "article_frames.parquet")
    schema = frames.schema_arrow
    assert [str(schema.field(name).type) for name in ("id", "primary")] == ["string", "bool"]
    assert str(schema.field("frame").type).startswith("dictionary<values=string")
    assert not schema.field("id").nullable
    described = next(table for table in source.tables if table.name == "article_frames")
    assert schema.metadata[b"description"].decode() == described.description != ""
    for column in described.columns:
        assert schema.field(column.name).metadata[b"description"].decode() == column.description != ""
    assert (
        json.loads(schema.metadata[b"columns"])["primary"] == schema.field("primary").metadata[b"description"].decode()
    )
    ids = parquet.read_table(exported / "parquet" / "quotes.parquet")["id"].to_pylist()
    assert ids == sorted(ids)
    group = frames.metadata.row_group(0)
    assert (group.column(0).compression, group.sorting_columns[0].column_index) == ("ZSTD", 0)


def test_duckdb_tells_null_from_an_empty_string_in_csv(exported: Path, rows: dict[str, Any]) -> None:
    """All tables row for row, with the types that the Data Package gives."""
    types = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
    package = json.loads((exported / "csv" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        columns = {field["name"]: types[field["type"]] for field in resource["schema"]["fields"]}
        found = duckdb.read_csv(
            str(exported / "csv" / resource["path"]), columns=columns, header=True, allow_quoted_nulls=False,
            delimiter=",", quotechar='"', escapechar='"',
        ).fetchall()  # fmt: skip
        assert in_order(found) == in_order(rows[resource["name"]]), resource["name"]


def test_csv_is_of_rfc_4180(exported: Path, rows: dict[str, Any]) -> None:
    """UTF-8 without a mark, CRLF after each record, quotes doubled; raw values, nothing put before a formula."""
    content = (exported / "csv" / "quotes.csv").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert content.count(b"\r\n") == len(rows["quotes"]) + 1
    with (exported / "csv" / "evidence.csv").open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file, strict=True))
    assert [row["exact"] for row in read] == [row["exact"] for row in ndjson(exported, "evidence")]


def ndjson(exported: Path, name: str) -> list[dict[str, Any]]:
    """The rows of one table, as its file has them."""
    lines = (exported / "ndjson" / f"{name}.ndjson").read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    return [json.loads(line) for line in lines]


def test_ndjson_has_every_column_and_real_booleans(exported: Path, rows: dict[str, Any]) -> None:
    """Row for row; null is written out."""
    for name in TABLES:
        assert in_order([tuple(row.values()) for row in ndjson(exported, name)]) == in_order(rows[name]), name
    frames = ndjson(exported, "article_frames")
    assert {type(row["primary"]) for row in frames} <= {bool, type(None)}
    assert any("reason" in row for row in frames)


def test_the_data_package_has_the_keys_and_words_of_the_database(exported: Path) -> None:
    """Primary keys, references, vocabularies, licence and descriptions."""
    package = json.loads((exported / "csv" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    resources = {resource["name"]: resource for resource in package["resources"]}
    schema = resources["quotes"]["schema"]
    fields = {field["name"]: field for field in schema["fields"]}
    assert schema["primaryKey"] == "id"
    assert {"fields": "speaker", "reference": {"resource": "actors", "fields": "id"}} in schema["foreignKeys"]
    assert "freeIndirect" in fields["type"]["constraints"]["enum"]
    assert all(field["description"] for resource in resources.values() for field in resource["schema"]["fields"])
    assert all(resource["description"] for resource in resources.values())
    assert {"fields": "part_of", "reference": {"resource": "", "fields": "id"}} in resources["actors"]["schema"][
        "foreignKeys"
    ]
