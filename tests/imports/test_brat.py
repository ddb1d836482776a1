"""`readout import brat`: everything that standoff annotations can hold, and what becomes of it."""

import json
from pathlib import Path

import pytest

from tests.imports.conftest import Importer, add_curator, anchored, article, problems
from tests.imports.corpora import ARTICLE, NAMED, TEXT, brat, line, span


def quote_lines() -> str:
    """A quote with a gap, as an event with its speaker and cue."""
    first, second = span("We are glad"), span("and so are the ducks.")
    return (
        f"T1\tQuote {first[0]} {first[1]};{second[0]} {second[1]}\tWe are glad and so are the ducks.\n"
        + line("T2", "Speaker", "Mayor Jana Marsh")
        + line("T3", "Cue", "said")
        + "E1\tQuote:T1 Speaker:T2 Cue:T3\n"
    )


def test_quote_with_gap_speaker_and_cue(bring: Importer, project: Path, texts: Path, tmp_path: Path) -> None:
    """An event becomes a quote with its pieces, speaker and cue; text and anchors are written, and nothing is wrong."""
    folder = brat(tmp_path / "brat", quote_lines() + "A1\tmedium E1 speech\n")
    ended = bring("brat", folder, mapping=NAMED)
    assert ended.code == 0, ended.stderr
    made = article(project, ARTICLE)
    assert made["quotes"] == [
        {"speaker": "jana-marsh", "exact": ["We are glad", "and so are the ducks."], "type": "direct",
         "medium": "speech", "cue": "said"}
    ]  # fmt: skip
    assert (made["status"], made["published"], made["language"]) == ("draft", "2024-06-01", "en-GB")
    assert (texts / made["text"]).read_bytes() == TEXT.encode()
    assert anchored(project, ARTICLE) == ["We are glad", "and so are the ducks."]
    assert not ended.lost()
    assert ended.report["counts"]["spans carried"] == 3
    assert ended.report["counts"]["attributes carried"] == 1
    assert ended.report["counts"]["relations carried"] == 2
    assert problems(project) == []


def test_relations_notes_normalisations(bring: Importer, project: Path, tmp_path: Path) -> None:
    """A relation leads to the speaker, a note becomes the note, a normalisation names the record of the register."""
    annotations = (
        line("T1", "Naming", "accident", 2)
        + "N1\tReference T1 Concepts:the-bump\tThe bump\n#1\tAnnotatorNotes T1\tThe plainest word for it.\n"
        + line("T2", "Indirect", "claimed that the accident was over")
        + line("T3", "Speaker", "The owners of the Marigold")
        + "R1\tspeaker Arg1:T2 Arg2:T3\n"
    )
    ended = bring("brat", brat(tmp_path / "brat", annotations), mapping=NAMED)
    made = article(project, ARTICLE)
    assert made["namings"] == [
        {"concept": "the-bump", "term": {"exact": "accident", "occurrence": 2}, "voice": "own",
         "note": "The plainest word for it."}
    ]  # fmt: skip
    [quote] = made["quotes"]
    assert (quote["speaker"], quote["suggested"], quote["gist"]) == ("marigold-line", True, "To be completed.")
    assert not ended.lost()


def test_an_equivalence_names_the_speaker(bring: Importer, project: Path, tmp_path: Path) -> None:
    """Where the speaker's words are in no register, those that mean the same are looked up."""
    text = TEXT + "\n“It was mine,” the gardener said. Tomas Reed is a gardener now.\n"
    annotations = (
        line("T1", "Quote", "It was mine", text=text)
        + line("T2", "Speaker", "the gardener", 2, text=text)
        + line("T3", "Speaker", "Tomas Reed", text=text)
        + "R1\tspeaker Arg1:T1 Arg2:T2\n*\tEquiv T2 T3\n"
    )
    ended = bring("brat", brat(tmp_path / "brat", annotations, text), mapping=NAMED)
    assert article(project, ARTICLE)["quotes"][0]["speaker"] == "tomas-reed"
    assert not ended.lost()


