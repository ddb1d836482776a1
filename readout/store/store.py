"""The store's tables, and how units go into them and out again."""

import marshal
import platform
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from zlib import crc32

from readout.content import WIDTH, Sum
from readout.source import Found
from readout.store.parts import Asked, Parts, Use
from readout.unit import Key

NAME = ".store.db"
#: The version of the store's own form.
FORM = 4
#: So many parts has a folder of many files, so that not all of them are looked at where one has changed.
PARTS = 64
#: In SQLite's own cache, in KiB.
CACHE = 32_000
TABLES = """
CREATE TABLE kept_about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE kept_folders (folder TEXT PRIMARY KEY, marks BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE kept_files (
  path TEXT PRIMARY KEY, folder TEXT NOT NULL, part INTEGER NOT NULL, size INTEGER NOT NULL, modified INTEGER,
  changed INTEGER, node INTEGER, sha256 TEXT
) WITHOUT ROWID;
CREATE INDEX kept_files_by_folder ON kept_files (folder, part);
CREATE TABLE kept_lists (first TEXT PRIMARY KEY, files INTEGER NOT NULL, lines TEXT NOT NULL, entries TEXT NOT NULL);
CREATE TABLE kept_units (unit INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, curator TEXT NOT NULL,
  incomplete TEXT NOT NULL, doubtful INTEGER NOT NULL, kept BLOB NOT NULL);
CREATE TABLE kept_records (name TEXT, id TEXT, unit INTEGER, row BLOB, PRIMARY KEY (name, id, unit)) WITHOUT ROWID;
CREATE TABLE kept_uses (name TEXT, id TEXT, via TEXT, unit INTEGER, PRIMARY KEY (name, id, via, unit)) WITHOUT ROWID;
CREATE TABLE kept_asked (name TEXT, id TEXT, of_uses INTEGER, unit INTEGER, PRIMARY KEY (name, id, of_uses, unit))
  WITHOUT ROWID;
CREATE TABLE kept_withdrawn (unit INTEGER, seq INTEGER, row BLOB, PRIMARY KEY (unit, seq)) WITHOUT ROWID;
CREATE TABLE kept_former (name TEXT, former TEXT, record TEXT, unit INTEGER, PRIMARY KEY (name, former, record, unit))
  WITHOUT ROWID;
CREATE TABLE kept_sums (name TEXT PRIMARY KEY, rows INTEGER NOT NULL, total BLOB NOT NULL) WITHOUT ROWID;
"""
FORGET_ASKED = "DELETE FROM kept_asked WHERE name = ? AND id = ? AND of_uses = ? AND unit = ?"
#: The tables that a shard has rows for.
OF_SHARDS = (
    "kept_files", "kept_units", "kept_records", "kept_uses", "kept_asked", "kept_withdrawn", "kept_former",
)  # fmt: skip


def store_of(database: Path) -> Path:
    """Where the store of a database lies: beside it."""
    return database.with_name(NAME)


def new_store(file: Path) -> sqlite3.Connection:
    """An empty store in an empty file that nobody else opens, with nothing to undo what is put in."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{CACHE};")
    connection.executescript(TABLES)
    return connection


def new_shard(file: Path) -> sqlite3.Connection:
    """The tables for what is kept of some units, in an empty file, without what finds a row in them again."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _shard_tables())
    return connection


@cache
def _shard_tables() -> str:
    with closing(sqlite3.connect(":memory:")) as store:
        store.executescript(TABLES)
        columns = {
            name: store.execute(f"SELECT name FROM pragma_table_info('{name}')").fetchall() for name in OF_SHARDS
        }
    return "".join(f"CREATE TABLE {name} ({', '.join(each for (each,) in of)});" for name, of in columns.items())


def versions() -> str:
    """What else the store depends on: its form, and the Python whose marshal wrote into it."""
    return f"{FORM} {platform.python_implementation()} {platform.python_version()} {marshal.version}"


def put(connection: sqlite3.Connection, parts: Parts, unit: int | None = None) -> int:
    """Take a unit in, under its number where it has one; returns the number."""
    values = (unit, parts.path, parts.curator, parts.incomplete, parts.doubtful, _listed(parts))
    made = connection.execute("INSERT INTO kept_units VALUES (?, ?, ?, ?, ?, ?)", values).lastrowid
    number = made if unit is None else unit
    assert number is not None
    _put_keys(connection, number, parts.records, parts.uses)
    if parts.asked:
        connection.executemany("INSERT INTO kept_asked VALUES (?, ?, ?, ?)", [(*one, number) for one in parts.asked])
    _put_few(connection, number, parts)
    return number


