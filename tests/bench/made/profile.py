"""How much an annotation holds: the usual one, and one as rich as the repository's own five."""

from dataclasses import dataclass

#: Median, least and most.
Amount = tuple[int, int, int]


@dataclass(frozen=True)
class Profile:
    """Rows an article, claims a story, and the share of rows that have a note (0 to 1)."""

    quotes: Amount
    coverage: Amount
    mentions: Amount
    namings: Amount
    stances: Amount
    frames: Amount
    claims: Amount
    filler: Amount
    note_words: Amount
    notes: float


#: As a team annotates a stream of news: the telling quotes, a finding a claim, few remarks.
USUAL = Profile(
    quotes=(4, 2, 14), coverage=(8, 5, 25), mentions=(3, 2, 8), namings=(5, 3, 12), stances=(1, 1, 4),
    frames=(1, 1, 3), claims=(16, 6, 40), filler=(14, 4, 90), note_words=(40, 0, 300), notes=0.08,
)  # fmt: skip
#: As the repository's five: every statement, claim and term, with a note on most.
RICH = Profile(
    quotes=(18, 11, 30), coverage=(24, 12, 45), mentions=(14, 8, 25), namings=(38, 25, 61), stances=(3, 2, 6),
    frames=(2, 1, 3), claims=(45, 20, 90), filler=(25, 8, 120), note_words=(150, 30, 300), notes=0.5,
)  # fmt: skip
