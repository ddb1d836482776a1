"""The made-up corpus as the build compiles it, row by row: what changes in the database shows in a diff.

`pytest --update-golden` writes tests/golden anew; read the diff before you commit it.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "golden"
#: They follow from the schema alone, and tests of their own look at them.
DICTIONARY = {"dataset", "tables", "columns", "vocabularies"}


def names(connection: sqlite3.Connection) -> list[str]:
    """The tables and views of a database but those of the dictionary of the full-text search and of stored views."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name")
    return [
        name
        for (name,) in found
        if name not in DICTIONARY and "_fts" not in name and name[:7] not in ("sqlite_", "stored_")
    ]


def dump(database: Path) -> dict[str, str]:
    """Each table and view that has rows, as JSON: a row a line in the order of the text, without what is null."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        wanted = names(connection)
        connection.row_factory = sqlite3.Row
        tables = {name: [_line(row) for row in connection.execute(f'SELECT * FROM "{name}"')] for name in wanted}
    return {name: "\n".join(sorted(lines)) + "\n" for name, lines in tables.items() if lines}


def _line(row: sqlite3.Row) -> str:
    values = {name: row[name] for name in row.keys() if row[name] is not None}  # noqa: SIM118
    return json.dumps(values, ensure_ascii=False)


@pytest.fixture(scope="module")
def made(database: Path) -> dict[str, str]:
    """What the build makes of the corpus now."""
    return dump(database)


def test_the_same_tables_have_rows(made: dict[str, str], update_golden: bool) -> None:
    """Every table with rows has its golden file, and no golden file is left over."""
    if update_golden:
        GOLDEN.mkdir(exist_ok=True)
        for file in GOLDEN.glob("*.ndjson"):
            if file.stem not in made:
                file.unlink()
        for name, text in made.items():
            (GOLDEN / f"{name}.ndjson").write_text(text, encoding="utf-8")
    assert sorted(made) == sorted(file.stem for file in GOLDEN.glob("*.ndjson"))


def test_the_corpus_has_rows_for_every_table(database: Path, made: dict[str, str]) -> None:
    """The corpus uses the whole model: no table or view of the database is empty."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        assert [name for name in names(connection) if name not in made] == []


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.ndjson")), ids=lambda file: file.stem)
def test_rows_are_as_they_were(file: Path, made: dict[str, str]) -> None:
    """Each row of the table is the one in its golden file, ids and offsets included."""
    assert made.get(file.stem, "").splitlines() == file.read_text(encoding="utf-8").splitlines()


#: What each piece of the model looks like once it is built, so that a careless update of the golden files shows.
FEATURES = {
    "chain": "SELECT 1 FROM quote_hops WHERE actor = 'tidewire-agency'",
    "chain of coverage": "SELECT 1 FROM coverage_hops WHERE actor = 'tidewire-agency'",
    "joint speakers": "SELECT 1 FROM quote_joint_speakers WHERE actor = 'marigold-line'",
    "proverb inside a quote": "SELECT 1 FROM quotes WHERE inside IS NOT NULL AND nature = 'proverb'",
    "negated quote": "SELECT 1 FROM quotes WHERE negated = 1",
    "question": "SELECT 1 FROM quotes WHERE question IS NOT NULL",
    "hypothetical": "SELECT 1 FROM quotes WHERE hypothetical = 1",
    "every type of quote": "SELECT count(DISTINCT type) = 5 FROM quotes",
    "scare quotes": "SELECT 1 FROM namings WHERE marks = 'scare' AND whose IS NOT NULL",
    "own term in reported voice": "SELECT 1 FROM naming_matrix WHERE own_in_report = 1",
    "claim of absence": "SELECT 1 FROM claims WHERE kind = 'absence' AND scope IS NOT NULL",
    "every cell of the matrix": "SELECT count(DISTINCT cell) = 7 FROM claim_matrix",
    "other dates, one evening": "SELECT count(DISTINCT value) = 2 AND NOT EXISTS (SELECT 1 FROM disagreements"
    " WHERE claim = 'bump-date') FROM coverage WHERE claim = 'bump-date'",
    "numbers that differ": "SELECT 1 FROM disagreements WHERE claim = 'closed-days' AND conflict = 'value'",
    "disputed aspects": "SELECT 1 FROM mention_disputes WHERE aspect = 'how-many'",
    "every standing of an event": "SELECT count(DISTINCT status) = 6 FROM mentions",
    "one evening, two dates": "SELECT count(DISTINCT date) = 2 FROM mentions WHERE event = 'ferry-bumps-bridge'",
    "reuse": "SELECT 1 FROM article_reuse WHERE kind = 'condensed'",
    "zone to the end": 'SELECT 1 FROM article_zones WHERE "to" IS NULL',
    "null with its ground": "SELECT 1 FROM outlets JOIN outlet_grounds ON outlet_grounds.outlet = outlets.id"
    " AND outlet_grounds.field = 'owner' WHERE outlets.owner IS NULL",
    "rating": "SELECT 1 FROM outlet_ratings WHERE rater = 'The Duck Observer'",
    "span with a gap": "SELECT 1 FROM evidence WHERE kind = 'coverage' AND seq = 1",
    "occurrence": "SELECT 1 FROM evidence WHERE occurrence = 2",
    "respelling": "SELECT 1 FROM quote_variants WHERE quote_a IS NULL AND words_respelt = 1 AND words_dropped = 9",
    "insertion": "SELECT 1 FROM quote_changes WHERE operation = 'added' AND words_b = 'swing'",
    "alterations": "SELECT count(DISTINCT alteration) >= 7 FROM quote_alterations",
    "offsets behind a character beyond the BMP": "SELECT 1 FROM evidence WHERE exact = 'Ida Fenn' AND start = 38",
}


@pytest.mark.parametrize("feature", FEATURES)
def test_the_corpus_shows(feature: str, database: Path) -> None:
    """The corpus has an example of this feature of the model, and the build brings it through."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        assert connection.execute(FEATURES[feature]).fetchone() == (1,)


def test_every_span_is_the_text(database: Path) -> None:
    """Offsets count code points of the text: each piece of evidence is what stands there."""
    texts = ROOT / "tests" / "corpus" / "texts"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            'SELECT articles.text, evidence.start, evidence."end", evidence.exact, evidence.prefix, evidence.suffix'
            " FROM evidence JOIN articles ON articles.id = evidence.article"
        ).fetchall()
    assert len(rows) > 50
    for name, start, end, exact, prefix, suffix in rows:
        text = (texts / name).read_bytes().decode("utf-8")
        assert text[start:end] == exact
        assert text[max(0, start - 32) : start] == prefix
        assert text[end : end + 32] == suffix


def test_no_reporters_sentence_stands_in_the_database(made: dict[str, str]) -> None:
    """What the made-up reporters wrote themselves is pointed at and not republished."""
    sentence = "The ferry Marigold bumped into the swing bridge on Friday evening"
    assert sentence in (ROOT / "tests/corpus/texts/lantern-ferry-bumps-bridge.txt").read_text(encoding="utf-8")
    assert [name for name, text in made.items() if sentence in text] == []
