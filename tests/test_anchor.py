"""Anchors: where each piece of evidence stands in its article's text, found and kept."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readout.anchoring import Text, anchor_article
from readout.anchoring.find import CONTEXT, occurrences
from readout.anchors_file import write_anchors
from readout.problem import Problem
from readout.row import Row
from readout.spans import covered
from tests.made import HARBOUR, HILL, TEXTS, codes, edit, make_project, write

Run = Callable[..., tuple[int, str, str]]


def evidence(*pieces: str | tuple[str, int], annotation: str = "q") -> list[Row]:
    """Rows of evidence for the pieces of one span."""
    rows = []
    for seq, piece in enumerate(pieces):
        exact, occurrence = piece if isinstance(piece, tuple) else (piece, None)
        values = {"id": f"{annotation}-{seq}", "annotation": annotation, "field": "exact", "exact": exact}
        rows.append(Row("evidence", {**values, "occurrence": occurrence}, "a.md", ("quotes", 0)))
    return rows


ARTICLE_ROW = Row("articles", {"id": "a"}, "a.md", ())


def found(words: str, rows: list[Row], **others: str) -> tuple[dict[str, Any], list[Problem]]:
    """The anchors by id, and the problems."""
    texts = [Text(name, other.encode()) for name, other in others.items()]
    made = anchor_article(ARTICLE_ROW, rows, Text("a.txt", words.encode()), others=lambda: texts)
    return made.anchors["anchors"], made.problems


def starts(words: str, *pieces: str | tuple[str, int]) -> list[int]:
    """Where the pieces of one span start, when all are found."""
    anchors, problems = found(words, evidence(*pieces))
    assert problems == []
    return [anchors[f"q-{seq}"]["start"] for seq in range(len(pieces))]


def only_problem(words: str, *pieces: str | tuple[str, int], **others: str) -> Problem:
    """The one problem of a span."""
    _, problems = found(words, evidence(*pieces), **others)
    assert len(problems) == 1
    return problems[0]


def test_words_are_found_with_what_stands_around_them() -> None:
    """Start, end (exclusive), and up to 32 code points before and after; a plain text needs no normalisation."""
    anchors, problems = found("a" * 40 + "<here>" + "b" * 40, evidence("here"))
    assert problems == []
    assert anchors == {
        "q-0": {"exact": "here", "start": 41, "end": 45, "prefix": "a" * 31 + "<", "suffix": ">" + "b" * 31}
    }
    assert len(anchors["q-0"]["prefix"]) == len(anchors["q-0"]["suffix"]) == CONTEXT == 32


def test_at_the_ends_of_a_text_there_is_less_around() -> None:
    """The whole text is found, with nothing before and after."""
    anchors, _ = found("here", evidence("here"))
    assert anchors["q-0"] == {"exact": "here", "start": 0, "end": 4, "prefix": "", "suffix": ""}


def test_words_that_are_missing_say_where_they_stand_otherwise() -> None:
    """The other texts that have them, with the place, and the nearest words of this one."""
    problem = only_problem(
        "He will never stopp again, he said.", "never stop again", **{"b.txt": "So never stop again.", "c.txt": "No."}
    )
    assert problem.code == "R501"
    assert problem.message.startswith("'never stop again' is not in this text; in b.txt at 3; nearest here, at ")
    assert "c.txt" not in problem.message
    assert "stopp again" in problem.message
    assert problem.hint == "copy the words from the text, with its own quotation marks, dashes and spaces"


def test_other_texts_are_read_only_for_words_that_are_missing() -> None:
    """Where all is found, nobody asks for them."""
    text = Text("a.txt", b"So never stop again, again.")
    made = anchor_article(ARTICLE_ROW, evidence("never stop", ("again", 2)), text, others=lambda: pytest.fail("asked"))
    assert made.problems == []


def test_words_like_no_others_say_only_that_they_are_missing() -> None:
    """Nothing is near enough to be worth showing."""
    assert only_problem("Soup is hot.", "quarrelsome zebras").message == "'quarrelsome zebras' is not in this text"


def test_quotation_marks_and_dashes_are_not_levelled() -> None:
    """A straight apostrophe is not a typographic one, a hyphen no dash, a capital no small letter."""
    for written, printed in (("it's", "it’s"), ("a-b", "a–b"), ("ab", "a b"), ("“a”", '"a"'), ("A", "a"), ("１", "1")):
        problem = only_problem(printed, written)
        assert problem.code == "R501"


def test_words_that_stand_twice_have_to_be_told_apart() -> None:
    """The problem shows each of them in its surroundings."""
    problem = only_problem("One clock here. Another clock there.", "clock")
    assert (problem.code, problem.message) == ("R502", "'clock' stands 2 times in this text")
    assert problem.hint == (
        "write more of the words, or {exact: …, occurrence: N}, where "
        "1 is '…One clock here. Another clock…'; 2 is '…clock here. Another clock there.…'"
    )


def test_an_occurrence_tells_them_apart() -> None:
    """Counted from 1; those that overlap count, too."""
    assert starts("clock clock clock", ("clock", 2)) == [6]
    assert starts("clock", ("clock", 1)) == [0]
    assert starts("aaaa", ("aa", 3)) == [2]
    assert occurrences("aaaa", "aa") == [0, 1, 2]


def test_an_occurrence_that_is_not_there_is_a_problem() -> None:
    """It says how many there are."""
    problem = only_problem("clock clock", ("clock", 3))
    assert problem.code == "R501"
    assert problem.message == "occurrence 3 of 'clock', which stands here 2 times"
    assert problem.hint == "write an occurrence from 1 to 2"


def test_an_occurrence_of_words_that_are_missing_is_missing() -> None:
    """That they stand here no times would not help."""
    assert only_problem("bell", ("clock", 2)).message.startswith("'clock' is not in this text")


def test_further_pieces_of_a_span_are_sought_behind_the_first() -> None:
    """The first must be unique; the next is the first one after it, though it stands before as well."""
    assert starts("stop now. The clock will, he said, stop now.", "The clock will", "stop now") == [10, 35]
    assert starts("a x b x c x", "b", "x", "x") == [4, 6, 10]


def test_a_first_piece_that_stands_twice_is_a_problem() -> None:
    """And so is a further one, if it stands twice, and only before the first."""
    assert only_problem("x b x", "x", "b").code == "R502"
    assert only_problem("x x b", "b", "x").code == "R502"


def test_pieces_of_different_annotations_do_not_follow_one_another() -> None:
    """Another annotation's words do not count as the piece before."""
    _, problems = found("a x b x", [*evidence("b"), *evidence("x", annotation="r")])
    assert codes(problems) == ["R502"]


