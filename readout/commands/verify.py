"""Prove that a database is sound, and that it holds what its sources say."""

import json
import sqlite3
from dataclasses import asdict
from pathlib import Path

import click

from readout.commands.say import note, quiet_option, say
from readout.database import create_table, create_view
from readout.listing import Listed
from readout.manifest import Manifest, NoManifest, listed, manifest_of, parse_manifest
from readout.near import plural
from readout.problem import Faulty
from readout.project import SCHEMA, database_of, find_root, read_schema
from readout.sql import read_statements
from readout.stored import is_true, table_of, view_sql
from readout.verify.contents import (
    check_against,
    check_file,
    check_origin,
    check_tables,
    check_views,
    hash_tables,
    origin_of,
)
from readout.verify.failure import Report, some
from readout.verify.opened import is_sqlite, opened
from readout.verify.soundness import check_integrity, check_references, check_searches
from readout.verify.structure import REMEDY, Structure, check_dictionary, is_ours, read_structure
from readout.verify.tree import AGAIN, check_articles, check_files, check_sources

CODES = "Exit codes: 0 all is as it should be, 1 something is not, 2 wrong use, 3 a bug."
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command("verify", epilog=CODES)
@click.argument("database", required=False, type=FILE)
@click.option("--manifest", "manifest_file", type=FILE, help="The database's manifest; else manifest.json beside it.")
@click.option("--against", type=FILE, help="The manifest of another build, which has to have the same content.")
@click.option("--format", "form", type=click.Choice(["people", "json"]), default="people", show_default=True,
              help="For people, or for programs.")  # fmt: skip
@quiet_option
@click.pass_context
def command(
    context: click.Context, database: Path | None, manifest_file: Path | None, against: Path | None, form: str
) -> None:
    """Prove that a database is sound, and that it holds what its sources say; nothing is written.

    DATABASE is the project's own where none is named. It is held against its manifest, and against the files of
    the project that it lies in, or that --project names; what can't be compared is said.
    """
    named = context.parent.params.get("project") if context.parent else None
    root = _root_of(context.obj, database, named)
    file = database or database_of(root or context.obj)
    if not file.is_file():
        raise click.UsageError(f"there is no {file}; run `readout build`")
    report = Report()
    mine = _manifest(manifest_file or manifest_of(file), report, bool(manifest_file))
    other = _other(against) if against else None
    _Verifying(report, file, root, mine, other).verify()
    _tell(report, file, form)
    if report.failures:
        raise SystemExit(1)


def _root_of(start: Path, database: Path | None, named: Path | None) -> Path | None:
    """The project to compare with: the one that is named, or else the one that the database lies in; it may be none."""
    if named or database is None:
        return find_root(start)
    try:
        return find_root(database.resolve().parent)
    except click.UsageError:
        return None


def _manifest(file: Path, report: Report, named: bool) -> Manifest | None:
    """The manifest of the database; without one that is said, and one that is none is a failure."""
    if not file.is_file():
        report.not_compared.append("what the build made: no manifest.json lies beside the database (see --manifest)")
        return None
    try:
        return parse_manifest(file.read_bytes())
    except NoManifest as error:
        if named:
            raise click.UsageError(f"{file}: {error}") from None
        report.fail("manifest", f"{file}: {error}", "run `readout build`, or name the right one with --manifest")
        return None


def _other(file: Path) -> Manifest:
    try:
        return parse_manifest(file.read_bytes())
    except NoManifest as error:
        raise click.UsageError(f"{file}: {error}") from None


class _Verifying:
    """The checks in their order: each only looks at what those before it found in order."""

    def __init__(
        self, report: Report, file: Path, root: Path | None, mine: Manifest | None, other: Manifest | None
    ) -> None:
        self.report, self.file, self.root, self.mine, self.other = report, file, root, mine, other

    def verify(self) -> None:
        """All of it. Raises OSError where the file can't be read."""
        report = self.report
        if not is_sqlite(self.file):
            report.fail("integrity", "this is no database of SQLite, or its beginning is damaged", REMEDY)
            return
        if beside := [name for name in ("-wal", "-journal") if self.file.with_name(self.file.name + name).exists()]:
            message = f"changes lie beside it that are not in it: {some(self.file.name + name for name in beside)}"
            report.fail("integrity", message, "delete them, or build again: no build of Readout leaves any")
        whole = listed(self.file)
        try:
            with opened(self.file) as connection:
                structure = read_structure(connection, report) if is_ours(connection, report) else None
                if structure and check_integrity(connection, report):
                    self._look_inside(connection, structure, whole)
        except sqlite3.Error as error:
            report.fail("integrity", f"it can't be read; SQLite says: {error}", REMEDY)

    def _look_inside(self, connection: sqlite3.Connection, structure: Structure, whole: Listed) -> None:
        report = self.report
        check_dictionary(connection, structure, report)
        if report.failures:
            return
        report.checked.append("structure")
        check_references(connection, report)
        check_searches(connection, structure, report)
        hashes = hash_tables(connection, structure, report)
        origin = origin_of(connection, structure)
        belongs = self.mine is not None and check_origin(origin, self.mine, report)
        if self.mine and belongs:
            check_tables(hashes, self.mine, report)
            check_views(structure, self.mine, report)
            check_file(whole, self.mine, report)
        if self.other:
            check_against(hashes, self.mine if belongs else None, self.other, report)
        if self.root is None:
            report.not_compared.append("the sources: the database lies in no project (see --project)")
            return
        if self.mine and belongs:
            check_files(self.root, self.mine, report)
        else:
            check_sources(self.root, origin, report)
        check_articles(connection, self.root, report)
        self._check_contract(connection, self.root, structure)

    def _check_contract(self, connection: sqlite3.Connection, root: Path, structure: Structure) -> None:
        """Tables and views are those of the project's schema and SQL, to the letter, and kept rows what that gives."""
        try:
            schema = read_schema(root)
        except Faulty:
            self.report.not_compared.append(f"the tables with {SCHEMA}: it has problems (see `readout check`)")
            return
        tables = {table.name: create_table(table) for table in schema.tables.values()}
        views = read_statements(root, "views")[0]
        wanted = {**tables, **{view.name: create_view(view.name, view_sql(view)) for view in views}}
        there = {**structure.tables, **structure.views}
        kept = {table_of(view): view for view in views if view.stored}
        names = (wanted.keys() | there.keys()) - kept.keys()
        other = sorted(name for name in names if wanted.get(name) != there.get(name))
        other += sorted(kept.keys() - there.keys())
        if other:
            message = f"tables or views are not as {SCHEMA} and views/ have them: {some(other)}"
            self.report.fail("structure", message, AGAIN)
            return
        false = [name for name, view in kept.items() if not is_true(connection, view)]
        if false:
            message = f"rows that a view keeps are not those that its SQL gives: {some(false)}"
            self.report.fail("content", message, AGAIN)


def _tell(report: Report, file: Path, form: str) -> None:
    """Print the failures, and for people what was looked at; for programs all of it as one object."""
    if form == "json":
        say(json.dumps({"database": str(file), "ok": not report.failures, **asdict(report)}, indent=2))
        return
    for failure in report.failures:
        say(f"{file}: {failure.check}: {failure.message}\n  hint: {failure.remedy}")
    for remark in report.remarks:
        note(remark)
    for what in report.not_compared:
        note(f"not compared: {what}")
    if report.content:
        note(f"content {report.content}")
    looked = ", ".join(report.checked) or "nothing more"
    note(f"{file}: {plural(len(report.failures), 'failure')}; looked at: {looked}")
