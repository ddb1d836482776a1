"""Mapping files: what in them can't be meant is told with its line, before anything is written."""

from pathlib import Path

import pytest

from readout.imports.mapping import Mapping
from readout.imports.mapping_file import read_mapping
from readout.project import open_project
from tests.conftest import ROOT
from tests.imports.conftest import Importer
from tests.imports.corpora import NAMED, brat, line

BASE = NAMED + "labels:\n  Naming:\n    to: namings\n    set:\n      "

FAULTS = [
    ("labels: [a\n", "map.yaml:2:1: R104"),
    ("label: {}\n", "R201 unknown-field: the mapping has a key that is none"),
    ("labels:\n  Naming: {set: {}}\n", "R203 wrong-type: labels.Naming is not as it should be"),
    (BASE + "colour: red\n", "map.yaml:7:7: R201 unknown-field: 'colour' is no field that can be set"),
    (BASE + "voice: loud\n", "map.yaml:7:14: R204 not-in-vocabulary: 'loud' is no voice"),
    (
        BASE + "voice: {from: v, values: {a: own, b: lout}}\n",
        "map.yaml:7:44: R204 not-in-vocabulary: 'lout' is no voice",
    ),
    (BASE + "concept: the-bumb\n", "map.yaml:7:16: R301 unknown-reference: no 'the-bumb' in concepts"),
    (
        BASE + "concept: {from: Concept}\n",
        "map.yaml:7:16: R702 not-in-corpus: the corpus has no column, feature or field 'Concept'",
    ),
    (BASE + "whose: {link: speaker}\n", "map.yaml:7:14: R702 not-in-corpus: the corpus has no relation 'speaker'"),
    ("labels:\n  Namings: {to: namings}\n", "map.yaml:2:3: R702 not-in-corpus: the corpus has no label 'Namings'"),
    (
        "labels:\n  Naming:\n    - {to: nothing}\n    - {to: namings, when: {Tone: harsh}, set: {}}\n",
        "map.yaml:4:28: R702 not-in-corpus: the corpus has no column, feature or field 'Tone'",
    ),
    ("annotators: {anna: anna}\n", "map.yaml:1:20: R301 unknown-reference: no curator 'anna'"),
    ("article:\n  outlet: {from: paper}\n", "map.yaml:2:11: R702 not-in-corpus: the corpus has no column"),
    ("article:\n  headlines: x\n", "map.yaml:2:3: R201 unknown-field: 'headlines' is no field that can be set"),
    ("documents:\n  name: '(a'\n", "map.yaml:2:9: R205 bad-format: this is no regular expression"),
    ("documents:\n  table: {file: no.csv, key: a}\n", "map.yaml:2:17: R702 not-in-corpus: there is no file no.csv"),
    (
        "labels:\n  Naming: {to: stances, set: {score: 3}}\n",
        "map.yaml:2:38: R206 out-of-bounds: '3' is no whole number from -2 to 2",
    ),
]


@pytest.mark.parametrize(("mapping", "said"), FAULTS, ids=lambda value: value[-40:].strip())
def test_faults_of_a_mapping(mapping: str, said: str, bring: Importer, project: Path, tmp_path: Path) -> None:
    """Each is one problem with file, line and column; the exit code is 1, and nothing is written."""
    ended = bring("brat", brat(tmp_path / "brat", line("T1", "Naming", "accident")), mapping=mapping)
    assert ended.code == 1
    assert said in ended.stdout
    assert ended.stdout.count(": R") == 1
    assert "nothing was written" in ended.stderr
    assert not list((project / "sources/articles").rglob("2024-06*"))


def test_one_label_becomes_several_rows(bring: Importer, project: Path, tmp_path: Path) -> None:
    """A label may stand for a naming and a stance, each only where a feature has a certain value."""
    annotations = line("T1", "Biased", "accident", 2) + "A1\tTone T1 harsh\n" + line("T2", "Biased", "wanderer")
    mapping = NAMED + (
        "labels:\n  Biased:\n    - {to: namings, set: {concept: the-bump, voice: own}}\n"
        "    - {to: stances, when: {Tone: [harsh, hostile]}, set: {toward: marigold-line, score: -1}}\n"
    )
    ended = bring("brat", brat(tmp_path / "brat", annotations), mapping=mapping)
    [file] = (project / "sources/articles").rglob("2024-06*.md")
    text = file.read_text(encoding="utf-8")
    assert text.count("concept: the-bump") == 2
    assert text.count("toward: marigold-line") == 1
    assert "reason: To be completed." in text
    assert ended.report["counts"]["spans carried"] == 2
    assert not ended.lost()


def test_the_mapping_of_the_documentation(project: Path, tmp_path: Path) -> None:
    """The mapping in docs/import.md is one: of the right shape, with fields and words that there are."""
    shown = (ROOT / "docs" / "import.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    (tmp_path / "map.yaml").write_text(shown, encoding="utf-8")
    world = open_project(project).world
    mapping = read_mapping(tmp_path / "map.yaml", world.schema, world.rows)
    assert list(mapping.labels) == ["Quote", "Speaker", "Biased", "Opinion", "Draft"]


def test_labels_that_are_read_by_name(project: Path) -> None:
    """The labels that docs/import.md says can be read without a mapping are; others are not."""
    page = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    rows = page.split("| label | becomes |\n|---|---|\n")[1].split("\n\n")[0].splitlines()
    for row in rows:
        labels = row.split("|")[1].replace(";", ",").split(",")
        assert all(Mapping().of(label.strip()) for label in labels), row
    assert not Mapping().of("Oddity")
