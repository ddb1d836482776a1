"""What is withdrawn is out of use, and no id is used twice."""

from collections.abc import Iterator

from readout.checks.world import World
from readout.problem import Place, Problem
from readout.row import WITHDRAWN, Row
from readout.unit import Unit

#: As much of a reason as a hint tells.
SHORT = 100


def check_withdrawn(here: Unit, world: World) -> Iterator[Problem]:
    """R305: a record that is in use refers to one that is withdrawn; what a withdrawn one refers to is history."""
    for table in sorted(here.rows.by_table):
        for column, target in world.schema.outward[table]:
            used = [row for row in here.rows[table] if row.values.get(column) is not None]
            withdrawn = world.withdrawn(target) if used else {}
            for row in used if withdrawn else ():
                if row.values[column] in withdrawn and not here.is_withdrawn(row):
                    yield _withdrawn(row, column, target, world)


def _withdrawn(row: Row, column: str, target: str, world: World) -> Problem:
    value = str(row.values[column])
    singular = world.schema.tables[target].singular.replace("_", " ")
    message = f"the {singular} '{value}' is withdrawn"
    *_, instead = _leads(target, value, world)
    if instead != value and instead not in world.withdrawn(target) and world.exists(target, instead):
        return Problem(row.place(column), "R305", message, f"refer to '{instead}', which takes its place", instead)
    reason = " ".join(str(world.withdrawn(target)[value].values["reason"]).split())
    hint = f"refer to another, or take this out; it was withdrawn because: {reason[:SHORT]}"
    return Problem(row.place(column), "R305", message, hint)


def check_merged(here: Unit, world: World) -> Iterator[Problem]:
    """R301 and R304: what takes the place of a withdrawn record is not there, or is that record itself in the end."""
    for row in here.rows[WITHDRAWN] if not here.curator else ():
        table, record, merged = (str(row.values.get(name) or "") for name in ("table_name", "record", "merged_into"))
        singular = world.schema.tables[table].singular.replace("_", " ")
        if merged and not world.exists(table, merged) and world.is_complete(table):
            hint = f"name the {singular} that takes its place, or take this out"
            yield Problem(row.place("merged_into"), "R301", f"no {singular} '{merged}'", hint)
        chain = _leads(table, record, world)
        if len(set(chain)) < len(chain) and record == min(chain) == chain[-1]:
            message = f"'{record}' is merged into itself: {' → '.join(chain)}"
            yield Problem(row.place("merged_into"), "R304", message, "take one of these out")


def _leads(table: str, record: str, world: World) -> list[str]:
    """The ids from a record along those that took its place; the last is in use, or stands in the chain before."""
    chain, withdrawn = [record], world.withdrawn(table)
    seen: set[str] = set()
    while chain[-1] not in seen and chain[-1] in withdrawn and withdrawn[chain[-1]].values.get("merged_into"):
        seen.add(chain[-1])
        chain.append(str(withdrawn[chain[-1]].values["merged_into"]))
    return chain


def check_former_id(here: Unit, world: World) -> Iterator[Problem]:
    """R306: a former id of a record is the id, or a former id, of another: it would lead to two places."""
    for row in here.rows["redirects"] if not here.curator else ():
        table, former, record = (row.values[name] for name in ("table_name", "former", "record"))
        singular = world.schema.tables[table].singular.replace("_", " ")
        others = [other for other in world.named_before(table, former) if other != record]
        if former == record:
            message, hint = f"'{former}' is the id that the {singular} has now", "list only ids that it had before"
        elif world.exists(table, former):
            message = f"'{former}' is the id of another {singular}"
            hint = "no id is used again: give the other one a new id, or take the former id out if it never was one"
        elif others and record > others[0]:
            message, hint = f"'{former}' is a former id of '{others[0]}' too", "it leads to one record: keep it there"
        else:
            continue
        yield Problem(Place(row.path, pointer=row.pointer), "R306", message, hint)
