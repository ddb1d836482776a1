"""Texts as they come: spaces, accents and signs that nobody sees, other encodings, files that are no texts."""

import json
import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readout.anchored import add_anchors
from readout.anchoring import Text, anchor_article
from readout.anchoring.encoding import likely_encoding
from readout.anchoring.texts import LARGEST
from readout.normal import NAME, PLAIN, SPACES, UNSEEN, fold, normalised, same_words, spans_of
from readout.problem import Problem
from readout.project import open_project
from readout.row import Row, Rows
from readout.words import count_words
from tests.conftest import Run
from tests.made import HARBOUR, HILL, TEXTS, edit, make_project, write

Do = Callable[..., Run]


def anchor(words: str, exact: str, occurrence: int | None = None) -> tuple[dict[str, Any], list[Problem]]:
    """The anchor of one piece of evidence, and the problems."""
    values = {"id": "e", "annotation": "a", "field": "evidence", "exact": exact, "occurrence": occurrence}
    row = Row("evidence", values, "a.md", ("coverage", 0))
    made = anchor_article(Row("articles", {"id": "a"}, "a.md", ()), [row], Text("a.txt", words.encode()))
    return made.anchors["anchors"].get("e", {}), made.problems


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("the old clock", "the old\r\nclock"), ("the old clock", "the\u00a0old clock"),
        ("the old clock", "the old  clock"), ("harbour", "h\u2060arbour"), ("harbour", "har\u200dbour"),
        ("the old clock", "the\u2009old\u202fclock"), ("the old clock", "the\told\n\nclock"), ("10 km", "10\u3000km"),
        ("harbour", "har\u00adbour"), ("harbour", "har\u200bbour"), ("harbour", "har\ufeffbour"),
        ("he said 5", "he \u200esaid\u200f 5"), ("so Ali said", "so \u2067Ali\u2069 said"), ("café", "cafe\u0301"),
        ("cafe\u0301", "café"), ("naïve café", "nai\u0308ve\u00a0cafe\u0301"), ("한국", "\u1112\u1161\u11ab국"),
        ("é", "e\u00ad\u0301"), ("\u1eb7", "a\u0306\u0323"), ("har\u00adbour", "harbour"), ("a \u00a0b", "a b"),
        ("👩🏽‍🚀 flew", "👩🏽‍🚀\u00a0flew"), ("بیت ها", "بیت\u00a0ها"), ("بیتها", "بیت\u200cها"),
    ],
)  # fmt: skip
def test_words_with_other_spaces_or_signs_that_nobody_sees_are_found(written: str, printed: str) -> None:
    """The anchor has the words as they stand in the text, at their offsets there, and names the normalisation."""
    text = f"“{printed}”, it says."
    found, problems = anchor(text, written)
    assert problems == []
    assert (found["exact"], found["start"], found["end"]) == (printed, 1, 1 + len(printed))
    assert found["normalisation"] == NAME == "readout-1"
    assert (found["prefix"], found["suffix"]) == ("“", "”, it says.")
    assert same_words(found, written)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("it's", "it’s"), ('"a"', "“a”"), ("a-b", "a–b"), ("a-b", "a\u2011b"), ("Ａ", "A"), ("½", "1/2"), ("ﬁn", "fin"),
        ("e", "é"), ("cafe ", "cafe\u0301\u00a0"), ("A", "a"), ("ss", "ß"), ("ab", "a b"), ("a…", "a..."),
        ("👩👧", "👩\u200d👧"), ("\u00ad", "\u200b"), ("👧\u00a0x", "👩\u200d👧 x"), (" ", "\u00a0"),
    ],
)  # fmt: skip
def test_nothing_else_is_levelled(written: str, printed: str) -> None:
    """Quotation marks, dashes, width, ligatures; no letter is cut from its accent, no emoji from its picture."""
    assert [problem.code for problem in anchor(printed, written)[1]] == ["R501"]


def test_words_that_stand_just_so_come_first() -> None:
    """The normalisation is tried only where they stand nowhere; occurrences are then counted under it."""
    found, _ = anchor("the\u00a0clock and the clock", "the clock")
    assert (found["start"], "normalisation" in found) == (14, False)
    found, _ = anchor("the\u00a0clock and the\nclock", "the clock", 2)
    assert (found["start"], found["exact"]) == (14, "the\nclock")
    assert [problem.code for problem in anchor("the\u00a0clock and the\nclock", "the clock")[1]] == ["R502"]


