"""`readout import` of Hypothesis, doccano and Label Studio: what their JSON says, and what becomes of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from readout.imports import reading
from tests.imports.conftest import Importer, add_curator, anchored, article, problems
from tests.imports.corpora import ARTICLE, GATE, TEXT, span

URL = "https://lantern.example/2024/06/01/gate-found-in-garden"


def write(file: Path, value: object) -> Path:
    """A JSON file."""
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return file


def lines(file: Path, *values: object) -> Path:
    """A JSONL file."""
    file.write_text("".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values), encoding="utf-8")
    return file


def utf16(words: str) -> tuple[int, int]:
    """Where words stand in the text in UTF-16 code units: one more than in code points, behind the headline."""
    start, end = span(words)
    return start + 1, end + 1


# ── Hypothesis


def row(key: str, exact: str, tags: list[str], **more: Any) -> dict[str, Any]:
    """A row of Hypothesis's API."""
    selectors: list[dict[str, Any]] = [
        {"type": "RangeSelector"},
        {"type": "TextPositionSelector", "start": 7, "end": 9},
    ]
    selectors.append({"type": "TextQuoteSelector", "exact": exact, "prefix": more.pop("prefix", ""), "suffix": ""})
    return {
        "id": key, "uri": URL, "user": "acct:ferry-desk@hypothes.is", "tags": tags, "text": more.pop("text", ""),
        "document": {"title": ["Gate found in garden"]}, "target": [{"source": URL, "selector": selectors}], **more,
    }  # fmt: skip


def test_hypothesis_with_its_text(bring: Importer, project: Path, texts: Path, tmp_path: Path) -> None:
    """Tags are labels and features, quotes find their place in the text by their words and what stands before them."""
    texts.mkdir()
    (texts / "gate.txt").write_text(TEXT, encoding="utf-8")
    rows = [
        row("a", "accident", ["naming", "concept:the-bump"], prefix="over.\n\nThe "),
        row("b", "We are glad", ["quote", "speaker:Jana Marsh"], text="Said at last."),
        row("c", "accident", ["naming", "concept:the-bump"]),
    ]
    mapping = "article:\n  text: gate.txt\n"
    ended = bring("hypothesis", write(tmp_path / "h.json", {"total": 3, "rows": rows}), mapping=mapping)
    assert ended.code == 0, ended.stdout + ended.stderr
    made = article(project, ARTICLE)
    assert made["url"] == URL
    assert made["namings"] == [{"concept": "the-bump", "term": {"exact": "accident", "occurrence": 2}, "voice": "own"}]
    assert made["quotes"][0]["speaker"] == "jana-marsh"
    assert made["quotes"][0]["note"] == "Said at last."
    assert ended.lost("span") == ["c naming: its words do not stand where it says, nor nearby"]
    assert anchored(project, ARTICLE) == ["We are glad", "accident"]
    assert problems(project) == []


