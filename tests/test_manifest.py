"""The manifest and the table `dataset`: what a database was made from and what it holds, by hashes anyone can check."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256, shake_128
from pathlib import Path
from typing import Any

import pytest

from readout import __version__
from readout.content import CHUNK, Sum, content_sha256, hash_table
from readout.contract import APPLICATION_ID, CONTRACT
from readout.manifest import Manifest, NoManifest, manifest_of, parse_manifest, read_origin
from readout.schema_check import check_schema
from tests.conftest import run_all
from tests.made import edit, make_project, schema_text

COLUMNS = ["id", "words", "number"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that is anchored and built, and whose dataset is released; not to be changed."""
    project = make_project(tmp_path_factory.mktemp("manifest") / "project")
    edit(project / "schema.yaml", '  version: "1.0"\n', '  version: "1.0"\n  released: 2025-12\n')
    return run_all(project, ["anchor", "--texts", "texts"], ["build"])


@pytest.fixture
def db(built: Path) -> Iterator[sqlite3.Connection]:
    """The database."""
    with closing(sqlite3.connect(built / "build" / "readout.db")) as connection:
        yield connection


@pytest.fixture
def manifest(built: Path) -> Manifest:
    """Its manifest."""
    return parse_manifest(manifest_of(built / "build" / "readout.db").read_bytes())


def sources(project: Path) -> dict[str, bytes]:
    """The source files by path, in the order of their paths."""
    files = sorted(file for file in (project / "sources").rglob("*") if file.is_file())
    found = {file.relative_to(project).as_posix(): file.read_bytes() for file in files}
    return dict(sorted(found.items()))


# ── The table `dataset`, and what marks the file


def test_the_dataset_says_what_it_is_and_what_it_was_made_from(built: Path, db: sqlite3.Connection) -> None:
    """One row: the schema's words, the version and its date, and the hashes of the schema and of all sources."""
    db.row_factory = sqlite3.Row
    [row] = db.execute("SELECT * FROM dataset").fetchall()
    listing = "".join(f"{sha256(content).hexdigest()}  {path}\n" for path, content in sources(built).items())
    expected = {
        "id": "dataset", "title": "Readout: one event, many outlets", "license": "CC-BY-4.0", "version": "1.0",
        "license_url": "https://creativecommons.org/licenses/by/4.0/", "readout_version": __version__,
        "released": "2025-12", "released_earliest": "2025-12-01T00:00:00Z", "released_latest": "2025-12-31T23:59:59Z",
        "schema_sha256": sha256((built / "schema.yaml").read_bytes()).hexdigest(),
        "sources_sha256": sha256(listing.encode()).hexdigest(),
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected
    assert row["description"].startswith("Hand-made annotations")
    assert row["source"].startswith("News articles")


def test_the_file_is_marked(db: sqlite3.Connection, built: Path, tmp_path: Path) -> None:
    """As one of Readout's, of this contract; another file says nothing of where it comes from."""
    assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert db.execute("PRAGMA user_version").fetchone() == (CONTRACT,)
    assert read_origin(built / "build" / "readout.db") is not None
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE dataset (schema_sha256, sources_sha256)")
        connection.execute("INSERT INTO dataset VALUES ('a', 'b')")
    assert read_origin(other) is None
    assert read_origin(tmp_path / "none.db") is None
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("released: 2025-12-12", ""),
        ("released: 2025-13", "R602"),
        ("released: null", "R602"),
        ("relaesed: 2025", "R601"),
    ],
)
def test_the_date_of_a_release_is_a_date(line: str, code: str) -> None:
    """In the schema; it may be left out."""
    text = schema_text().replace('  version: "1.0"\n', f'  version: "1.0"\n  {line}\n')
    assert line in text
    assert [problem.code for problem in check_schema(text)] == ([code] if code else [])


# ── The hash of what a table holds


def by_the_book(db: sqlite3.Connection, table: str) -> tuple[int, str]:
    """Rows and hash of a table, as docs/verify.md tells how to come by it."""
    cursor = db.execute(f'SELECT * FROM "{table}"')
    lines = ["\n".join(json.dumps(value, ensure_ascii=False) for value in row).encode() for row in cursor]
    total = sum(int.from_bytes(shake_128(line).digest(168), "little") for line in lines) % 2**1344
    names = "\n".join(json.dumps(column[0]) for column in cursor.description).encode()
    return len(lines), sha256(names + total.to_bytes(168, "little")).hexdigest()


def test_the_hashes_are_those_of_the_page(db: sqlite3.Connection, manifest: Manifest) -> None:
    """Worked out from the database alone, for every table, and for all tables together."""
    names = [row[1] for row in db.execute("PRAGMA table_list") if row[2] == "table" and row[5]]
    assert {name: (table.rows, table.sha256) for name, table in manifest.tables.items()} == {
        name: by_the_book(db, name) for name in names
    }
    lines = "".join(f"{name} {table.rows} {table.sha256}\n" for name, table in sorted(manifest.tables.items()))
    assert manifest.content == sha256(lines.encode()).hexdigest() == content_sha256(manifest.tables)


