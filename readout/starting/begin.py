"""A draft from a text, the registers and what the curator chose: the quotes are found and the candidates ranked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from readout.row import Rows
from readout.starting.candidates import Term, Vocabulary, could_be_known, names_of, terms_in
from readout.starting.cues import lexicon, listed
from readout.starting.front_matter import Draft, Line
from readout.starting.names import Names, actors_of
from readout.starting.quotations import find_quotations
from readout.starting.rows import Exact
from readout.starting.suggest import MOST as MOST_QUOTATIONS
from readout.starting.suggest import Suggestion, suggest
from readout.starting.zones import below_article

#: Quotations are looked for in so many characters of a text, and so many pieces of them are written down.
SEARCHED, MOST = 400_000, 1000
#: So many terms, and so many scare quotes, are proposed.
MOST_TERMS = 60


@dataclass(frozen=True)
class Chosen:
    """What is settled about an article before its text is looked at: its fields, its story, language and date."""

    fields: list[Line]
    head: list[str]
    story: str
    language: str
    published: str


def vocabulary_of(text: str, rows: Rows) -> Vocabulary:
    """What the text is made of, with the names of the registers' actors and places in it."""
    tables = [(rows["actors"], "id", "name"), (rows["actor_names"], "actor", "name")]
    tables += [(rows["places"], "id", "name"), (rows["place_names"], "place", "name")]
    return Vocabulary(text[:SEARCHED], names_of(*tables))


def told_of(rows: Rows) -> dict[str, str]:
    """What each story's title, claims and events say, by the story's id."""
    told = {row.id: [str(row.values["title"])] for row in rows["stories"]}
    for table, column in (("claims", "statement"), ("events", "title"), ("concepts", "title")):
        for row in rows[table]:
            told.get(str(row.values.get("story")), []).append(str(row.values[column]))
    return {story: "\n".join(words) for story, words in told.items()}


def begin(text: str, rows: Rows, chosen: Chosen, places: Callable[[str, str], list[int]]) -> Draft:
    """The draft of an article.

    Takes its text as given, the project's rows, what is chosen, and the function that finds all
    places of a string in a text (offsets in code points, as `readout anchor` counts them).
    """
    draft = Draft(chosen.head, chosen.fields, Exact(text, places))
    found = find_quotations(text[:SEARCHED])
    words = lexicon(chosen.language)
    made = suggest(text[:SEARCHED], found, Names(actors_of(rows["actors"], rows["actor_names"])), words)
    draft.below = below_article(text[:SEARCHED], found.paragraphs, made)
    above = [each for each in made if draft.below is None or each.pieces[0][0] < draft.below.start]
    speech = [each for each in above if not each.term]
    draft.quotes = _first(speech)
    scare = [each for each in above if each.term and len(each.pieces) == 1][:MOST_TERMS]
    spans = [(quotation.first, quotation.last) for quotation in found.quotations]
    terms = terms_in(text[: draft.below.start if draft.below else SEARCHED], rows["namings"], spans)
    draft.scare, draft.terms = _merged(text, scare, terms[:MOST_TERMS])
    vocabulary = vocabulary_of(text, rows)
    claims = vocabulary.rank((row for row in rows["claims"] if row.values["story"] == chosen.story), "statement")
    draft.claims = [claim for claim in claims if could_be_known(claim.row, chosen.published)]
    draft.early = [claim for claim in claims if not could_be_known(claim.row, chosen.published)]
    draft.events = vocabulary.rank((row for row in rows["events"] if row.values["story"] == chosen.story), "title")
    if words is None:
        known = ", ".join(listed())
        draft.remarks.append(
            f"No list of cues for '{chosen.language}', so no speaker is suggested; there are: {known}."
        )
    if len(draft.quotes) < len(speech) or len(found.quotations) > MOST_QUOTATIONS:
        count = f"{len(found.quotations):,} stretches in quotation marks"
        draft.remarks.append(f"The text has {count}; the first {len(draft.quotes):,} of them that are speech are here.")
    draft.remarks += _left_out(text, made, draft, found.stray)
    return draft


def _first(quotes: Iterable[Suggestion]) -> list[Suggestion]:
    """As many quotes as a draft can hold."""
    kept: list[Suggestion] = []
    pieces = 0
    for made in quotes:
        pieces += len(made.pieces)
        if pieces > MOST:
            break
        kept.append(made)
    return kept


def _merged(text: str, scare: list[Suggestion], terms: list[Term]) -> tuple[list[tuple[Suggestion, str]], list[Term]]:
    """Scare quotes with the concept that another article has the same words for, and the terms that are left."""
    concepts = {text[term.start : term.end].lower(): term.concept for term in terms}
    found = [(made, concepts.get(text[slice(*made.pieces[0])].lower(), "")) for made in scare]
    taken = {made.pieces[0] for made in scare}
    return found, [term for term in terms if (term.start, term.end) not in taken]


def _left_out(text: str, made: list[Suggestion], draft: Draft, stray: list[int]) -> list[str]:
    """What is not in the draft, and why: nothing is dropped without a word."""
    said: list[str] = []
    if len(text) > SEARCHED:
        said.append(f"Only the first {SEARCHED:,} of {len(text):,} characters were searched for quotations.")
    if draft.below and (below := sum(each.pieces[0][0] >= draft.below.start for each in made)):
        said.append(f"Left out: {below} in quotation marks below the article, from: {draft.below.heading}")
    if stray:
        lines = list(dict.fromkeys(text.count("\n", 0, at) + 1 for at in sorted(stray[:20])))
        said.append(
            f"Quotation marks without a partner: {len(stray):,}; look at line {', '.join(map(str, lines[:8]))}."
        )
    return said
