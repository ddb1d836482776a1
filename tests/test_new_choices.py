"""What is concluded about a new article: its date, its file name, its headline, and whether words are an address."""

import pytest

from readout.starting.appeared import from_address, from_text, of_file
from readout.starting.choices import Undecided, address_of, headline_of, published_of
from readout.starting.cues import lexicon
from readout.starting.names import Names
from readout.starting.phrases import Phrases
from readout.starting.quotations import find_quotations
from readout.starting.slug import slug_of, words_of
from readout.starting.suggest import suggest
from readout.starting.zones import below_article


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("/2025/12/13/bridge", "2025-12-13"),
        ("/2025/1/3/bridge", "2025-01-03"),
        ("/town/20251212-298118", "2025-12-12"),
        ("/bridge-2025-12-12.html", "2025-12-12"),
        ("/bridge--20260109121245", "2026-01-09"),
        ("/page/202512/1350378.shtml", "2025-12"),
        ("/2025/13/45/bridge", None),
        ("/19999999", None),
        ("/bridge", None),
    ],
)
def test_date_of_an_address(path: str, date: str | None) -> None:
    """The usual forms of dates in addresses; what is no day of the calendar is none."""
    found = from_address("https://lantern.example" + path)
    assert (found.date if found else None) == date


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("09:15 UTC, December 12, 2025", "2025-12-12"),
        ("Printed: Dec. 12, 2025, 7:05 AM", "2025-12-12"),
        ("4th June 2024", "2024-06-04"),
        ("3. März 2024", "2024-03-03"),
        ("12 décembre 2025", "2025-12-12"),
        ("3 de mayo de 2024", "2024-05-03"),
        ("2025年12月2日", "2025-12-02"),
        ("date 2026-01-09 Otterby", "2026-01-09"),
        ("On March 9, 2026, in Otterby, the mayor saw the owners of the ferry to look at the gate, " * 2, None),
        ("The mayor marched 12 2024 steps", None),
        ("February 30, 2024", None),
    ],
)
def test_date_near_the_top(line: str, date: str | None) -> None:
    """A date line in several languages; a date in a sentence of the article is not when it appeared."""
    found = from_text(f"A headline\n\n{line}\nMore.")
    assert (found.date if found else None) == date
    assert found is None or found.source == "line 3 of the text"


def test_which_date_is_taken() -> None:
    """What is given goes first, then the address, then the text; the finer of two that agree; a difference is told."""
    text = "A headline\nJune 3, 2024\n"
    assert published_of("2023-01", "https://a.example/2024/06/03/x", text)[0].date == "2023-01"
    assert published_of(None, "https://a.example/202406/1", text)[0].date == "2024-06-03"
    found, remark = published_of(None, "https://a.example/2024/06/02/x", text)
    assert (found.date, remark) == (
        "2024-06-02", "the address has the date 2024-06-02, and line 2 of the text 2024-06-03",
    )  # fmt: skip
    with pytest.raises(Undecided, match="give --date"):
        published_of(None, "https://a.example/x", "A headline")


@pytest.mark.parametrize(
    ("edtf", "name"),
    [
        ("2025-12-12", "2025-12-12"),
        ("2025-12-12T16:31:00+09:00", "2025-12-12"),
        ("2026-01-17/..", "2026-01-17"),
        ("../2025-03", "2025-03"),
        ("2025-12~", "2025-12"),
        ("2025", "2025"),
    ],
)
def test_date_of_a_file_name(edtf: str, name: str) -> None:
    """A file's name begins with the plain part of the date."""
    assert of_file(edtf) == name


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Japan’s Bridge: “shut”!", "japans-bridge-shut"),
        ("Häfen & Brücken", "hafen-brucken"),
        ("Мост закрыт", "most-zakryt"),
        ("🎉", ""),
    ],
)
def test_slug(words: str, slug: str) -> None:
    """Any script becomes lower-case ASCII; nothing stays of what has no letters."""
    assert slug_of(words) == slug


def test_slug_is_cut_between_words() -> None:
    """A long headline gives a name of at most sixty characters, cut between words."""
    slug = slug_of("harbour " * 20)
    assert slug == "-".join(["harbour"] * 7)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/town/ferry-bumps-bridge.html?x=1", "ferry bumps bridge"),
        ("/town/ferry_bumps_bridge--20260109121245", "ferry bumps bridge"),
        ("/ferry-bumps-bridge/", "ferry bumps bridge"),
        ("/%E5%B0%8F%E6%B3%89-%E9%9B%BB%E8%A9%B1", "小泉 電話"),
        ("/page/202512/1350378.shtml", ""),
        ("/town/20251212-298118", ""),
        ("/", ""),
    ],
)
def test_words_of_an_address(path: str, words: str) -> None:
    """The last part of a path as words, without endings and codes; nothing where it is a number."""
    assert words_of("https://lantern.example" + path) == words


def test_headline() -> None:
    """What is given, or the first line that is no kicker; a long first paragraph is no headline."""
    assert headline_of(None, None, None, "\n Ferry bumps\u00a0bridge \nBy Ida") == (
        "Ferry bumps bridge", "the first line of the text",
    )  # fmt: skip
    kicker = headline_of(None, None, None, "THE TOWN\nFerry bumps bridge\n")
    assert kicker == ("Ferry bumps bridge", "the second line of the text; above it stands: THE TOWN")
    long = "A sentence that goes on. " * 20
    made = headline_of(None, None, "https://lantern.example/ferry-bumps-bridge", long)
    assert made == ("Ferry bumps bridge", "made of the address; write the one that is printed")
    with pytest.raises(Undecided, match="give --headline"):
        headline_of(None, None, None, long)


def test_titles_are_no_addresses() -> None:
    """A title may hold a colon; an address of another kind is no title."""
    assert address_of("Ferry: the gate is found") is None
    assert address_of(" https://lantern.example/a ") == "https://lantern.example/a"
    for other in ("ftp://a.example/x", "javascript:alert(1)", "http://", "https://[::1", "mailto:ida@lantern.example"):
        with pytest.raises(Undecided):
            address_of(other)


def test_phrases_that_overlap() -> None:
    """The longest phrase wins wherever it begins; one word is told by its capitals, several are not."""
    phrases: Phrases[str] = Phrases()
    for phrase in ("the US", "US Department of War", "Li", "the ministry", "小泉", "小泉防衛相"):
        phrases.add(phrase, phrase)
    text = "THE MINISTRY and the US Department of War met Li, not a lily or li; 小泉防衛相が来た。"
    found = [(text[hit.start : hit.end], hit.values[0]) for hit in phrases.find(text)]
    assert found == [
        ("THE MINISTRY", "the ministry"), ("US Department of War", "US Department of War"), ("Li", "Li"),
        ("小泉防衛相", "小泉防衛相"),
    ]  # fmt: skip


def test_what_stands_below_an_article() -> None:
    """A heading of links ends the article, but not where somebody is quoted in full further down."""
    article = "A headline\n" + "A sentence of the article.\n" * 6

    def heading(text: str) -> str | None:
        found = find_quotations(text)
        below = below_article(text, found.paragraphs, suggest(text, found, Names([]), lexicon("en")))
        return below.heading if below else None

    assert heading(article + "Related Articles\n‘Gate’ found") == "Related Articles"
    assert heading(article + "No such line\n‘Gate’ found") is None
    teaser = "Read more\n“The bridge is shut,” said the mayor of the town.\n"
    assert heading(article + teaser) is None
    assert heading(article + teaser + "Most read\n‘Gate’ found") == "Most read"