def test_the_layout_on_disk_makes_no_difference(built: Path, manifest: Manifest, tmp_path: Path) -> None:
    """Pages of another size, rows put in backwards, another encoding: the content is the same, the file is not."""
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.executescript("PRAGMA page_size = 1024; PRAGMA encoding = 'UTF-16';")
        with closing(sqlite3.connect(built / "build" / "readout.db")) as old:
            cursor = old.execute("SELECT * FROM quotes ORDER BY id DESC")
            names = [f'"{column[0]}"' for column in cursor.description]
            connection.execute(f"CREATE TABLE quotes ({', '.join(names)})")
            connection.executemany(f"INSERT INTO quotes VALUES ({', '.join('?' * len(names))})", cursor)
        assert by_the_book(connection, "quotes")[1] == manifest.tables["quotes"].sha256


def test_every_difference_shows() -> None:
    """Of type, of null, of where a value ends, of a column's name; the order of rows is none."""
    rows: list[list[Any]] = [["a", "one", 1.0], ["b", "two", None]]
    others: list[tuple[list[str], list[list[Any]]]] = [
        (COLUMNS, [["a", "one", "1.0"], rows[1]]), (COLUMNS, [["a", "one", 1], rows[1]]),
        (COLUMNS, [rows[0], ["b", "two", ""]]), (COLUMNS, [["a", None, 1.0], rows[1]]),
        (COLUMNS, [["a\none", None, 1.0], rows[1]]), (COLUMNS, rows[:1]), (COLUMNS, []),
        (COLUMNS, [['a]\n["', "one", 1.0], rows[1]]), (["id", "word", "number"], rows),
        (COLUMNS, [["a", "öne", 1.0], rows[1]]), (COLUMNS, [["a", "o\u0308ne", 1.0], rows[1]]),
    ]  # fmt: skip
    hashes = [hash_table(columns, made).sha256 for columns, made in [(COLUMNS, rows), *others]]
    assert len(set(hashes)) == len(others) + 1


def test_rows_are_hashed_one_by_one() -> None:
    """However many are taken at once, in any order; no value passes for the end of a row."""
    rows: list[list[Any]] = [[f"id-{number:06}", "]\n[" * (number % 3), number / 4] for number in range(CHUNK + 3)]
    lines = ["\n".join(json.dumps(value) for value in row).encode() for row in [COLUMNS, *rows]]
    total = sum(int.from_bytes(shake_128(line).digest(168), "little") for line in lines[1:]) % 2**1344
    table = hash_table(COLUMNS, iter(rows))
    wanted = sha256(lines[0] + total.to_bytes(168, "little")).hexdigest()
    assert (table.rows, table.sha256) == (CHUNK + 3, wanted)
    assert hash_table(COLUMNS, reversed(rows)) == table
    with pytest.raises(ValueError, match="not JSON compliant"):
        hash_table(COLUMNS, [["a", "b", float("nan")]])


def test_parts_add_up_and_rows_can_be_taken_out() -> None:
    """A sum of parts is the sum of the whole; a row that is taken out and put in again leaves no trace."""
    rows = [[f"id-{number}", "word", number / 4] for number in range(10)]
    whole, part, rest = Sum(), Sum(), Sum()
    whole.add(rows)
    part.add(rows[:4])
    rest.add([*rows[4:], ["gone", None, None]])
    rest.remove([["gone", None, None]])
    part.join(rest)
    assert part == whole
    assert part.result(COLUMNS) == hash_table(COLUMNS, rows)


# ── The manifest


def test_it_lists_every_file_that_the_database_is_made_from(built: Path, manifest: Manifest) -> None:
    """The schema, the sources with their anchors, the SQL: each one's size and hash."""
    files = [built / "schema.yaml", *built.glob("sources/**/*.*"), *built.glob("views/*"), *built.glob("queries/*")]
    contents = {file.relative_to(built).as_posix(): file.read_bytes() for file in files if file.is_file()}
    assert {path: (one.bytes, one.sha256) for path, one in manifest.files.items()} == {
        path: (len(content), sha256(content).hexdigest()) for path, content in contents.items()
    }
    assert any(path.endswith(".anchors.json") for path in manifest.files)


def test_it_is_of_the_file_beside_it(built: Path, manifest: Manifest, db: sqlite3.Connection) -> None:
    """The database's own hash, the row of `dataset`, and each view's SQL."""
    content = (built / "build" / "readout.db").read_bytes()
    assert manifest.database
    assert (manifest.database.bytes, manifest.database.sha256) == (len(content), sha256(content).hexdigest())
    db.row_factory = sqlite3.Row
    assert manifest.dataset == dict(db.execute("SELECT * FROM dataset").fetchone())
    assert manifest.views.keys() == {file.stem for file in (built / "views").iterdir()}


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"null", b'"manifest"', b"\xff", b"[" * 100_000, b'{"manifest": 2}', b'{"manifest": 1}',
     b'{"manifest": 1, "inputs": 1, "content": 1, "sqlite": 1, "database": {"bytes": 1, "sha256": ""}, "dataset": {},'
     b' "tables": {}, "views": {}, "files": {}}'],
    ids=["empty", "list", "bare", "null", "text", "bytes", "deep", "newer", "short", "numbers"],
)  # fmt: skip
def test_what_is_no_manifest_is_none(content: bytes) -> None:
    """Whatever it is instead."""
    with pytest.raises(NoManifest):
        parse_manifest(content)
