"""What an annotation says agrees with itself, and a person stands behind it."""

from collections.abc import Iterator

from readout.checks.dates import DATED
from readout.checks.locators import WORD
from readout.checks.world import World
from readout.near import plural
from readout.problem import Problem
from readout.row import Row
from readout.unit import Unit

#: Mention statuses that place an event before the article, or at its time.
HAPPENED = {"past", "ongoing", "historical"}
FEWEST_WORDS = 5


def check_event_date(here: Unit, world: World) -> Iterator[Problem]:
    """R412: an article reports as past what happened after it appeared."""
    appeared = _appeared(here.article)
    for row in here.rows["mentions"] if appeared else ():
        event = world.record("events", row.values["event"]) if row.values["status"] in HAPPENED else None
        began = event.values.get("date_earliest") if event else None
        if event and began and began > appeared:
            message = f"'{event.id}' ({event.values['date']}) is {row.values['status']} in an article from before it"
            hint = "put right the status, the event's date, or the article's"
            yield Problem(row.place("status"), "R412", message, hint)


def _appeared(article: Row | None) -> str:
    """The last second at which an article may have appeared; nothing where its date is unknown or in doubt (R404)."""
    if article is None or article.values.get("published_latest") is None:
        return ""
    named = DATED.match(article.id)
    return article.values["published_latest"] if named and article.values["published"].startswith(named[1]) else ""


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
        count = len(WORD.findall(row.values["reason"]))
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