def test_a_near_name_is_only_proposed(bring: Importer, project: Path, tmp_path: Path) -> None:
    """A speaker whom no register has is kept as printed; the report proposes near records and takes none."""
    text = TEXT.replace("Mayor Jana Marsh", "Mayor Jana Marshe")
    annotations = line("T1", "Quote", "We are glad", text=text) + line("T2", "Speaker", "Jana Marshe", text=text)
    ended = bring("brat", brat(tmp_path / "brat", annotations + "R1\tspeaker Arg1:T1 Arg2:T2\n", text), mapping=NAMED)
    [quote] = article(project, ARTICLE)["quotes"]
    assert "speaker" not in quote
    assert quote["speaker_as"] == "Jana Marshe"
    assert ended.report["names"] == [{"register": "actors", "name": "Jana Marshe", "times": 1, "near": ["jana-marsh"]}]


def test_all_of_a_document_that_is_not_imported_is_listed(bring: Importer, project: Path, tmp_path: Path) -> None:
    """Where a document can't be an article, or its file is there already, each span, attribute and relation says so."""
    annotations = (
        quote_lines() + "A1\tLoudness E1 high\nA2\tLoudness T9 high\nT4\tOddity 90000 90003\tzzz\nA3\tFlag T4\n"
    )
    outcomes = {}
    (project / f"{ARTICLE}.md").write_text("mine", encoding="utf-8")
    for mapping in (NAMED, NAMED.replace("published", "day")):
        ended = bring("brat", brat(tmp_path / "brat", annotations), mapping=mapping)
        assert ended.code == 1
        outcomes[ended.report["documents"][0]["why"]] = sorted(ended.lost())
        counts = ended.report["counts"]
        carried = [counts.get(f"{what}s carried", 0) for what in ("span", "attribute", "relation")]
        assert carried == [0, 0, 0]
        assert [counts[f"{what}s not carried"] for what in ("span", "attribute", "relation")] == [4, 3, 2]
    assert len(outcomes) == 2
    for why, lost in outcomes.items():
        behind = f"its document is not imported: {why}"
        assert lost == [
            "A2 Loudness: it belongs to T9, which is no span", f"E1 Cue: {behind}", f"E1 Speaker: {behind}",
            f"T1 Loudness: {behind}", f"T1 Quote: {behind}", f"T2 Speaker: {behind}", f"T3 Cue: {behind}",
            "T4 Flag: its span is not carried", "T4 Oddity: its words do not stand where it says, nor nearby",
            f"otterby-lantern_2024-06-01_gate : {why}",
        ]  # fmt: skip


def test_everything_is_accounted_for(bring: Importer, tmp_path: Path) -> None:
    """What the mapping has no place for is listed with its reason, and the counts add up to what was there."""
    annotations = (
        quote_lines()
        + line("T4", "Oddity", "ducks")
        + "A1\tFlag T4\nA2\tLoudness E1 high\nR1\tLikes Arg1:T1 Arg2:T4\nR2\tLikes Arg1:T1 Arg2:T99\n"
        + line("T5", "Speaker", "The owners of the Marigold")
        + "A3\tFlag T98\n"
    )
    ended = bring("brat", brat(tmp_path / "brat", annotations), mapping=NAMED)
    assert sorted(ended.lost()) == [
        "A3 Flag: it belongs to T98, which is no span",
        "R1 Likes: one of its ends is not carried",
        "R2 Likes: there is no T99",
        "T1 Loudness: the mapping has no place for it",
        "T4 Flag: its span is not carried",
        "T4 Oddity: the mapping does not have the label 'Oddity'",
        "T5 Speaker: it is a part of others, and nothing that was carried leads to it",
    ]
    counts = ended.report["counts"]
    assert counts["spans carried"] + counts["spans not carried"] == 5
    assert counts["attributes not carried"] == 3
    assert counts["relations carried"] + counts["relations not carried"] == 4


