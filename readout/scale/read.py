"""The first step: a group of files is read, and what it says is written down for the steps that need more of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from readout.listing import Listed, Listing
from readout.packed import packed_rows
from readout.record import Reading
from readout.row import WITHDRAWN
from readout.scale.job import Job
from readout.scale.noted import Noted, empty, write_noted
from readout.scale.sources import Group, Seen, read_seen
from readout.scale.wire import packed_unit
from readout.schema import Schema
from readout.source import article_of
from readout.unit import Unit
from readout.units import read, unit_of

#: What is written down, by kind: the tables and columns of readout/scale/noted.py.
KINDS = ("units", "index", "refers", WITHDRAWN, "former")


@dataclass
class ReadGroup:
    """What the driver learns of a group: its files' sizes and hashes, and what no check may be certain of any more."""

    listing: Listing = field(default_factory=dict)
    incomplete: set[str] = field(default_factory=set)
    doubtful: bool = False


def read_group(job: Job, number: int, group: Group) -> ReadGroup:
    """Read a group, and write down what it says in the folder of the work. Raises Changed, Crash, NotThere."""
    said, noted = ReadGroup(), empty(KINDS)
    for unit in _units(job, group, said.listing):
        said.incomplete |= {unit.incomplete} - {""}
        said.doubtful |= bool(unit.problems or unit.incomplete)
        _note(unit, job.schema, noted)
    write_noted(job, number, noted)
    return said


def _units(job: Job, group: Group, listing: Listing) -> Iterator[Unit]:
    """The units of a group, in the order of their paths; puts each file's size and hash into `listing`."""
    misfits = {problem.place.path: problem for problem in group.misfits}
    files: dict[str, list[Seen]] = {article_of(path): [] for path in misfits}
    for one in group.files:
        files.setdefault(article_of(one.path), []).append(one)
    for path, found in sorted(files.items()):
        readings: dict[str, Reading] = {}
        for one in found:
            source = read_seen(job.project, one)
            listing[one.path] = Listed(one.size, sha256(source.content).hexdigest())
            readings[one.path] = read(job.reader, source)
        if unit := unit_of(path, readings, misfits, job.reader):
            yield unit


def _note(unit: Unit, schema: Schema, noted: Noted) -> None:
    noted["units"].append((unit.path, packed_unit(unit)))
    for (table, record), vias in unit.uses(schema).items():
        noted["refers"] += [(table, record, unit.path, via, bool(unit.curator)) for via in sorted(vias)]
    if unit.curator:
        return
    for row in unit.rows[WITHDRAWN]:
        noted[WITHDRAWN].append((row.values["table_name"], row.values["record"], unit.path, packed_rows([row])))
    for row in unit.rows["redirects"]:
        noted["former"].append((row.values["table_name"], row.values["former"], unit.path, packed_rows([row])))
    known = set()
    for row, inner in unit.whole_records(schema):
        if (row.table, row.id) not in known:
            known.add((row.table, row.id))
            noted["index"].append((row.table, row.id, unit.path, packed_rows([row, *inner])))