def test_offsets_are_code_points() -> None:
    """An astral character is one, a combining mark is one, and so is each character of a flag."""
    assert starts("🕰🕰 here", "here") == [3]
    assert starts("e\u0301é here", "here") == [4]
    assert starts("🇯🇵 here", "here") == [3]
    anchors, _ = found("x 🕰 e\u0301 y", evidence("🕰 e\u0301"))
    assert (anchors["q-0"]["start"], anchors["q-0"]["end"]) == (2, 6)


def test_words_that_stand_just_so_are_not_normalised() -> None:
    """A letter with a combining mark is found as it stands, though the composed letter stands there, too."""
    assert starts("cafe\u0301 cafés", "cafe\u0301") == [0]
    anchors, _ = found("cafe\u0301 cafés", evidence("cafés"))
    assert "normalisation" not in anchors["q-0"]


def test_line_ends_stay_as_they_are() -> None:
    """CR and LF are two code points, also within the words; a byte order mark at the start is one."""
    assert starts("a\r\nb\r\nhere", "here") == [6]
    assert starts("a\r\nb c", "b") == [3]
    anchors, _ = found("x\r\ny", evidence("x\r\ny"))
    assert anchors["q-0"]["end"] == 4
    assert starts("\ufeffhere", "here") == [1]


TEXTS_TO_SEARCH = st.text(st.sampled_from("ab 🕰é\u0301\r\n“’"), min_size=1, max_size=40)


