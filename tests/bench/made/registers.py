"""The registers that all stories share, with the records that are in use, and a few that are not, for a reason."""

from random import Random
from typing import Any

from .chance import Turns, long_tail
from .contract import Key, contract
from .english import phrase, proper, prose
from .grounds import address, ground
from .tongues import TONGUES
from .world import COUNTRIES, STATES, Shared, number_of

Records = dict[str, dict[str, Any]]
#: What a record has in rows of their own; these refer to it, so that it is not unused.
LISTS = {"names", "ratings", "grounds"}
#: A number far beyond those that are drawn.
SPARE = 10**9
STATE_MEDIA = ("none", "none", "none", "none", "SC", "CaPu", "CaPr", "ISFM", "IP")


def shared_registers(shared: Shared, used: set[Key]) -> dict[str, Records]:
    """Outlets, actors, places and curators by register: those in use, and what they in turn refer to."""
    made: dict[str, Records] = {"outlets": {}, "actors": {}, "places": {}, "curators": {}}
    turns = {name: Turns(shared.random("turns", name), is_first=True) for name in made}
    for table, record in (("outlets", shared.outlet(SPARE).id), ("actors", shared.actor(SPARE).id),
                          ("places", shared.place(SPARE))):  # fmt: skip
        made[table][record] = one = _spare(shared, table, record)
        used |= set(contract().references(contract().record_rows(table, record, one)))
    gone = shared.place(SPARE + 1)
    made["places"][gone] = _withdrawn(shared, gone)
    waiting = sorted(key for key in used if key[0] in made)
    while waiting:
        table, record = waiting.pop()
        if record in made[table]:
            continue
        made[table][record] = one = _make(shared, turns[table], table, record)
        waiting += sorted(contract().references(contract().record_rows(table, record, one)))
    return {table: dict(sorted(records.items())) for table, records in made.items()}


def _spare(shared: Shared, table: str, record: str) -> dict[str, Any]:
    """A record that nothing refers to yet, not even rows of its own, and that says so."""
    random = shared.random("spare", record)
    whole = _make(shared, Turns(random, is_first=False), table, record)
    one = {name: value for name, value in whole.items() if name not in LISTS}
    return one | {"wikidata": _wikidata(random, False), "allow": {"R417": prose(random, 12)}}


def _withdrawn(shared: Shared, place: str) -> dict[str, Any]:
    """A place that was taken back, for a reason; what it refers to need not be there."""
    whole, random = _spare(shared, "places", place), shared.random("withdrawn", place)
    one = {name: value for name, value in whole.items() if name not in {"allow", "part_of"}}
    return one | {"withdrawn": {"date": f"2025-0{random.randint(1, 9)}-11", "reason": prose(random, 10)}}


def _make(shared: Shared, turns: Turns, table: str, record: str) -> dict[str, Any]:
    if table == "outlets":
        return _outlet(shared, turns, number_of(record))
    if table == "actors":
        return _actor(shared, turns, number_of(record))
    if table == "places":
        return _place(shared, turns, record)
    return _curator(shared, turns, record)


def _outlet(shared: Shared, turns: Turns, number: int) -> dict[str, Any]:
    outlet, random = shared.outlet(number), shared.random("outlet record", number)
    owner = STATES + shared.actor_ranks.draw(random) // 5 * 5  # an organisation
    record: dict[str, Any] = {
        "name": outlet.name, "kind": contract().word(random, "outlet-kind"),
        "country": COUNTRIES[outlet.country][0], "language": outlet.language, "owner": shared.actor(owner).id,
        "state_media": random.choice(STATE_MEDIA), "url": f"https://{outlet.id}.example/",
        "wikidata": _wikidata(random, turns("no wikidata", 0.4)), "description": prose(random, random.randint(10, 50)),
    }  # fmt: skip
    if turns("names", 0.5):
        record["names"] = _names(random, outlet.tongue.name(random))
    if turns("ratings", 0.3):
        rating: dict[str, Any] = {"rater": f"{proper(random, 1)} Index", "rating": phrase(random, 1, 3)}
        if turns("rating date", 0.7):
            rating["date"] = str(random.randint(2019, 2025))
        record["ratings"] = [rating | {"source": address(random)}]
    if record["wikidata"] is None or turns("ground", 0.3):
        record["grounds"] = {"wikidata": ground(random, record["wikidata"] is not None)}
    return record


def _actor(shared: Shared, turns: Turns, number: int) -> dict[str, Any]:
    actor, random = shared.actor(number), shared.random("actor record", number)
    record: dict[str, Any] = {"name": actor.name, "kind": actor.kind}
    if actor.kind == "person" and turns("office", 0.7):
        record["office"] = f"{phrase(random, 1, 3).capitalize()} of {proper(random, 1)}"
    if turns("affiliation", 0.8):
        record["affiliation"] = contract().word(random, "affiliation")
    if actor.kind == "state" or turns("country", 0.9):
        record["country"] = COUNTRIES[actor.country][0]
    if actor.whole is not None:
        record["part_of"] = shared.actor(actor.whole).id
    if turns("wikidata", 0.5):
        record["wikidata"] = _wikidata(random, turns("no wikidata", 0.3))
    if turns("former ids", 0.01):
        record["former_ids"] = [f"{actor.id}-before"]
    if turns("names", 0.6):
        tongue = TONGUES[COUNTRIES[actor.country][5].partition("-")[0]]
        record["names"] = _names(random, tongue.name(random, 2))
    if "wikidata" in record and (record["wikidata"] is None or turns("ground", 0.1)):
        record["grounds"] = {"wikidata": ground(random, record["wikidata"] is not None)}
    return record


def _place(shared: Shared, turns: Turns, place: str) -> dict[str, Any]:
    random = shared.random("place record", place)
    country = next((country for country in COUNTRIES if country[0] == place), None)
    if country:
        record: dict[str, Any] = {"name": country[1], "kind": "country", "country": country[2], "wikidata": None}
    else:
        country = random.choice(COUNTRIES)
        kind = random.choice(("city", "city", "city", "region", "island", "sea", "building", "airspace"))
        record = {"name": f"{place.rpartition('-')[0].capitalize()} {phrase(random, 1, 1)}", "kind": kind}
        if kind != "sea":
            record |= {"country": country[2], "part_of": country[0]}
        if turns("wikidata", 0.6):
            record["wikidata"] = _wikidata(random, turns("no wikidata", 0.3))
    if turns("names", 0.4):
        record["names"] = _names(random, TONGUES[country[5].partition("-")[0]].name(random))
    if "wikidata" in record and record["wikidata"] is None:
        record["grounds"] = {"wikidata": ground(random, False)}
    return record


def _curator(shared: Shared, turns: Turns, curator: str) -> dict[str, Any]:
    random = shared.random("curator record", curator)
    record = {"name": proper(random, 2), "kind": "project" if turns("project", 0.2) else "person"}
    return record | ({"note": prose(random, 20)} if turns("note", 0.3) else {})


def _names(random: Random, name: str) -> list[str]:
    """Some names of a thing, each once."""
    more = [proper(random, 1) for _ in range(long_tail(random, 1, 0, 5))]
    return list(dict.fromkeys([name, *more]))


def _wikidata(random: Random, is_unknown: bool) -> str | None:
    number = f"Q{random.randrange(1000, 10**8)}"
    return None if is_unknown else number
