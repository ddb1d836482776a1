"""What an article does with claims, events, concepts, actors and frames."""

from readout.dates import bounds

from .chance import long_tail, one_of
from .contract import contract
from .days import iso
from .english import phrase, prose
from .story import Known, known_by
from .world import COUNTRIES
from .writing import Row, Writing

STANCES = {"asserts": 46, "attributes": 40, "disputes": 9, "denies": 5}


def make_coverage(article: Writing, claim: Known) -> Row:
    """What the article does with a claim that it carries."""
    stance = one_of(article.random, STANCES)
    row: Row = {"claim": claim.id, "stance": stance}
    if stance == "attributes" or (stance == "disputes" and article.turn("disputes whose word", 0.5)):
        row["according_to"] = article.actor()
    kind = claim.record.get("value_type")
    if kind and article.turn("value", 0.9):
        row["value"] = _value(article, claim, kind)
    if article.turn("coverage distance", 0.3):
        row["distance"] = article.word("distance")
    article.remark(row, "coverage")
    article.suggest(row)
    row["evidence"] = article.evidence()
    if stance == "attributes" and article.turn("coverage via", 0.12):
        row["via"] = article.actors(3)
    return row


def make_absence(article: Writing, claim: str) -> Row | None:
    """A row for a claim that the article does not carry, where there is more to say than that."""
    if article.turn("R413", 0.001):
        row: Row = {"claim": claim, "stance": "absent", "evidence": article.evidence()}
        article.excuse(row, "R413")
        return row
    if article.turn("absence with a note", 0.08):
        return {"claim": claim, "stance": "absent", "note": prose(article.random, 15)}
    return None


def _value(article: Writing, claim: Known, kind: str) -> str | int:
    """What most articles give for the claim, or now and then something else."""
    is_other = article.turn("another value", 0.2)
    random = article.random if is_other else article.story.shared.random("value", claim.id)
    if kind == "date":
        return iso(article.story.first_day + random.randint(-3, 3))
    if kind == "number":
        return long_tail(random, 40, 1, 100_000, 2.0)
    return phrase(random, 1, 3) if kind == "text" else random.choice(article.story.cast[:3]).name


def make_mention(article: Writing, event: Known) -> Row:
    """What the article says of an event."""
    random, turn = article.random, article.turn
    row: Row = {"event": event.id, "status": _status(article, event)}
    if turn("factuality", 0.6):
        row["factuality"] = article.word("factuality")
    if turn("mention according to", 0.25):
        row["according_to"] = article.actor()
    if turn("date worded", 0.4):
        row["date_worded"] = article.tongue.words(random, 2)
        row["date"] = iso(event.day if event.day is not None else article.head.day)
    if "date" in row and turn("mention zone", 0.5):
        row["time_zone"] = COUNTRIES[article.head.outlet.country][3]
    for name, share in (("place_worded", 0.2), ("count_worded", 0.1)):
        if turn(name, share):
            row[name] = article.tongue.words(random, 2)
    article.remark(row, "mention")
    article.suggest(row)
    row["evidence"] = article.evidence()
    if turn("disputed", 0.08):
        row["disputed"] = article.words("disputed-aspect")
    if _is_later(article, event) and turn("R412", 0.02):
        row["status"] = "past"
        article.excuse(row, "R412")
    return row


def _is_later(article: Writing, event: Known) -> bool:
    began = bounds(event.record["date"], event.record.get("time_zone"))[0] if event.record["date"] else None
    return began is not None and began > article.head.latest


def _status(article: Writing, event: Known) -> str:
    if event.day is None:
        return article.random.choice(("hypothetical", "negation"))
    if not known_by([event], article.head.day):
        return article.random.choice(("future", "future", "hypothetical"))
    return one_of(article.random, {"past": 60, "ongoing": 15, "historical": 20, "negation": 5})


def make_naming(article: Writing, concept: str) -> Row:
    """A term for a concept: of the few that articles in this language have for it."""
    random, tongue = article.random, article.tongue
    terms = article.story.shared.random(f"terms in {tongue.tag}", concept)
    names = [tongue.few(terms, terms.randint(1, 3)) for _ in range(4)]
    voice = one_of(random, {"own": 75, "reported": 15, "quoted": 10})
    term = article.page.term(random, names[long_tail(random, 1, 0, 3)])
    row: Row = {"concept": concept, "term": term, "voice": voice}
    if voice != "own":
        row["voice_of"] = article.actor()
    if article.turn("whose", 0.12):
        row["whose"] = article.actor()
    if article.turn("marks", 0.5):
        row["marks"] = article.word("marks")
    article.suggest(row)
    article.remark(row, "naming")
    return row


def make_stance(article: Writing, toward: str) -> Row:
    """How the article stands towards an actor."""
    random = article.random
    row: Row = {"toward": toward, "score": one_of(random, {-2: 8, -1: 22, 0: 40, 1: 22, 2: 8})}
    row["reason"] = prose(random, random.randint(6, 22))
    if article.turn("stance confidence", 0.5):
        row["confidence"] = article.word("confidence")
    article.suggest(row)
    row["evidence"] = article.evidence()
    if article.turn("R416", 0.002):
        row["reason"] = phrase(random, 2, 2)
        article.excuse(row, "R416")
    return row


def make_frames(article: Writing) -> list[Row]:
    """The frames, the main one first."""
    random = article.random
    chosen = random.sample(contract().values("frame-code"), long_tail(random, *article.story.profile.frames))
    rows: list[Row] = []
    for code in chosen:
        row: Row = {"frame": code, "primary": not rows, "reason": prose(random, random.randint(6, 18))}
        article.suggest(row)
        row["evidence"] = article.evidence()
        rows.append(row)
    return rows
