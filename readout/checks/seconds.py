"""A second annotation stands beside the first, and somebody else made it."""

from collections.abc import Iterator

from readout.checks.world import World
from readout.problem import Place, Problem
from readout.source import first_path
from readout.unit import Unit


def check_second(here: Unit, world: World) -> Iterator[Problem]:
    """R115, R116: a second annotation without a first beside it, or by the curator of the first."""
    if not here.curator or here.article is None:
        return
    path, article = first_path(here.path), here.article.id
    first = world.record("articles", article)
    if first is None or first.path != path:
        if world.is_complete("articles"):
            hint = "name it as the first annotation is named, with the curator's id before .md"
            hint = f"put it beside {first.path}" if first else hint
            yield Problem(Place(here.path), "R115", f"there is no {path.rpartition('/')[2]} beside it", hint)
    elif not first.broken and first.values["curator"] == here.curator:
        message = f"the first annotation is {here.curator}'s too; agreement takes two curators"
        hint = "let somebody else annotate the article, without a look at the first annotation"
        yield Problem(here.article.place("curator"), "R116", message, hint)
