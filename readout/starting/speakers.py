"""Who speaks, by the words between a cue and the quotation: names of the register, or the words as printed."""

import re
from dataclasses import dataclass

from readout.starting.cues import Cue, Lexicon
from readout.starting.names import Actor, Name
from readout.starting.paragraphs import QUOTED, Span, sentence_ends

_CUT = re.compile(rf"[,;:，；：()\[\]\n{QUOTED}\ue000\ue001]|\s[-–—]\s|—|–")
_WORD = re.compile(r"[\w'’-]+")

STATE = "state"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a cue's subject is, if a name tells; the words that stand there; and who is named together with them."""

    actor: Actor | None = None
    printed: str = ""
    joint: tuple[str, ...] = ()


@dataclass
class Place:
    """Where a speaker is looked for: the masked text, the paragraph, its names in order, and the language's lists."""

    masked: str
    paragraph: Span
    names: list[Name]
    lexicon: Lexicon


def speaker_of(place: Place, sentence: Span, cue: Cue, after: int | None) -> Speaker:
    """The speaker that goes with a cue.

    `after` is where the quotation ended, for a cue that follows it; a name may then stand between
    the two ("…", Marsh said) or after the cue ("…", said Marsh).
    """
    if cue.leads:
        return _following(place, cue.end, sentence[1])
    if place.lexicon.unspaced:
        return _unspaced(place, sentence, cue)
    if place.lexicon.words("passive") & set(place.masked[max(0, cue.start - 12) : cue.start].split()[-1:]):
        return _agent(place, cue.end, sentence[1])
    start = sentence[0] if after is None else after
    if after is not None and not re.search(r"[^\W_]", _bare(place, start, cue.start)):
        return _following(place, cue.end, sentence[1])
    if cue.participle and after is None:
        return _sentence_subject(place, sentence[0], cue.start)
    return _preceding(place, start, cue.start, sentence)


def _bare(place: Place, start: int, end: int) -> str:
    """A stretch without auxiliaries: what is left is the subject, or nothing."""
    words = _WORD.findall(place.masked[start:end])
    return " ".join(word for word in words if word not in place.lexicon.words("auxiliaries"))


def _following(place: Place, start: int, end: int) -> Speaker:
    cut = _CUT.search(place.masked, start, end)
    stop = min(cut.start() if cut else end, start + 120)
    for name in _within(place.names, start, stop):
        if not _owns(place, name) or place.lexicon.words("voices") & set(place.masked[name.end : stop].split()):
            return Speaker(name.actor, place.masked[name.start : name.end])
    return _printed(place, start, stop)


def _agent(place: Place, start: int, end: int) -> Speaker:
    """Who does what stands in the passive: behind "by", in the same clause."""
    cut = _CUT.search(place.masked, start, end)
    stop = cut.start() if cut else end
    agent = next((w for w in _WORD.finditer(place.masked, start, stop) if w[0] in place.lexicon.words("agent")), None)
    return _following(place, agent.end(), stop) if agent else Speaker()


def _preceding(place: Place, start: int, end: int, sentence: Span) -> Speaker:
    """The subject before a cue: in its own clause, or before the apposition that parts it from the cue."""
    clauses = _clauses(place.masked, start, end)
    index = len(clauses) - 1
    while index >= 0:
        found = _subject(place, clauses[index], sentence)
        if found.actor or found.printed:
            return found
        # "Marsh, the mayor, said": nothing between the comma and the cue, so the clause before is no subject
        joined = place.masked[slice(*clauses[index])].split()
        index -= 1 if joined or index < 2 else 2
    return Speaker()


