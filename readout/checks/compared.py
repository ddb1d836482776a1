"""What a dataset for comparing is for: each thing is looked for in more than one article, and used.

These checks rest on what is nowhere to be found. So they keep still until everything could be read,
and draft articles, which are not finished, owe nothing yet.
"""

from collections.abc import Iterator

from readout.checks.story import article_at, articles_of
from readout.checks.world import World
from readout.problem import Place, Problem
from readout.row import Row
from readout.unit import Unit

#: The kinds of use that these checks count: by one article, or by more.
COMPARED = ("coverage", "namings")
#: Later than any date: for an article of which nobody knows when it appeared.
SOME_DAY = "9999"


def check_claim_compared(here: Unit, world: World) -> Iterator[Problem]:
    """R414: one article alone was checked for a claim that others of its story could have known."""
    for claim in _in_use(here, "claims"):
        checked = world.users("claims", claim.id, "coverage")
        if len(checked) != 1:
            continue
        others = _others(claim.values["story"], checked[0], world)
        known = claim.values.get("known_from_earliest") or ""
        owing = [row.id for row in others if (row.values.get("published_latest") or SOME_DAY) >= known]
        if owing and _is_certain(claim, world):
            message = f"one article was checked for '{claim.id}', and not {owing[0]}"
            message += f" nor {len(owing) - 1} more" if len(owing) > 1 else ""
            hint = "look for it in the others of the story: coverage, or absent; or say from when it was known"
            yield Problem(_key(claim), "R414", message, hint)


def check_naming_compared(here: Unit, world: World) -> Iterator[Problem]:
    """R415: one article alone names a concept, though others of its story could name it differently."""
    for concept in _in_use(here, "concepts"):
        naming = world.users("concepts", concept.id, "namings")
        if len(naming) != 1:
            continue
        article = article_at(naming[0], world)
        if article and not article.broken and _others(article.values["story"], article.path, world):
            if not _is_certain(concept, world):
                continue
            message = f"only {article.id} names '{concept.id}', so that nothing can be compared"
            hint = "annotate what the others of the story call it, or take the concept out"
            yield Problem(_key(concept), "R415", message, hint)


def check_used(here: Unit, world: World) -> Iterator[Problem]:
    """R417: nothing refers to a record of a register."""
    for row in here.records(world.schema):
        is_out = row.table == world.schema.article.table or here.is_withdrawn(row)
        if is_out or world.is_used(row.table, row.id):
            continue
        if _is_certain(row, world):
            singular = world.schema.tables[row.table].singular.replace("_", " ")
            hint = "use it, or take it out; look for a misspelt id where it should be used"
            yield Problem(_key(row), "R417", f"nothing refers to the {singular} '{row.id}'", hint)


def _others(story: str, path: str, world: World) -> list[Row]:
    """The reviewed articles of a story besides the one of a path; none where that one belongs to another story."""
    articles = list(articles_of(story, world))
    if not any(row.path == path for row in articles):
        return []
    return [row for row in articles if row.path != path and row.values["status"] == "reviewed"]


def _in_use(here: Unit, table: str) -> Iterator[Row]:
    return (row for row in here.rows[table] if not here.is_withdrawn(row))


def _is_certain(record: Row, world: World) -> bool:
    """Whether nothing that is misspelt or in disorder could refer to a record, and its id is its own."""
    first = world.record(record.table, record.id)
    return first is not None and first.path == record.path and world.is_settled(record.table)


def _key(row: Row) -> Place:
    return Place(row.path, pointer=row.pointer, key=True)