def test_offsets_that_do_not_match(bring: Importer, project: Path, tmp_path: Path) -> None:
    """Words beside their place are found again and said; words that stand nowhere are not carried, and said."""
    start, end = span("wanderer")
    annotations = (
        f"T1\tNaming {start - 3} {end - 3}\twanderer\nN1\tReference T1 x:the-ship\n"
        f"T2\tNaming {start} {end}\tzeppelin\nT3\tNaming 99990 99998\twandered\nT4\tNaming 5000 5004\t\n"
    )
    ended = bring("brat", brat(tmp_path / "brat", annotations), mapping=NAMED)
    assert [one["term"] for one in article(project, ARTICLE)["namings"]] == ["wanderer"]
    assert f"T1: not at {start - 3}; its words were found at {start}" in ended.remarks()
    assert ended.lost("span") == [
        "T2 Naming: its words do not stand where it says, nor nearby",
        "T3 Naming: its words do not stand where it says, nor nearby",
        f"T4 Naming: 5000–5004 is not in the text, which has {len(TEXT):,} characters",
    ]


def test_line_ends_byte_order_marks_and_utf_16(bring: Importer, project: Path, texts: Path, tmp_path: Path) -> None:
    """Offsets that count line ends once, pass over the mark, or count UTF-16 units are read so, and anchors stand."""
    for number, (text, offset) in enumerate(
        [
            (TEXT.replace("\n", "\r\n"), 0),
            ("\ufeff" + TEXT, 0),
            (TEXT, 1),
        ]
    ):
        lines = ""
        for key, words in enumerate(["Mayor Jana Marsh", "wanderer", "nine days"], 1):
            start, end = span(words)
            lines += f"T{key}\tNaming {start + offset} {end + offset}\t{words}\n"
            lines += f"N{key}\tReference T{key} x:the-ship\n"
        name = f"otterby-lantern_2024-07-0{number + 1}_gate"
        ended = bring("brat", brat(tmp_path / f"brat{number}", lines, text, name), mapping=NAMED)
        path = f"sources/articles/otterby-lantern/2024-07-0{number + 1}-gate-found-in-garden"
        assert anchored(project, path) == ["Mayor Jana Marsh", "nine days", "wanderer"]
        assert any(remark.startswith("offsets count ") for remark in ended.remarks())
        assert (texts / f"2024-07-0{number + 1}-gate-found-in-garden.txt").read_bytes() == text.encode()
    assert problems(project) == []


def test_several_annotators(bring: Importer, project: Path, tmp_path: Path) -> None:
    """Folders are annotators: the first of the mapping makes the article, the other a second annotation beside it."""
    add_curator(project, "bo")
    brat(tmp_path / "brat/anna", quote_lines())
    brat(tmp_path / "brat/bo", line("T1", "Quote", "We are glad"))
    mapping = NAMED + "annotators:\n  bo: bo\n  anna: ferry-desk\n"
    ended = bring("brat", tmp_path / "brat", mapping=mapping)
    assert ended.code == 0, ended.stderr
    first, second = article(project, ARTICLE), article(project, f"{ARTICLE}.ferry-desk")
    assert (first["curator"], second["curator"]) == ("bo", "ferry-desk")
    assert len(second["quotes"][0]["exact"]) == 2
    assert problems(project) == [f"{ARTICLE}.md: R410 a direct quote without a speaker"]


@pytest.mark.parametrize("named", [True, False])
def test_annotators_by_the_endings_of_files(named: bool, bring: Importer, project: Path, tmp_path: Path) -> None:
    """DOCUMENT.ANNOTATOR.ann beside one text is an annotator's, whether the mapping names this one or not."""
    add_curator(project, "bo")
    folder = brat(tmp_path / "brat", "")
    (document,) = folder.glob("*.ann")
    document.unlink()
    document.with_suffix(".ferry-desk.ann").write_text(quote_lines(), encoding="utf-8")
    document.with_suffix(".bo.ann").write_text(line("T1", "Quote", "We are glad"), encoding="utf-8")
    ended = bring("brat", folder, mapping=NAMED + "annotators:\n  ferry-desk: ferry-desk\n  bo: bo\n" * named)
    assert ended.code == 0, ended.stderr
    second = "bo" if named else "ferry-desk"
    assert article(project, f"{ARTICLE}.{second}")["curator"] == second
    assert article(project, ARTICLE)["curator"] != second
    assert ended.report["counts"]["spans carried"] == 4


SETTINGS = """\
[entities]
Naming
!Said
\tVerb
[relations]
<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>
Likes\tArg1:Verb, Arg2:<ENTITY>
[events]
Quote Speaker?:Person, Cue*:Verb, Told-to{1-2}:Person
[attributes]
Tone\tArg:<ENTITY>, Value:harsh|mild
"""


