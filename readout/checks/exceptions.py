"""An exception stands beside its record, with its reason, and is needed."""

from readout.problem import MAY_BE_EXCEPTED, NAMES, Place, Problem
from readout.row import Row
from readout.unit import Unit


def apply_exceptions(here: Unit, problems: list[Problem]) -> list[Problem]:
    """The problems that remain where a record excepts some for a reason.

    An exception holds for its own record and for what stands inside it. R420: one whose problem is
    not there (any more), or whose code can't be excepted.
    """
    exceptions = here.rows["exceptions"]
    if not exceptions:
        return problems
    needed: set[str] = set()
    remaining: list[Problem] = []
    for problem in problems:
        covering = [row for row in exceptions if _covers(row, problem)]
        needed.update(row.id for row in covering)
        if not covering:
            remaining.append(problem)
    remaining += [_needless(row) for row in exceptions if row.id not in needed]
    return remaining


def _covers(row: Row, problem: Problem) -> bool:
    around = row.pointer[:-2]  # the pointer ends in allow, CODE
    code = row.values["code"]
    return problem.code == code and code in MAY_BE_EXCEPTED and problem.place.pointer[: len(around)] == around


def _needless(row: Row) -> Problem:
    code = row.values["code"]
    place = Place(row.path, pointer=row.pointer, key=True)
    if code not in NAMES:
        return Problem(place, "R420", f"no problem has the code '{code}'", "docs/problems.md lists the codes")
    if code not in MAY_BE_EXCEPTED:
        hint = "put the problem itself right; only " + ", ".join(sorted(MAY_BE_EXCEPTED)) + " can be excepted"
        return Problem(place, "R420", f"{code} {NAMES[code]} can't be excepted", hint)
    message = f"the exception from {code} {NAMES[code]} is not needed: there is no such problem here"
    return Problem(place, "R420", message, "take the exception out")