def test_hypothesis_of_any_size(bring: Importer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are held in memory; what is too much for that is refused with what to do."""
    monkeypatch.setattr(reading, "HELD", 100)
    ended = bring("hypothesis", write(tmp_path / "h.json", [row("a", "accident", ["naming"])]))
    assert ended.code == 1
    assert "h.json:1:1: R701 foreign-file: " in ended.stdout
    assert "100 at the most since the rows of a page may stand anywhere" in ended.stdout


def test_hypothesis_without_its_text(bring: Importer, project: Path, tmp_path: Path) -> None:
    """Without the text the words are kept, none are anchored, and the article says that it has no text."""
    rows = [
        row("a", "“We are glad,”", ["quote"]),
        row("b", "x", ["quote"], references=["a"], text="Are they?"),
        {"id": "p", "uri": URL, "user": "acct:ferry-desk@hypothes.is", "tags": ["oddity"], "text": "", "target": [{}]},
    ]
    ended = bring("hypothesis", write(tmp_path / "h.json", rows), texts=None)
    assert ended.code == 0, ended.stdout + ended.stderr
    made = article(project, ARTICLE)
    assert made["quotes"][0]["exact"] == "We are glad,"
    assert made["text"] is None
    assert made["grounds"]["text"]["basis"] == "not-found"
    assert not (project / f"{ARTICLE}.anchors.json").exists()
    assert "b reply: the mapping does not have the label 'reply'" in ended.lost("span")
    assert "p oddity: the mapping does not have the label 'oddity'" in ended.lost("span")
    assert problems(project) == [f"{ARTICLE}.md: R410 a direct quote without a speaker"]


# ── doccano

FIELDS = {"outlet": "The Lantern", "date": "2024-06-01 08:00:00"}


def test_doccano_in_its_shapes(bring: Importer, project: Path, tmp_path: Path) -> None:
    """Spans in `label`, entities with relations, and classes are read; the outlet is found by its other name."""
    quote, speaker = span("We are glad"), span("Mayor Jana Marsh")
    file = lines(
        tmp_path / "d.jsonl",
        {"id": 7, "text": TEXT, "label": [[*quote, "Quote"]], **FIELDS},
        {
            "id": 8, "text": TEXT.replace("Gate found", "Gate lost"), "meta": {**FIELDS, "date": "2024-06-02"},
            "entities": [
                {"id": 1, "label": "Quote", "start_offset": quote[0] - 1, "end_offset": quote[1] - 1},
                {"id": 2, "label": "Speaker", "start_offset": speaker[0] - 1, "end_offset": speaker[1] - 1},
            ],
            "relations": [{"id": 3, "type": "speaker", "from_id": 1, "to_id": 2}], "Comments": ["A fine one."],
        },
        {"id": 9, "text": TEXT.replace("Gate found", "Gate kept"), "label": ["opinion"], **FIELDS},
    )  # fmt: skip
    ended = bring("doccano", file)
    assert ended.code == 0, ended.stdout + ended.stderr
    assert article(project, ARTICLE)["quotes"][0]["exact"] == "We are glad"
    other = article(project, "sources/articles/otterby-lantern/2024-06-02-gate-lost-in-garden")
    assert (other["quotes"][0]["exact"], other["quotes"][0]["speaker"]) == ("We are glad", "jana-marsh")
    assert sorted(ended.lost()) == [
        "3.1 opinion: the mapping does not have the label 'opinion'",
        "comment 1 comment: a comment: A fine one.",
    ]


def test_doccano_files_of_several_annotators(bring: Importer, project: Path, tmp_path: Path) -> None:
    """Of a file for each annotator: documents are told by their ids, whatever each file has, in any order."""
    add_curator(project, "bo")
    quote = [*span("We are glad"), "Quote"]
    kept = {"id": 2, "text": TEXT.replace("Gate found", "Gate kept"), **FIELDS}
    lost = {"id": 3, "text": TEXT.replace("Gate found", "Gate lost"), **FIELDS}
    (tmp_path / "d").mkdir()
    lines(tmp_path / "d/anna.jsonl", {"id": 1, "text": TEXT, "label": [quote], **FIELDS}, {**kept, "label": []})
    lines(
        tmp_path / "d/bo.jsonl",
        {**lost, "label": []},
        {**kept, "label": []},
        {"id": 1, "text": TEXT, "label": [], **FIELDS},
    )
    ended = bring("doccano", tmp_path / "d", mapping="annotators: {anna: ferry-desk, bo: bo}\n")
    assert ended.code == 0, ended.stdout + ended.stderr
    assert [(one["document"], one["annotator"], one["fate"]) for one in ended.report["documents"]] == [
        ("1", "anna", "written"), ("1", "bo", "written"), ("2", "anna", "written"), ("2", "bo", "written"),
        ("3", "bo", "written"),
    ]  # fmt: skip
    assert article(project, ARTICLE)["quotes"]
    assert article(project, f"{ARTICLE}.bo")["curator"] == "bo"
    assert article(project, "sources/articles/otterby-lantern/2024-06-01-gate-lost-in-garden")["curator"] == "bo"


def test_documents_of_one_name_with_two_texts(bring: Importer, project: Path, tmp_path: Path) -> None:
    """A second annotator's document of the same id and another text is not taken for the same article."""
    add_curator(project, "bo")
    (tmp_path / "d").mkdir()
    lines(tmp_path / "d/bo.jsonl", {"text": TEXT, "label": [], **FIELDS})
    lines(tmp_path / "d/ferry-desk.jsonl", {"text": TEXT + "!", "label": [[*span("ducks"), "Naming"]], **FIELDS})
    ended = bring("doccano", tmp_path / "d")
    assert ended.code == 1
    assert ended.lost() == [
        "1 : its text is not the one that bo annotated",
        "1.1 Naming: its document is not imported: its text is not the one that bo annotated",
    ]


def test_doccano_class_for_a_field_of_the_article(bring: Importer, project: Path, tmp_path: Path) -> None:
    """A label of the whole document sets a field of the article, by the mapping."""
    file = lines(tmp_path / "d.jsonl", {"id": 9, "text": TEXT, "label": ["opinion"], **FIELDS})
    mapping = "labels:\n  opinion: {to: article, set: {genre: OpinionNewsArticle}}\n"
    ended = bring("doccano", file, mapping=mapping)
    assert article(project, ARTICLE)["genre"] == "OpinionNewsArticle"
    assert ended.report["counts"]["spans carried"] == 1


def test_two_annotators_of_the_article_itself(bring: Importer, project: Path, tmp_path: Path) -> None:
    """What each says of the document as a whole stands in each one's draft."""
    add_curator(project, "bo")
    (tmp_path / "d").mkdir()
    lines(tmp_path / "d/bo.jsonl", {"id": 9, "text": TEXT, "label": ["news"], **FIELDS})
    lines(tmp_path / "d/ferry-desk.jsonl", {"id": 9, "text": TEXT, "label": ["opinion"], **FIELDS})
    mapping = (
        "labels:\n  opinion: {to: article, set: {genre: OpinionNewsArticle}}\n"
        "  news: {to: article, set: {genre: ReportageNewsArticle}}\n"
    )
    ended = bring("doccano", tmp_path / "d", mapping=mapping)
    assert article(project, ARTICLE)["genre"] == "ReportageNewsArticle"
    assert article(project, f"{ARTICLE}.ferry-desk")["genre"] == "OpinionNewsArticle"
    assert not ended.lost()


def test_two_documents_of_one_day_and_headline(bring: Importer, project: Path, tmp_path: Path) -> None:
    """Documents that would have one name get two, the same at each run."""
    file = lines(tmp_path / "d.jsonl", *({"id": n, "text": f"{TEXT}{n}\n", "label": [], **FIELDS} for n in (1, 2)))
    bring("doccano", file)
    again = bring("doccano", file)
    names = sorted(path.name for path in (project / "sources/articles/otterby-lantern").glob("2024-06*.md"))
    assert names == [f"{GATE}-2.md", f"{GATE}.md"]
    assert again.report["counts"]["drafts there already"] == 2


# ── Label Studio


def region(key: str, words: str, label: str) -> dict[str, Any]:
    """A labelled region of Label Studio's."""
    start, end = utf16(words)
    value = {"start": start, "end": end, "text": words, "labels": [label]}
    return {"id": key, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def test_label_studio(bring: Importer, project: Path, tmp_path: Path) -> None:
    """Regions, choices, relations and choices for the task are read; offsets are UTF-16; predictions don't count."""
    medium = region("a", "We are glad", "Quote")
    medium |= {"type": "choices", "from_name": "medium"}
    medium["value"] = {"start": 1, "end": 2, "choices": ["Speech"]}
    results = [
        region("a", "We are glad", "Quote"), medium, region("b", "Mayor Jana Marsh", "Speaker"),
        {"type": "relation", "from_id": "b", "to_id": "a", "direction": "left", "labels": ["speaker"]},
        {"id": "c", "from_name": "tone", "to_name": "text", "type": "choices", "value": {"choices": ["friendly"]}},
    ]  # fmt: skip
    task = {
        "id": 5, "data": {"text": TEXT, **FIELDS}, "annotations": [{"id": 1, "completed_by": 1, "result": results}],
        "predictions": [{"result": [region("z", "ducks", "Quote")]}],
    }  # fmt: skip
    file = write(tmp_path / "ls.json", [task])
    ended = bring("label-studio", file, "--curator", "ferry-desk")
    assert ended.code == 0, ended.stdout + ended.stderr
    [quote] = article(project, ARTICLE)["quotes"]
    assert quote == {"speaker": "jana-marsh", "exact": "We are glad", "type": "direct", "medium": "speech"}
    assert sorted(ended.lost("span")) == [
        "c-tone tone: the mapping does not have the label 'tone'",
        "prediction 1: z labels: a model predicted it; nobody annotated it",
    ]
    assert anchored(project, ARTICLE) == ["We are glad"]


def test_label_studio_annotators(bring: Importer, project: Path, tmp_path: Path) -> None:
    """Several annotators make a first and a second annotation; one who skipped the task is told."""
    add_curator(project, "bo")
    annotations = [
        {"completed_by": {"email": "a@x.example"}, "result": [region("a", "We are glad", "Quote")]},
        {"completed_by": {"email": "b@x.example"}, "result": []},
        {"completed_by": 3, "was_cancelled": True, "result": []},
    ]
    file = write(tmp_path / "ls.json", [{"id": 5, "data": {"text": TEXT, **FIELDS}, "annotations": annotations}])
    ended = bring("label-studio", file, mapping="annotators: {b@x.example: bo, a@x.example: ferry-desk}\n")
    assert ended.code == 0, ended.stdout + ended.stderr
    assert "quotes" not in article(project, ARTICLE)
    assert article(project, f"{ARTICLE}.ferry-desk")["quotes"][0]["exact"] == "We are glad"
    assert "5 : 1 skipped by its annotator" in ended.lost("document")


def test_files_that_are_something_else(bring: Importer, project: Path, tmp_path: Path) -> None:
    """A file cut short, of another tool or empty is one problem with its place, and nothing of it is written."""
    before = sorted((project / "sources").rglob("*"))
    whole = json.dumps([{"id": 5, "data": {"text": TEXT}, "annotations": []}] * 3)
    cases = [
        ("label-studio", whole[:-40], "x.json:1:1: R701 foreign-file: entry 3 is not JSON"),
        ("label-studio", '[{"text": "a"}]', "R701 foreign-file: entry 1 is no task: it has no data"),
        ("label-studio", "", "x.json:1:1: R701 foreign-file: the file is empty"),
        (
            "doccano",
            '{"id": 1, "text": "a", "label": []}\n{"id": 2}\n',
            "x.json:2:1: R701 foreign-file: this is no document",
        ),
        ("doccano", '{"id": 1, "text": "a", "label": [[1, 2]]}\n', "x.json:1:1: R701 foreign-file: its labels are not"),
        ("hypothesis", '{"hits": 2}', "x.json:1:1: R701 foreign-file: there are no rows in this"),
        ("hypothesis", '{"rows": [{"text": ""}]}', "R701 foreign-file: row 1 is no annotation"),
        ("inception", "{}", "x.json:1:1: R701 foreign-file: this JSON is no UIMA CAS"),
        ("inception", '{"%FEATURE_STRUCTURES": []}', "x.json:1:1: R701 foreign-file: this CAS has no text"),
        ("inception", "a,b\n", "x.json:1:1: R701 foreign-file: this is neither UIMA CAS JSON nor WebAnno TSV 3"),
    ]
    for name, content, said in cases:
        (tmp_path / "x.json").write_text(content, encoding="utf-8")
        ended = bring(name, tmp_path / "x.json")
        assert ended.code == 1, said
        assert said in ended.stdout
    assert sorted((project / "sources").rglob("*")) == before
