"""What of a unit is kept in the store, as values that marshal can write."""

import marshal
from dataclasses import dataclass, field, replace
from typing import Any

from readout.checks.world import Question
from readout.packed import packed_rows
from readout.row import WITHDRAWN, Row
from readout.schema import Schema
from readout.unit import Key, Unit

#: What marks a use by a second, independent annotation, which the database does not have.
SECOND = "~"
#: What files ask of another's article; a change of anything else concerns the article alone.
OF_ARTICLES = ("id", "story", "status", "published", "published_earliest", "published_latest", "curator")
#: A use of a record: its table, its id, and how (see Unit.uses).
Use = tuple[str, str, str]
#: What a check asked about a record, by its table and id: who uses it, or else what it says.
Asked = tuple[str, str, bool]
#: The questions about who uses a record.
OF_USES = {"users", "used"}


@dataclass
class Parts:
    """What of one unit is kept.

    `records` holds each record, with the rows that stand inside it, as bytes, by its key; `uses` how records of other
    files are used; `asked` what its checks rested on besides; `rows` the ids of its rows in the database, by
    table.
    """

    path: str
    curator: str = ""
    incomplete: str = ""
    doubtful: bool = False
    records: dict[Key, bytes] = field(default_factory=dict)
    uses: set[Use] = field(default_factory=set)
    asked: set[Asked] = field(default_factory=set)
    withdrawn: list[bytes] = field(default_factory=list)
    former: list[tuple[str, str, str]] = field(default_factory=list)
    rows: dict[str, list[str]] = field(default_factory=dict)


def parts_of(unit: Unit, schema: Schema) -> Parts:
    """What of a unit is kept, but for what its checks asked and for its rows."""
    parts = Parts(unit.path, unit.curator, unit.incomplete, bool(unit.problems or unit.incomplete))
    mark = SECOND if unit.curator else ""
    parts.uses = {(*key, mark + via) for key, vias in unit.uses(schema).items() for via in vias}
    if not unit.curator:
        for row, inner in unit.whole_records(schema):
            with_it = inner if row.table != schema.article.table else ()
            parts.records[row.table, row.id] = packed_rows([_as_asked(row, schema), *with_it])
        parts.withdrawn = [packed_rows([row]) for row in unit.rows[WITHDRAWN]]
        parts.former = [
            (str(row.values["table_name"]), str(row.values["former"]), str(row.values["record"]))
            for row in unit.rows["redirects"]
        ]
    return parts


def _as_asked(row: Row, schema: Schema) -> Row:
    """A record with what others ask of it: of a register all, of an article what stands in OF_ARTICLES."""
    if row.table != schema.article.table:
        return row
    return replace(row, values={name: row.values[name] for name in OF_ARTICLES if name in row.values})


def indirect(asked: set[Question], parts: Parts) -> set[Asked]:
    """What a unit's checks asked about, besides what its own records and references tell (see affected.Difference).

    That is: what records say that it neither holds nor refers to, and who uses those that it does not hold.
    """
    held, referred = parts.records.keys(), {use[:2] for use in parts.uses}
    found: set[Asked] = set()
    for kind, table, record in asked:
        key, of_uses = (table, record), kind in OF_USES
        if record and key not in held and (of_uses or key not in referred):
            found.add((*key, of_uses))
    return found


def unpack(content: bytes) -> Any:
    """What bytes of a record stand for: marshal writes the same value in more ways than one."""
    return marshal.loads(content)


def alike(one: bytes | None, other: bytes | None) -> bool:
    """Whether two records say the same; None stands for none."""
    return one == other or (one is not None and other is not None and unpack(one) == unpack(other))