@given(TEXTS_TO_SEARCH, st.data())
def test_start_and_end_cut_the_exact_words_out_of_the_text(words: str, data: st.DataObject) -> None:
    """For any text and any part of it: each anchor's offsets give its words, its surroundings, and its occurrence."""
    start = data.draw(st.integers(0, len(words) - 1))
    exact = words[start : data.draw(st.integers(start + 1, len(words)))]
    occurrence = occurrences(words, exact).index(start) + 1
    anchors, problems = found(words, evidence((exact, occurrence)))
    assert problems == []
    anchor = anchors["q-0"]
    assert words[anchor["start"] : anchor["end"]] == anchor["exact"] == exact
    assert anchor["start"] == start
    assert words[: anchor["start"]].endswith(anchor["prefix"])
    assert words[anchor["end"] :].startswith(anchor["suffix"])


@given(TEXTS_TO_SEARCH, st.text(st.sampled_from("ab🕰é"), min_size=1, max_size=5))
def test_a_piece_is_anchored_or_a_problem_never_both(words: str, exact: str) -> None:
    """Words that stand once are found; those that stand never or more often are a problem, with the right code."""
    anchors, problems = found(words, evidence(exact))
    count = len(occurrences(words, exact))
    assert (len(anchors), codes(problems)) == ((1, []) if count == 1 else (0, ["R502" if count else "R501"]))


def test_the_file_of_anchors_is_json_one_anchor_a_line_in_the_order_of_the_text() -> None:
    """Written twice it is the same; characters stand as they are."""
    rows = evidence("🕰", "a", annotation="z") + evidence("é")
    anchors = anchor_article(ARTICLE_ROW, rows, Text("a.txt", "é 🕰 a".encode())).anchors
    content = write_anchors(anchors)
    assert content == write_anchors(anchors)
    assert json.loads(content) == anchors
    lines = content.decode().splitlines()
    assert lines[0] == "{"
    assert [line.split('"')[1] for line in lines if '"start"' in line] == ["q-0", "z-0", "z-1"]
    assert '"exact": "🕰"' in lines[7]
    assert content.endswith(b"}\n")
    assert (anchors["text"], anchors["length"], anchors["words"]) == ("a.txt", 5, 2)
    assert anchors["sha256"] == sha256("é 🕰 a".encode()).hexdigest()


def test_a_file_without_anchors_is_json_too() -> None:
    """An article without evidence in its text."""
    made = anchor_article(ARTICLE_ROW, [], Text("a.txt", b"words"))
    assert json.loads(write_anchors(made.anchors))["anchors"] == {}


def test_code_points_are_counted_once() -> None:
    """Spans that overlap, touch or lie within one another."""
    assert covered([]) == 0
    assert covered([(0, 5), (3, 8)]) == 8
    assert covered([(0, 10), (2, 4)]) == 10
    assert covered([(5, 6), (0, 5)]) == 6


@pytest.fixture
def anchored(tmp_path: Path, run: Run) -> Path:
    """A project whose articles are anchored."""
    folder = make_project(tmp_path)
    code, stdout, stderr = run("anchor", "--texts", folder / "texts", project=folder)
    assert (code, stdout) == (0, ""), stderr
    assert "25 anchors in 3 texts" in stderr
    return folder


def anchors_of(folder: Path, outlet: str = "harbour-post", article: str = HARBOUR) -> Path:
    """The anchors beside an article."""
    return folder / "sources" / "articles" / outlet / f"{article}.anchors.json"


def article_of(folder: Path) -> Path:
    """The article that most tests change."""
    return folder / "sources" / "articles" / "harbour-post" / f"{HARBOUR}.md"


def test_anchors_cut_their_words_out_of_the_texts(anchored: Path) -> None:
    """Each file names its text, with its hash and length, and the offsets hold for it."""
    count = 0
    for file in sorted(anchored.glob("sources/articles/*/*.anchors.json")):
        anchors = json.loads(file.read_text(encoding="utf-8"))
        words = (anchored / "texts" / anchors["text"]).read_bytes().decode()
        assert anchors["length"] == len(words)
        for anchor in anchors["anchors"].values():
            assert words[anchor["start"] : anchor["end"]] == anchor["exact"]
            count += 1
    assert count == 25


