"""An article answers for the claims of its story, and for what it could have known."""

from collections.abc import Iterator

from readout.checks.world import World
from readout.problem import Problem
from readout.row import Row


def check_story(row: Row, world: World) -> Iterator[Problem]:
    """R407: an article is checked for a claim that belongs to another story, where nobody would look for it."""
    if row.table != "coverage":
        return
    claim = world.first.get(("claims", row.values["claim"]))
    article = world.first["articles", row.values["article"]]
    if claim is None or claim.broken or claim.values["story"] == article.values["story"]:
        return
    if claim.id in world.dangling or article.id in world.dangling:
        return
    message = f"'{claim.id}' is a claim of the story '{claim.values['story']}', not of this article's"
    yield Problem(row.place("claim"), "R407", message, "take the row out, or make a claim of this story")


def check_absent(row: Row, world: World) -> Iterator[Problem]:
    """R406: a claim is said to be absent from an article that appeared before anybody could know it."""
    if row.table != "coverage" or row.values["stance"] != "absent":
        return
    claim = world.first.get(("claims", row.values["claim"]))
    article = world.first["articles", row.values["article"]]
    if claim is None or claim.broken or article.broken:
        return
    known, appeared = claim.values.get("known_from_earliest"), article.values.get("published_latest")
    if known and appeared and appeared < known:
        message = f"'{claim.id}' was not known before {claim.values['known_from']}; the article owes it nothing"
        yield Problem(row.place("claim"), "R406", message, "take the row out: it is too early, not absent")
