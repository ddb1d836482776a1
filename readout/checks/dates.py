"""The file's name and the article's date agree."""

import re
from collections.abc import Iterator

from readout.checks.world import World
from readout.problem import Problem
from readout.row import Row
from readout.unit import Unit

DATED = re.compile(r"(\d{4}(?:-\d\d){0,2})-[a-z0-9]*[a-z]")


def appeared(article: Row | None) -> str:
    """The last second at which an article may have appeared; nothing where its date is unknown or in doubt (R404)."""
    if article is None or article.values.get("published_latest") is None:
        return ""
    named = DATED.match(article.id)
    return article.values["published_latest"] if named and article.values["published"].startswith(named[1]) else ""


def check_file_date(here: Unit, world: World) -> Iterator[Problem]:
    """R404, R112: the date in an article's id is not the date on which it appeared."""
    row = here.article
    if row is None or any(problem.code == "R112" for problem in here.problems):
        return
    match = DATED.match(row.id)
    if not match:
        hint = "name it DATE-SLUG.md, such as 2025-12-12-phone-call.md"
        yield Problem(row.place(), "R112", f"'{row.id}' does not begin with a date", hint)
        return
    published = row.values.get("published")
    if published and not published.startswith(match[1]):
        message = f"the file's name says {match[1]}, published says {published}"
        yield Problem(row.place("published"), "R404", message, "put right whichever is wrong")
