"""What a new article needs besides its text: given by the curator, or concluded, or asked for."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from readout.dates import is_edtf
from readout.near import did_you_mean
from readout.row import Row
from readout.schema import Schema
from readout.starting.appeared import Appeared, from_address, from_text
from readout.starting.candidates import Vocabulary
from readout.starting.scalars import comment
from readout.starting.slug import words_of

#: A first line longer than this is no headline.
HEADLINE = 200
KICKER = 40
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:\S+|www\.\S+", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,1990}", re.IGNORECASE)


class Undecided(Exception):
    """Something has to be given by the curator; the message says what, and how."""


def address_of(words: str) -> str | None:
    """The web address that the words are; None where they are a title. Raises Undecided for another address."""
    words = words.strip()
    if _ADDRESS.fullmatch(words):
        try:
            host = urlsplit(words).hostname
        except ValueError:
            host = None
        if host:
            return words
        raise Undecided(f"'{words}' is no web address; write https://HOST/PATH, or the article's title")
    if _SCHEME.fullmatch(words):
        raise Undecided(f"'{words}' is no http or https address; write https://HOST/PATH, or the article's title")
    return None


def known(word: str, rows: Iterable[Row], what: str, where: str) -> str:
    """The id itself, if one of the rows has it. Raises Undecided, with the nearest ids."""
    ids = [row.id for row in rows]
    if word in ids:
        return word
    hint = did_you_mean(word, ids)
    raise Undecided(f"no {what} '{word}' in sources/{where}.yaml" + (f"; {hint}" if hint else ""))


def unknown_outlet(word: str, outlets: Iterable[Row], names: Iterable[Row], schema: Schema) -> str:
    """What to tell a person whose outlet the register does not have: the nearest ones, and how to add it."""
    outlets = list(outlets)
    by_name = {str(row.values["name"]).lower(): row.id for row in outlets}
    by_name |= {str(row.values["name"]).lower(): str(row.values["outlet"]) for row in names}
    same = by_name.get(word.lower())
    hint = f"did you mean '{same}'?" if same else did_you_mean(word, [row.id for row in outlets])
    definition = next(each for each in schema.raw["$defs"].values() if each.get("x-table") == "outlets")
    new_id = word if re.fullmatch(schema.raw["$defs"]["id"]["pattern"], word) else "its-id"
    template = "\n".join(f"  {name}: …" for name in definition["required"])
    said = f"no outlet '{comment(word)}' in sources/outlets.yaml" + (f"; {hint}" if hint else "")
    return f"{said}\nTo add it, write there (a field that is unknown: null, with a ground):\n\n{new_id}:\n{template}"


def curator_of(given: str | None, curators: list[Row]) -> str:
    """Who annotates: the one that is given, or the only one there is. Raises Undecided."""
    if given is not None:
        return known(given, curators, "curator", "curators")
    if len(curators) == 1:
        return curators[0].id
    if not curators:
        raise Undecided("there is no curator in sources/curators.yaml; write yourself into it")
    raise Undecided("say who annotates: --curator " + " or ".join(row.id for row in curators[:10]))


def story_of(given: str | None, stories: list[Row], told: dict[str, str], vocabulary: Vocabulary) -> tuple[str, str]:
    """The story and a remark on where it comes from: given, the only one, or the nearest to the text.

    `told` holds what each story's title, claims and events say, by its id. Raises Undecided.
    """
    if given is not None:
        return known(given, stories, "story", "stories"), ""
    if len(stories) == 1:
        return stories[0].id, ""
    if not stories:
        raise Undecided("there is no story in sources/stories.yaml; write the first one")
    rows = [Row("stories", {"id": row.id, "words": told[row.id]}, row.path, row.pointer) for row in stories]
    best, second = vocabulary.rank(rows, "words")[:2]
    if best.share > second.share:
        return best.id, f"suggested: it shares most words with the text; next is {second.id}"
    raise Undecided("say on which story it is compared: --story " + " or ".join(row.id for row in stories[:10]))


def published_of(given: str | None, url: str | None, text: str) -> tuple[Appeared, str]:
    """When it appeared: given, or of the address, or as printed near the top; and what else a person should know.

    Raises Undecided where nothing tells.
    """
    if given is not None:
        if not is_edtf(given):
            raise Undecided(f"'{given}' is no EDTF date; write one such as 2025-12-12 or 2025-12")
        return Appeared(given, ""), ""
    address, printed = from_address(url) if url else None, from_text(text)
    if address and printed and len(address.date) < len(printed.date) and printed.date.startswith(address.date):
        return printed, ""
    found = address or printed
    if found is None:
        raise Undecided("neither the address nor a line near the top of the text has a date; give --date 2025-12-12")
    differs = address and printed and address.date != printed.date
    remark = (
        f"the address has the date {found.date}, and {printed.source} {printed.date}" if differs and printed else ""
    )
    return found, remark


def headline_of(given: str | None, title: str | None, url: str | None, text: str) -> tuple[str, str]:
    """The headline and a remark on where it comes from: given, the title, the text's first line, or the address.

    Raises Undecided.
    """
    if given is not None or title is not None:
        words = comment(given if given is not None else title or "")
        if any(char.isalpha() for char in words) and len(words) <= 3 * HEADLINE:
            return words, ""
        why = "has no letter" if len(words) <= 3 * HEADLINE else "is too long"
        raise Undecided(f"the headline '{words[:40]}' {why}; write it as it is printed")
    lines = [line for line in (comment(line) for line in text.splitlines()[:40]) if any(map(str.isalpha, line))]
    if len(lines) > 1 and lines[0].isupper() and len(lines[0]) <= KICKER and len(lines[1]) <= HEADLINE:
        return lines[1], f"the second line of the text; above it stands: {lines[0]}"
    if lines and len(lines[0]) <= HEADLINE:
        return lines[0], "the first line of the text"
    if url and (words := words_of(url)):
        return words[0].upper() + words[1:], "made of the address; write the one that is printed"
    raise Undecided("the text's first line is no headline; give --headline")


def usual(rows: Iterable[Row], outlet: str, column: str) -> Any:
    """What an outlet's articles have in a column, if they all have the same; None otherwise."""
    found = Counter(row.values.get(column) for row in rows if row.values["outlet"] == outlet)
    return next(iter(found)) if len(found) == 1 else None
