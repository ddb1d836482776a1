"""What the values of the vocabularies mean, and what languages are called."""

import json
from collections.abc import Iterable
from functools import cache

import pycountry

from readout.web.section import Site


async def meanings(site: Site, vocabularies: Iterable[str]) -> dict[str, dict[str, str]]:
    """Vocabulary → value → what it means, from the table vocabularies."""
    sql = (
        "SELECT vocabulary, value, meaning FROM vocabularies WHERE vocabulary IN (SELECT value FROM json_each(:wanted))"
    )
    wanted = list(vocabularies)
    found: dict[str, dict[str, str]] = {name: {} for name in wanted}
    for row in await site.rows(sql, {"wanted": json.dumps(wanted)}):
        found[row["vocabulary"]][row["value"]] = row["meaning"]
    return found


@cache
def language_name(tag: str | None) -> str:
    """The name of a BCP 47 tag's language with the tag: Japanese (ja)."""
    if not tag:
        return ""
    first = tag.split("-")[0].lower()
    key = {2: "alpha_2", 3: "alpha_3"}.get(len(first))
    found = pycountry.languages.get(**{key: first}) if key else None
    return f"{found.name} ({tag})" if found else tag
