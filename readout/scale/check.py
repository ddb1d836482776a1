"""The second step: the checks, the very same as on one machine, then the rows that the database has."""

from readout.checks import Doubts, run_checks
from readout.compile.final import final_rows
from readout.database import in_columns
from readout.places import with_lines
from readout.problem import Problem, few
from readout.record import positions
from readout.row import Row, Rows
from readout.scale.duck import duck
from readout.scale.index import Answers, Index
from readout.scale.job import Job, made_name
from readout.scale.noted import Noted, empty, write_noted
from readout.scale.parts import part_of, story_of
from readout.scale.sources import Group, read_seen
from readout.scale.wire import packed_values, unit_of
from readout.scale.world import GroupWorld, answered
from readout.strict_yaml import Index as Positions
from readout.unit import Unit


def check_group(job: Job, number: int, group: Group, doubts: Doubts) -> list[Problem]:
    """All problems of a group, with their lines; where there are none, its rows are written down by part.

    Raises Crash where a check fails itself, Changed where a file is not as it was listed, and NotThere.
    """
    schema = job.schema
    with duck(job.work) as engine:
        stored = engine.rows(f"SELECT path, unit FROM {engine.files([made_name('units', number)])}")
        world = GroupWorld(schema, [unit_of(text, path) for path, text in stored], doubts, Answers())
        index = Index(job, engine)
        index.few(world.answers)
        index.look_up(world.expected(), world.answers)
        problems = answered(world, index, lambda unit: few([*unit.problems, *run_checks(unit, world)], unit.path))
        if group.misfits or any(problems.values()):
            found = [problem for _, problems in sorted(problems.items()) for problem in problems]
            return _placed(job, group, [*found, *group.misfits])
        # made again where an answer was missing, on rows that it has changed: what it sets, it sets again
        rows = answered(world, index, lambda unit: final_rows(unit, schema, world))
        noted = empty(("rows", "renderings"))
        for path, unit in world.units.items():
            _note(unit, rows[path], world, job, noted)
    write_noted(job, number, noted)
    return []


def _placed(job: Job, group: Group, problems: list[Problem]) -> list[Problem]:
    """Problems with their lines, in order."""
    files = {one.path: one for one in group.files}

    def index_of(path: str) -> Positions:
        return positions(read_seen(job.project, files[path])) if path in files else {}

    return with_lines(problems, index_of)


def _note(unit: Unit, rows: Rows, world: GroupWorld, job: Job, noted: Noted) -> None:
    """Write down a unit's rows for the parts that they go into."""
    schema = job.schema
    parts = {row.pointer[:1]: _part(row, job) for row in unit.records(schema)}
    if unit.article is not None:
        first = world.record("articles", unit.article.id)
        parts = {(): _part(first or unit.article, job)}
    for name, table in schema.tables.items():
        found = rows[name] if name != "redirects" else []  # they lead through all parts, and are few
        for row, values in zip(found, in_columns(found, table), strict=True):
            part = parts[()] if () in parts else parts[row.pointer[:1]]
            noted["rows"].append((part, name, row.id, packed_values(values)))
    for quote in rows["quotes"]:
        _note_rendering(quote, rows["articles"][0], world, job, noted)


def _note_rendering(quote: Row, article: Row, world: GroupWorld, job: Job, noted: Noted) -> None:
    """Write down a quote for the part where the utterance is that it renders."""
    exact, utterance = quote.values.get("exact"), quote.values.get("utterance")
    made = world.record("utterances", utterance) if exact and utterance else None
    if made is not None:
        about = (article.values.get("language"), article.values.get("status"))
        noted["renderings"].append((_part(made, job), made.id, quote.id, article.id, exact, *about))


def _part(record: Row, job: Job) -> int:
    return part_of(record.table, record.id, story_of(record, job.schema), job.parts)
