"""An article answers for the claims of its story, and for what it could have known."""

from collections.abc import Iterator

from readout.checks.dates import appeared
from readout.checks.world import World
from readout.problem import Problem
from readout.unit import Unit


def check_story(here: Unit, world: World) -> Iterator[Problem]:
    """R407: an article is checked for a claim that belongs to another story, where nobody would look for it."""
    for row in here.rows["coverage"]:
        claim, article = world.record("claims", row.values["claim"]), here.article
        if claim is None or claim.broken or article is None or claim.values["story"] == article.values["story"]:
            continue
        if world.is_dangling(claim) or world.is_dangling(article):
            continue
        message = f"'{claim.id}' is a claim of the story '{claim.values['story']}', not of this article's"
        yield Problem(row.place("claim"), "R407", message, "take the row out, or make a claim of this story")


def check_absent(here: Unit, world: World) -> Iterator[Problem]:
    """R406: a claim is said to be absent from an article that appeared before anybody could know it."""
    when = appeared(here.article)
    for row in here.rows["coverage"] if when else ():
        if row.values["stance"] != "absent":
            continue
        claim = world.record("claims", row.values["claim"])
        known = claim.values.get("known_from_earliest") if claim else None
        if claim and known and when < known:
            message = f"'{claim.id}' was not known before {claim.values['known_from']}; the article owes it nothing"
            yield Problem(row.place("claim"), "R406", message, "take the row out: it is too early, not absent")
