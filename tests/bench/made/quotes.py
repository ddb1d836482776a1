"""Quotes: renderings of the story's utterances, and words that only one article has."""

from .chance import early, long_tail, one_of
from .english import sentence, title
from .page import Said
from .story import Known, known_by
from .world import Actor
from .writing import Row, Writing

TYPES = {"direct": 42, "mixed": 18, "indirect": 24, "reported": 13, "freeIndirect": 3}
#: The budget is 600 words (R408); languages without spaces are held to it by their share of the text.
MOST_WORDS, OVER_BUDGET = 560, 640


def make_quote(article: Writing) -> Row:
    """One quote, with its sentence in the text."""
    kind = one_of(article.random, TYPES)
    if article.is_over_budget:
        kind = "direct"
    elif article.quoted_words > MOST_WORDS - 80 and kind in ("direct", "mixed"):
        kind = "indirect"
    rendered = _utterance(article)
    speaker = _speaker(article, rendered)
    row: Row = {"speaker": speaker.id}
    if article.turn("speaker as", 0.35):
        row["speaker_as"] = f"{article.tongue.words(article.random, 2)} {speaker.name}"
    inner = _words(article, row, kind, rendered)
    _manner(article, row, kind, rendered)
    _people(article, row, kind)
    if inner is not None:
        row["inner"] = [inner]
    if kind in ("direct", "mixed"):
        _excuse(article, row, rendered)
    return row


def _utterance(article: Writing) -> Known | None:
    known = known_by(article.story.utterances, article.head.day)
    return early(article.random, known) if known and article.turn("utterance", 0.7) else None


def _speaker(article: Writing, rendered: Known | None) -> Actor:
    """Who is said to speak: of an utterance its maker, or the body that he speaks for."""
    shared, story = article.story.shared, article.story
    if rendered is None:
        return story.actor(article.random)
    maker = next(actor for actor in story.cast if actor.id == rendered.record["speaker"])
    if maker.whole is not None and article.turn("speaks for", 0.1):
        return shared.actor(maker.whole)
    return maker


def _words(article: Writing, row: Row, kind: str, rendered: Known | None) -> Row | None:
    """The words in quotation marks, or the gist and where it stands; returns what is reported inside them, if any."""
    random, page = article.random, article.page
    if kind not in ("direct", "mixed"):
        row["gist"] = sentence(random, 5, 15)
        row["evidence"] = page.locator(random)
        if not article.turn("reported inside", 0.04):
            return None
        gist, evidence = sentence(random, 4, 10), page.locator(random)
        told = {"speaker": article.actor(), "gist": gist, "type": "reported", "medium": "speech"}
        return {**told, "evidence": evidence}
    words = _rendering(article, kind, rendered)
    if kind == "direct" and len(words) > 5 and article.turn("interrupted", 0.08):
        half = len(words) // 2
        row["exact"] = [_quoted(article, words[:half]), _quoted(article, words[half:])]
        return None
    row["exact"] = said = _quoted(article, words)
    if kind == "mixed" and article.turn("gist of mixed", 0.3):
        row["gist"] = sentence(random, 5, 15)
    if len(words) > 6 and article.turn("quoted inside", 0.04):
        inside = article.tongue.space.join(words[2:5])
        found = Said(inside)
        found.start = said.start + str(said).index(inside)
        return {"speaker": article.actor(), "exact": found, "type": "mixed", "medium": "speech"}
    return None


def _rendering(article: Writing, kind: str, rendered: Known | None) -> list[str]:
    """The words as this article has them: a stretch of the utterance's, here and there another word."""
    random, tongue = article.random, article.tongue
    length = 70 if article.is_over_budget else long_tail(random, 14 if kind == "direct" else 4, 2, 60)
    if rendered is None or article.is_over_budget:
        return tongue.pieces(random, length)
    words = article.story.words_of(rendered.id, tongue, rendered.record["language"])
    start = random.randrange(max(1, min(5, len(words) - length)))
    words = words[start : start + length]
    return [tongue.pieces(random, 1)[0] if random.random() < 0.06 else word for word in words]


def _quoted(article: Writing, words: list[str]) -> Said:
    """A sentence with words in quotation marks."""
    random, page, tongue = article.random, article.page, article.tongue
    page.put(tongue.marks[0])
    said = page.put(tongue.space.join(words))
    page.put(tongue.marks[1])
    page.space()
    page.put(tongue.words(random, random.randint(2, 8)))
    page.end(random)
    article.quoted_words += len(words)
    article.quoted_length += len(said)
    return said


def _manner(article: Writing, row: Row, kind: str, rendered: Known | None) -> None:
    """How it is told: type, medium, channel, source, cue, distance and what else can be said of a quote."""
    row |= {"type": kind, "medium": article.word("quote-medium")}
    for name, vocabulary, share in (
        ("nature", "quote-nature", 0.05), ("channel", "source-channel", 0.7), ("source_type", "source-type", 0.7),
        ("role", "source-role", 0.6),
    ):  # fmt: skip
        if article.turn(f"quote {name}", share):
            row[name] = article.word(vocabulary)
    if article.turn("cue", 0.75):
        row["cue"] = article.tongue.words(article.random, article.random.randint(1, 3))
    if article.turn("quote distance", 0.6):
        row["distance"] = article.word("distance")
    if rendered is not None:
        row["utterance"] = rendered.id
    if article.turn("question", 0.04):
        row["question"] = title(article.random, 4, 10) + "?"
    for name, share in (("hypothetical", 0.03), ("negated", 0.03)):
        if article.turn(name, share):
            row[name] = True
    article.remark(row, "quote")
    article.suggest(row)


def _people(article: Writing, row: Row, kind: str) -> None:
    """Who spoke along, through whom the words came, and what was done to them on the way."""
    if article.turn("quote with", 0.04):
        row["with"] = article.actors(2)
    if article.turn("quote via", 0.1):
        row["via"] = article.actors(3)
    if kind in ("direct", "mixed") and article.turn("alterations", 0.25):
        row["alterations"] = article.words("alteration")


def _excuse(article: Writing, row: Row, rendered: Known | None) -> None:
    """The rare quote that breaks a rule for a reason."""
    if article.turn("R410", 0.002):
        del row["speaker"]
        article.excuse(row, "R410")
    elif rendered is not None and article.turn("R411", 0.003):
        shared, story = article.story.shared, article.story
        makers = {rendered.record["speaker"], *rendered.record.get("with", ())}
        voices = {number for actor in story.cast if actor.id in makers for number in shared.wholes(actor)}
        other = [actor for actor in story.cast if not voices & shared.wholes(actor)]
        if other:
            row["speaker"] = other[0].id
            article.excuse(row, "R411")
