"""What a check may ask besides the file in front of it."""

from abc import ABC, abstractmethod
from collections.abc import KeysView, Mapping
from dataclasses import dataclass

from readout.row import Row
from readout.schema import Schema
from readout.unit import ANY

#: Something that was asked of the world: what (record, exists, users, used, ids, complete, settled, withdrawn,
#: former), and of what.
Question = tuple[str, str, str]


class NotYet(Exception):
    """What was asked can't be told before more files are read."""


@dataclass(frozen=True)
class Doubts:
    """What is wrong with files as such, which is little.

    `any` says that some file has problems of its own; `incomplete` names the tables of which not all ids are known,
    `dangling` those to which a reference leads nowhere.
    """

    any: bool = False
    incomplete: frozenset[str] = frozenset()
    dangling: frozenset[str] = frozenset()

    def is_complete(self, table: str) -> bool:
        """See World.is_complete."""
        return not self.incomplete & {table, ANY}

    def is_settled(self, table: str) -> bool:
        """See World.is_settled."""
        return not self.any and not (table in self.dangling if table else self.dangling)


class World(ABC):
    """What all files together say, by what can be asked about it.

    While `asked` is a set, every question is put into it: so it is known which answers a check
    rests on, and which files have to be checked again when some of them change.
    """

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.asked: set[Question] | None = None

    def _note(self, *question: str) -> None:
        if self.asked is not None:
            self.asked.add((question[0], question[1], question[2] if len(question) > 2 else ""))

    @abstractmethod
    def record(self, table: str, record: str) -> Row | None:
        """A record by its id; of several with one id the first in the order of paths. It may be broken."""

    @abstractmethod
    def exists(self, table: str, record: str) -> bool:
        """Whether there is a record of an id; it may be broken."""

    @abstractmethod
    def children(self, record: Row, table: str, column: str) -> list[Row]:
        """The rows of a table that belong to a record of a register."""

    @abstractmethod
    def users(self, table: str, record: str, via: str) -> list[str]:
        """The paths of the files in which rows of one kind refer to a record, in order (see Unit.uses)."""

    @abstractmethod
    def withdrawn(self, table: str) -> Mapping[str, Row]:
        """The withdrawals of records of a table, by the records' ids; few, so asked for together."""

    @abstractmethod
    def named_before(self, table: str, former: str) -> list[str]:
        """The ids of the records that had an id before, in order."""

    @abstractmethod
    def is_used(self, table: str, record: str) -> bool:
        """Whether any row refers to a record, of a second annotation too."""

    @abstractmethod
    def ids(self, table: str) -> KeysView[str]:
        """The ids of a table of records."""

    @abstractmethod
    def is_complete(self, table: str) -> bool:
        """Whether all files of a table could be read, so that an id that is not there is nowhere."""

    @abstractmethod
    def is_settled(self, table: str = "") -> bool:
        """Whether every record has its shape, and every reference to a table (to any if none is named) has its record.

        Before that it can't be told what nobody refers to: a misspelt id, or a record that can't be
        read, may mean it. A check asks this last, so that only what is in doubt then is checked again
        when the answer changes.
        """

    def is_dangling(self, row: Row) -> bool:
        """Whether a row refers to something that is not there; its own id is made of that and not to be relied on."""
        return any(
            (value := row.values.get(column)) is not None and not self.exists(target, value)
            for column, target in self.schema.outward[row.table]
        )
