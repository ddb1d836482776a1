"""One commit in the history of a record."""

from dataclasses import dataclass
from typing import Any

from readout.difference import FieldChange


@dataclass(frozen=True)
class Entry:
    """A commit and what it did to a record: added, changed, moved, renamed or removed.

    `commit` is the short hash, `date` the author's day; `former` the id that a renamed record had until then.
    """

    commit: str
    date: str
    subject: str
    kind: str
    former: str = ""
    fields: tuple[FieldChange, ...] = ()


def as_value(table: str, record: str, entries: list[Entry]) -> dict[str, Any]:
    """A record's history as a value for JSON, the newest first; docs/versions.md tells its keys."""
    return {
        "table": table,
        "id": record,
        "entries": [
            {
                "commit": entry.commit, "date": entry.date, "subject": entry.subject, "kind": entry.kind,
                "former": entry.former or None, "fields": [fields_value(field) for field in entry.fields],
            }
            for entry in reversed(entries)
        ],
    }  # fmt: skip


def fields_value(field: FieldChange) -> dict[str, Any]:
    """One field before and after."""
    return {"field": field.name, "before": field.before, "after": field.after}
