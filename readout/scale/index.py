"""What a check may ask about other files, asked of the index that reading has written down: many questions at once."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from readout.checks import Question
from readout.packed import rows_of
from readout.row import WITHDRAWN, Row
from readout.scale.duck import Duck, duck
from readout.scale.job import Job
from readout.unit import Key

#: The questions that a record answers.
BY_RECORD = {"record", "exists"}


@dataclass
class Answers:
    """What is known by now of other files.

    `records` has for each record that was asked for the path and the rows of the first file that has it, None where
    there is none; `users` the kinds of rows and the paths; `used` whether anything refers to it.
    """

    records: dict[Key, tuple[str, list[Row]] | None] = field(default_factory=dict)
    users: dict[Key, list[tuple[str, str]]] = field(default_factory=dict)
    used: dict[Key, bool] = field(default_factory=dict)
    ids: dict[str, dict[str, None]] = field(default_factory=dict)
    withdrawn: dict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    former: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))


def dangling_tables(job: Job) -> frozenset[str]:
    """The tables to which references lead that they do not have."""
    with duck(job.work) as engine:
        refers, index = (engine.files(job.made(kind)) for kind in ("refers", "index"))
        found = engine.rows(
            f"SELECT DISTINCT r.tbl FROM {refers} AS r "
            f"WHERE NOT EXISTS (SELECT 1 FROM {index} AS i WHERE i.tbl = r.tbl AND i.id = r.id)"
        )
    return frozenset(table for (table,) in found)


class Index:
    """The index of one build, open for questions."""

    def __init__(self, job: Job, engine: Duck) -> None:
        self.engine = engine
        self._files = {kind: engine.files(job.made(kind)) for kind in ("index", "refers", WITHDRAWN, "former")}

    def look_up(self, questions: Collection[Question], answers: Answers) -> None:
        """Put the answers to some questions into those that are known."""
        keys: dict[str, set[Key]] = defaultdict(set)
        for what, table, record in questions:
            kind = "record" if what in BY_RECORD else what
            keys[kind].add((table, record))
        self._records(keys["record"], answers)
        self._users(keys["users"], answers)
        self._used(keys["used"], answers)
        for table, _ in keys["ids"]:
            found = self.engine.batches(f"SELECT id FROM {self._files['index']} WHERE tbl = ?", [table])
            answers.ids[table] = {record: None for batch in found for (record,) in batch}

    def few(self, answers: Answers) -> None:
        """Put in what is asked for together: what was withdrawn, and what had other ids before."""
        for table, record, path, text in self._all(WITHDRAWN):
            answers.withdrawn[table][record] = rows_of(text, path)[0]
        for table, former, path, text in self._all("former"):
            answers.former[table, former].add(rows_of(text, path)[0].values["record"])

    def _all(self, kind: str) -> Iterator[tuple[str, str, str, bytes]]:
        for batch in self.engine.batches(f"SELECT tbl, id, path, rows FROM {self._files[kind]} ORDER BY path, id"):
            yield from batch

    def _wanted(self, keys: Collection[Key]) -> None:
        self.engine.give("wanted", tbl=[table for table, _ in keys], id=[record for _, record in keys])

    def _records(self, keys: Collection[Key], answers: Answers) -> None:
        if not keys:
            return
        self._wanted(keys)
        found = self.engine.batches(
            f"SELECT i.tbl, i.id, min(i.path), arg_min(i.rows, i.path) FROM {self._files['index']} AS i "
            "JOIN wanted USING (tbl, id) GROUP BY i.tbl, i.id"
        )
        answers.records |= dict.fromkeys(keys)
        for batch in found:
            for table, record, path, text in batch:
                answers.records[table, record] = (path, rows_of(text, path))

    def _users(self, keys: Collection[Key], answers: Answers) -> None:
        if not keys:
            return
        self._wanted(keys)
        found = self.engine.batches(
            f"SELECT r.tbl, r.id, r.via, r.path FROM {self._files['refers']} AS r "
            "JOIN wanted USING (tbl, id) WHERE NOT r.second ORDER BY r.path"
        )
        answers.users |= {key: [] for key in keys}
        for batch in found:
            for table, record, via, path in batch:
                answers.users[table, record].append((via, path))

    def _used(self, keys: Collection[Key], answers: Answers) -> None:
        if not keys:
            return
        self._wanted(keys)
        found = self.engine.rows(f"SELECT tbl, id FROM wanted SEMI JOIN {self._files['refers']} AS r USING (tbl, id)")
        answers.used |= dict.fromkeys(keys, False) | dict.fromkeys(found, True)
