"""A problem in the sources: one type of value, from every stage."""

from dataclasses import dataclass, replace

#: A step from a document's top to one of its values: keys and list indexes.
Pointer = tuple[str | int, ...]
#: From line and column (from 1, in code points) to line and column; the end is the first that is outside.
Span = tuple[int, int, int, int]

#: Every code and its name: the list of all that can be wrong, in the order of the stages.
NAMES = {
    # R1: files and their YAML
    "R101": "not-utf8",
    "R102": "not-a-file",
    "R103": "empty-file",
    "R104": "yaml-syntax",
    "R105": "repeated-key",
    "R106": "yaml-alias",
    "R107": "yaml-tag",
    "R108": "second-document",
    "R109": "nested-too-deep",
    "R110": "no-front-matter",
    "R111": "misplaced-file",
    "R112": "bad-file-name",
    "R113": "file-too-large",
    "R114": "unreadable-file",
    "R115": "second-without-first",
    "R116": "same-curator-twice",
    "R117": "unseen-character",
    "R118": "too-many-values",
    "R119": "too-many-problems",
    # R2: the shape of a record
    "R201": "unknown-field",
    "R202": "missing-field",
    "R203": "wrong-type",
    "R204": "not-in-vocabulary",
    "R205": "bad-format",
    "R206": "out-of-bounds",
    "R207": "fields-do-not-fit",
    "R208": "bad-id",
    # R3: ids and references
    "R301": "unknown-reference",
    "R302": "duplicate-id",
    "R303": "duplicate-annotation",
    "R304": "circular-reference",
    "R305": "withdrawn-reference",
    "R306": "reused-id",
    # R4: what the fields say together
    "R401": "null-without-ground",
    "R402": "ground-without-field",
    "R403": "locator-too-long",
    "R404": "date-mismatch",
    "R405": "bad-value",
    "R406": "absent-too-early",
    "R407": "claim-of-another-story",
    "R408": "quotation-budget",
    "R409": "quote-twice",
    "R410": "quote-without-speaker",
    "R411": "speakers-disagree",
    "R412": "event-after-article",
    "R413": "absent-with-evidence",
    "R414": "claim-checked-once",
    "R415": "naming-without-rival",
    "R416": "stance-without-reason",
    "R417": "unused-id",
    "R418": "unconfirmed-suggestion",
    "R419": "needless-exception",
    # R5: anchors and texts
    "R501": "evidence-not-found",
    "R502": "evidence-repeated",
    "R503": "stale-anchors",
    "R504": "text-changed",
    "R505": "text-missing",
    "R506": "evidence-in-zone",
    "R507": "bad-anchors-file",
    "R508": "zone-backwards",
    "R509": "anchor-elsewhere",
    # R6: the schema itself, and the SQL that belongs to it
    "R601": "schema-keyword",
    "R602": "schema-value",
    "R603": "schema-reference",
    "R604": "schema-vocabulary",
    "R605": "schema-description",
    "R606": "schema-contradiction",
    "R607": "bad-sql",
    # R7: what is imported
    "R701": "foreign-file",
    "R702": "not-in-corpus",
}


#: So many problems of one file are told: nobody reads more at once.
MOST = 500
#: So many characters a message or a hint has at the most, whatever words of the sources it repeats.
LONGEST = 1000

#: What only judgement can tell: a record may except these for a reason (`allow`).
MAY_BE_EXCEPTED = frozenset({"R408", "R409", "R410", "R411", "R412", "R413", "R414", "R415", "R416", "R417"})


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands.

    `path` is relative to the project, with forward slashes. `line` and `column` count from 1,
    columns in Unicode code points; 0 means not known yet, and then `pointer` says which value of
    the document is meant (`key`: the key that names it, rather than the value). `end_line` and
    `end_column` are the first position behind it; 0 where the file as a whole is meant, of which
    there is nothing to show.
    """

    path: str
    line: int = 0
    column: int = 0
    pointer: Pointer = ()
    key: bool = False
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line or 1}:{self.column or 1}"

    def at(self, span: Span) -> "Place":
        """The same place with its lines and columns."""
        line, column, end_line, end_column = span
        return replace(self, line=line, column=column, end_line=end_line, end_column=end_column)

    @property
    def span(self) -> Span | None:
        """Where it begins and ends; None where the file as a whole is meant."""
        return (self.line, self.column, self.end_line, self.end_column) if self.end_line else None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the sources that a person has to put right.

    `fix` is the word that belongs in just this place, where only one can be meant.
    """

    place: Place
    code: str
    message: str
    hint: str = ""
    fix: str | None = None

    def __post_init__(self) -> None:
        """Cut a message and a hint that are too long for anybody."""
        if len(self.message) > LONGEST:
            object.__setattr__(self, "message", self.message[: LONGEST - 1] + "…")
        if len(self.hint) > LONGEST:
            object.__setattr__(self, "hint", self.hint[: LONGEST - 1] + "…")

    @property
    def name(self) -> str:
        """The code's readable name, such as `unknown-reference`."""
        return NAMES[self.code]

    def __str__(self) -> str:
        first = f"{self.place}: {self.code} {self.name}: {self.message}"
        return f"{first}\n  hint: {self.hint}" if self.hint else first

    def sort_key(self) -> tuple[str, bool, int, int, str, str]:
        """Order of report: by place, then by code; that there are more comes last of its file."""
        return (self.place.path, self.code == "R119", self.place.line, self.place.column, self.code, self.message)


def short(word: str) -> str:
    """A word of the sources as a message repeats it: its beginning, where it is very long."""
    return word if len(word) <= 100 else f"{word[:97]}…"


def few(problems: list[Problem], path: str) -> list[Problem]:
    """As many problems of one file as are told; R119 in place of those beyond."""
    if len(problems) <= MOST:
        return problems
    told = [problem for problem in problems if problem.code != "R119"]
    said = [problem.message for problem in problems if problem.code == "R119"]  # not all were looked for
    message = said[-1] if said else f"{len(problems) - MOST:,} more problems in this file are not shown"
    return [*told[:MOST], Problem(Place(path), "R119", message, FIRST)]


#: What to do about more problems than are told.
FIRST = "put the others right first; often one slip is behind many"


class Faulty(Exception):
    """The sources have problems, which are to be shown; `said` tells what was done all the same."""

    def __init__(self, problems: list[Problem], said: str = "nothing was written") -> None:
        super().__init__(problems)
        self.problems = problems
        self.said = said