def test_a_byte_order_mark_is_the_first_code_point() -> None:
    """It counts, as any other does; evidence at the beginning is found behind it."""
    found, _ = anchor("\ufeffThe clock", "The clock")
    assert (found["start"], found["end"], found["prefix"]) == (1, 10, "\ufeff")
    assert "normalisation" not in found


EMOJI = ["👩🏽‍🚀", "👨‍👩‍👧", "❤️"]
PARTS = [*'abe xé’“"-', "e\u0301", "q\u0323\u0307", "漢", "\u1112\u1161", "한", "ไทย", "की", "a\u0344", *EMOJI]
LETTERS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=8)
NOISE = st.sampled_from(
    ["", "", "", "\u00ad", "\u200b", "\u200c", "\u2060", "\u200e", "\u2067", "\ufeff", "\u00ad\u200d"]
)
WHITE = st.sampled_from([" ", "\u00a0", "\r\n", "\n\n", " \u200b ", "\u2009", "\t", "\u00ad \u00a0"])


def printed_as(parts: list[str], data: st.DataObject) -> str:
    """Words as a page may have them: other spaces, signs that nobody sees, composed or decomposed."""
    decomposed = data.draw(st.booleans())
    said = ""
    for part in parts:
        said += data.draw(WHITE) if part == " " else unicodedata.normalize("NFD" if decomposed else "NFC", part)
        noise = data.draw(NOISE)
        said += noise.replace("\u200d", "") if part in EMOJI else noise  # between emoji a joiner means something
    return said


@given(LETTERS, LETTERS, LETTERS, st.data())
def test_what_is_found_has_the_words_of_the_evidence(
    before: list[str], words: list[str], after: list[str], data: st.DataObject
) -> None:
    """However the page has them: each place found says the evidence, and the place where it was put is among them."""
    exact = "".join(words)
    start = printed_as(before, data) + "|"
    middle = printed_as(words, data)
    text = f"{start}{middle}|{printed_as(after, data)}"
    spans = spans_of(fold(text), exact)
    assert all(normalised(text[first:last]) == normalised(exact) for first, last in spans)
    if normalised(exact).strip():
        assert any(len(start) <= first and last <= len(start) + len(middle) for first, last in spans)


@given(st.text(max_size=60))
def test_the_way_back_covers_any_text(text: str) -> None:
    """Of any text at all: stretches follow one another, and each says alone what it says in the text; twice is once."""
    folded = fold(text)
    assert len(folded.words) == len(folded.starts) == len(folded.ends)
    starts = [start for start in folded.starts if start >= 0]
    ends = [end for end in folded.ends if end >= 0]
    assert len(starts) == len(ends)
    assert all(start < end for start, end in zip(starts, ends, strict=True))
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
    assert "".join(normalised(text[start:end]) for start, end in zip(starts, ends, strict=True)) == folded.words
    assert normalised(folded.words) == folded.words
    assert unicodedata.is_normalized("NFC", folded.words)


def test_the_characters_of_the_fast_way_are_plain() -> None:
    """None of them is changed by composition, joins what stands before it, is white space or unseen."""
    found = [chr(code) for code in range(0x110000) if re.match(f"[{PLAIN}]", chr(code))]
    assert len(found) > 40_000
    for character in found:
        assert unicodedata.normalize("NFC", character) == character
        assert not unicodedata.combining(character)
        assert not unicodedata.category(character).startswith("M")
        assert character not in SPACES | UNSEEN


def test_an_anchor_made_under_a_normalisation_that_is_not_known_is_not_trusted() -> None:
    """Nor one whose words are others; without a normalisation the words are the very same."""
    assert same_words({"exact": "a b"}, "a b")
    assert not same_words({"exact": "a\u00a0b"}, "a b")
    assert same_words({"exact": "a\u00a0b", "normalisation": "readout-1"}, "a b")
    assert not same_words({"exact": "a\u00a0c", "normalisation": "readout-1"}, "a b")
    assert not same_words({"exact": "a\u00a0b", "normalisation": "readout-2"}, "a b")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0), ("The harbour-master's clock — it stopped.", 5), ("nine–ten, and/or 5.3%", 5), ("🕰 … “ ”", 0),
        ("船長は疲れていた。", 8), ("2025年12月", 4), ("Zoe\u0308 har\u00adbour", 2), ("हिन्दी में", 2),
        ("선장은 피곤했다", 2), ("ไทย", 3), ("a\u00a0b\r\nc", 3), ("мост закрыт", 2), ("one\u200btwo", 2),
    ],
)  # fmt: skip
def test_words_are_counted(text: str, count: int) -> None:
    """Between white space, dashes and slashes; where a script has no spaces, each character."""
    assert count_words(text) == count


