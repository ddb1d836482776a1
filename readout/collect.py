"""What the readings of all files say together: one world of rows for the checks and the build."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from readout.checks.world import World
from readout.problem import Place, Problem
from readout.record import Reading
from readout.row import Rows
from readout.schema import Schema


def collect(schema: Schema, readings: Iterable[tuple[str, Reading]]) -> tuple[World, list[Problem]]:
    """Put the readings of all source files together.

    Takes (path, reading) pairs in the order of paths. Returns the world and the problems of the
    readings, and of anchors whose article is gone.
    """
    world = World(Rows(), schema)
    problems: list[Problem] = []
    articles: set[str] = set()
    for path, reading in readings:
        problems += reading.problems
        if reading.incomplete:
            world.incomplete.add(reading.incomplete)
        if reading.anchors is not None:
            world.anchors[path.removesuffix(".anchors.json")] = reading.anchors
        if path.endswith(".md"):
            articles.add(path.removesuffix(".md"))
        for row in reading.rows:
            world.rows.add(row)
    for path in sorted(world.anchors.keys() - articles):
        name = PurePosixPath(path).name
        place = Place(f"{path}.anchors.json")
        problems.append(
            Problem(place, "R503", f"there is no article {name}.md beside these anchors", "delete the file")
        )
    return world, problems
