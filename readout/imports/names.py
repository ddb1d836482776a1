"""Names of a corpus and the records of the registers: the same id, name or other name; near ones are only proposed."""

import re
from collections import Counter, defaultdict
from difflib import get_close_matches

from readout.row import Rows
from readout.schema import Schema

#: Of a name as short as this, capitals count: US is not us.
SHORT = 3
#: In each register, the columns by which a person would know a record besides its id.
KNOWN_BY = {"claims": "statement"}
_BRACKETS = re.compile(r"\s*\([^)]*\)")


class Names:
    """What each register's records are called; keeps which names were not found, and how often."""

    def __init__(self, rows: Rows, schema: Schema) -> None:
        self.ids: dict[str, set[str]] = {}
        self.named: dict[str, dict[str, set[str]]] = {}
        self.missing: Counter[tuple[str, str]] = Counter()
        for table in schema.registers:
            self.ids[table] = {row.id for row in rows[table]}
            self.named[table] = self._names(table, rows, schema)

    def _names(self, table: str, rows: Rows, schema: Schema) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        label = KNOWN_BY.get(table, schema.tables[table].label)
        for row in rows[table]:
            for column in (label, "wikidata"):
                if value := row.values.get(column):
                    for name in (str(value), _BRACKETS.sub("", str(value))):
                        found[_key(name)].add(row.id)
        singular = schema.tables[table].singular
        for row in rows[f"{singular}_names"]:
            found[_key(str(row.values["name"]))].add(str(row.values[singular]))
        return found

    def find(self, table: str, *words: str) -> str | None:
        """The id of the one record that one of the words names; None, and remembered, where none does."""
        for word in words:
            # a normalisation such as Wikidata:Q148 names the record that has that id there
            for name in dict.fromkeys((word, word.rpartition(":")[2])):
                if name in self.ids[table]:
                    return name
                found = self.named[table].get(_key(name), set())
                if len(found) == 1:
                    return next(iter(found))
        if words:
            self.missing[table, words[0]] += 1
        return None

    def near(self, table: str, word: str) -> list[str]:
        """The ids of up to three records that a name may mean."""
        same = sorted(self.named[table].get(_key(word), set()))
        by_key = self.named[table] | {one: {one} for one in self.ids[table]}
        close = get_close_matches(_key(word), list(by_key), n=3, cutoff=0.7)
        part = [
            key for key in by_key if len(key) > SHORT and (f" {key} " in f" {_key(word)} " or _key(word) in key.split())
        ]
        return list(dict.fromkeys([*same, *(one for key in (*close, *part) for one in sorted(by_key[key]))]))[:3]


def _key(name: str) -> str:
    words = " ".join(name.split())
    return words if len(words) <= SHORT else words.casefold()
