"""A draft as it is written: the front matter of a new article, with what the registers propose in comments."""

from dataclasses import dataclass, field

from readout.starting.candidates import Candidate, Term
from readout.starting.rows import Exact, quote_rows
from readout.starting.scalars import comment, quoted, value
from readout.starting.suggest import Suggestion
from readout.starting.zones import Below

#: Stands for the summary until somebody writes one.
TO_WRITE = "To be written."


@dataclass(frozen=True, slots=True)
class Line:
    """A field of the article, its value (None: unknown) and a remark for the comment beside it."""

    name: str
    value: str | None
    remark: str = ""


@dataclass
class Draft:
    """All that goes into a draft."""

    head: list[str]
    fields: list[Line]
    exact: Exact
    quotes: list[Suggestion] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    below: Below | None = None
    scare: list[tuple[Suggestion, str]] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    claims: list[Candidate] = field(default_factory=list)
    early: list[Candidate] = field(default_factory=list)
    events: list[Candidate] = field(default_factory=list)

    @property
    def candidates(self) -> int:
        """How many proposals the comments hold."""
        return len(self.claims) + len(self.events) + len(self.terms) + len(self.scare) + (self.below is not None)


def write_draft(draft: Draft) -> str:
    """The whole file, ending in a line break."""
    lines = ["---", *(f"# {comment(line)}" for line in draft.head)]
    for entry in draft.fields:
        first, *more = ["null"] if entry.value is None else value(entry.value, 0, len(entry.name) + 1).split("\n")
        remark = f"  # {comment(entry.remark)}" if entry.remark else ""
        lines += [f"{entry.name}: {first}{remark}", *more]
    for section in (_zones, _quotes, _claims, _events, _namings, _last):
        lines += section(draft)
    return "\n".join([*lines, "---", ""])


def _title(words: str) -> list[str]:
    return ["", f"# ── {words}"]


def _zones(draft: Draft) -> list[str]:
    if draft.below is None:
        return []
    start, heading = draft.below.start, draft.below.heading
    return [
        *_title("What in the text is not the article, as it seems"),
        "# zones:",
        f"#   - {{kind: {draft.below.kind}, from: {draft.exact.flow((start, start + len(heading)))}}}",
    ]


def _quotes(draft: Draft) -> list[str]:
    lines = _title("Whose words it renders, in the order of the text")
    lines += [f"# {comment(remark)}" for remark in draft.remarks]
    if not draft.quotes:
        return [*lines, "# No stretch of speech in quotation marks was found.", "# quotes:"]
    lines.append("# Each row is a guess: put it right, then take out its line `suggested`.")
    return [*lines, "quotes:", *quote_rows(draft.quotes, draft.exact)]


def _claims(draft: Draft) -> list[str]:
    lines = _title("What it does with each claim of the story")
    if not draft.claims and not draft.early:
        return [*lines, "# The story has no claims yet."]
    likely = [candidate for candidate in draft.claims if candidate.likely]
    rest = [candidate for candidate in draft.claims if not candidate.likely]
    if likely:
        lines += ["# Claims of the story, to be looked for; names and words of these occur in the text:", "# coverage:"]
        for candidate in likely:
            given = ", value: " if candidate.row.values.get("kind") == "value" else ""
            row = f"{{claim: {candidate.id}, stance: {given}, evidence: }}".replace(": , ,", ": ,")
            lines.append(f"#   - {row}  # {comment(candidate.words)}")
    if rest:
        lines += ["# The other claims of the story: `absent` if you looked and did not find them.", "# absent:"]
        lines += [f"#   - {candidate.id}  # {comment(candidate.words)}" for candidate in rest]
    if draft.early:
        lines.append("# Could not be known yet, and so not absent: " + ", ".join(each.id for each in draft.early))
    return lines


def _events(draft: Draft) -> list[str]:
    if not draft.events:
        return []
    lines = _title("Which events it speaks of")
    likely = [candidate for candidate in draft.events if candidate.likely]
    if likely:
        lines += ["# Events of the story, the likeliest first:", "# mentions:"]
    for candidate in likely:
        row = f"{{event: {candidate.id}, status: , evidence: }}"
        lines.append(f"#   - {row}  # {comment(candidate.words)}, {candidate.row.values.get('date') or 'no date'}")
    if rest := [candidate.id for candidate in draft.events if not candidate.likely]:
        lines.append("# The other events of the story: " + ", ".join(rest))
    return lines


def _namings(draft: Draft) -> list[str]:
    if not draft.terms and not draft.scare:
        return []
    lines = [*_title("What it calls things"), "# namings:"]
    if draft.scare:
        lines.append("#   # In quotation marks, and nobody is reported to say them:")
    for made, concept in draft.scare:
        marks = "hedge" if made.hedged else "scare"
        term = draft.exact.flow(made.pieces[0])
        lines.append(f"#   - {{concept: {concept}, term: {term}, voice: own, marks: {marks}, suggested: true}}")
    if draft.terms:
        lines.append("#   # Terms that other articles of the project use:")
    for found in draft.terms:
        term = draft.exact.flow((found.start, found.end))
        voice = "voice: quoted, voice_of: , marks: quoted" if found.quoted else "voice: own, marks: none"
        lines.append(f"#   - {{concept: {found.concept}, term: {term}, {voice}, suggested: true}}")
    return lines


def _last(draft: Draft) -> list[str]:
    lines = _title("How it stands to those it speaks of, and what it puts first")
    lines += ["# stances:", "#   - {toward: , score: , reason: , evidence: }"]
    lines += ["# frames:", "#   - {frame: , primary: true, reason: , evidence: }"]
    unknown = [entry.name for entry in draft.fields if entry.value is None]
    if unknown:
        ground = quoted("To be looked for; none was given when the draft was begun.")
        lines += ["", "grounds:"]
        lines += [f"  {name}: {{basis: not-found, ground: {ground}}}" for name in unknown]
    return lines
