"""`readout new`: an article is started from its text and the registers, and never over another."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from readout.starting.front_matter import TO_WRITE
from readout.starting.new_file import write_new
from tests.conftest import Runner
from tests.made import edit, write

URL = "https://lantern.example/2024/06/03/gulls-take-the-chip-shop"
GULLS = (Path(__file__).parent / "new_texts" / "gulls.txt").read_text(encoding="utf-8")
DRAFT = "sources/articles/otterby-lantern/2024-06-03-gulls-take-the-chip-shop.md"
#: What a draft may lack: a speaker that nobody could tell.
OPEN = {"R410"}


@pytest.fixture
def gulls(project: Path) -> Path:
    """The made-up project with one more text; the folder."""
    write(project / "texts" / "gulls.txt", GULLS)
    return project


def codes(printed: str, path: str = DRAFT) -> set[str]:
    """The codes of the problems of one file in what a command printed."""
    return set(re.findall(rf"^{re.escape(path)}:\d+:\d+: (R\d{{3}}) ", printed, re.MULTILINE))


def test_a_draft_that_can_be_checked_and_anchored(gulls: Path, run: Runner) -> None:
    """One command gives a draft whose every word is found in the text, and that only lacks what nobody could tell."""
    made = run("new", "otterby-lantern", URL, "--text", "gulls.txt", "--texts", gulls / "texts")
    assert (made.code, made.stdout) == (0, "")
    text = (gulls / DRAFT).read_text(encoding="utf-8")
    lines = text.splitlines()
    digest = sha256(GULLS.encode()).hexdigest()
    assert lines[:2] == ["---", "# yaml-language-server: $schema=../../../build/article.schema.json"]
    assert re.fullmatch(rf"# \d+ words, sha256 {digest}", lines[2])
    for line in (
        "story: otterby-bridge",
        "published: 2024-06-03  # from the address",
        "language: en-GB",
        f"url: {URL}",
        "text: gulls.txt",
        "curator: ferry-desk",
        "status: draft",
        f"summary: {TO_WRITE}",
    ):
        assert line in lines
    assert "headline: Gulls take the 'last' chip shop at Otterby; owner vows to fight on  # the second line" in text
    anchored = run("anchor", "--texts", gulls / "texts")
    assert (gulls / DRAFT.replace(".md", ".anchors.json")).is_file(), anchored.stdout + anchored.stderr
    assert codes(anchored.stdout) | codes(run("check").stdout) <= OPEN
    assert run("fmt", "--check", gulls / DRAFT).code == 0


def test_what_is_said(gulls: Path, run: Runner) -> None:
    """At the end: the file, how many quotes and candidates, and the next step; what was left out is named."""
    said = run("new", "otterby-lantern", URL, "--text", "gulls.txt", "--texts", gulls / "texts").stderr
    assert f"wrote {DRAFT}" in said
    assert re.search(r"^1\d quotes \(\d+ with a speaker suggested\), \d+ candidates in comments$", said, re.MULTILINE)
    assert f"readout anchor --texts {gulls / 'texts'}" in said
    assert "Left out: 1 in quotation marks below the article, from: Read more" in said


def test_rows_are_suggestions(gulls: Path, run: Runner) -> None:
    """Every proposed quote says that it is one, and what in it is guessed; an unknown speaker is told as printed."""
    run("new", "otterby-lantern", URL, "--text", "gulls.txt", "--texts", gulls / "texts")
    text = (gulls / DRAFT).read_text(encoding="utf-8")
    assert text.count("    type: ") == text.count("    suggested: true  # suggested: ") > 8
    row = "  - speaker: otterby-council\n    exact:\n      - We ask everybody to share\n      - within reason.\n"
    row += "    type: direct\n    medium: writing\n    cue: added\n"
    row += "    suggested: true  # suggested: speaker, cue, type, medium\n    alterations: [interrupted]\n"
    assert row in text
    assert "; the speaker as printed: Petra Voss" in text


def test_candidates(gulls: Path, run: Runner) -> None:
    """Claims, events and terms of the registers stand in comments, ready to be completed."""
    write(
        gulls / "texts" / "gulls.txt", GULLS.replace("Tidewire reported.", "after the accident at the bridge on May 3.")
    )
    run("new", "otterby-lantern", URL, "--text", "gulls.txt", "--texts", gulls / "texts")
    text = (gulls / DRAFT).read_text(encoding="utf-8")
    assert re.search(r"^# (coverage|absent):$", text, re.MULTILINE)
    claims = re.findall(r"^#   - (?:\{claim: )?([a-z-]+)(?:, stance: |  # )", text, re.MULTILINE)
    assert {"line-apologised", "ducks-present", "visit-agreed"} <= set(claims)
    assert "#   - {concept: the-bump, term: accident, voice: own, marks: none, suggested: true}" in text.replace(
        '"', ""
    )
    assert "#   - {kind: teasers, from: Read more}" in text.replace('"', "")
    assert re.search(r"^#   - \{concept: , term: \"?Chip Accord\"?, voice: own, marks: hedge", text, re.MULTILINE)


def test_a_claim_from_later_is_not_absent(gulls: Path, run: Runner) -> None:
    """A claim that could not be known when the article appeared is told apart."""
    run("new", "otterby-lantern", "A title", "--text", "gulls.txt", "--texts", gulls / "texts", "--date", "2024-05-03")
    text = (gulls / "sources/articles/otterby-lantern/2024-05-03-a-title.md").read_text(encoding="utf-8")
    assert "# Could not be known yet, and so not absent: visit-agreed" in text


def test_a_title_without_address(gulls: Path, run: Runner) -> None:
    """A title gives headline and file name; the address is unknown, with a ground."""
    made = run("new", "tidewire", "Gulls & Häfen — Москва!", "--text", "gulls.txt", "--texts", gulls / "texts")
    assert made.code == 0, made.stderr
    path = "sources/articles/tidewire/2024-06-03-gulls-hafen-moskva.md"
    text = (gulls / path).read_text(encoding="utf-8")
    assert "headline: Gulls & Häfen — Москва!\n" in text
    assert "url: null\n" in text
    assert "  url: {basis: not-found, ground: " in text
    assert "published: 2024-06-03  # from line 3 of the text" in text
    assert codes(run("check").stdout, path) <= OPEN


def test_nothing_is_overwritten(gulls: Path, run: Runner) -> None:
    """A file that is there stays as it is, and the command says so."""
    write(gulls / DRAFT, "mine")
    made = run("new", "otterby-lantern", URL, "--text", "gulls.txt", "--texts", gulls / "texts")
    assert (made.code, (gulls / DRAFT).read_text()) == (2, "mine")
    assert f"{DRAFT} is there already" in made.stderr


def test_the_first_of_two_writers_wins(tmp_path: Path) -> None:
    """A file that appears in between is not overwritten either, and nothing is left beside it."""
    file = tmp_path / "there" / "a.md"
    assert write_new(file, b"first")
    assert not write_new(file, b"second")
    assert (file.read_bytes(), [each.name for each in file.parent.iterdir()]) == (b"first", ["a.md"])


def test_dry_run(gulls: Path, run: Runner) -> None:
    """With --dry-run the draft is printed and nothing is written."""
    before = sorted(gulls.rglob("*"))
    made = run("new", "otterby-lantern", URL, "--text", "gulls.txt", "--texts", gulls / "texts", "--dry-run")
    assert made.stdout.startswith("---\n# yaml-language-server")
    assert f"would write {DRAFT}" in made.stderr
    assert sorted(gulls.rglob("*")) == before


def test_one_id_in_two_outlets(gulls: Path, run: Runner) -> None:
    """An id belongs to one article: another outlet's article of the same day and title gets its outlet's id too."""
    arguments = ("A title", "--text", "gulls.txt", "--texts", gulls / "texts")
    run("new", "tidewire", *arguments)
    run("new", "quill-courier", *arguments)
    assert (gulls / "sources/articles/quill-courier/2024-06-03-a-title-quill-courier.md").is_file()
    assert "R302" not in run("check").stdout


def test_guide_and_usual_genre(gulls: Path, run: Runner) -> None:
    """The guide's version is written down where there is a guide; the genre is that of the outlet's articles."""
    write(gulls / "docs" / "guide.md", "# The guide\n\nVersion 2.1. More words.\n")
    edit(
        gulls / "sources/articles/tidewire/2024-05-05-owners-to-visit.md", "ReportageNewsArticle", "AnalysisNewsArticle"
    )
    made = run("new", "tidewire", "A title", "--text", "gulls.txt", "--texts", gulls / "texts", "--dry-run").stdout
    assert re.search(r"^guide: ['\"]?2\.1['\"]?$", made, re.MULTILINE)
    assert "genre: AnalysisNewsArticle  # as the outlet's other articles" in made


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("otterby-lantrn", URL), "did you mean 'otterby-lantern'?"),
        (("The Lantern", URL), "did you mean 'otterby-lantern'?"),
        (("..", URL), "no outlet '..' in sources/outlets.yaml"),
        (("../../etc", URL), "no outlet '../../etc'"),
        (("tidewire", "ftp://wire.example/a"), "is no http or https address"),
        (("tidewire", "www.wire.example/a"), "is no http or https address"),
        (("tidewire", "https:///a"), "is no web address"),
        (("tidewire", "?!"), "has no letter"),
        (("tidewire", "🎉🎉"), "has no letter"),
        (("tidewire", URL, "--date", "yesterday"), "is no EDTF date"),
        (("tidewire", URL, "--story", "otterby-brige"), "did you mean 'otterby-bridge'?"),
        (("tidewire", URL, "--curator", "ferry-dsk"), "did you mean 'ferry-desk'?"),
        (("tidewire", URL, "--language", "not a language"), "language"),
        (("tidewire", URL, "--headline", "x" * 700), "is too long"),
    ],
)
def test_wrong_use(gulls: Path, run: Runner, arguments: tuple[str, ...], said: str) -> None:
    """What can't be understood is said, with what to write, and nothing is written."""
    before = sorted(gulls.rglob("*"))
    made = run("new", *arguments, "--text", "gulls.txt", "--texts", gulls / "texts")
    assert made.code == 2, made.stderr
    assert said in made.stderr
    assert sorted(gulls.rglob("*")) == before


