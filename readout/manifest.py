"""`build/manifest.json`: what a build was made from and what it made, by hashes and counts."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from typing import IO, Any

from readout import __version__
from readout.content import TableHash, content_sha256
from readout.contract import APPLICATION_ID, CONTRACT, DATASET
from readout.files import file_sha256
from readout.listing import Listed, Listing

NAME = "manifest.json"
#: Where a manifest names its inputs, and in how many of its first characters.
INPUTS, HEAD = re.compile(r'"inputs": "([0-9a-f]{64})"'), 1_000
#: Between two entries; and what `entry` says of a source file, as SQL of its path, size and sha256.
BETWEEN = ",\n"
ENTRY = """'  ' || json_quote(path) || ': {"bytes": ' || size || ', "sha256": "' || sha256 || '"}'"""
#: How the line begins after which come the files, to the end.
FILES = b'"files": {'
END = b"\n}\n}\n"
#: The version of the manifest's own form.
FORM = 2


@dataclass(frozen=True)
class Made:
    """What a build makes and from what: the row of `dataset`, tables, views (their SQL), and the files.

    The files come in the order of their paths, each as an entry or many as entries with BETWEEN between.
    """

    dataset: dict[str, Any]
    tables: dict[str, TableHash]
    views: dict[str, str]
    files: Iterable[str]


@dataclass(frozen=True)
class Manifest:
    """A manifest as it is read. `views` holds the hashes of the views' SQL, `database` the file's own.

    After a build that changed some rows of a large database the file's own hash is not known.
    """

    inputs: str
    content: str
    sqlite: str
    database: Listed | None
    dataset: dict[str, Any]
    tables: dict[str, TableHash]
    views: dict[str, str]
    files: Listing


class NoManifest(Exception):
    """A file that is no manifest of this form; the message says why."""


def manifest_of(database: Path) -> Path:
    """Where the manifest of a database lies: beside it."""
    return database.with_name(NAME)


def write_manifest(file: IO[str], made: Made, database: Listed | None, inputs: str) -> None:
    """Write the manifest of a database, one entry a line. Raises OSError."""
    top = {
        "manifest": FORM, "readout": __version__, "sqlite": sqlite3.sqlite_version, "contract": CONTRACT,
        "inputs": inputs, "content": content_sha256(made.tables), "database": database.__dict__ if database else None,
        "dataset": made.dataset,
    }  # fmt: skip
    views = {name: view_sha256(sql) for name, sql in sorted(made.views.items())}
    file.write("{\n" + "".join(f"{_json(key)}: {_json(value)},\n" for key, value in top.items()))
    file.write('"tables": ' + _block({name: table.__dict__ for name, table in sorted(made.tables.items())}))
    file.write(',\n"views": ' + _block(views) + f",\n{FILES.decode()}")
    before = "\n"
    for entries in made.files:
        file.write(before + entries)
        before = BETWEEN
    file.write(END.decode())


def entry(path: str, file: Listed) -> str:
    """What the manifest says of a file."""
    return f'  {_json(path)}: {{"bytes": {file.bytes}, "sha256": "{file.sha256}"}}'


def view_sha256(sql: str) -> str:
    """The hash of a view's SQL, as its file has it below the comments."""
    return sha256(sql.encode()).hexdigest()


def listed(file: Path) -> Listed:
    """A file's size and hash. Raises OSError."""
    return Listed(file.stat().st_size, file_sha256(file))


def _block(entries: Mapping[str, Any]) -> str:
    return "{\n" + ",\n".join(f"  {_json(name)}: {_json(value)}" for name, value in entries.items()) + "\n}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def read_inputs(file: Path) -> str | None:
    """What a manifest says at its beginning that its database was made from; None where that can't be read.

    One without its end says nothing.
    """
    try:
        with file.open("rb") as opened:
            found = INPUTS.search(opened.read(HEAD).decode(errors="replace"))
            opened.seek(max(0, file.stat().st_size - len(END)))
            is_whole = opened.read() == END
    except OSError:
        return None
    return found[1] if found and is_whole else None


def read_head(file: Path) -> Manifest | None:
    """A manifest without its list of files, which may be long; None where it can't be read."""
    try:
        with file.open("rb") as opened:
            head = b"".join(takewhile(lambda line: not bytes(line).startswith(FILES), opened))
        return parse_manifest(head + FILES + b"}}")
    except (OSError, NoManifest):
        return None


def parse_manifest(content: bytes) -> Manifest:
    """The manifest in a file's bytes. Raises NoManifest."""
    try:
        given = json.loads(content)
        if given["manifest"] != FORM:
            raise NoManifest(f"it is of form {given['manifest']!r}; this version of Readout knows form {FORM}")
        texts = {name: given[name] for name in ("inputs", "content", "sqlite")}
        database = Listed(**given["database"]) if given["database"] is not None else None
        manifest = Manifest(
            **texts, database=database, dataset=dict(given["dataset"]), views=dict(given["views"]),
            tables={name: TableHash(**one) for name, one in given["tables"].items()},
            files={path: Listed(**one) for path, one in given["files"].items()},
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NoManifest("it is no manifest that a build of Readout wrote") from error
    if not all(isinstance(text, str) for text in _texts(manifest)):
        raise NoManifest("it is no manifest that a build of Readout wrote")
    return manifest


def _texts(manifest: Manifest) -> Iterator[Any]:
    """Every value that has to be a text."""
    yield from (manifest.inputs, manifest.content, manifest.sqlite, *manifest.views.values())
    if manifest.database:
        yield manifest.database.sha256
    yield from (table.sha256 for table in manifest.tables.values())
    yield from (one.sha256 for one in manifest.files.values())


def read_origin(database: Path) -> tuple[str, str] | None:
    """The hashes of the schema and of the sources that a database says it was made from; None where it says none."""
    if not database.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            marks = [connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")]
            if marks != [(APPLICATION_ID,), (CONTRACT,)]:
                return None
            found = connection.execute(f"SELECT schema_sha256, sources_sha256 FROM {DATASET}").fetchone()
    except sqlite3.Error:
        return None
    return (str(found[0]), str(found[1])) if found else None
