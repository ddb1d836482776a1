"""A story before its articles: who is in it, which articles there will be, and what each is asked."""

from dataclasses import dataclass, field
from functools import cached_property
from math import isqrt
from random import Random
from typing import Any

from readout.dates import bounds

from .chance import Turns, early, long_tail
from .days import FIRST, LAST, appeared, iso
from .english import phrase, proper
from .profile import Profile
from .tongues import TONGUES, Tongue
from .world import COUNTRIES, Actor, Outlet, Shared


@dataclass
class Head:
    """An article before it is written: where and when it appears, and which claims and concepts it is asked for."""

    number: int
    id: str
    outlet: Outlet
    day: int
    published: str
    zone: str
    is_reviewed: bool
    claims: list[str] = field(default_factory=list)
    concepts: list[str] = field(default_factory=list)

    @cached_property
    def latest(self) -> str:
        """The last second at which it may have appeared, in UTC."""
        return bounds(self.published, self.zone)[1] or ""


@dataclass
class Known:
    """A record of the story's registers, and the number of the day from which articles can tell of it, if any."""

    id: str
    record: dict[str, Any]
    day: int | None = None


@dataclass
class Story:
    """A story of so many articles; `number` tells it from the others of the project."""

    shared: Shared
    profile: Profile
    number: int
    size: int
    events: list[Known] = field(default_factory=list)
    utterances: list[Known] = field(default_factory=list)
    claims: list[Known] = field(default_factory=list)
    concepts: list[Known] = field(default_factory=list)

    @cached_property
    def random(self) -> Random:
        """The story's own chance."""
        return self.shared.random("story", self.number)

    @cached_property
    def turns(self) -> Turns:
        """Whose turn it is, of the features that have a share."""
        return Turns(self.random, self.number == 0)

    @cached_property
    def id(self) -> str:
        """The story's id."""
        return f"{proper(self.shared.random('story id', self.number), 1).lower()}-{self.number}"

    @cached_property
    def first_day(self) -> int:
        """When it begins."""
        return self.random.randint(FIRST, LAST)

    @property
    def started(self) -> str:
        """The day of its beginning."""
        return iso(self.first_day)

    @cached_property
    def cast(self) -> list[Actor]:
        """Who acts and speaks in it, the main actors first."""
        ranks = self.shared.actor_ranks
        numbers = dict.fromkeys(ranks.draw(self.random) for _ in range(8 + 2 * isqrt(self.size)))
        return [self.shared.actor(number) for number in numbers]

    @cached_property
    def heads(self) -> list[Head]:
        """Its articles in the order in which they appear."""
        lags = sorted(long_tail(self.random, 3, 1, 90, 1.0) for _ in range(self.size))
        return [self._head(number, self.first_day + lag) for number, lag in enumerate(lags)]

    def _head(self, number: int, day: int) -> Head:
        shared, random = self.shared, self.random
        outlet = shared.outlet(number % 6 if self.number == 0 else shared.outlet_ranks.draw(random))
        published = appeared(random, day, outlet.country)
        date = published.partition("T")[0].rstrip("?")
        slug = "-".join(phrase(random, 1, 4).split())
        name = f"{date}-{slug}-{self.number}-{number}"
        zone = COUNTRIES[outlet.country][3]
        return Head(number, name, outlet, day, published, zone, not self.turns("draft", 0.15))

    def actor(self, random: Random) -> Actor:
        """Somebody of the cast, the main actors oftener."""
        return early(random, self.cast)

    def words_of(self, record: str, tongue: Tongue, language: str) -> list[str]:
        """The words of an utterance, or a thing's names, in a language: always the same."""
        random = self.shared.random(f"words in {tongue.tag}", record)
        if language.partition("-")[0] == tongue.tag:
            random = self.shared.random("words", record)
        return tongue.pieces(random, long_tail(random, 22, 8, 80))


def tongue_of(actor: Actor) -> Tongue:
    """The language that an actor speaks."""
    return TONGUES[COUNTRIES[actor.country][5].partition("-")[0]]


def known_by(known: list[Known], day: int) -> list[Known]:
    """What an article of some day can tell of."""
    return [one for one in known if one.day is None or one.day < day]