def test_the_register_is_explained(gulls: Path, run: Runner) -> None:
    """For an unknown outlet the message shows what to write into the register."""
    said = run("new", "otterby-gazette", URL, "--text", "gulls.txt", "--texts", gulls / "texts").stderr
    assert "\notterby-gazette:\n  name: …\n" in said
    assert "  state_media: …\n" in said


def test_what_has_to_be_given(gulls: Path, run: Runner) -> None:
    """Without a date anywhere, or with two curators, the command asks for what it needs."""
    write(gulls / "texts" / "plain.txt", GULLS.replace("June 3, 2024\n", ""))
    arguments = ("new", "tidewire", "A title", "--text", "plain.txt", "--texts", gulls / "texts")
    assert "give --date" in run(*arguments).stderr
    curators = gulls / "sources" / "curators.yaml"
    write(curators, curators.read_text(encoding="utf-8") + "second-desk:\n  name: Second\n  kind: project\n")
    assert "--curator ferry-desk or second-desk" in run(*arguments, "--date", "2024").stderr


def test_the_nearest_story(gulls: Path, run: Runner) -> None:
    """Of several stories the one that shares most words with the text is suggested, and said to be."""
    stories = gulls / "sources" / "stories.yaml"
    other = "moon-cheese:\n  title: The cheese of the moon\n  summary: Rockets.\n  started: 2024\n"
    write(stories, stories.read_text(encoding="utf-8") + other)
    made = run("new", "tidewire", "A title", "--text", "gulls.txt", "--texts", gulls / "texts", "--dry-run").stdout
    assert "story: otterby-bridge  # suggested: " in made


def test_language_that_differs(gulls: Path, run: Runner) -> None:
    """A text in another language than its outlet's is told, and its own language written down."""
    german = "Die Brücke\n3. Juni 2024\n\n„Die Brücke bleibt noch lange geschlossen“, sagte Jana Marsh am Montag.\n"
    write(gulls / "texts" / "de.txt", german * 3)
    made = run("new", "tidewire", "A title", "--text", "de.txt", "--texts", gulls / "texts", "--dry-run")
    assert "language: de\n" in made.stdout
    assert "the text is in 'de', and the outlet's language is 'en-US'" in made.stderr
    assert "speaker: jana-marsh" in made.stdout