@pytest.fixture
def project_folder(tmp_path: Path) -> Path:
    """A project with its texts."""
    return make_project(tmp_path)


def anchors_of(folder: Path, outlet: str = "harbour-post", article: str = HARBOUR) -> Path:
    """The anchors beside an article."""
    return folder / "sources" / "articles" / outlet / f"{article}.anchors.json"


def test_a_page_full_of_other_spaces_is_anchored_and_says_so(project_folder: Path, run: Do) -> None:
    """Every anchor that needed it names the normalisation; so do the rows of evidence, which keep their words."""
    text = TEXTS["harbour.txt"].replace("will never", "will\u00a0never").replace("forty", "for\u00adty")
    write(project_folder / "texts" / "harbour.txt", text)
    _, _, stderr = run("anchor", "--texts", project_folder / "texts", project=project_folder)
    assert "25 anchors in 3 texts, 2 of them under a normalisation" in stderr
    anchors = json.loads(anchors_of(project_folder).read_text(encoding="utf-8"))["anchors"].values()
    assert sorted(anchor["exact"] for anchor in anchors if "normalisation" in anchor) == [
        "The clock will\u00a0never stop again in our harbor", "for\u00adty steps",
    ]  # fmt: skip
    assert all(text[anchor["start"] : anchor["end"]] == anchor["exact"] for anchor in anchors)
    assert "R507" not in run("check", project=project_folder)[1]
    world = open_project(project_folder).world
    unit = next(unit for unit in world.firsts if unit.article and unit.article.id == HARBOUR)
    rows = Rows(unit.in_use())
    add_anchors(unit, rows)
    found = [row.values for row in rows["evidence"] if row.values.get("normalisation")]
    assert sorted(row["exact"] for row in found) == ["The clock will never stop again in our harbor", "forty steps"]
    assert {row["normalisation"] for row in found} == {"readout-1"}
    article = rows.by_id("articles")[HARBOUR]
    assert article.values["text_words"] == count_words(text)


@pytest.mark.parametrize(
    ("words", "encoding", "language", "iconv"),
    [
        ("The captain “slept” — all day, it’s said.", "cp1252", "en-GB", "WINDOWS-1252"),
        ("Капитан “спал”.", "cp1251", "ru", "WINDOWS-1251"), ("Gdzie jest żółta łódź?", "cp1250", "pl", "WINDOWS-1250"),
        ("船长很累，港口工人说。", "gb18030", "zh-Hans", "GB18030"), ("船長は疲れていた。", "euc_jp", "ja", "EUC-JP"),
        ("선장은 피곤했다", "cp949", "ko", "CP949"), ("The captain slept.", "utf-16-le", "ja", "UTF-16LE"),
    ],
)  # fmt: skip
def test_the_article_s_language_helps_to_tell_the_encoding(
    words: str, encoding: str, language: str, iconv: str
) -> None:
    """Also where a text is short, or has nothing but quotation marks beyond ASCII."""
    likely = likely_encoding(words.encode(encoding), language)
    assert likely is not None
    assert likely.iconv == iconv


ENCODED = "Le capitaine était fatigué, a dit le maire de la ville. Où est passée la porte ? “À l’été”, ça ira.\n" * 5
JAPANESE = "船長は疲れていたと港の労働者が語った。霧は橋より先に来た、と船長は説明した。\n" * 5
CHINESE = "船长很累，港口工人说。雾比桥先到，船长解释道。委员会关闭了这座桥九天。\n" * 5
TAIWANESE = "船長很累，港口工人說。霧比橋先到，船長解釋道。委員會關閉了這座橋九天。\n" * 5