def renew(connection: sqlite3.Connection, unit: int, before: Parts, parts: Parts) -> None:
    """Put a unit in the place of what is kept of it, but for what checking it tells (see put_told); the same stays."""
    values = (parts.curator, parts.incomplete, parts.doubtful, unit)
    connection.execute("UPDATE kept_units SET curator = ?, incomplete = ?, doubtful = ? WHERE unit = ?", values)
    records = {key: row for key, row in parts.records.items() if before.records.get(key) != row}
    gone = [key for key, row in before.records.items() if parts.records.get(key) != row]
    _take_keys(connection, unit, gone, before.uses - parts.uses)
    _put_keys(connection, unit, records, parts.uses - before.uses)
    _take_few(connection, unit)
    _put_few(connection, unit, parts)


def _put_keys(connection: sqlite3.Connection, unit: int, records: Mapping[Key, bytes], uses: Iterable[Use]) -> None:
    many = connection.executemany
    many("INSERT INTO kept_records VALUES (?, ?, ?, ?)", [(*key, unit, row) for key, row in records.items()])
    many("INSERT INTO kept_uses VALUES (?, ?, ?, ?)", [(*use, unit) for use in uses])


def _take_keys(connection: sqlite3.Connection, unit: int, records: Iterable[Key], uses: Iterable[Use]) -> None:
    many = connection.executemany
    many("DELETE FROM kept_records WHERE name = ? AND id = ? AND unit = ?", [(*key, unit) for key in records])
    many("DELETE FROM kept_uses WHERE name = ? AND id = ? AND via = ? AND unit = ?", [(*use, unit) for use in uses])


def _put_few(connection: sqlite3.Connection, unit: int, parts: Parts) -> None:
    """What few units have."""
    many = connection.executemany
    if parts.withdrawn:
        withdrawn = [(unit, seq, row) for seq, row in enumerate(parts.withdrawn)]
        many("INSERT INTO kept_withdrawn VALUES (?, ?, ?)", withdrawn)
    if parts.former:
        many("INSERT OR IGNORE INTO kept_former VALUES (?, ?, ?, ?)", [(*former, unit) for former in parts.former])


def _take_few(connection: sqlite3.Connection, unit: int) -> None:
    connection.execute("DELETE FROM kept_withdrawn WHERE unit = ?", (unit,))
    connection.execute("DELETE FROM kept_former WHERE unit = ?", (unit,))


def put_told(connection: sqlite3.Connection, unit: int, asked: Iterable[Asked], parts: Parts) -> None:
    """Keep what checking a unit has told, in place of what it asked about before: its questions, and its rows."""
    many = connection.executemany
    many(FORGET_ASKED, [(*one, unit) for one in asked])
    many("INSERT INTO kept_asked VALUES (?, ?, ?, ?)", [(*one, unit) for one in parts.asked])
    connection.execute("UPDATE kept_units SET kept = ? WHERE unit = ?", (_listed(parts), unit))


def _listed(parts: Parts) -> bytes:
    """What tells the rows that are kept of a unit in other tables, and the ids of its rows in the database."""
    return marshal.dumps((sorted(parts.records), sorted(parts.uses), sorted(parts.asked), parts.rows))


def kept(connection: sqlite3.Connection, path: str) -> tuple[int, Parts] | None:
    """The number of a unit, and what is kept of it; None where there is none of that path."""
    found = connection.execute(
        "SELECT unit, curator, incomplete, doubtful, kept FROM kept_units WHERE path = ?", (path,)
    ).fetchone()
    if found is None:
        return None
    unit, curator, incomplete, doubtful, content = found
    records, uses, asked, rows = marshal.loads(content)
    parts = Parts(path, curator, incomplete, bool(doubtful), uses=set(uses), asked=set(asked), rows=rows)
    for name, record in records:
        row = connection.execute(
            "SELECT row FROM kept_records WHERE name = ? AND id = ? AND unit = ?", (name, record, unit)
        ).fetchone()
        parts.records[name, record] = row[0]
    parts.withdrawn = [row for (row,) in connection.execute("SELECT row FROM kept_withdrawn WHERE unit = ?", (unit,))]
    wanted = "SELECT name, former, record FROM kept_former WHERE unit = ?"
    parts.former = list(connection.execute(wanted, (unit,)))
    return unit, parts


