"""Renderings of one utterance against each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readout.row import Row
from readout.variants import (
    ALL_PAIRS,
    Change,
    Rendering,
    compare,
    pairs,
    same_language,
    show,
    spelling,
    split_words,
    variants_of,
)


def rendering(text: str, name: str = "q") -> Rendering:
    """A rendering of one quote."""
    return Rendering(name, f"article-{name}", split_words(text))


def difference(first: str, second: str) -> str:
    """The second text read against the first, as readers see it."""
    return show(compare(rendering(first), rendering(second)))


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ("We agreed to meet soon", "We agreed to meet soon", "We agreed to meet soon"),
        ("We agreed to meet very soon", "We agreed to meet soon", "We agreed to meet [-very-] soon"),
        ("We agreed to meet soon", "We agreed again to meet soon", "We agreed {+again+} to meet soon"),
        (
            "any actions to increase tensions",
            "any actions that raise tensions",
            "any actions [-to increase-]{+that raise+} tensions",
        ),
        (
            "the defence of our harbour",
            "the defense of our harbor",
            "the [-defence-]{+defense+} of our [-harbour-]{+harbor+}",
        ),
        ("The clock will never stop", "The clock will … stop", "The clock will [-never-] stop"),
        ("the clock (of the quay) stops", "the clock [of the quay] stops", "the clock of the quay stops"),
        ("“It’s over”, he said", "it's over he said", "it's over he said"),
        ("the U.S. side", "the US side", "the US side"),
        ("one two", "three four", "[-one two-]{+three four+}"),
    ],
)
def test_words_dropped_added_replaced_and_respelt(first: str, second: str, shown: str) -> None:
    """Case, punctuation, apostrophes and the dots of abbreviations make no difference; words and spellings do."""
    assert difference(first, second) == shown


@pytest.mark.parametrize(
    ("american", "british"),
    [
        ("defense", "defence"), ("harbor", "harbour"), ("organization", "organisation"), ("realize", "realise"),
        ("realized", "realised"), ("realizing", "realising"), ("center", "centre"), ("theaters", "theatres"),
        ("traveled", "travelled"), ("signaling", "signalling"), ("dialog", "dialogue"), ("favorable", "favourable"),
        ("labor", "labour"), ("neighbors", "neighbours"), ("analogs", "analogues"),
    ],
)  # fmt: skip
def test_american_and_british_spellings_are_one_word(american: str, british: str) -> None:
    """In both directions; and the change is `respelt`, not `replaced`."""
    for first, second in ((american, british), (british, american)):
        assert [change.operation for change in compare(rendering(first), rendering(second))] == ["respelt"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("four", "for"), ("our", "or"), ("tree", "ter"), ("well", "wel"), ("call", "cal"),
     ("incident", "incidents"), ("meter", "metre's"), ("sour", "sore")],
)  # fmt: skip
def test_words_that_only_look_alike_are_different(one: str, other: str) -> None:
    """Short words and other endings are left alone."""
    assert spelling(one) != spelling(other)


@pytest.mark.parametrize(("one", "other"), [("filled", "filed"), ("stalled", "staled"), ("prised", "prized")])
def test_words_of_different_meaning_are_not_one(one: str, other: str) -> None:
    """`filled` is not a spelling of `filed`."""
    assert spelling(one) != spelling(other)


def rows_for(*quotes: tuple[str, str, str], original: str | None = None, language: str = "en") -> list[Row]:
    """Rows of variants: quotes as (id, words, language of the article), of one utterance."""
    ordered = sorted((name, f"article-{name}", words, tongue) for name, words, tongue in quotes)
    return variants_of("u", original, language, ordered)


def only_variant(*quotes: tuple[str, str, str], original: str | None = None) -> dict[str, object]:
    """The one pair that some quotes make."""
    found = [row.values for row in rows_for(*quotes, original=original) if row.table == "quote_variants"]
    assert len(found) == 1
    return found[0]


def test_the_counts_of_a_pair() -> None:
    """Worked out by hand: of 8 words and 7, 4 are the same, 1 is respelt, 1 dropped, 2 replaced; likeness 10/15."""
    pair = only_variant(
        ("a", "The old harbour clock will never stop again", "en"), ("b", "The harbor clock will not halt again", "en")
    )
    counts = {name.removeprefix("words_"): number for name, number in pair.items() if name.startswith("words_")}
    assert counts == {"same": 4, "respelt": 1, "dropped": 1, "added": 0, "replaced": 2}
    assert pair["likeness"] == round(10 / 15, 4)
    assert pair["difference"] == "The [-old-] [-harbour-]{+harbor+} clock will [-never stop-]{+not halt+} again"
    assert (pair["quote_a"], pair["quote_b"], pair["article_a"], pair["article_b"]) == (
        "a",
        "b",
        "article-a",
        "article-b",
    )


def test_the_fuller_of_two_comes_first() -> None:
    """Whatever their ids and order, so that `dropped` means the same in every row."""
    short, full = ("a", "never stop", "en"), ("b", "will never stop again", "en")
    for quotes in ((short, full), (full, short)):
        pair = only_variant(*quotes)
        assert (pair["quote_a"], pair["quote_b"]) == ("b", "a")
        assert (pair["words_dropped"], pair["words_added"]) == (2, 0)


def test_the_changes_of_a_pair_are_rows_in_order() -> None:
    """Each stretch with its words on both sides; null where a side has none."""
    rows = rows_for(("a", "The old clock will stop", "en"), ("b", "The clock must stop", "en"))
    changes = [row.values for row in rows if row.table == "quote_changes"]
    assert [(c["seq"], c["operation"], c["words_a"], c["words_b"]) for c in changes] == [
        (0, "same", "The", "The"),
        (1, "dropped", "old", None),
        (2, "same", "clock", "clock"),
        (3, "replaced", "will", "must"),
        (4, "same", "stop", "stop"),
    ]
    assert len({change["variant"] for change in changes}) == 1


def test_the_original_is_compared_in_its_own_language_only() -> None:
    """British and American articles with an English original; a Japanese one has nothing to compare word by word."""
    quotes = (("a", "never stop", "en-GB"), ("b", "never halt", "en-US"), ("c", "決して", "ja"))
    rows = rows_for(*quotes, original="It will never stop")
    against = [row.values["quote_b"] for row in rows if row.table == "quote_variants" and row.values["quote_a"] is None]
    assert against == ["a", "b"]
    assert same_language("en-GB", "en")
    assert not same_language("en", "ja")
    assert not same_language(None, "en")


def test_one_rendering_without_an_original_makes_no_pair() -> None:
    """Nor do renderings without quoted words, or of different utterances."""
    assert rows_for(("a", "never stop", "en")) == []
    assert rows_for(("a", "never stop", "en"), ("b", "…", "en")) == []
    assert rows_for(("a", "never stop", "en"), original="…") == []


def test_of_more_than_twelve_renderings_each_is_compared_with_the_fullest() -> None:
    """Twelve make 66 pairs, thirteen make twelve."""
    many = [rendering("word " * (number + 1), f"q{number:02}") for number in range(ALL_PAIRS + 1)]
    assert ALL_PAIRS == 12
    assert len(list(pairs(many[:12]))) == 66
    found = list(pairs(many))
    assert len(found) == 12
    assert {first.quote for first, _ in found} == {"q12"}
    assert {second.quote for _, second in found} == {f"q{number:02}" for number in range(12)}


def test_ids_of_pairs_do_not_depend_on_the_other_pairs() -> None:
    """A third rendering adds pairs, and leaves the first as it was."""
    quotes = [("a", "will never stop again", "en"), ("b", "never stop again", "en"), ("c", "never stop", "en")]
    two = {row.id for row in rows_for(*quotes[:2])}
    assert two <= {row.id for row in rows_for(*quotes)}
    assert {row.id for row in rows_for(*quotes)} == {row.id for row in rows_for(*reversed(quotes))}


WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "clock",
            "harbour",
            "harbor",
            "stops",
            "never",
            "defence",
            "defense",
            "U.S.",
            "US",
            "it’s",
            "it's",
            "🕰x",
        ]
    ),
    max_size=12,
)


def words_of(changes: list[Change], side: str) -> tuple[str, ...]:
    """All words of one side, in order."""
    return tuple(word for change in changes for word in getattr(change, side))


@given(WORDS, WORDS)
def test_the_changes_give_back_both_renderings(first: list[str], second: list[str]) -> None:
    """Nothing is lost: the words of the changes, one after another, are the words of each rendering."""
    a, b = rendering(" ".join(first), "a"), rendering(" ".join(second), "b")
    changes = compare(a, b)
    assert words_of(changes, "words_a") == a.words
    assert words_of(changes, "words_b") == b.words
    assert all(change.words_b == () for change in changes if change.operation == "dropped")
    assert all(change.words_a == () for change in changes if change.operation == "added")
    assert all(change.words_a and change.words_b for change in changes if change.operation == "replaced")


@given(WORDS)
def test_a_rendering_does_not_differ_from_itself(words: list[str]) -> None:
    """All words are the same."""
    assert {change.operation for change in compare(rendering(" ".join(words)), rendering(" ".join(words)))} <= {"same"}


@given(WORDS.filter(bool), WORDS.filter(bool))
def test_what_one_drops_the_other_adds(first: list[str], second: list[str]) -> None:
    """Read the other way round, the counts are the same words seen from the other side."""
    there = compare(rendering(" ".join(first)), rendering(" ".join(second)))
    total = dict.fromkeys(("same", "respelt", "dropped", "added", "replaced"), 0)
    for change in there:
        total[change.operation] += len(change.words_a) or len(change.words_b)
    words_a, words_b = len(rendering(" ".join(first)).words), len(rendering(" ".join(second)).words)
    replaced_b = sum(len(change.words_b) for change in there if change.operation == "replaced")
    assert total["same"] + total["respelt"] + total["dropped"] + total["replaced"] == words_a
    assert total["same"] + total["respelt"] + total["added"] + replaced_b == words_b


def test_likeness_does_not_depend_on_which_comes_first() -> None:
    """The order of two renderings of equal length is that of their ids; their likeness is not."""
    one, other = "the clock stops again never", "never the clock stops again"
    there, back = only_variant(("a", one, "en"), ("b", other, "en")), only_variant(("a", other, "en"), ("b", one, "en"))
    assert there["likeness"] == back["likeness"] == 0.8
    assert (there["words_dropped"], there["words_added"]) == (back["words_added"], back["words_dropped"]) == (1, 1)