def test_anchoring_again_writes_nothing(anchored: Path, run: Run) -> None:
    """The same texts and annotations give the same bytes, and --check has nothing to say."""
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in anchored.rglob("*.anchors.json")}
    code, _, stderr = run("anchor", "--texts", anchored / "texts", project=anchored)
    assert (code, "wrote" in stderr) == (0, False)
    assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in anchored.rglob("*.anchors.json")} == before
    assert run("anchor", "--check", "--texts", anchored / "texts", project=anchored)[:2] == (0, "")


def test_check_finds_a_text_that_changed(anchored: Path, run: Run) -> None:
    """R504 at the article, and nothing is written."""
    before = anchors_of(anchored).read_bytes()
    edit(anchored / "texts" / "harbour.txt", "Soup is hot.", "Soup is cold.")
    code, stdout, _ = run("anchor", "--check", "--texts", anchored / "texts", project=anchored)
    assert code == 1
    assert stdout.startswith(f"sources/articles/harbour-post/{HARBOUR}.md:1:1: R504 text-changed:")
    assert stdout.count("hint:") == 1
    assert anchors_of(anchored).read_bytes() == before


def test_check_finds_anchors_that_are_stale(anchored: Path, run: Run) -> None:
    """R503 where words of the annotation changed since; anchoring again puts it right."""
    edit(article_of(anchored), "evidence: in March", "evidence: 'in March, when'")
    for arguments in (["anchor", "--check", "--texts", anchored / "texts"], ["check"], ["build"]):
        code, stdout, _ = run(*arguments, project=anchored)
        assert code == 1
        assert "R503 stale-anchors" in stdout
    assert run("anchor", "--texts", anchored / "texts", project=anchored)[0] == 0
    assert run("check", project=anchored)[:2] == (0, "")


def test_stale_anchors_are_one_problem(anchored: Path, run: Run) -> None:
    """One change of one piece of evidence: --check says it once."""
    edit(article_of(anchored), "evidence: in March", "evidence: 'in March, when'")
    _, stdout, _ = run("anchor", "--check", "--texts", anchored / "texts", project=anchored)
    assert stdout.count("R503") == 1


def test_check_finds_anchors_that_are_missing(anchored: Path, run: Run) -> None:
    """R503 for an article that has a text and no anchors; `check`, which has no texts, says nothing."""
    anchors_of(anchored).unlink()
    code, stdout, _ = run("anchor", "--check", "--texts", anchored / "texts", project=anchored)
    assert (code, stdout.count("R503")) == (1, 1)
    assert not anchors_of(anchored).exists()
    assert run("check", project=anchored)[0] == 0


def test_anchors_without_their_article_are_a_problem(anchored: Path, run: Run) -> None:
    """R503 at the anchors: the article was renamed or deleted."""
    anchors_of(anchored).rename(anchors_of(anchored, article="2025-03-09-gone"))
    code, stdout, _ = run("check", project=anchored)
    assert code == 1
    assert stdout.startswith("sources/articles/harbour-post/2025-03-09-gone.anchors.json:1:1: R503")


def test_evidence_that_is_not_found_keeps_that_articles_anchors(anchored: Path, run: Run) -> None:
    """R501 at the line of the evidence; its anchors stay as they were, and the other articles' are written."""
    before = anchors_of(anchored).read_bytes()
    anchors_of(anchored, "hill-times", HILL).unlink()
    line = edit(article_of(anchored), "evidence: in March", "evidence: on Saturday")
    code, stdout, _ = run("anchor", "--texts", anchored / "texts", project=anchored)
    assert code == 1
    assert stdout.startswith(f"sources/articles/harbour-post/{HARBOUR}.md:{line}:")
    assert "R501 evidence-not-found: 'on Saturday' is not in this text; in hill.txt at " in stdout
    assert stdout.count("hint:") == 1
    assert anchors_of(anchored).read_bytes() == before
    assert anchors_of(anchored, "hill-times", HILL).exists()


