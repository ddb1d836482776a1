"""Check the sources and write build/readout.db."""

import time
from pathlib import Path

import click

from readout.anchored import add_anchors
from readout.commands.say import note, wrote
from readout.database import BadSql, write_database
from readout.derive import add_status, add_values
from readout.dictionary import dictionary_rows
from readout.files import write_if_other
from readout.metadata import metadata_text
from readout.near import plural
from readout.problem import Faulty
from readout.project import Project, open_project
from readout.variants import variant_rows


@click.command("build")
@click.pass_obj
def command(start: Path) -> None:
    """Check the sources and write build/readout.db."""
    build_database(open_project(start))


def build_database(project: Project) -> None:
    """Write the database and the metadata. Raises Faulty, and then the old database stays."""
    begun = time.perf_counter()
    if project.problems:
        raise Faulty(project.problems)
    rows = project.world.rows
    add_anchors(project.world)
    add_values(rows)
    for row in (*variant_rows(rows), *dictionary_rows(project.schema, project.views)):
        rows.add(row)
    add_status(rows, project.schema.tables.values())
    try:
        write_database(project.database, project.schema, rows, project.views, project.queries)
    except BadSql as error:
        raise Faulty(error.problems) from error
    _stamp(project).write_text(project.fingerprint + "\n", encoding="utf-8")
    write_metadata(project)
    counts = rows.counts()
    note(f"read {plural(len(project.files), 'file')}, {plural(sum(counts.values()), 'row')}:")
    note("  " + ", ".join(f"{table} {count:,}" for table, count in counts.items()))
    size = project.database.stat().st_size / 1e6
    seconds = time.perf_counter() - begun
    note(f"wrote {project.database.relative_to(project.root)}, {size:.1f} MB ({seconds:.2f} s)")


def is_fresh(project: Project) -> bool:
    """Whether the database is what would be built from the sources as they are."""
    stamp = _stamp(project)
    return project.database.is_file() and stamp.is_file() and stamp.read_text().strip() == project.fingerprint


def _stamp(project: Project) -> Path:
    return project.database.with_suffix(".inputs")


def write_metadata(project: Project) -> None:
    """Write metadata.yml if it is not what the schema and the SQL say."""
    file = project.root / "metadata.yml"
    wrote(file, write_if_other(file, metadata_text(project.schema, project.views, project.queries)))