@pytest.mark.parametrize(
    ("words", "encoding", "name", "iconv"),
    [
        (ENCODED, "cp1252", "Windows-1252", "WINDOWS-1252"), (JAPANESE, "shift_jis", "Shift_JIS", "CP932"),
        (JAPANESE, "euc_jp", "EUC-JP", "EUC-JP"), (CHINESE, "gb18030", "GB18030", "GB18030"),
        (TAIWANESE, "big5", "Big5", "BIG5"), (ENCODED, "utf-16", "UTF-16", "UTF-16"),
        (ENCODED, "utf-16-le", "UTF-16", "UTF-16LE"), (ENCODED, "utf-16-be", "UTF-16", "UTF-16BE"),
        ("plain words\n", "utf-16-le", "UTF-16", "UTF-16LE"), (JAPANESE, "utf-16-be", "UTF-16", "UTF-16BE"),
        (ENCODED, "utf-32", "UTF-32", "UTF-32"),
    ],
)  # fmt: skip
def test_the_encoding_of_a_text_is_named_with_its_remedy(
    project_folder: Path, run: Do, words: str, encoding: str, name: str, iconv: str
) -> None:
    """R101, once, at the line that names the text; the other articles are anchored."""
    (project_folder / "texts" / "harbour.txt").write_bytes(words.encode(encoding))
    stdout = run("anchor", "--texts", project_folder / "texts", project=project_folder)[1]
    assert stdout.count("R101") == stdout.count("harbour-post") == 1
    assert f"{HARBOUR}.md:8:7: R101 not-utf8: the text 'harbour.txt' " in stdout
    assert f"; it is likely {name}\n" in stdout
    assert f"hint: save it as UTF-8: `iconv -f {iconv} -t UTF-8 harbour.txt > NEW`" in stdout
    assert not anchors_of(project_folder).exists()
    assert anchors_of(project_folder, "hill-times", HILL).exists()
    assert words.encode(encoding).decode(iconv) == words


def make_empty(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf \r\n")


def make_nul(file: Path) -> None:
    file.write_bytes(b"\0" * 600)


def make_half_nul(file: Path) -> None:
    file.write_bytes("“Soup” is café\n".encode() + b"\0" * 6 + "“é” – ü".encode())


def cut_short(file: Path) -> None:
    file.write_bytes("“Soup” at the café".encode()[:-1])


def make_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def make_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def forbid(file: Path) -> None:
    file.chmod(0)


def make_large(file: Path) -> None:
    with file.open("wb") as written:
        written.truncate(LARGEST + 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (make_empty, "R103 empty-file: the text 'harbour.txt' is empty"),
        (make_nul, "R103 empty-file: the text 'harbour.txt' holds nothing but NUL characters"),
        (make_half_nul, "R101 not-utf8: the text 'harbour.txt' has a NUL character, which no text has, at byte 20"),
        (cut_short, "R101 not-utf8: the text 'harbour.txt' is not UTF-8 at byte 21"),
        (make_folder, "R102 not-a-file: the text 'harbour.txt' is no file"),
        (make_pipe, "R102 not-a-file: the text 'harbour.txt' is no file"),
        (forbid, "R114 unreadable-file: the text 'harbour.txt' can't be read: Permission denied"),
        (make_large, f"R113 file-too-large: the text 'harbour.txt' has {LARGEST + 1:,} bytes"),
    ],
)
def test_what_is_no_text_is_one_problem(
    project_folder: Path, run: Do, change: Callable[[Path], None], said: str
) -> None:
    """At the line that names it, with a hint; the other articles are anchored."""
    change(project_folder / "texts" / "harbour.txt")
    code, stdout, stderr = run("anchor", "--texts", project_folder / "texts", project=project_folder)
    assert code == 1, stderr
    assert f"{HARBOUR}.md:8:7: {said}" in stdout
    assert stdout.count("harbour.txt'") == 1
    assert anchors_of(project_folder, "hill-times", HILL).exists()
    assert not anchors_of(project_folder).exists()


def test_a_damaged_text_is_not_taken_for_another_encoding(project_folder: Path, run: Do) -> None:
    """One byte is wrong in a text that is UTF-8 else: no other encoding is named."""
    (project_folder / "texts" / "harbour.txt").write_bytes(ENCODED.encode() + b"\xff" + ENCODED.encode())
    stdout = run("anchor", "--texts", project_folder / "texts", project=project_folder)[1]
    assert f"is not UTF-8 at byte {len(ENCODED.encode())}\n" in stdout
    assert "the rest is UTF-8: it was damaged or cut short" in stdout
    assert "likely" not in stdout


def test_only_texts_of_the_story_are_looked_into_for_missing_words(project_folder: Path, run: Do) -> None:
    """Words from another article of the story say so; those of a story apart are not read for it."""
    article = project_folder / "sources" / "articles" / "harbour-post" / f"{HARBOUR}.md"
    edit(article, "evidence: in March}", "evidence: the guild says}")
    assert "; in valley.txt at " in run("anchor", "--texts", project_folder / "texts", project=project_folder)[1]