def test_names_that_the_collection_declares(bring: Importer, tmp_path: Path) -> None:
    """What annotation.conf names may be mapped though it does not occur; a misspelt name is still told."""
    folder = brat(tmp_path / "brat", line("T1", "Naming", "accident", 2))
    (folder / "annotation.conf").write_text(SETTINGS, encoding="utf-8")
    mapping = NAMED + (
        "labels:\n  Naming: {to: namings, when: {Tone: mild}, set: {concept: the-bump}}\n  Verb: {to: part}\n"
        "  Quote: {to: quotes, set: {cue: {link: Cue}, note: {link: Told-to}, speaker: {link: SPEAKR}}}\n"
    )
    ended = bring("brat", folder, mapping=mapping)
    assert ended.code == 1
    assert ended.stdout.count(": R") == 1
    assert "map.yaml:6:79: R702 not-in-corpus: the corpus has no relation 'SPEAKR'" in ended.stdout
    assert bring("brat", folder, mapping=mapping.replace("SPEAKR", "speaker")).code == 0


def test_an_annotator_nobody_knows(bring: Importer, project: Path, tmp_path: Path) -> None:
    """A curator who is not in the register is asked for, and nothing is written in anybody else's name."""
    brat(tmp_path / "brat/anna", quote_lines())
    brat(tmp_path / "brat/bo", quote_lines())
    ended = bring("brat", tmp_path / "brat", mapping=NAMED)
    assert ended.code == 1
    assert "'anna' is no curator of sources/curators.yaml; map annotators: {anna: ID}" in ended.stderr
    assert not (project / f"{ARTICLE}.md").exists()


def test_a_reporters_sentence_becomes_a_locator(bring: Importer, project: Path, tmp_path: Path) -> None:
    """Twelve words and more that are not in quotation marks do not enter the repository, whatever they are labelled."""
    sentence = "The missing gate of the swing bridge lay in a garden behind the school all along"
    annotations = line("T1", "Quote", sentence) + line("T2", "Naming", sentence) + "N1\tReference T2 x:the-ship\n"
    ended = bring("brat", brat(tmp_path / "brat", annotations), mapping=NAMED)
    made = article(project, ARTICLE)
    assert made["quotes"][0]["type"] == "indirect"
    assert made["quotes"][0]["evidence"] == made["namings"][0]["term"] == "The missing gate of the"
    assert sentence not in json.dumps(ended.report)
    assert "T2: shortened to a locator, it is the reporter's own words" in ended.remarks()


def test_faulty_lines_are_named(bring: Importer, project: Path, tmp_path: Path) -> None:
    """A line that is none of brat's, a repeated id, a folder without annotations: one problem, nothing written."""
    for faulty, place in [
        (quote_lines() + "T9 Quote 0 4 Gate\n", ".ann:5:1: R701 foreign-file: this is no line of brat's"),
        (quote_lines() + "T3\tCue 0 4\tGate\n", ".ann:5:1: R701 foreign-file: T3 is there twice"),
        (quote_lines() + "R1\tSays T1\n", ".ann:5:1: R701 foreign-file: R1 is no relation of two"),
        (quote_lines() + "T9\tCue x 4\tGate\n", ".ann:5:1: R701 foreign-file: T9 has no offsets that can be read"),
    ]:
        ended = bring("brat", brat(tmp_path / "brat", faulty), mapping=NAMED)
        assert ended.code == 1
        assert place in ended.stdout
    (tmp_path / "empty").mkdir()
    assert "there is no .ann file here" in bring("brat", tmp_path / "empty").stdout
    assert not (project / f"{ARTICLE}.md").exists()


def test_a_text_in_another_encoding(bring: Importer, tmp_path: Path) -> None:
    """A text that is not UTF-8 is named with its line."""
    folder = brat(tmp_path / "brat", quote_lines())
    (folder / "otterby-lantern_2024-06-01_gate.txt").write_bytes(b"One\nTw\xf6\n")
    ended = bring("brat", folder, mapping=NAMED)
    assert ended.code == 1
    assert "gate.txt:2:1: R101 not-utf8: byte 0xF6 is not UTF-8" in ended.stdout
