"""The five articles: annotated in full, reviewed, and saying what they are there to say."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copy, copytree

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The database of the repository's own sources."""
    folder = tmp_path_factory.mktemp("sources")
    copy(ROOT / "schema.yaml", folder)
    for name in ("views", "queries", "sources"):
        copytree(ROOT / name, folder / name)
    subprocess.run(
        [sys.executable, "-m", "readout", "--project", str(folder), "build"], check=True, capture_output=True
    )
    with closing(sqlite3.connect(folder / "build" / "readout.db")) as connection:
        yield connection


def test_every_claim_has_a_finding_in_every_article(real: sqlite3.Connection) -> None:
    """Nothing is left unchecked: each pair of article and claim has a row, or is too early."""
    assert real.execute("SELECT count(*) FROM claim_matrix WHERE cell = 'not checked'").fetchone() == (0,)
    assert real.execute("SELECT count(DISTINCT cell) FROM claim_matrix").fetchone() == (6,)


def test_the_annotation_is_full(real: sqlite3.Connection) -> None:
    """Not less than a careful reader finds: statements, events, claims, terms, stances, each with its evidence."""
    for table, least in (
        ("quotes", 110),
        ("events", 40),
        ("claims", 80),
        ("namings", 180),
        ("mentions", 75),
        ("stances", 25),
    ):
        assert real.execute(f"SELECT count(*) >= {least} FROM {table}").fetchone() == (1,), table
    assert real.execute("SELECT count(*) FROM articles WHERE status <> 'reviewed'").fetchone() == (0,)
    assert real.execute("SELECT count(*) FROM evidence WHERE start IS NULL").fetchone() == (0,)


SHOWN = {
    "a chain": "SELECT count(*) FROM quote_hops",
    "joint speakers": "SELECT count(*) FROM quote_joint_speakers",
    "an open cut": "SELECT count(*) FROM quote_alterations WHERE alteration = 'ellipsis'",
    "a silent cut": "SELECT count(*) FROM quote_alterations WHERE alteration = 'silent-cut'",
    "a respelling": "SELECT count(*) FROM quote_variants WHERE words_respelt > 0",
    "an insertion": "SELECT count(*) FROM quote_alterations WHERE alteration = 'insertion'",
    "a translation": "SELECT count(*) FROM quote_alterations WHERE alteration = 'translation'",
    "an interruption": "SELECT count(*) FROM quote_alterations WHERE alteration = 'interrupted'",
    "a quotation never closed": "SELECT count(*) FROM quote_alterations WHERE alteration = 'unclosed'",
    "a proverb inside a quotation": "SELECT count(*) FROM quotes WHERE nature = 'proverb' AND inside IS NOT NULL",
    "words quoted to deny them": "SELECT count(*) FROM quotes WHERE negated = 1",
    "scare quotes": "SELECT count(*) FROM namings WHERE marks IN ('scare', 'hedge')",
    "an outlet's term in a report of others": "SELECT count(*) FROM naming_matrix WHERE own_in_report = 1",
    "a claim of absence": "SELECT count(*) FROM claims WHERE kind = 'absence' AND scope IS NOT NULL",
    "values that differ": "SELECT count(*) FROM disagreements WHERE conflict = 'value'",
    "a contradiction that is none": "SELECT count(*) FROM claim_relations WHERE relation = 'compatibleWith'",
    "an event planned here and past there": """SELECT count(*) FROM mentions AS a
        JOIN mentions AS b ON b.event = a.event WHERE a.status = 'future' AND b.status = 'past'""",
    "a disputed event": "SELECT count(*) FROM mention_disputes",
    "inferred provenance": "SELECT count(*) FROM article_grounds WHERE basis = 'inferred' AND confidence IS NOT NULL",
    "recycled text": "SELECT count(*) FROM article_reuse WHERE kind = 'recycled'",
    "a reprint": "SELECT count(*) FROM articles WHERE republished_by IS NOT NULL",
    "machine-made text": "SELECT count(*) FROM articles WHERE digital_source_type = 'trainedAlgorithmicMedia'",
    "a question and its hypothetical": "SELECT count(*) FROM quotes WHERE question IS NOT NULL AND hypothetical = 1",
    "distance from what nobody contests": "SELECT count(*) FROM quotes WHERE cue = 'claimed'",
    "zones": "SELECT count(DISTINCT kind) FROM article_zones",
}


@pytest.mark.parametrize("feature", SHOWN)
def test_the_model_is_needed(real: sqlite3.Connection, feature: str) -> None:
    """What the model can say is said by a record of the five articles."""
    assert real.execute(SHOWN[feature]).fetchone()[0] > 0


def test_the_islands_have_three_names_and_one_silence(real: sqlite3.Connection) -> None:
    """The US readout's words on the islands: one name each in three papers, and cut away in the fourth."""
    values = {row[0] for row in real.execute("SELECT value FROM coverage WHERE claim = 'us-readout-names-islands'")}
    assert values == {"Nansei Islands", "Ryukyu Islands", "Southwest Islands", None}
    dropped = real.execute(
        "SELECT words_a FROM quote_changes JOIN quote_variants ON quote_variants.id = variant"
        " WHERE utterance = 'us-readout-topics' AND operation = 'dropped' AND quote_a IS NULL"
    ).fetchall()
    assert ("including in the Southwest Islands",) in dropped


def test_generated_files_are_fresh(tmp_path: Path) -> None:
    """metadata.yml and the generated pages are what the schema and the examples say."""
    for name in ("schema.yaml", "metadata.yml"):
        copy(ROOT / name, tmp_path)
    for name in ("views", "queries", "sources", "docs"):
        copytree(ROOT / name, tmp_path / name)
    copytree(ROOT / "tests" / "problems", tmp_path / "tests" / "problems")
    (tmp_path / "readout").mkdir()
    copy(ROOT / "readout" / "problems.json", tmp_path / "readout")
    command = [sys.executable, "-m", "readout", "--project", str(tmp_path), "docs"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stderr == "", "run `readout docs` and commit what it writes"
