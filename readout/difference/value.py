"""A difference as a value."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["added", "removed", "changed", "renamed"]
#: What a change of the schema does to who reads the database: breaks it, adds to it, or only tells otherwise.
Weight = Literal["breaking", "adding", "telling"]
Value = str | int | float | None
#: A record: its table and its id.
Owner = tuple[str, str]
#: The columns of evidence that say where words stand, which a changed text moves.
ANCHOR = frozenset({"start", "end", "prefix", "suffix", "normalisation"})


@dataclass(frozen=True)
class FieldChange:
    """One field of a row before and after."""

    name: str
    before: Value
    after: Value


@dataclass(frozen=True)
class RowChange:
    """A row that is not as it was.

    `owner` is the record that the row belongs to, itself where it is one. `fields` are those that differ; of a
    row that was added or removed, all that have a value. `former` is the id that a renamed row had.
    """

    table: str
    id: str
    kind: Kind
    owner: Owner
    label: str = ""
    fields: tuple[FieldChange, ...] = ()
    former: str = ""

    @property
    def is_record(self) -> bool:
        """Whether it is a record of its own, not a row inside one."""
        return (self.table, self.id) == self.owner

    @property
    def told(self) -> tuple[FieldChange, ...]:
        """The fields that people are told of: of evidence its words, not the offsets that go with them."""
        return tuple(one for one in self.fields if self.table != "evidence" or one.name not in ANCHOR)

    @property
    def is_anchor(self) -> bool:
        """Whether only the place of words in a text is another."""
        return self.table == "evidence" and self.kind == "changed" and {one.name for one in self.fields} <= ANCHOR


@dataclass(frozen=True)
class SchemaChange:
    """A table, view, column or value that is not what it was, in a sentence; `what` names the kind of change."""

    weight: Weight
    what: str
    table: str
    column: str
    message: str


@dataclass
class Difference:
    """All that differs; `gone` lists the records whose ids lead nowhere any more."""

    schema: list[SchemaChange] = field(default_factory=list)
    rows: list[RowChange] = field(default_factory=list)
    gone: list[Owner] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.schema or self.rows)

    @property
    def kind(self) -> str:
        """The kind of version that it asks for: breaking, adding or data."""
        weights = {change.weight for change in self.schema}
        return next((weight for weight in ("breaking", "adding") if weight in weights), "data")

    def counts(self) -> dict[tuple[str, Kind], int]:
        """How many rows by table and kind; evidence that only stands elsewhere is not counted."""
        return dict(Counter((row.table, row.kind) for row in self.rows if not row.is_anchor))

    def only(self, table: str) -> "Difference":
        """What differs in one table."""
        schema = [change for change in self.schema if change.table == table]
        return Difference(schema, [row for row in self.rows if row.table == table],
                          [owner for owner in self.gone if owner[0] == table])  # fmt: skip
