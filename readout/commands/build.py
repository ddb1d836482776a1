"""Check the sources and write build/readout.db."""

import time
from dataclasses import dataclass
from pathlib import Path

import click

from readout.anchored import add_anchors, version_rows
from readout.annotators import annotator_rows
from readout.commands.say import EXIT_CODES, format_option, note, quiet_option, show, wrote
from readout.database import BadSql, write_database
from readout.derive import add_status, add_values
from readout.dictionary import dictionary_rows
from readout.editors import write_schemas
from readout.files import write_if_other
from readout.metadata import metadata_text
from readout.near import plural
from readout.problem import Faulty
from readout.project import Project, open_project
from readout.variants import variant_rows


@click.command("build", epilog=EXIT_CODES)
@format_option
@quiet_option
@click.pass_obj
def command(start: Path) -> None:
    """Check the sources and write build/readout.db."""
    project = open_project(start)
    build_database(project).tell()
    show([], project.root)


@dataclass(frozen=True)
class Built:
    """What a build made: the rows by table, and the seconds that it took."""

    project: Project
    counts: dict[str, int]
    seconds: float

    def tell(self) -> None:
        """Say what was read and written."""
        database = self.project.database
        size = database.stat().st_size / 1e6
        note(f"read {plural(len(self.project.files), 'file')}, {plural(sum(self.counts.values()), 'row')}:")
        note("  " + ", ".join(f"{table} {count:,}" for table, count in self.counts.items()))
        note(f"wrote {database.relative_to(self.project.root)}, {size:.1f} MB ({self.seconds:.2f} s)")


def build_database(project: Project) -> Built:
    """Write the database and the metadata. Raises Faulty, and then the old database stays."""
    begun = time.perf_counter()
    if project.problems:
        raise Faulty(project.problems)
    rows = project.world.rows.copies()
    add_anchors(project.world, rows)
    add_values(rows)
    versions = version_rows(project.world)
    annotators = annotator_rows(rows["articles"], project.world.seconds)
    for row in (*versions, *annotators, *variant_rows(rows), *dictionary_rows(project.schema, project.views)):
        rows.add(row)
    add_status(rows, project.schema.tables.values())
    try:
        write_database(project.database, project.schema, rows, project.views, project.queries)
    except BadSql as error:
        raise Faulty(error.problems) from error
    _stamp(project).write_text(project.fingerprint + "\n", encoding="utf-8")
    write_metadata(project)
    write_schemas(project.root, project.world)
    return Built(project, rows.counts(), time.perf_counter() - begun)


def is_fresh(project: Project) -> bool:
    """Whether the database is what would be built from the sources as they are."""
    stamp, database = _stamp(project), project.database
    if not (database.is_file() and stamp.is_file()):
        return False
    if stamp.stat().st_mtime_ns < database.stat().st_mtime_ns:  # a build was broken off between the two
        return False
    return stamp.read_text().strip() == project.fingerprint


def _stamp(project: Project) -> Path:
    return project.database.with_suffix(".inputs")


def write_metadata(project: Project) -> None:
    """Write metadata.yml if it is not what the schema and the SQL say."""
    file = project.root / "metadata.yml"
    wrote(file, write_if_other(file, metadata_text(project.schema, project.views, project.queries)))
