"""The events and utterances of a story."""

from math import isqrt
from typing import Any

from .chance import early
from .contract import contract
from .days import happened, iso
from .english import prose, title
from .grounds import address, ground
from .story import Known, Story, known_by, tongue_of
from .world import COUNTRIES


def add_events(story: Story) -> None:
    """Events before, at and after the story's beginning; a few that are only supposed."""
    for number in range(4 + isqrt(story.size)):
        is_supposed = number > 1 and story.turns("supposed event", 0.08)
        day = None if is_supposed else story.first_day + story.random.randint(-40 if number % 4 == 3 else 0, 30)
        day = story.first_day if number == 0 else day
        story.events.append(Known(f"event-{story.id}-{number}", _event(story, number, day), day))


def _event(story: Story, number: int, day: int | None) -> dict[str, Any]:
    random, turns, kind = story.random, story.turns, contract().word(story.random, "event-type")
    record: dict[str, Any] = {"title": title(random, 3, 8), "story": story.id, "type": kind}
    modes = contract().modes.get(kind)
    if modes and turns("event mode", 0.7):
        record["mode"] = random.choice(modes)
    if turns("event context", 0.8):
        record["context"] = contract().word(random, "event-context")
    record["date"] = None if day is None else iso(day) if number == 0 else happened(random, day)
    country = story.actor(random).country
    if day is not None and turns("event zone", 0.7):
        record["time_zone"] = COUNTRIES[country][3]
    if turns("event place", 0.6):
        place = story.shared.place(story.shared.place_ranks.draw(random))
        record["place"] = COUNTRIES[country][0] if random.random() < 0.3 else place
    if number and turns("event part", 0.2):
        record["part_of"] = random.choice(story.events).id
    if turns("event note", 0.35):
        record["note"] = prose(random, random.randint(5, 50))
    if turns("event actors", 0.85):
        actors = dict.fromkeys(story.actor(random).id for _ in range(random.randint(1, 4)))
        record["actors"] = [{"actor": actor, "part": contract().word(random, "participation")} for actor in actors]
    if day is None or turns("event ground", 0.3):
        record["grounds"] = {"date": ground(random, day is not None)}
    return record


def add_utterances(story: Story) -> None:
    """What was said or given out, each once, by some of the cast."""
    for number in range(5 + 2 * isqrt(story.size)):
        day = story.first_day + (0 if number < 2 else story.random.randint(-10, 20))
        story.utterances.append(Known(f"words-{story.id}-{number}", _utterance(story, number, day), day))


def _utterance(story: Story, number: int, day: int) -> dict[str, Any]:
    random, turns = story.random, story.turns
    speaker = early(random, [actor for actor in story.cast if actor.kind != "unnamed"] or story.cast)
    tongue = tongue_of(speaker)
    record: dict[str, Any] = {"title": title(random, 3, 8), "story": story.id, "speaker": speaker.id, "date": iso(day)}
    if turns("utterance zone", 0.6):
        record["time_zone"] = COUNTRIES[speaker.country][3]
    record |= {"medium": contract().word(random, "quote-medium")}
    if turns("utterance channel", 0.7):
        record["channel"] = contract().word(random, "source-channel")
    occasions = known_by(story.events, day + 1)
    if occasions and turns("utterance event", 0.5):
        record["event"] = random.choice(occasions).id
    if turns("utterance about", 0.35):
        record["about"] = random.choice(story.events).id
    record["language"] = tongue.tag
    if turns("original", 0.3):
        words = story.words_of(f"words-{story.id}-{number}", tongue, tongue.tag)
        record["original"] = tongue.space.join(words) + tongue.stop
        record["original_url"] = address(random)
    if turns("utterance note", 0.3):
        record["note"] = prose(random, random.randint(5, 40))
    others = [actor.id for actor in story.cast if actor is not speaker]
    if others and turns("joint speaker", 0.08):
        record["with"] = random.sample(others, min(len(others), random.randint(1, 2)))
    if turns("utterance ground", 0.25):
        record["grounds"] = {random.choice(("date", "language", "medium")): ground(random, True)}
    return record
