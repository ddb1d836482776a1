"""One article: its text, its annotation, its note."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .around import credits_of, head_of, reuse_of, zones_after, zones_before
from .chance import long_tail
from .english import markdown
from .page import Page, located
from .quotes import OVER_BUDGET, make_quote
from .rows import make_absence, make_coverage, make_frames, make_mention, make_naming, make_stance
from .story import Head, Known, Story
from .writing import Row, Writing

#: The quotations of an article that is anchored may be two fifths of its text (R408); they are kept well below.
LARGEST_SHARE = 0.3


@dataclass(frozen=True)
class Article:
    """An article: its id and outlet, its front matter, the curator's note (Markdown, may be empty), and its text."""

    id: str
    outlet: str
    record: dict[str, Any]
    note: str
    text: str


def make_article(story: Story, head: Head) -> Article:
    """Write an article and annotate it at once: each row has its sentence in the text."""
    random = story.shared.random("article", head.id)
    article = Writing(story, head, random, Page(head.outlet.tongue))
    record = head_of(article)
    zones = zones_before(article)
    credits_ = credits_of(article)
    # without spaces the budget of words can't be passed; drafts are not yet over it
    if story.size > 3 and article.tongue.space and article.turn("R408", 0.002):
        article.is_over_budget = True
        article.excuse(record, "R408")
    lists: dict[str, list[Any]] = {"credits": credits_, "zones": zones, "reuse": reuse_of(article), **_rows(article)}
    allow, grounds = record.pop("allow", None), record.pop("grounds", None)
    _fill(article)
    lists["zones"] += zones_after(article)
    record |= {name: rows for name, rows in lists.items() if rows}
    record |= {name: value for name, value in (("grounds", grounds), ("allow", allow)) if value}
    words = long_tail(random, *story.profile.note_words, 1.0)
    note = markdown(random, words) if words > 15 else ""
    text = article.page.text
    return Article(head.id, head.outlet.id, located(record, text), note, text)


def _rows(article: Writing) -> dict[str, list[Row]]:
    """The rows of all lists, made in the order of the text, which has the kinds mixed."""
    story, random, profile = article.story, article.random, article.story.profile
    told = _told(article)
    events = random.sample(story.events, min(len(story.events), long_tail(random, *profile.mentions)))
    toward = list(dict.fromkeys(article.actor() for _ in range(long_tail(random, *profile.stances))))
    lists: dict[str, list[Row]] = {name: [] for name in ("quotes", "coverage", "mentions", "namings", "stances")}
    tasks: list[tuple[str, Callable[[], Row]]] = []
    tasks += [("quotes", lambda: make_quote(article))] * long_tail(random, *profile.quotes)
    tasks += [("coverage", lambda claim=claim: make_coverage(article, claim)) for claim in told]  # type: ignore[misc]
    tasks += [("mentions", lambda event=event: make_mention(article, event)) for event in events]  # type: ignore[misc]
    tasks += [("namings", lambda one=one: make_naming(article, one)) for one in _terms(article)]  # type: ignore[misc]
    tasks += [("stances", lambda one=one: make_stance(article, one)) for one in toward]  # type: ignore[misc]
    random.shuffle(tasks)
    for name, make in tasks:
        lists[name].append(make())
    while article.is_over_budget and article.quoted_words < OVER_BUDGET:
        lists["quotes"].append(make_quote(article))
    return _in_order(article, lists, told)


def _in_order(article: Writing, lists: dict[str, list[Row]], told: list[Known]) -> dict[str, list[Any]]:
    """The lists as the schema orders them, with the absences and the frames."""
    carried = {claim.id for claim in told}
    left = [claim for claim in article.head.claims if claim not in carried]
    noted = {claim: row for claim in left if (row := make_absence(article, claim))}
    return {
        "quotes": lists["quotes"],
        "coverage": [*lists["coverage"], *noted.values()],
        "absent": [claim for claim in left if claim not in noted],
        "mentions": lists["mentions"],
        "namings": lists["namings"],
        "stances": lists["stances"],
        "frames": make_frames(article),
    }


def _told(article: Writing) -> list[Known]:
    """The claims that the article carries, of those that it is asked for."""
    median, least, most = article.story.profile.coverage
    asked = set(article.head.claims)
    able = [claim for claim in article.story.claims if claim.id in asked]
    wanted = min(long_tail(article.random, median, least, most), max(1, len(able) * 3 // 4))
    chosen = {claim.id for claim in article.random.sample(able, min(wanted, len(able)))}
    return [claim for claim in able if claim.id in chosen]


def _terms(article: Writing) -> list[str]:
    """A concept for each naming, those again for which the article has several terms."""
    concepts = article.head.concepts
    wanted = long_tail(article.random, *article.story.profile.namings)
    more = [article.random.choice(concepts) for _ in range(wanted - len(concepts))] if concepts else []
    return [*concepts, *more]


def _fill(article: Writing) -> None:
    """Sentences that nothing is annotated in, so many that the quotations stay well within their share."""
    random, page = article.random, article.page
    for _ in range(long_tail(random, *article.story.profile.filler, 0.9)):
        page.filler(random)
    while article.quoted_length > LARGEST_SHARE * (page.length - page.outside):
        page.filler(random)
