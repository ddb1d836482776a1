"""Check the sources and write build/readout.db."""

import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import click

from readout.anchored import add_anchors, version_rows
from readout.annotators import annotator_rows
from readout.commands.say import EXIT_CODES, format_option, note, quiet_option, show, wrote
from readout.database import BadSql, fill_database
from readout.derive import add_redirects, add_status, add_values
from readout.dictionary import dataset_row, dictionary_rows
from readout.editors import write_schemas
from readout.files import Beside, alone, beside, explained, sweep, sync_folder, write_if_other
from readout.manifest import Made, manifest_of, manifest_text, read_manifest, read_origin
from readout.metadata import metadata_text
from readout.near import plural
from readout.problem import Faulty
from readout.project import Project, find_root, open_project
from readout.row import Rows
from readout.variants import variant_rows


@click.command("build", epilog=EXIT_CODES)
@format_option
@quiet_option
@click.pass_obj
def command(start: Path) -> None:
    """Check the sources and write build/readout.db."""
    root = find_root(start)
    with alone(root, waiting):
        built = write_database(open_project(start))
    built.tell()
    show([], root)


def waiting() -> None:
    """Say that another process is at it."""
    note("another build of this project is under way; this one waits for its end")


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
    """Write the database, the manifest and the metadata, once no other process does so for this project.

    Raises Faulty where the sources have problems, and OSError; the old database then stays.
    """
    with alone(project.root, waiting):
        return write_database(project)


def write_database(project: Project) -> Built:
    """Write the database, the manifest and the metadata. Raises as `build_database` does."""
    begun = time.perf_counter()
    if project.problems:
        raise Faulty(project.problems)
    sweep(project.root)
    rows = rows_of(project)
    file = project.database
    with beside(file) as database, beside(manifest_of(file)) as manifest:
        try:
            with explained(file):
                tables = fill_database(database.path, project.schema, rows, project.views, project.queries)
        except BadSql as error:
            raise Faulty(error.problems) from error
        made = Made(rows["dataset"][0].values, tables, {view.name: view.sql for view in project.views}, project.listing)
        manifest.path.write_text(manifest_text(made, database.path, project.fingerprint), encoding="utf-8")
        _put(database, manifest)
    write_metadata(project)
    write_schemas(project.root, project.world)
    return Built(project, rows.counts(), time.perf_counter() - begun)


def _put(database: Beside, manifest: Beside) -> None:
    """Put both in their places; whoever finds both at any moment, also after a kill, finds two that belong together.

    The old manifest goes first and the new one comes last: in between there is none, which `readout verify` tells.
    """
    for one in (database, manifest):
        one.sync()
    manifest.file.unlink(missing_ok=True)
    database.put()
    manifest.put()
    sync_folder(database.file.parent)


def rows_of(project: Project) -> Rows:
    """All rows that the database has, those that are derived as well."""
    rows = project.world.rows.copies()
    add_anchors(project.world, rows)
    add_values(rows)
    versions = version_rows(project.world)
    annotators = annotator_rows(rows["articles"], project.world.seconds)
    rows.add(dataset_row(project.schema, project.sources_sha256))
    for row in (*versions, *annotators, *variant_rows(rows), *dictionary_rows(project.schema, project.views)):
        rows.add(row)
    add_redirects(rows)
    add_status(rows, project.schema.tables.values())
    return rows


def is_fresh(project: Project) -> bool:
    """Whether the database is what would be built from the sources as they are."""
    manifest = read_manifest(manifest_of(project.database))
    if manifest is None or manifest.inputs != project.fingerprint:
        return False
    return read_origin(project.database) == (sha256(project.schema.content).hexdigest(), project.sources_sha256)


def write_metadata(project: Project) -> None:
    """Write metadata.yml if it is not what the schema and the SQL say."""
    file = project.root / "metadata.yml"
    wrote(file, write_if_other(file, metadata_text(project.schema, project.views, project.queries)))
