"""The search of the edition: an index of words in pieces small enough to be loaded when they are asked for."""

import json
import re
import sqlite3
import unicodedata
from array import array
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from datasette.utils import tilde_encode

from readout.freeze.addresses import find
from readout.freeze.plan import Plan
from readout.freeze.target import Target
from readout.web.kinds import KINDS as LABELS
from readout.web.pages.search import KINDS
from readout.web.section import statement

#: Texts in one piece; characters of a text that are shown.
SIZE, SHOWN = 250, 220
#: Texts that are in more than these parts of all would be found by any question; they are found all the same.
WORD = re.compile(r"[^\W_]+")
HOME = Target("index.html", "/")


class Text(NamedTuple):
    """What is found: the kind's number, the file, its name, and the words besides its name."""

    kind: int
    file: str
    label: str
    words: str


def words_of(text: str) -> list[str]:
    """The words of a text without accents and capitals, as static/search.js has them."""
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.category(sign).startswith("M")
    )
    return WORD.findall(bare.lower())


def shard(word: str) -> str:
    """The piece of the index that holds a word."""
    start = word[:2]
    return f"w-{start}" if start.isascii() else f"w-u{ord(word[0]):x}"


def write_index(plan: Plan, database: Path, folder: Path, step: Callable[[int], None]) -> int:
    """Write the pieces into `search/`; returns how many texts there are."""
    place = folder / "search"
    place.mkdir()
    found: dict[str, array[int]] = {}
    kept: list[Text] = []
    number = 0
    for text in texts(plan, database):
        for word in set(words_of(f"{text.label} {text.words}")):
            found.setdefault(word, array("L")).append(number)
        kept.append(text._replace(words=_cut(text.words)))
        number += 1
        if len(kept) == SIZE:
            _texts(place, number // SIZE - 1, kept)
            kept = []
            step(SIZE)
    if kept:
        _texts(place, number // SIZE, kept)
    names = _words(place, found)
    titles = [statement(f"search_{kind}").title for kind in KINDS]
    told = {"size": SIZE, "kinds": titles, "words": names}
    (place / "shards.js").write_text(f"window.readoutShards = {_js(told)};\n", encoding="utf-8", newline="\n")
    return number


def texts(plan: Plan, database: Path) -> Iterator[Text]:
    """Everything that is looked through, kind by kind, as far as the edition has a page for it."""
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        for number, kind in enumerate(KINDS):
            if kind in plan.counts and f"{kind}_fts" in _names(connection):
                yield from _of(plan, connection, number, kind)


def _names(connection: sqlite3.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def _of(plan: Plan, connection: sqlite3.Connection, number: int, kind: str) -> Iterator[Text]:
    columns, searched = _columns(connection, kind), _columns(connection, f"{kind}_fts")
    label = LABELS.get(kind, "")
    article = "article" in columns and kind not in LABELS
    status = next((name for name in ("annotation_status", "status") if name in columns), "")
    wanted = [name for name in searched if name != label]
    chosen = [
        "id",
        label or "id",
        "article" if article else "NULL",
        status or "NULL",
        *(f'"{name}"' for name in wanted),
    ]
    for row in connection.execute(f'SELECT {", ".join(chosen)} FROM "{kind}" ORDER BY id'):
        target = _target(plan, kind, row[0], row[2] if article else None)
        if target is None:
            continue
        name = plan.labels["articles"].get(row[2], row[2]) if article else row[1]
        draft = " (draft)" if row[3] == "draft" and (article or kind == "articles") else ""
        said = " · ".join(str(value) for value in row[4:] if value not in (None, ""))
        if said or label:
            yield Text(number, target, f"{name or row[0]}{draft}", said)


def _target(plan: Plan, kind: str, name: str, article: str | None) -> str | None:
    if article is not None:
        address = f"/articles/{quote(article)}"
    else:
        address = f"/{kind}/{quote(name)}" if kind in LABELS else f"/readout/{kind}/{tilde_encode(name)}"
    target = find(plan, address, HOME)
    if target is None:
        return None
    return target.file + (f"#{target.place}" if target.place else "")


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN].rsplit(" ", 1)[0] + " …"


def _texts(place: Path, number: int, kept: list[Text]) -> None:
    _write(place, f"t-{number}", kept)


def _words(place: Path, found: dict[str, "array[int]"]) -> list[str]:
    """Write the words by their first two letters; each with its texts' numbers, as the step from one to the next."""
    pieces: dict[str, dict[str, list[int]]] = {}
    for word in sorted(found):
        last, gaps = 0, []
        for number in found[word]:
            gaps.append(number - last)
            last = number
        pieces.setdefault(shard(word), {})[word] = gaps
    for name, words in pieces.items():
        _write(place, name, words)
    return sorted(pieces)


def _write(place: Path, name: str, piece: object) -> None:
    (place / f"{name}.js").write_text(f'readoutPiece("{name}", {_js(piece)});\n', encoding="utf-8", newline="\n")


def _js(value: object) -> str:
    """JSON that is JavaScript too: two signs end a line in the one and not in the other."""
    made = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return made.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
