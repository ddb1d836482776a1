"""Which removed row and which added row are one and the same under another id.

A row's id is made of its keys, so that a reworded quote has another. It is paired with what it was where only one
can be meant: by a former id that is written down, by its record's new id, or by likeness within the same record.
"""

from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

#: How like two rows must be, and by how much liker than any other of the same record.
LIKE, APART = 0.5, 0.15
#: Of more rows than this on both sides of one record, multiplied, none is paired by likeness.
MOST = 900
#: As much of a text as is compared.
LONGEST = 600

Row = dict[str, Any]
Pair = tuple[Row, Row]


class Pairing:
    """The ids that changed, by table, as far as they are known; tables are paired one after another, outer ones first.

    Takes where former ids lead, by table and id, and which table a column refers to, by table and column.
    """

    def __init__(self, redirects: dict[tuple[str, str], str], references: dict[tuple[str, str], str]) -> None:
        self.redirects = redirects
        self.references = references
        self.known: dict[tuple[str, str], str] = {}
        self._roots: dict[str, str] = {}

    def present(self, table: str, column: str, row: Row) -> Any:
        """A value of a row of the older database, as the newer would have it: a renamed record by its new id."""
        value = row[column]
        if column == "annotation" or (column == "record" and table in {"exceptions", "redirects"}):
            return self._anywhere(row, value)
        return self.known.get((self.references.get((table, column), ""), str(value)), value)

    def _anywhere(self, row: Row, value: Any) -> Any:
        if "table_name" in row:
            return self.known.get((row["table_name"], str(value)), value)
        return next((new for (_, old), new in self.known.items() if old == value), value) if self.known else value

    def pair(
        self, table: str, removed: dict[str, Row], added: dict[str, Row], columns: list[str], parent: str
    ) -> list[Pair]:
        """The pairs among the removed and the added rows of a table, which are taken out of both."""
        found: list[Pair] = []
        for old, new in [*self._by_id(table, removed, added)]:
            found.append(self._take(table, removed, added, old, new))
        if parent:
            found += self._by_likeness(table, removed, added, columns, parent)
        return found

    def _take(self, table: str, removed: dict[str, Row], added: dict[str, Row], old: str, new: str) -> Pair:
        self.known[table, old] = new
        return removed.pop(old), added.pop(new)

    def _by_id(self, table: str, removed: dict[str, Row], added: dict[str, Row]) -> Iterator[tuple[str, str]]:
        for old in removed:
            new = self.redirects.get((table, old))
            if new in added:
                self._roots[old] = str(new)
                yield old, str(new)
            elif self._roots and (root := old[:-9]) in self._roots and (moved := self._roots[root] + old[-9:]) in added:
                yield old, moved

    def _by_likeness(
        self, table: str, removed: dict[str, Row], added: dict[str, Row], columns: list[str], parent: str
    ) -> Iterator[Pair]:
        beside = ["annotation", "field", "seq"] if table == "evidence" else [parent]
        groups: dict[tuple[Any, ...], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for key, row in removed.items():
            groups[tuple(self.present(table, name, row) for name in beside)][0].append(key)
        for key, row in added.items():
            groups[tuple(row[name] for name in beside)][1].append(key)
        own = [name for name in columns if name not in {"id", *beside}]
        for olds, news in groups.values():
            if table == "evidence" and len(olds) == len(news) == 1:
                yield self._take(table, removed, added, olds[0], news[0])
            elif olds and news and len(olds) * len(news) <= MOST:
                scores = {
                    (old, new): self._likeness(table, removed[old], added[new], own) for old in olds for new in news
                }
                for old, new in unambiguous(scores):
                    yield self._take(table, removed, added, old, new)

    def _likeness(self, table: str, old: Row, new: Row, columns: list[str]) -> float:
        """From 0 to 1: the mean over the columns of which at least one of the two has a value."""
        scores = []
        for name in columns:
            before, after = self.present(table, name, old), new[name]
            if before is None and after is None:
                continue
            if before == after:
                scores.append(1.0)
            elif isinstance(before, str) and isinstance(after, str) and " " in before and " " in after:
                scores.append(SequenceMatcher(None, before[:LONGEST], after[:LONGEST], autojunk=False).ratio())
            else:
                scores.append(0.0)
        return sum(scores) / len(scores) if scores else 0.0


def unambiguous(scores: dict[tuple[str, str], float]) -> list[tuple[str, str]]:
    """The pairs that are like enough, and by far liker than any other pair with one of the two."""
    found = []
    for (old, new), score in scores.items():
        others = [other for (a, b), other in scores.items() if (a == old) != (b == new)]
        if score >= LIKE and score - max(others, default=0.0) >= APART:
            found.append((old, new))
    return found
