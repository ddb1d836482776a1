"""What an annotation says agrees with itself, and a person stands behind it."""

from collections.abc import Iterator

from readout.checks.dates import appeared
from readout.checks.world import World
from readout.near import plural
from readout.problem import Problem
from readout.row import Row
from readout.unit import Unit
from readout.words import count_words

#: Mention statuses that place an event before the article, or at its time.
HAPPENED = {"past", "ongoing", "historical"}
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
        if found is None or not _is_early(row, here.article, found):
            continue
        if _is_excepted(row, here) or len(_early_articles(found, world)) < 2:
            message = f"'{found.id}' ({found.values['date']}) is {row.values['status']} in an article from before it"
            hint = "put right the status, the event's date, or the article's"
            yield Problem(row.place("status"), "R412", message, hint)


def _is_early(mention: Row, article: Row | None, event: Row) -> bool:
    """Whether a mention says that an event has happened which begins after the article appeared."""
    when, began = appeared(article), event.values.get("date_earliest")
    return bool(mention.values["status"] in HAPPENED and when and began and began > when)


def _early_articles(event: Row, world: World) -> set[str]:
    """The paths of the articles that report an event as past before it began, without an exception from this."""
    found = set()
    for row in world.referring("events", event.id) if event.values.get("date_earliest") else ():
        if row.table != "mentions" or row.path in found:
            continue
        article = world.record("articles", row.values["article"])
        if article is None or article.path != row.path or not _is_early(row, article, event):
            continue
        if not _is_excepted(row, world.of_article(row)):
            found.add(row.path)
    return found


def _is_excepted(row: Row, here: Unit) -> bool:
    """Whether a row, or what it stands in, has an exception from R412."""
    around = (other.pointer[:-2] for other in here.rows["exceptions"] if other.values["code"] == "R412")
    return any(row.pointer[: len(place)] == place for place in around)


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
