"""The articles of a story, as the world has them."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from readout.checks.world import World
from readout.row import Row


def article_at(path: str, world: World) -> Row | None:
    """The article of a path; None where another file has its id."""
    article = world.record("articles", PurePosixPath(path).stem)
    return article if article and article.path == path else None


def articles_of(story: str, world: World) -> Iterator[Row]:
    """The articles of a story whose shape is right, in the order of their paths."""
    for path in world.users("stories", story, "articles"):
        article = article_at(path, world)
        if article and not article.broken:
            yield article
