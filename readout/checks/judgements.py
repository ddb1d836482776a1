"""What an annotation says agrees with itself, and a person stands behind it."""

from collections.abc import Iterator

from readout.checks.dates import appeared
from readout.checks.story import article_at
from readout.checks.world import World
from readout.near import plural
from readout.problem import Problem
from readout.row import Row
from readout.unit import HAPPENED, STATUSES_OF_WHAT_HAPPENED, Unit
from readout.words import count_words

FEWEST_WORDS = 5


def check_event_date(here: Unit, world: World) -> Iterator[Problem]:
    """R412: an article reports as past what happened after it appeared; where several do, the event's date is wrong."""
    for event in here.rows["events"]:
        early = _early_articles(event, world)
        if len(early) > 1:
            message = f"{plural(len(early), 'article')} from before {event.values['date']} report it as having happened"
            yield Problem(event.place("date"), "R412", message, "put right the date, or the status in the articles")
    for row in here.rows["mentions"]:
        found = world.record("events", row.values["event"])
        happened = row.values["status"] in STATUSES_OF_WHAT_HAPPENED
        if found is None or not happened or not _is_early(here.article, found):
            continue
        if here.excepts(row, "R412") or len(_early_articles(found, world)) < 2:
            message = f"'{found.id}' ({found.values['date']}) is {row.values['status']} in an article from before it"
            hint = "put right the status, the event's date, or the article's"
            yield Problem(row.place("status"), "R412", message, hint)


def _is_early(article: Row | None, event: Row) -> bool:
    """Whether an event begins after an article appeared."""
    when, began = appeared(article), event.values.get("date_earliest")
    return bool(when and began and began > when)


def _early_articles(event: Row, world: World) -> list[str]:
    """The paths of the articles that report an event as past before it began, without an exception from this."""
    if not event.values.get("date_earliest"):
        return []
    paths = world.users("events", event.id, HAPPENED)
    return [path for path in paths if _is_early(article_at(path, world), event)]


def check_absent_evidence(here: Unit, world: World) -> Iterator[Problem]:
    """R413: a claim is called absent, and words of the article are given for it."""
    shown = {piece.pointer[:-1] for piece in here.evidence}
    for row in here.rows["coverage"]:
        if row.values["stance"] == "absent" and row.pointer in shown:
            hint = "where the article says it, choose the stance; else take the evidence out, a note may say more"
            yield Problem(row.place("stance"), "R413", f"'{row.values['claim']}' is absent, with evidence", hint)


def check_reason(here: Unit, world: World) -> Iterator[Problem]:
    """R416: a stance is given in a word or two, which is no reason that anybody could weigh."""
    for row in here.rows["stances"]:
        count = count_words(row.values["reason"])
        if count < FEWEST_WORDS:
            message = f"a reason of {plural(count, 'word')}; it has {FEWEST_WORDS} at the least"
            hint = "say what in the words of the article leads to this score"
            yield Problem(row.place("reason"), "R416", message, hint)


def check_suggestions(here: Unit, world: World) -> Iterator[Problem]:
    """R418: a reviewed annotation holds what only the tool has proposed."""
    if here.article is None or here.article.values.get("status") != "reviewed":
        return
    for table in sorted(here.rows.by_table):
        for row in here.rows[table]:
            if row.values.get("suggested"):
                hint = "read it against the text; put it right and take the line out, or set status: draft"
                yield Problem(row.place("suggested"), "R418", "a suggestion that nobody has confirmed", hint)
