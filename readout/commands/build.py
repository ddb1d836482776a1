"""Check the sources and write build/readout.db."""

from collections.abc import Collection
from pathlib import Path

import click

from readout.commands.elsewhere import build_elsewhere
from readout.commands.say import EXIT_CODES, format_option, note, quiet_option, show, wrote
from readout.commands.steps import steps
from readout.compile.build import Built, build, keep_marks, known_ids, marks_of
from readout.compile.wanted import Wanted, wanted
from readout.editors import write_schemas
from readout.files import alone, file_sha256, write_if_other
from readout.metadata import metadata_text
from readout.near import plural
from readout.pool import cores
from readout.project import database_of, find_root
from readout.schema import Schema
from readout.sql import Statement


@click.command("build", epilog=EXIT_CODES)
@format_option
@quiet_option
@click.option("--fresh", is_flag=True, help="Read all files, though only some have changed since the last build.")
@click.option("--jobs", type=click.IntRange(1), help="Processes that share the work; without it one for each core.")
@click.option("--scheduler", metavar="ADDRESS", help="Build on a Dask cluster instead, into Parquet (docs/scale.md).")
@click.option("--files", metavar="URL", help="With --scheduler: where the project's files are for all workers.")
@click.option("--to", metavar="URL", help="With --scheduler: where the tables go.")
@click.pass_obj
def command(
    start: Path, fresh: bool, jobs: int | None, scheduler: str | None, files: str | None, to: str | None
) -> None:
    """Check the sources and write build/readout.db.

    After a first build only what has changed is read, and what rests on it; the database is the same as if all
    had been read.
    """
    root = find_root(start)
    if scheduler:
        if fresh or jobs:
            raise click.UsageError("--fresh and --jobs are of a build on this machine; leave out --scheduler, or them")
        build_elsewhere(root, scheduler, files, to)
        return
    if files or to:
        raise click.UsageError("--files and --to belong to a build on a cluster: name its --scheduler")
    tell(build_database(root, fresh, jobs))
    show([], root)


def build_database(
    root: Path, fresh: bool = False, jobs: int | None = None, paths: Collection[str] | None = None
) -> Built:
    """Bring the database of a project, the manifest and the metadata up to the sources; two builds wait for each other.

    `paths` are looked at alone, where nothing else can have changed. Raises Faulty where the sources have problems, and
    OSError; the old database then stays.
    """
    with alone(root, waiting):
        want = wanted(root)
        with steps() as step:
            built = build(want, jobs or cores(), step, fresh, paths)
        write_around(want)
    return built


def waiting() -> None:
    """Say that another process is at it."""
    note("another build of this project is under way; this one waits for its end")


def write_around(want: Wanted) -> None:
    """Write what goes with the database, unless that was done: metadata.yml, and the editors' schemas."""
    metadata, before = want.root / "metadata.yml", marks_of(want)
    if not metadata.is_file() or before.get("metadata") != f"{before['inputs']} {file_sha256(metadata)}":
        write_metadata(want.root, want.schema, want.views, want.queries)
    if before.get("schemas") != f"{before['inputs']} {before['registers']}":
        write_schemas(want.root, want.schema, known_ids(want))
    now = {"metadata": f"{before['inputs']} {file_sha256(metadata)}"}
    now["schemas"] = f"{before['inputs']} {before['registers']}"
    if now.items() - before.items():
        keep_marks(want, now)


def write_metadata(root: Path, schema: Schema, views: list[Statement], queries: list[Statement]) -> None:
    """Write metadata.yml if it is not what the schema and the SQL say."""
    file = root / "metadata.yml"
    wrote(file, write_if_other(file, metadata_text(schema, views, queries)))


def tell(built: Built) -> None:
    """Say what was read and written."""
    database = database_of(built.root)
    if built.why:
        note(f"{built.why}: all is read")
    if not built.read:
        note(f"nothing has changed; build/{database.name} is as it should be ({built.seconds:.2f} s)")
        return
    files = plural(built.files, "file")
    read = files if built.read == built.files else f"{plural(built.read, 'unit')} of {files}"
    note(f"read {read}, {plural(sum(built.counts.values()), 'row')}:")
    note("  " + ", ".join(f"{table} {count:,}" for table, count in built.counts.items()))
    size = database.stat().st_size / 1e6
    note(f"wrote {database.relative_to(built.root)}, {size:.1f} MB ({built.seconds:.2f} s)")
