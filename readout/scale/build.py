"""A build on a cluster, from sources at one address to tables at another. The order of its steps is here.

list → read, a group of files at a time → check, the same groups → derive and write, a part at a time → say it is whole
"""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from readout import __version__
from readout.checks import Doubts
from readout.compile.wanted import Wanted, wanted
from readout.content import Sum, TableHash
from readout.database import BadSql, fill_database
from readout.dictionary import dataset_row, dictionary_rows
from readout.listing import Listing, sources_sha256
from readout.packed import packed_rows
from readout.problem import Faulty, Problem
from readout.project import SCHEMA
from readout.row import Rows
from readout.scale.check import check_group
from readout.scale.cluster import Client, connected, run
from readout.scale.complete import PROJECT, Complete, read_complete, write_complete
from readout.scale.faults import NotComplete
from readout.scale.index import dangling_tables
from readout.scale.job import Job
from readout.scale.parts import count_parts, task_size
from readout.scale.place import Place, place_at
from readout.scale.read import ReadGroup, read_group
from readout.scale.sources import Group, groups_of, list_files, same
from readout.scale.versions import our_versions
from readout.scale.views import taken_views, write_view
from readout.scale.write import ABOUT, write_part
from readout.schema import Schema
from readout.step import Step

#: So many problems are told at the most.
MOST_TOLD = 10_000


@dataclass(frozen=True)
class Sizes:
    """Bytes of sources: of a group that is read by one task, and of a part of the result, on average.

    None leaves it to the size of the whole: the result does not depend on groups, and on parts by the size alone.
    """

    group: int | None = None
    part: int | None = None


def build_on_cluster(
    root: Path, scheduler: str, to: str, files: str | None = None, sizes: Sizes = Sizes(), step: Step = lambda *_: None
) -> Complete:
    """Build a project's tables as partitioned Parquet at the address `to`, on the cluster of a scheduler.

    Takes the project's folder, from which the schema and the SQL are read, the addresses, and where the sources are if
    not in that folder: the address of a folder with `sources/` in it. All workers have to reach the addresses. Raises
    Faulty where the sources have problems, ScaleFault where the cluster or an address is not as it has to be, and
    Crash. What was at `to` before is there until the new result is whole.
    """
    project = _wanted(root)
    place, target = place_at(files or str(root)), place_at(to)
    seen, misfits = list_files(place, project.schema.registers)
    size = sum(one.size for one in seen.values())
    groups = groups_of(seen, misfits, sizes.group or task_size(size, 256, 1_000_000))
    parts = count_parts(size, sizes.part or task_size(size, 64, 4_000_000))
    with connected(scheduler) as client:
        name = f"_work-{client.id}"
        job = Job(place, target.at(name), our_versions(), len(groups), parts)
        try:
            job.work.write(SCHEMA, project.schema.content)
            readings = run(client, "reading", read_group, job, list(enumerate(groups)), step)
            _check(client, job, groups, misfits, readings, step)
            same(seen, list_files(place, project.schema.registers)[0])
            listing = {path: one for reading in readings for path, one in reading.listing.items()}
            return _write(client, job, target, project, listing, step)
        finally:
            target.remove(name)


def _check(
    client: Client, job: Job, groups: list[Group], misfits: list[Problem], readings: list[ReadGroup], step: Step
) -> None:
    """Check everything. Raises Faulty with the problems, or with as many as anybody may want to see."""
    incomplete = frozenset(table for reading in readings for table in reading.incomplete)
    (dangling,) = run(client, "looking at references", dangling_tables, job, [()], step)
    doubts = Doubts(any(reading.doubtful for reading in readings), incomplete, dangling)
    tasks = [(number, group, doubts) for number, group in enumerate(groups)]
    found = sorted(
        {one for problems in run(client, "checking", check_group, job, tasks, step) for one in problems},
        key=Problem.sort_key,
    )
    if found:
        more = f"; {len(found) - MOST_TOLD:,} more problems are not shown" if len(found) > MOST_TOLD else ""
        raise Faulty(found[:MOST_TOLD], "nothing was written" + more)


def _write(client: Client, job: Job, target: Place, project: Wanted, listing: Listing, step: Step) -> Complete:
    """Derive and write all parts, then say that they are whole, and take away what they replace."""
    sources = sources_sha256(listing)
    dataset = dataset_row(project.schema, sources)
    about = [dataset, *dictionary_rows(project.schema, project.views)]
    job.work.write(ABOUT, packed_rows(about))
    folder = f"tables-{_made_from(project, sources, job)}"
    tables = target.at(folder)
    for path, content in _files(project).items():
        tables.write(f"{PROJECT}/{path}", content)
    parts = [(tables, part) for part in range(job.parts)]
    written = run(client, "writing", write_part, job, parts, step)
    sums = _added(written, project.schema)
    pieces = {name: sum(part[name].rows > 0 for part in written) for name in sums}
    views = taken_views(tables, project.schema, project.views)
    counts = run(client, "writing views", write_view, job, [(tables, views, name) for name, _ in views], step)
    rows = dict(sorted(zip((name for name, _ in views), counts, strict=True)))
    complete = Complete(folder, job.parts, __version__, len(listing), dataset.values, sums, pieces, rows)
    try:
        before = read_complete(target).folder
    except NotComplete:
        before = folder
    write_complete(target, complete)
    if before != folder:
        target.remove(before)
    return complete


def _added(found: Iterable[dict[str, Sum]], schema: Schema) -> dict[str, TableHash]:
    """What all parts of each table hold together."""
    sums = {name: Sum() for name in schema.tables}
    for part in found:
        for name, one in part.items():
            sums[name].join(one)
    return {name: one.result(list(schema.tables[name].columns)) for name, one in sums.items()}


def _made_from(project: Wanted, sources: str, job: Job) -> str:
    """A name for what the tables are made from, and of how many parts they are."""
    parts = [sources, job.parts, job.versions, sorted(_files(project).items())]
    return sha256(repr(parts).encode()).hexdigest()[:16]


def _wanted(root: Path) -> Wanted:
    """The schema and the SQL of a project, tried on an empty database. Raises Faulty."""
    want = wanted(root)
    if want.sql_problems:
        raise Faulty(want.sql_problems)
    with tempfile.NamedTemporaryFile(suffix=".db") as empty:
        try:
            fill_database(Path(empty.name), want.schema, Rows(), want.views, want.queries)
        except BadSql as error:
            raise Faulty(error.problems) from error
    return want


def _files(want: Wanted) -> dict[str, bytes]:
    """The schema and the SQL as files."""
    return {SCHEMA: want.schema.content} | {one.path: one.content for one in (*want.views, *want.queries)}
