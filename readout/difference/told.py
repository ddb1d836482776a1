"""A difference in words that all forms share: counts with their nouns, records with their rows, and as a value."""

from dataclasses import asdict, dataclass, field
from typing import Any

from readout.difference.value import Difference, FieldChange, Kind, Owner, RowChange

KINDS: tuple[Kind, ...] = ("added", "removed", "renamed", "changed")
#: One row of a table whose name does not tell it, and several.
NOUNS = {
    "stories": ("story", "stories"), "coverage": ("finding", "findings"),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "article_reuse": ("reused passage", "reused passages"), "article_zones": ("zone", "zones"),
    "article_frames": ("frame", "frames"), "article_credits": ("credit", "credits"),
    "article_versions": ("version of a text", "versions of texts"),
}  # fmt: skip


@dataclass
class Told:
    """A record with all that changed in it; `own` is the change of its own row, if there is one."""

    owner: Owner
    own: RowChange | None = None
    rows: list[RowChange] = field(default_factory=list)
    anchors: int = 0

    @property
    def kind(self) -> str:
        """What happened to the record itself."""
        return self.own.kind if self.own else "changed"

    @property
    def shown(self) -> list[RowChange]:
        """The rows worth a line: those in a record that is new or gone are only counted."""
        return [] if self.kind in ("added", "removed") else self.rows

    def inside(self) -> str:
        """What a record that is new or gone holds: 3 quotes, 2 findings."""
        counts: dict[str, int] = {}
        for row in self.rows:
            counts[row.table] = counts.get(row.table, 0) + 1
        return ", ".join(counted(count, table) for table, count in counts.items() if table != "evidence")


def counted(count: int, table: str) -> str:
    """A number of rows with its noun: 1 article, 2 quote hops."""
    singular = table.replace("_", " ").removesuffix("s")
    one, several = NOUNS.get(table, (singular, singular + "s"))
    return f"{count:,} {one if count == 1 else several}"


def summary(difference: Difference) -> str:
    """All in one line: 2 articles added, 1 claim changed."""
    whole = {row.owner for row in difference.rows if row.is_record and row.kind in ("added", "removed")}
    told = Difference(rows=[row for row in difference.rows if _is_told(row, whole)])
    counts = told.counts()
    tables = dict.fromkeys(row.table for row in told.rows)
    parts = [
        f"{counted(counts[table, kind], table)} {kind}" for table in tables for kind in KINDS if (table, kind) in counts
    ]
    moved = sum(row.is_anchor for row in difference.rows)
    parts += [f"{moved:,} anchor{'' if moved == 1 else 's'} moved"] if moved else []
    weights = [change.weight for change in difference.schema]
    said = [f"schema: {weights.count(name)} {name}" for name in ("breaking", "adding", "telling") if name in weights]
    return ", ".join([*parts, *said]) or "nothing differs"


def _is_told(row: RowChange, whole: set[Owner]) -> bool:
    """Whether a row counts by itself: not what came or went with its record, nor what says so."""
    return row.table != "redirects" and (row.is_record or row.owner not in whole)


def by_record(difference: Difference) -> list[Told]:
    """The changes by record, in the order of the tables, each record's own row first."""
    found: dict[Owner, Told] = {}
    order = {table: place for place, table in enumerate(dict.fromkeys(row.owner[0] for row in difference.rows))}
    for row in difference.rows:
        told = found.setdefault(row.owner, Told(row.owner))
        if row.is_record:
            told.own = row
        elif row.is_anchor:
            told.anchors += 1
        else:
            told.rows.append(row)
    return sorted(found.values(), key=lambda told: (order[told.owner[0]], told.owner[1]))


def as_value(difference: Difference) -> dict[str, Any]:
    """The difference as a value for JSON; docs/versions.md tells its keys."""
    return {
        "same": difference.is_empty,
        "kind": difference.kind,
        "schema": [asdict(change) for change in difference.schema],
        "counts": [
            {"table": table, "kind": kind, "rows": rows} for (table, kind), rows in sorted(difference.counts().items())
        ],
        "rows": [_row(row) for row in difference.rows],
        "gone": [{"table": table, "id": key} for table, key in difference.gone],
    }


def _row(row: RowChange) -> dict[str, Any]:
    return {
        "table": row.table, "id": row.id, "kind": row.kind, "former": row.former or None,
        "record": {"table": row.owner[0], "id": row.owner[1]}, "label": row.label,
        "fields": [_field(one) for one in row.fields],
    }  # fmt: skip


def _field(one: FieldChange) -> dict[str, Any]:
    return {"field": one.name, "before": one.before, "after": one.after}