def test_a_text_that_is_not_there_is_a_problem(anchored: Path, run: Run) -> None:
    """R505 at the line that names it."""
    (anchored / "texts" / "harbour.txt").unlink()
    code, stdout, _ = run("anchor", "--texts", anchored / "texts", project=anchored)
    assert code == 1
    assert f"{HARBOUR}.md:8:7: R505 text-missing: the text 'harbour.txt' is not in texts" in stdout


def test_a_text_that_is_not_utf_8_is_a_problem(anchored: Path, run: Run) -> None:
    """R101 at the line that names it."""
    (anchored / "texts" / "harbour.txt").write_bytes(b"caf\xe9")
    code, stdout, _ = run("anchor", "--texts", anchored / "texts", project=anchored)
    assert code == 1
    assert "R101 not-utf8: the text 'harbour.txt' is not UTF-8 at byte 3" in stdout


def test_the_folder_of_the_texts_may_come_from_the_environment(anchored: Path, run: Run) -> None:
    """READOUT_TEXTS instead of --texts; without either it is wrong use."""
    assert run("anchor", "--check", project=anchored, env={"READOUT_TEXTS": str(anchored / "texts")})[0] == 0
    code, stdout, stderr = run("anchor", project=anchored)
    assert (code, stdout) == (2, "")
    assert "--texts" in stderr


def test_a_text_with_cr_lf_is_anchored_as_it_is(tmp_path: Path, run: Run) -> None:
    """Offsets count both characters of a line's end, and the hash is that of the bytes."""
    folder = make_project(tmp_path)
    write(folder / "texts" / "harbour.txt", TEXTS["harbour.txt"].replace("\n", "\r\n"))
    assert run("anchor", "--texts", folder / "texts", project=folder)[0] == 0
    anchors = json.loads(anchors_of(folder).read_text(encoding="utf-8"))
    words = (folder / "texts" / "harbour.txt").read_bytes().decode()
    assert anchors["length"] == len(words) == len(TEXTS["harbour.txt"]) + TEXTS["harbour.txt"].count("\n")
    assert all(words[found["start"] : found["end"]] == found["exact"] for found in anchors["anchors"].values())


def test_evidence_in_a_zone_is_a_problem_when_it_is_anchored(anchored: Path, run: Run) -> None:
    """R506 at its line: the teasers at the foot are not the article. The old anchors stay."""
    before = anchors_of(anchored).read_bytes()
    line = edit(article_of(anchored), "evidence: in March}", "evidence: Soup is hot}")
    code, stdout, _ = run("anchor", "--texts", anchored / "texts", project=anchored)
    assert code == 1
    assert stdout.startswith(f"sources/articles/harbour-post/{HARBOUR}.md:{line}:")
    assert "R506 evidence-in-zone: 'Soup is hot' stands in a zone that is not the article (teasers)" in stdout
    assert stdout.count("hint:") == 1
    assert anchors_of(anchored).read_bytes() == before


def test_an_anchor_changed_by_hand_is_a_problem(anchored: Path, run: Run) -> None:
    """R507 at the anchor's line: the words or the length are not those of the evidence."""
    line = edit(anchors_of(anchored), '"exact": "in March"', '"exact": "in May"')
    code, stdout, _ = run("check", project=anchored)
    assert code == 1
    assert stdout.startswith(f"sources/articles/harbour-post/{HARBOUR}.anchors.json:{line}:")
    assert "R507 bad-anchors-file: an anchor was changed by hand" in stdout


@pytest.mark.parametrize(
    "content", ["{", "[]", "{}", '{"sha256": "x", "length": 1, "anchors": {"a": 1}}', "[" * 100_000]
)
def test_a_broken_file_of_anchors_is_a_problem(anchored: Path, run: Run, content: str) -> None:
    """R507, once, and nothing else; anchoring writes it again."""
    write(anchors_of(anchored), content)
    code, stdout, _ = run("check", project=anchored)
    assert (code, stdout.count("hint:"), stdout.count("R507")) == (1, 1, 1)
    assert run("anchor", "--texts", anchored / "texts", project=anchored)[0] == 0
    assert run("check", project=anchored)[:2] == (0, "")