def _clauses(masked: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    for cut in _CUT.finditer(masked, start, end):
        found.append((start, cut.start()))
        start = cut.end()
    return [*found, (start, end)]


def _subject(place: Place, clause: Span, sentence: Span) -> Speaker:
    """The subject of a clause, nearest its end; nothing printed where the clause has no subject of its own."""
    words = list(_WORD.finditer(place.masked, *clause))
    pronoun = next((word for word in reversed(words) if _kind(place.lexicon, word[0])), None)
    names = _within(place.names, *clause)
    joint: list[str] = []
    for index, name in reversed(list(enumerate(names))):
        if pronoun and pronoun.start() > name.end:
            break
        if index and place.masked[names[index - 1].end : name.start].strip() in place.lexicon.words("joins"):
            joint.insert(0, name.actor.id)
            continue
        if _owns(place, name) or _of_state(place, name, clause[1]):
            joint.clear()
            continue
        if not _governed(place, name, clause[0]) or _voiced(place, name, clause[0]):
            others = tuple(actor for actor in dict.fromkeys(joint) if actor != name.actor.id)
            return Speaker(name.actor, place.masked[name.start : name.end], others)
        joint.clear()
    if pronoun:
        return Speaker(_resolve(place, pronoun, sentence), pronoun[0])
    skipped = frozenset().union(*(place.lexicon.words(name) for name in ("auxiliaries", "negations", "joins")))
    if all(word[0].lower() in skipped or word[0].endswith("ly") for word in words):
        return Speaker()
    return _printed(place, *clause)


def _kind(lexicon: Lexicon, word: str) -> str | None:
    lower = word.lower()
    return next((kind for kind in ("person", "thing", "several") if lower in lexicon.words(kind)), None)


def _resolve(place: Place, pronoun: re.Match[str], sentence: Span) -> Actor | None:
    """Whom a pronoun means: the subject of its own sentence before it, or of the nearest one in the paragraph."""
    kind = _kind(place.lexicon, pronoun[0])
    if kind == "several":
        return None
    starts = [place.paragraph[0], *sentence_ends(place.masked, place.paragraph[0], sentence[0])]
    ends = [*starts[1:], pronoun.start()]
    for start, end in reversed(list(zip(starts, ends, strict=True))):
        for name in _within(place.names, start, end):
            free = not _owns(place, name) and not _governed(place, name, start)
            if free and name.actor.is_person == (kind == "person"):
                return name.actor
    return None


def _sentence_subject(place: Place, start: int, end: int) -> Speaker:
    """For "…, saying": the first name of the sentence that can be its subject."""
    for name in _within(place.names, start, end):
        if not _owns(place, name) and not _governed(place, name, start):
            return Speaker(name.actor, place.masked[name.start : name.end])
    words = list(_WORD.finditer(place.masked, start, end))
    if words and _kind(place.lexicon, words[0][0]):
        return Speaker(_resolve(place, words[0], (start, end)), words[0][0])
    return Speaker()


def _unspaced(place: Place, sentence: Span, cue: Cue) -> Speaker:
    """Chinese and Japanese: the last name before the cue, or the first with a topic particle right after it."""
    names = _within(place.names, sentence[0], cue.start)
    topics = place.lexicon.words("topics")
    marked = [name for name in names if place.masked[name.end : name.end + 1] in topics] if topics else []
    chosen = marked[:1] or ([] if topics else names[-1:])
    if chosen:
        return Speaker(chosen[0].actor, place.masked[chosen[0].start : chosen[0].end])
    return Speaker()


def _owns(place: Place, name: Name) -> bool:
    """Whether a name only owns what follows it: Japan's."""
    return any(place.masked.startswith(ending, name.end) for ending in place.lexicon.words("possessive"))


def _governed(place: Place, name: Name, start: int) -> bool:
    """Whether a preposition stands before a name, and so it is not the subject."""
    before = _WORD.findall(place.masked[max(start, name.start - 40) : name.start])
    while before and before[-1].lower() in {"the", "a", "an", "its", "his", "her", "their", "both"}:
        before.pop()
    return bool(before) and before[-1].lower() in place.lexicon.words("governed")


def _voiced(place: Place, name: Name, start: int) -> bool:
    """Whether what speaks is somebody or something of the name's: a spokesperson for the ministry."""
    before = {word.lower() for word in _WORD.findall(place.masked[max(start, name.start - 80) : name.start])}
    return bool(before & place.lexicon.words("voices"))


def _of_state(place: Place, name: Name, end: int) -> bool:
    """Whether a state's name only tells whose text or official speaks: the US readout."""
    following = _WORD.search(place.masked, name.end, end)
    return bool(name.actor.kind == STATE and following and following[0] in place.lexicon.words("voices"))


def _within(names: list[Name], start: int, end: int) -> list[Name]:
    return [name for name in names if start <= name.start and name.end <= end]


def _printed(place: Place, start: int, end: int) -> Speaker:
    words = place.masked[start:end].split()
    return Speaker(None, " ".join(words[-8:]).strip(" .!?"))
