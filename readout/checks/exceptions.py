"""An exception stands beside its record, with its reason, and is needed."""

from readout.checks.world import World
from readout.problem import MAY_BE_EXCEPTED, NAMES, Place, Problem
from readout.row import Row
from readout.unit import Unit

#: What is found by where words stand in the text, so not for certain before all of them are anchored.
BY_ANCHORS = {"R408", "R409"}


def apply_exceptions(here: Unit, problems: list[Problem], world: World) -> list[Problem]:
    """The problems that remain where a record excepts some for a reason.

    An exception holds for its own record and for what stands inside it; of several around a problem
    the nearest is the one that is needed. R419: one whose problem is not there (any more), or whose
    code can't be excepted.
    """
    exceptions = here.rows["exceptions"]
    if not exceptions:
        return problems
    needed: set[str] = set()
    remaining: list[Problem] = []
    for problem in problems:
        covering = [row for row in exceptions if _covers(row, problem)]
        if covering:
            needed.add(max(covering, key=lambda row: len(row.pointer)).id)
        else:
            remaining.append(problem)
    needless = (_needless(row, here, world) for row in exceptions if row.id not in needed)
    return [*remaining, *(problem for problem in needless if problem)]


def _covers(row: Row, problem: Problem) -> bool:
    around = row.pointer[:-2]  # the pointer ends in allow, CODE
    code = row.values["code"]
    return problem.code == code and code in MAY_BE_EXCEPTED and problem.place.pointer[: len(around)] == around


def _needless(row: Row, here: Unit, world: World) -> Problem | None:
    code = row.values["code"]
    place = Place(row.path, pointer=row.pointer, key=True)
    if code not in MAY_BE_EXCEPTED:
        message = f"{code} {NAMES[code]} can't be excepted" if code in NAMES else f"no problem has the code '{code}'"
        hint = "take it out; only " + ", ".join(sorted(MAY_BE_EXCEPTED)) + " can be excepted"
        return Problem(place, "R419", message, hint)
    if not _can_tell(code, here, world):
        return None
    message = f"the exception from {code} {NAMES[code]} is not needed: there is no such problem here"
    return Problem(place, "R419", message, "take the exception out")


def _can_tell(code: str, here: Unit, world: World) -> bool:
    """Whether a check that found nothing has seen all that it looks at."""
    if code in BY_ANCHORS and not all(map(here.span, here.evidence)):
        return False
    return world.is_settled()