def take_out(connection: sqlite3.Connection, unit: int, parts: Parts) -> None:
    """Forget a unit; takes what is kept of it."""
    _take_keys(connection, unit, parts.records, parts.uses)
    connection.executemany(FORGET_ASKED, [(*one, unit) for one in parts.asked])
    _take_few(connection, unit)
    connection.execute("DELETE FROM kept_units WHERE unit = ?", (unit,))


def paths_of(connection: sqlite3.Connection, units: Iterable[int]) -> list[str]:
    """The paths of some units, in order."""
    ask = "SELECT path FROM kept_units WHERE unit = ?"
    return sorted(path for unit in units for (path,) in connection.execute(ask, (unit,)))


def holders(connection: sqlite3.Connection, key: Key) -> set[int]:
    """The units that hold a record of an id."""
    return {unit for (unit,) in connection.execute("SELECT unit FROM kept_records WHERE name = ? AND id = ?", key)}


def users(connection: sqlite3.Connection, key: Key) -> set[int]:
    """The units that refer to a record, second annotations too."""
    return {unit for (unit,) in connection.execute("SELECT unit FROM kept_uses WHERE name = ? AND id = ?", key)}


def askers(connection: sqlite3.Connection, asked: Asked) -> set[int]:
    """The units whose checks rested on what a record says, or on who uses it (see parts.indirect)."""
    ask = "SELECT unit FROM kept_asked WHERE name = ? AND id = ? AND of_uses = ?"
    return {unit for (unit,) in connection.execute(ask, asked)}


def put_files(connection: sqlite3.Connection, files: Iterable[tuple[Found, str | None]]) -> None:
    """Keep how files were found, and their hashes."""
    values = [
        (one.path, *place_of(one.path), one.size, one.modified, one.changed, one.node, sha) for one, sha in files if sha
    ]
    connection.executemany("INSERT OR REPLACE INTO kept_files VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)


def place_of(path: str) -> tuple[str, int]:
    """The folder of a file, and the part of that folder to which its name belongs."""
    folder, _, name = path.rpartition("/")
    return folder, part_of(name)


def part_of(name: str) -> int:
    """The part of a folder to which a file's name belongs: one of PARTS."""
    return crc32(name.encode()) % PARTS


def put_sums(connection: sqlite3.Connection, sums: Mapping[str, Sum]) -> None:
    """Keep what each table holds, as sums."""
    values = [(name, one.rows, one.total.to_bytes(WIDTH, "little")) for name, one in sums.items()]
    connection.executemany("INSERT OR REPLACE INTO kept_sums VALUES (?, ?, ?)", values)


def read_sums(connection: sqlite3.Connection) -> dict[str, Sum]:
    """What each table holds, as sums."""
    return {
        name: Sum(rows, int.from_bytes(total, "little"))
        for name, rows, total in connection.execute("SELECT name, rows, total FROM kept_sums")
    }


def put_about(connection: sqlite3.Connection, values: Mapping[str, str]) -> None:
    """Keep some texts by name."""
    connection.executemany("INSERT OR REPLACE INTO kept_about VALUES (?, ?)", list(values.items()))


def read_about(connection: sqlite3.Connection) -> dict[str, str]:
    """The texts that are kept by name."""
    return dict(connection.execute("SELECT name, value FROM kept_about"))


def double_records(connection: sqlite3.Connection) -> Collection[int]:
    """The units that hold a record whose id another unit has as well."""
    ask = """SELECT unit FROM kept_records WHERE (name, id) IN (
      SELECT name, id FROM kept_records GROUP BY name, id HAVING count(*) > 1)"""
    return {unit for (unit,) in connection.execute(ask)}


def dangling_tables(connection: sqlite3.Connection) -> set[str]:
    """The tables of which some record is referred to that is not there."""
    ask = """SELECT DISTINCT name FROM (SELECT DISTINCT name, id FROM kept_uses) AS used
      WHERE NOT EXISTS (SELECT 1 FROM kept_records WHERE kept_records.name = used.name AND kept_records.id = used.id)"""
    return {name for (name,) in connection.execute(ask)}
