"""What all stories share: outlets, actors, places and curators, each made from its number alone.

Each is drawn by its rank, so that few are met everywhere and most only once. Only those that are met get written.
"""

from dataclasses import dataclass, field
from functools import cached_property
from math import isqrt
from random import Random

from .chance import Ranks
from .english import phrase, proper
from .tongues import TONGUES, Tongue

#: Country, ISO 3166-1 alpha-3, time zone, offset, language.
COUNTRIES = [
    line.split("|")
    for line in """\
us|United States|USA|America/New_York|-05:00|en-US
gb|United Kingdom|GBR|Europe/London|+00:00|en-GB
cn|China|CHN|Asia/Shanghai|+08:00|zh
in|India|IND|Asia/Kolkata|+05:30|en-IN
jp|Japan|JPN|Asia/Tokyo|+09:00|ja
fr|France|FRA|Europe/Paris|+01:00|fr
de|Germany|DEU|Europe/Berlin|+01:00|de
ru|Russia|RUS|Europe/Moscow|+03:00|ru
eg|Egypt|EGY|Africa/Cairo|+02:00|ar
mx|Mexico|MEX|America/Mexico_City|-06:00|es
au|Australia|AUS|Australia/Sydney|+10:00|en-AU
tw|Taiwan|TWN|Asia/Taipei|+08:00|zh
pl|Poland|POL|Europe/Warsaw|+01:00|pl
ua|Ukraine|UKR|Europe/Kyiv|+02:00|uk
tr|Turkey|TUR|Europe/Istanbul|+03:00|tr
vn|Vietnam|VNM|Asia/Ho_Chi_Minh|+07:00|vi
ca|Canada|CAN|America/Toronto|-05:00|fr-CA
ng|Nigeria|NGA|Africa/Lagos|+01:00|en-NG
ar|Argentina|ARG|America/Argentina/Buenos_Aires|-03:00|es-AR
sa|Saudi Arabia|SAU|Asia/Riyadh|+03:00|ar""".splitlines()
]
#: Of five actors one is an organisation, three are people, one is a group or nobody by name.
KINDS = ("organisation", "person", "person", "person", "group")
#: The first actors are states, one a country.
STATES = len(COUNTRIES)
CODES = [country[0] for country in COUNTRIES]


@dataclass(frozen=True)
class Outlet:
    """An outlet as its articles need it: the rest is written once, in its register."""

    number: int
    id: str
    name: str
    country: int
    language: str

    @property
    def tongue(self) -> Tongue:
        """The words of its language."""
        return TONGUES[self.language.partition("-")[0]]


@dataclass(frozen=True)
class Actor:
    """An actor as its stories need it; `whole` is the number of what it is part of."""

    number: int
    id: str
    name: str
    kind: str
    country: int
    whole: int | None


@dataclass
class Shared:
    """The shared registers of a project of so many articles."""

    seed: int
    articles: int
    outlets: dict[int, Outlet] = field(default_factory=dict)
    actors: dict[int, Actor] = field(default_factory=dict)

    @cached_property
    def outlet_ranks(self) -> Ranks:
        """About twice the square root of the articles."""
        return Ranks(6 + 2 * isqrt(self.articles))

    @cached_property
    def actor_ranks(self) -> Ranks:
        """One for two articles; in the long tail many are never drawn."""
        return Ranks(STATES + 40 + self.articles // 2, 8)

    @cached_property
    def place_ranks(self) -> Ranks:
        """Places that are no countries."""
        return Ranks(12 + 4 * isqrt(self.articles), 4)

    @cached_property
    def curators(self) -> list[str]:
        """Their ids."""
        count = 4 + isqrt(self.articles) // 8
        return [f"curator-{self.random('curator', number).randrange(1000)}-{number}" for number in range(count)]

    def random(self, kind: str, number: int | str) -> Random:
        """The chance that one record is made of."""
        return Random(f"{self.seed}/{kind}/{number}")

    def outlet(self, number: int) -> Outlet:
        """An outlet by its number."""
        if number not in self.outlets:
            random = self.random("outlet", number)
            # the first outlets are of the first countries, so that even a small project has several scripts
            country = number if number < 6 else random.randrange(len(COUNTRIES))
            name = f"{proper(random, 1)} {random.choice(['Times', 'Post', 'Courier', 'Wire', 'Daily', 'Herald'])}"
            id_ = f"{name.lower().replace(' ', '-')}-{number}"
            self.outlets[number] = Outlet(number, id_, name, country, COUNTRIES[country][5])
        return self.outlets[number]

    def actor(self, number: int) -> Actor:
        """An actor by its number."""
        if number not in self.actors:
            self.actors[number] = self._actor(number)
        return self.actors[number]

    def _actor(self, number: int) -> Actor:
        if number < STATES:
            code, name = COUNTRIES[number][:2]
            return Actor(number, f"state-{code}", name, "state", number, None)
        random = self.random("actor", number)
        kind = KINDS[number % 5]
        if kind == "group" and random.random() < 0.4:
            kind = "unnamed"
        own = number - number % 5  # the organisation before a person; a state for an organisation
        whole = own if kind == "person" and own > STATES and random.random() < 0.7 else None
        country = self.actor(whole).country if whole else random.randrange(STATES)
        if kind == "organisation" and random.random() < 0.6:
            whole = country
        name = proper(random, 2) if kind == "person" else f"{proper(random, 1)} {phrase(random, 1, 2).title()}"
        id_ = "-".join(name.lower().split())
        return Actor(number, f"{id_}-{number}", name, kind, country, whole)

    def wholes(self, actor: Actor) -> set[int]:
        """The numbers of an actor, and of all that it is part of."""
        found = {actor.number}
        while actor.whole is not None:
            actor = self.actor(actor.whole)
            found.add(actor.number)
        return found

    def place(self, number: int) -> str:
        """The id of a place that is no country."""
        return f"{proper(self.random('place', number), 1).lower()}-{number}"


def number_of(record: str) -> int:
    """The number that a shared record was made from, by its id."""
    last = record.rpartition("-")[2]
    return int(last) if last.isdigit() else CODES.index(last)
