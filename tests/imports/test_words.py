"""What of an article's words a draft may hold, in any script: what is longer than a locator may be is shortened."""

from pathlib import Path

import pytest

from readout.imports.words import first_words
from tests.imports.conftest import Importer, anchored, article, problems
from tests.imports.corpora import NAMED, brat, line

JAPANESE = """門が庭で見つかる

町の旋回橋からなくなった門は学校の裏の庭にずっと置かれていたことがわかった。

「私たちは喜んでいる」と町長は述べた。町の旋回橋からなくなった船もある。
"""
CHINESE = """大门在花园里找到

平旋桥失踪的大门一直躺在学校后面的花园里而从来没有人问过园丁。

“我们很高兴”，市长说。
"""


@pytest.mark.parametrize(
    ("text", "sentence", "speech", "locator"),
    [
        (
            JAPANESE,
            "町の旋回橋からなくなった門は学校の裏の庭にずっと置かれていた",
            "「私たちは喜んでいる」",
            {"exact": "町の旋回橋からなくなっ", "occurrence": 1},
        ),
        (CHINESE, "平旋桥失踪的大门一直躺在学校后面的花园里", "“我们很高兴”", "平旋桥失踪"),
    ],
    ids=["ja", "zh"],
)
def test_scripts_without_spaces(
    text: str, sentence: str, speech: str, locator: object, bring: Importer, project: Path, tmp_path: Path
) -> None:
    """Where each character is a word, a reporter's sentence becomes a locator that check takes; speech stays whole."""
    annotations = line("T1", "Naming", sentence, text=text) + "N1\tReference T1 x:the-ship\n"
    annotations += line("T2", "Quote", speech, text=text) + "A1\tspeaker T2 jana-marsh\n"
    ended = bring("brat", brat(tmp_path / "brat", annotations, text), mapping=NAMED)
    assert ended.code == 0, ended.stderr
    [draft] = (project / "sources/articles").rglob("2024-06-01*.md")
    path = draft.relative_to(project).as_posix().removesuffix(".md")
    made = article(project, path)
    assert [one["term"] for one in made["namings"]] == [locator]
    assert made["quotes"][0]["exact"] == speech[1:-1]
    words = locator["exact"] if isinstance(locator, dict) else locator
    assert anchored(project, path) == [words, speech[1:-1]]
    assert problems(project) == []
    assert not ended.report["problems"]


@pytest.mark.parametrize(
    ("words", "most", "first"),
    [
        ("one two, three “four”. five", 4, "one two, three “four"),
        ("nine–ten of the harbour-master's men", 5, "nine–ten of the harbour-master's"),
        ("ประตู", 2, "ปร"),
        ("गेट बगीचे में मिला", 2, "गेट बगीचे"),
        ("a b", 11, "a b"),
        (f"{'x' * 500} y z", 2, f"{'x' * 500} y"),
        ("", 3, ""),
    ],
)
def test_the_first_words(words: str, most: int, first: str) -> None:
    """They end with the last of them, with the signs above and below its letters and without those behind it."""
    assert first_words(words, most) == first


def test_a_sentence_in_another_field(bring: Importer, project: Path, tmp_path: Path) -> None:
    """A speaker or a gist that is a reporter's sentence is shortened too, and said so; speech is not."""
    sentence = "The missing gate of the swing bridge lay in a garden behind the school all along and nobody"
    annotations = line("T1", "Indirect", "claimed that the accident was over")
    annotations += line("T2", "Speaker", sentence[4:]) + "R1\tspeaker Arg1:T1 Arg2:T2\n"
    mapping = NAMED + (
        "labels:\n  Indirect: {to: quotes, set: {type: indirect, medium: speech, speaker: {link: speaker}, "
        "gist: {link: speaker}}}\n  Speaker: {to: part}\n"
    )
    ended = bring("brat", brat(tmp_path / "brat", annotations), mapping=mapping)
    assert ended.code == 0, ended.stderr
    [draft] = (project / "sources/articles").rglob("2024-06-01*.md")
    [quote] = article(project, draft.relative_to(project).as_posix().removesuffix(".md"))["quotes"]
    assert quote["gist"] == quote["speaker_as"] == "missing gate of the swing bridge lay in a garden behind"
    assert "T1: gist shortened to a locator, it is the reporter's own words" in ended.remarks()
