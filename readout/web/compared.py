"""What the compare page is asked for: which articles or outlets, or in a plain sentence why it cannot be done."""

import json
from dataclasses import dataclass, field
from difflib import get_close_matches
from urllib.parse import urlencode

from readout.web.section import Site

FEWEST, MOST = 2, 6
#: The most articles of outlets that are read for one page.
MOST_ARTICLES = 500


@dataclass
class Asked:
    """Ids of articles or of outlets, each once, in the order of the address."""

    by: str
    ids: list[str]
    base: str
    problem: str = ""
    status: int = 200
    near: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)

    def address(self, story: str = "", only: str = "") -> str:
        """The address of this comparison."""
        pairs = [(self.by, name) for name in self.ids]
        pairs += [(name, value) for name, value in (("story", story), ("only", only)) if value]
        return f"{self.base}?{urlencode(pairs)}"


async def read_request(site: Site, story: str) -> Asked:
    """Read the address and look the ids up."""
    given = {by: _once(site.request.args.getlist(by)) for by in ("article", "outlet")}
    by = "outlet" if given["outlet"] and not given["article"] else "article"
    asked = Asked(by, given[by], site.path("/compare"))
    if given["article"] and given["outlet"]:
        return _wrong(asked, "Choose articles or outlets, not both at once.")
    if not asked.ids:
        return asked
    if len(asked.ids) > MOST:
        return _wrong(asked, f"At most {MOST} can stand side by side; {len(asked.ids)} were chosen.")
    unknown = await _unknown(site, asked)
    if unknown:
        return unknown
    if len(asked.ids) < FEWEST:
        return _wrong(asked, f"It takes at least {FEWEST} to compare; one was chosen.")
    asked.without = await _without_articles(site, asked, story)
    kept = [name for name in asked.ids if name not in asked.without]
    if len(kept) < FEWEST:
        where = "in this story" if story else "in this dataset"
        return _wrong(
            asked, f"Fewer than {FEWEST} of those chosen have an article {where}, so nothing can be compared."
        )
    if by == "outlet" and not story and (articles := await _articles(site, kept)) > MOST_ARTICLES:
        return _wrong(asked, f"They have {articles:,} articles, too many for one page. Choose a story.", 200)
    return Asked(by, kept, asked.base, without=asked.without)


async def _articles(site: Site, outlets: list[str]) -> int:
    sql = "SELECT count(*) AS articles FROM article_counts WHERE outlet IN (SELECT value FROM json_each(:outlets))"
    return int((await site.rows(sql, {"outlets": json.dumps(outlets)}))[0]["articles"])


def _once(values: list[str]) -> list[str]:
    return list(dict.fromkeys(value[:200] for value in values if value.strip()))


def _wrong(asked: Asked, problem: str, status: int = 400) -> Asked:
    asked.problem, asked.status = problem, status
    return asked


async def _unknown(site: Site, asked: Asked) -> Asked | None:
    """The same with a problem where an id is not in the database."""
    table = f"{asked.by}s"
    sql = f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(:ids))"
    known = {row["id"] for row in await site.rows(sql, {"ids": json.dumps(asked.ids)})}
    unknown = [name for name in asked.ids if name not in known]
    if not unknown:
        return None
    every = [row["id"] for row in await site.rows(f"SELECT id FROM {table} LIMIT 5000")]
    near = [match for name in unknown for match in get_close_matches(name[:60], every, n=4, cutoff=0.4)]
    asked.near = list(dict.fromkeys(near))[:8]
    asked.ids = [name for name in asked.ids if name in known]
    named = ", ".join(f"“{name[:60]}”" for name in unknown)
    return _wrong(asked, f"There is no {asked.by} with the id {named}.", 404)


async def _without_articles(site: Site, asked: Asked, story: str) -> list[str]:
    """Those that have no article, or none in the story."""
    column = "outlet" if asked.by == "outlet" else "id"
    sql = (
        f"SELECT DISTINCT {column} AS side FROM articles "
        f"WHERE {column} IN (SELECT value FROM json_each(:ids)) AND (:story = '' OR story = :story)"
    )
    found = {row["side"] for row in await site.rows(sql, {"ids": json.dumps(asked.ids), "story": story})}
    return [name for name in asked.ids if name not in found]
