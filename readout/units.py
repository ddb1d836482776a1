"""A unit from its files: read, and put together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from readout import plain
from readout.problem import Place, Problem
from readout.record import Reader, Reading
from readout.row import Rows
from readout.source import SourceFile, could_hold, read_at
from readout.unit import Unit, anchors_of


@dataclass
class Crash(Exception):
    """A bug: a check failed on a file. Says which check, and which file."""

    check: str
    path: str

    def __str__(self) -> str:
        return f"the check {self.check} crashed on {self.path}"


@dataclass
class Taken:
    """A unit as its files are now (None where all are gone), their hashes, and the problems of what can't be read."""

    unit: Unit | None
    hashes: dict[str, str] = field(default_factory=dict)
    misfits: list[Problem] = field(default_factory=list)


def read_unit(
    root: plain.Folder, reader: Reader, unit: str, paths: Iterable[str], known: Mapping[str, Problem] | None = None
) -> Taken:
    """A unit from its files; takes the open project, the unit's path and the files'. Raises Crash.

    Files that are `known` to have no place, or not to be readable, are not read; their problems are not told again.
    """
    readings: dict[str, Reading] = {}
    misfits: dict[str, Problem] = {}
    hashes: dict[str, str] = {}
    wanted = [path for path in paths if not known or path not in known]
    for path, found in zip(wanted, read_at(root, wanted), strict=True):
        if isinstance(found, SourceFile):
            hashes[path] = sha256(found.content).hexdigest()
            readings[path] = read(reader, found)
        elif found is not None:
            misfits[path] = found
    made = unit_of(unit, readings, {**misfits, **(known or {})}, reader)
    return Taken(made, hashes, list(misfits.values()))


def read(reader: Reader, file: SourceFile) -> Reading:
    """What one file says. Raises Crash where reading it fails itself."""
    try:
        return reader.read(file)
    except Exception as error:
        raise Crash("reading", file.path) from error


def unit_of(path: str, readings: Mapping[str, Reading], misfits: Mapping[str, Problem], reader: Reader) -> Unit | None:
    """The unit of a path from what its files say, and from the problems of those that can't be read; None without."""
    if misfit := misfits.get(path):
        return Unit(path, Rows(), incomplete=could_hold(misfit, reader.schema.registers))
    anchors_path = anchors_of(path)
    reading, beside = readings.get(path), readings.get(anchors_path) if path.endswith(".md") else None
    if reading:
        problems = [*reading.problems, *(beside.problems if beside else ())]
        anchors = beside.anchors if beside else None
        return Unit(path, Rows(reading.rows), problems, anchors, reading.incomplete, reading.curator)
    if beside:
        message = f"there is no article {path.rpartition('/')[2]} beside these anchors"
        return Unit(path, Rows(), [Problem(Place(anchors_path), "R503", message, "delete the file")])
    return None
