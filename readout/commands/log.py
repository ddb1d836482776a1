"""Tell the history of a record from git."""

import json
from pathlib import Path

import click

from readout.commands.say import note, say
from readout.difference.text import field_line
from readout.git import GitError, changed_files, is_shallow
from readout.history import KEPT, Entry, as_value, histories, history_of, write_kept
from readout.near import did_you_mean, plural
from readout.project import find_root, open_project, read_schema
from readout.schema import Schema

EXIT_CODES = "Exit codes: 0 told or written, 1 the schema is faulty, 2 wrong use, or git has no such record, 3 a bug."


@click.command("log", epilog=EXIT_CODES)
@click.argument("record", required=False)
@click.option(
    "--all", "every", is_flag=True, help=f"Write the histories of all records to build/{KEPT}, for the pages."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs (docs/versions.md).",
)
@click.pass_obj
def command(start: Path, record: str | None, every: bool, form: str) -> None:
    """Tell what each commit changed in RECORD, field by field, the newest first.

    RECORD is an id, or TABLE/ID where several tables have it. The record is followed through the files of its
    register, and through renames.
    """
    if every == bool(record):
        raise click.UsageError("name a RECORD, or give --all")
    root = find_root(start)
    try:
        shallow = is_shallow(root)
        if every:
            _keep(root, shallow)
            return
        found = _find(root, read_schema(root), str(record))
    except GitError as error:
        raise click.ClickException(f"a history needs git: {error}") from None
    table, name, entries = found
    if shallow:
        note("this clone is shallow, so that older commits are missing: git fetch --unshallow")
    if form == "json":
        say(json.dumps({**as_value(table, name, entries), "shallow": shallow}, ensure_ascii=False, indent=2))
    else:
        say("\n".join(_lines(table, name, entries)))


def _keep(root: Path, shallow: bool) -> None:
    """Write all histories for the pages. Raises click.UsageError where they would not be those of the sources."""
    if shallow:
        raise click.UsageError("this clone is shallow, so that older commits are missing: git fetch --unshallow")
    changed = [path for path in changed_files(root) if "sources/" in path]
    if changed:
        raise click.UsageError(f"commit first, so that the history is that of the sources: {', '.join(changed[:3])}")
    project = open_project(root)
    target = project.database.with_name(KEPT)
    count = write_kept(target, project.sources_sha256, histories(root, project.schema))
    note(f"wrote {target.relative_to(project.root)}, {plural(count, 'change')} of records")


def _find(root: Path, schema: Schema, record: str) -> tuple[str, str, list[Entry]]:
    """The table and id of a record with its history. Raises click.UsageError where there is none, or more than one."""
    tables = [*schema.registers, schema.article.table]
    table, slash, name = record.rpartition("/")
    if slash and table not in tables:
        hint = did_you_mean(table, tables)
        raise click.UsageError(f"there is no table of records '{table}'" + (f"; {hint}" if hint else ""))
    tried = [table] if slash else tables
    found = [(each, name, entries) for each in tried if (entries := history_of(root, schema, each, name))]
    if len(found) > 1:
        said = " or ".join(f"{each}/{name}" for each, _, _ in found)
        raise click.UsageError(f"several tables have '{name}'; write {said}")
    if not found:
        raise click.UsageError(f"git has no record '{record}' in any commit; a record is known once it is committed")
    return found[0]


def _lines(table: str, name: str, entries: list[Entry]) -> list[str]:
    lines = [f"{table}/{name}"]
    for entry in reversed(entries):
        former = f" from {entry.former}" if entry.former else ""
        lines.append(f"\n{entry.commit}  {entry.date}  {entry.subject}\n  {entry.kind}{former}")
        lines += [f"    {field_line(field)}" for field in entry.fields]
    return lines
