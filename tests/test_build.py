"""The database: its rules hold, its bytes depend on the sources only, its views say what was worked out by hand."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from readout.sql import read_statements
from readout.stored import refresh
from tests.conftest import ROOT, run_all
from tests.made import HARBOUR, HILL, VALLEY, edit, make_project, schema, write

Run = Callable[..., tuple[int, str, str]]
TABLES = schema().tables
VIEWS = {view.name: view for view in read_statements(ROOT, "views")[0]}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that is anchored and built; not to be changed."""
    return run_all(make_project(tmp_path_factory.mktemp("made")), ["anchor", "--texts", "texts"], ["build"])


@pytest.fixture
def db(built: Path) -> Iterator[sqlite3.Connection]:
    """The database, with foreign keys on; what a test changes is not kept."""
    with closing(sqlite3.connect(built / "build" / "readout.db", isolation_level=None)) as database:
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("BEGIN")
        yield database
        database.execute("ROLLBACK")


def all_of(db: sqlite3.Connection, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    return db.execute(sql, values).fetchall()


# ── The rules of the tables


def test_every_table_has_a_row(db: sqlite3.Connection) -> None:
    """The made-up project uses every table; what follows is not about empty ones."""
    assert [name for name in TABLES if not all_of(db, f'SELECT 1 FROM "{name}" LIMIT 1')] == []


def test_tables_are_those_of_the_schema(db: sqlite3.Connection) -> None:
    """Besides them there are only those of stored views, of the full-text search and SQLite's own."""
    names = {name for (name,) in all_of(db, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {name for name in names if "_fts" not in name and not name.startswith(("sqlite_", "stored_"))} == set(TABLES)


def test_every_table_is_strict(db: sqlite3.Connection) -> None:
    """No column takes a value of another type."""
    strict = {row[1]: row[5] for row in all_of(db, "PRAGMA table_list") if row[0] == "main"}
    assert [name for name in TABLES if not strict[name]] == []
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"):
        db.execute("UPDATE stances SET score = 'high'")


@pytest.mark.parametrize("table", TABLES)
def test_columns_keys_and_references_are_those_of_the_schema(db: sqlite3.Connection, table: str) -> None:
    """Names, types, NOT NULL, the primary key, and a foreign key on every reference."""
    found = all_of(db, f'PRAGMA table_info("{table}")')
    assert [(name, kind, bool(needed)) for _, name, kind, needed, _, _ in found] == [
        (column.name, column.type, column.required) for column in TABLES[table].columns.values()
    ]
    assert [name for _, name, _, _, _, key in found if key] == ["id"]
    keys = {row[3]: (row[2], row[4]) for row in all_of(db, f'PRAGMA foreign_key_list("{table}")')}
    assert keys == {column: (target, "id") for column, target in TABLES[table].references.items()}


def test_references_are_clean(db: sqlite3.Connection) -> None:
    """Every reference leads to a row, and the file is sound."""
    assert all_of(db, "PRAGMA foreign_key_check") == []
    assert all_of(db, "PRAGMA integrity_check") == [("ok",)]


VOCABULARY_COLUMNS = [
    (table.name, column.name) for table in TABLES.values() for column in table.columns.values() if column.vocabulary
]


@pytest.mark.parametrize(("table", "column"), VOCABULARY_COLUMNS)
def test_a_value_outside_its_vocabulary_is_refused(db: sqlite3.Connection, table: str, column: str) -> None:
    """The CHECK of every column with a vocabulary holds, and takes every value of it."""
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"):
        db.execute(f'UPDATE "{table}" SET "{column}" = ?', ["no such value"])
    vocabulary = TABLES[table].columns[column].vocabulary
    assert vocabulary is not None
    for value in vocabulary.meanings:
        db.execute(f'UPDATE "{table}" SET "{column}" = ?', [value])


def test_a_row_with_a_bad_value_cannot_be_inserted(db: sqlite3.Connection) -> None:
    """By INSERT as well: a wrong word, a wrong number, a wrong reference, a null, an id twice."""
    insert = "INSERT INTO stances (id, article, toward, score, reason) VALUES (?, ?, ?, ?, ?)"
    good = ["s", HARBOUR, "mayor", 2, "Why."]
    for place, bad, message in (
        (3, 3, "CHECK"), (3, -3, "CHECK"), (2, "nobody", "FOREIGN KEY"), (1, "nowhere", "FOREIGN KEY"),
        (4, None, "NOT NULL"), (1, None, "NOT NULL"),
    ):  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError, match=message):
            db.execute(insert, [*good[:place], bad, *good[place + 1 :]])
    db.execute(insert, good)
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        db.execute(insert, good)


def test_yes_and_no_are_one_and_zero(db: sqlite3.Connection) -> None:
    """A column for true or false takes nothing else."""
    columns = [(t.name, c.name) for t in TABLES.values() for c in t.columns.values() if c.boolean]
    assert ("article_frames", "primary") in columns
    for table, column in columns:
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            db.execute(f'UPDATE "{table}" SET "{column}" = 2')


INDEXED = [(t.name, c.name) for t in TABLES.values() for c in t.columns.values() if c.reference or c.facet]


def test_every_reference_and_facet_has_an_index(db: sqlite3.Connection) -> None:
    """Whoever groups or joins by it does not walk through the whole table."""
    first = {
        (table, all_of(db, f'PRAGMA index_info("{index}")')[0][2])
        for table in TABLES
        for _, index, *_ in all_of(db, f'PRAGMA index_list("{table}")')
    }
    assert set(INDEXED) - first == set()


def test_the_table_is_sorted_by_an_index(db: sqlite3.Connection) -> None:
    """So is the column by which a table is opened."""
    for table in TABLES.values():
        column = table.sort or table.sort_desc
        if column:
            plan = all_of(db, f'EXPLAIN QUERY PLAN SELECT * FROM "{table.name}" ORDER BY "{column}" LIMIT 51')
            assert "TEMP B-TREE" not in str(plan), table.name


def test_ids_need_no_escaping(db: sqlite3.Connection) -> None:
    """Lower-case letters, digits and hyphens, in every table."""
    for table in TABLES:
        assert all_of(db, f"""SELECT id FROM "{table}" WHERE id GLOB '*[^a-z0-9-]*' OR id = ''""") == []


def test_nothing_is_written_twice_in_the_dictionary(db: sqlite3.Connection) -> None:
    """`columns` has every column of every table and view, each with what it means; `vocabularies` every value."""
    described = all_of(db, "SELECT table_name, column_name FROM columns WHERE description <> ''")
    there = [
        (name, column[1])
        for (name,) in all_of(db, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        if "_fts" not in name and not name.startswith(("sqlite_", "stored_"))
        for column in all_of(db, f'PRAGMA table_info("{name}")')
    ]
    assert sorted(described) == sorted(there)
    values = {(v.name, value) for v in schema().vocabularies.values() for value in v.meanings}
    assert set(all_of(db, "SELECT vocabulary, value FROM vocabularies WHERE meaning <> ''")) == values


# ── Search


@pytest.mark.parametrize(
    ("table", "word", "found"),
    [
        ("claims", "clocks", 3), ("claims", "stop", 2), ("claims", "STOPPING", 2), ("quotes", "harbors", 1),
        ("quotes", "glad", 1), ("articles", "note", 1), ("articles", "bells", 1),
        ("actors", "lund", 1), ("claims", "zebra", 0),
    ],
)  # fmt: skip
def test_search_finds_a_word_in_another_form(db: sqlite3.Connection, table: str, word: str, found: int) -> None:
    """In the singular or plural, whatever the tense and case."""
    count = all_of(
        db,
        f"SELECT count(*) FROM {table} JOIN {table}_fts f ON f.rowid = {table}.rowid WHERE {table}_fts MATCH ?",
        word,
    )
    assert count == [(found,)]


def test_search_passes_over_diacritics(tmp_path: Path, run: Run) -> None:
    """Shinjirō is found as Shinjiro."""
    folder = make_project(tmp_path)
    edit(folder / "sources" / "actors.yaml", "name: Guild of Clockmakers", "name: Gildę of Clockmakers")
    assert run("build", project=folder)[0] == 0
    with closing(sqlite3.connect(folder / "build" / "readout.db")) as database:
        assert all_of(database, "SELECT count(*) FROM actors_fts WHERE actors_fts MATCH 'gilde'") == [(1,)]


def test_every_searched_column_is_in_the_search(db: sqlite3.Connection) -> None:
    """As the schema says."""
    for table in TABLES.values():
        searched = [column.name for column in table.columns.values() if column.search]
        if searched:
            assert [row[1] for row in all_of(db, f'PRAGMA table_info("{table.name}_fts")')] == searched


# ── The same sources, the same bytes


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "4711", "TZ": "Asia/Kathmandu", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "1", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8", "COLUMNS": "20"},
    ],
)
def test_the_same_sources_give_the_same_bytes(
    built: Path, tmp_path: Path, run: Run, surroundings: dict[str, str]
) -> None:
    """In another folder, with another seed of hashes, in another time zone and locale."""
    folder = make_project(tmp_path)
    for file in built.rglob("*.anchors.json"):
        write(folder / file.relative_to(built), file.read_text(encoding="utf-8"))
    assert run("build", project=folder, env=surroundings)[0] == 0
    for name in ("build/readout.db", "build/manifest.json", "metadata.yml"):
        assert (folder / name).read_bytes() == (built / name).read_bytes(), name


def test_building_again_gives_the_same_bytes(tmp_path: Path, run: Run) -> None:
    """And does not write the metadata again."""
    folder = make_project(tmp_path)
    assert run("build", project=folder)[0] == 0
    before = (folder / "build" / "readout.db").read_bytes()
    code, _, stderr = run("build", project=folder)
    assert (code, "metadata.yml" in stderr) == (0, False)
    assert (folder / "build" / "readout.db").read_bytes() == before


def test_the_order_of_records_makes_no_difference(tmp_path: Path, run: Run, built: Path) -> None:
    """A register in several files, and in another order, gives the same bytes but for the hash of the files."""
    folder = make_project(tmp_path)
    register = folder / "sources" / "curators.yaml"
    edit(folder / "sources" / "articles" / "harbour-post" / f"{HARBOUR}.md", "curator: ann", "curator: zoe")
    write(register, "zoe: {name: Zoe, kind: person}\n" + register.read_text())
    assert run("build", project=folder)[0] == 0
    one = apart_from_the_hash(folder)
    register.unlink()
    write(folder / "sources" / "curators" / "1.yaml", "ann: {name: Ann, kind: person}\n")
    write(folder / "sources" / "curators" / "deep" / "2.yaml", "zoe: {kind: person, name: Zoe}\n")
    assert run("build", "--fresh", project=folder)[0] == 0
    assert apart_from_the_hash(folder) == one


def apart_from_the_hash(folder: Path) -> bytes:
    """The database without the hash of the source files that stands in it."""
    with closing(sqlite3.connect(folder / "build" / "readout.db")) as database:
        [(found,)] = all_of(database, "SELECT sources_sha256 FROM dataset")
    content = (folder / "build" / "readout.db").read_bytes()
    assert content.count(found.encode()) == 1
    return content.replace(found.encode(), b"")


# ── Nothing half-written


def what_is_there(folder: Path) -> dict[str, bytes]:
    """All files of the build, and the metadata."""
    files = [*(folder / "build").iterdir(), folder / "metadata.yml"]
    return {file.name: file.read_bytes() for file in files}


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("views/broken.sql", "-- Broken\n-- A view that is no SQL.\n--\n-- a: A.\nSELEKT 1 AS a\n",
         "R607 bad-sql: SQLite says: "),
        ("views/broken.sql", "-- Broken\n-- A view of no table.\n--\n-- a: A.\nSELECT a FROM nowhere\n",
         "R607 bad-sql: SQLite says: "),
        ("views/broken.sql", "-- B\n-- One column is not described.\n--\n-- a: A.\nSELECT 1 AS a, 2 AS b\n",
         "R607 bad-sql: the column 'b' is not described"),
        ("views/broken.sql", "-- B\n-- One column is not there.\n--\n-- a: A.\n-- b: B.\nSELECT 1 AS a\n",
         "R607 bad-sql: there is no column 'b'"),
        ("views/broken.sql", "SELECT 1 AS a\n", "R607 bad-sql: no title and description"),
        ("queries/broken.sql", "-- B\n-- A parameter.\nSELECT :what AS a\n",
         "R607 bad-sql: the parameter :what is not described"),
        ("sources/stories.yaml", "clock: {title: A}\n", "R202 missing-field: 'summary' is missing"),
        ("sources/stories.yaml", "", "R103 empty-file"),
    ],
)  # fmt: skip
def test_the_old_database_stays_when_there_are_problems(
    tmp_path: Path, run: Run, name: str, text: str, code: str
) -> None:
    """A broken view or source: exit 1, the problem, and every file of the build as it was, with nothing beside it."""
    folder = make_project(tmp_path)
    assert run("build", project=folder)[0] == 0
    before = what_is_there(folder)
    write(folder / name, text)
    exit_code, stdout, stderr = run("build", project=folder)
    assert exit_code == 1
    assert stdout.startswith(f"{name}:1:")
    assert code in stdout
    assert "nothing was written" in stderr
    assert what_is_there(folder) == before


@pytest.mark.parametrize("sql", ["SELEKT 1", "SELECT a FROM nowhere", "SELECT 1; SELECT 2"])
def test_a_saved_query_that_is_no_sql_is_a_problem(tmp_path: Path, run: Run, sql: str) -> None:
    """R607, as for a view."""
    folder = make_project(tmp_path)
    write(folder / "queries" / "broken.sql", f"-- Broken\n-- It is no SQL.\n{sql}\n")
    assert run("build", project=folder)[0] == 1


def test_a_first_build_with_problems_writes_nothing(tmp_path: Path, run: Run) -> None:
    """No build folder's content, no metadata."""
    folder = make_project(tmp_path)
    write(folder / "sources" / "stories.yaml", "clock: {title: A}\n")
    assert run("build", project=folder)[0] == 1
    assert not (folder / "metadata.yml").exists()
    assert not (folder / "build" / "readout.db").exists()


def test_a_folder_that_cannot_be_written_is_wrong_use(tmp_path: Path, run: Run) -> None:
    """Exit 2, with the name of what could not be written."""
    folder = make_project(tmp_path)
    (folder / "build").mkdir()
    (folder / "build").chmod(0o555)
    code, stdout, stderr = run("build", project=folder)
    (folder / "build").chmod(0o755)
    assert (code, stdout) == (2, "")
    assert "readout:" in stderr
    assert "Traceback" not in stderr
    assert list((folder / "build").iterdir()) == []


# ── The views, worked out by hand


def test_every_view_is_described(db: sqlite3.Connection) -> None:
    """Its columns are those that its comments describe, in that order; so are its facets and its sort order."""
    names = {name for (name,) in all_of(db, "SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert names == set(VIEWS)
    for view in VIEWS.values():
        given = [row[1] for row in all_of(db, f'PRAGMA table_info("{view.name}")')]
        assert given == list(view.columns), view.name
        assert {*view.facets, *([view.sort] if view.sort else [])} <= set(given)
        assert view.title
        assert view.description


@pytest.mark.parametrize("view", [view.name for view in VIEWS.values() if not view.stored])
def test_views_walk_along_indexes(db: sqlite3.Connection, view: str) -> None:
    """At the most one table is read from end to end, every other is looked up in an index of its own.

    Asked of a database with the same tables and no rows: where there are statistics, SQLite reads
    a table of three rows from end to end, as it should.
    """
    with closing(sqlite3.connect(":memory:")) as empty:
        for name, sql in all_of(db, "SELECT name, sql FROM sqlite_master WHERE sql NOT NULL ORDER BY rowid"):
            if "_fts" not in name and not name.startswith("sqlite_"):
                empty.execute(sql)
        steps = [row[3] for row in all_of(empty, f'EXPLAIN QUERY PLAN SELECT * FROM "{view}"')]
    selected = {f"SCAN {step.removeprefix('CO-ROUTINE ')}" for step in steps if step.startswith("CO-ROUTINE")}
    scans = [step for step in steps if step.startswith("SCAN") and step not in selected and "VIRTUAL" not in step]
    assert any(step.startswith("SEARCH") for step in steps)
    assert len(scans) <= 1, steps
    assert not [step for step in steps if "AUTOMATIC" in step], steps


def test_claim_matrix(db: sqlite3.Connection) -> None:
    """Five claims and three articles: absent, not checked and too early are three different cells."""
    found = all_of(db, "SELECT claim, article, cell FROM claim_matrix")
    assert len(found) == 15
    assert {(claim, article): cell for claim, article, cell in found} == {
        ("stopped", HARBOUR): "asserts", ("stopped", HILL): "denies", ("stopped", VALLEY): "attributes",
        ("date", HARBOUR): "asserts", ("date", HILL): "asserts", ("date", VALLEY): "asserts",
        ("steps", HARBOUR): "attributes", ("steps", HILL): "asserts", ("steps", VALLEY): "absent",
        ("repaired", HARBOUR): "too early", ("repaired", HILL): "asserts", ("repaired", VALLEY): "absent",
        ("bell", HARBOUR): "not checked", ("bell", HILL): "absent", ("bell", VALLEY): "asserts",
    }  # fmt: skip
    columns = "statement, kind, outlet, outlet_name, according_to, value, story"
    row = f"SELECT {columns} FROM claim_matrix WHERE claim = ? AND article = ?"
    assert all_of(db, row, "steps", HARBOUR) == [
        (
            "The tower has the given number of steps.",
            "value",
            "harbour-post",
            "Harbour Post",
            "Mayor Lund",
            "40",
            "clock",
        )
    ]
    assert all_of(db, "SELECT count(coverage) FROM claim_matrix") == [(13,)]


def test_disagreements(db: sqlite3.Connection) -> None:
    """Three pairs differ in stance or value; March does not conflict with the first of March."""
    found = all_of(
        db,
        "SELECT claim, conflict, article_a, stance_a, value_a, article_b, stance_b, value_b "
        "FROM disagreements ORDER BY 1, 3, 6",
    )
    assert found == [
        ("date", "value", HILL, "asserts", "2025-03-01", VALLEY, "asserts", "2025-03-02"),
        ("steps", "value", HARBOUR, "attributes", "40", HILL, "asserts", "45"),
        ("stopped", "stance", HARBOUR, "asserts", None, HILL, "denies", None),
        ("stopped", "stance", HILL, "denies", None, VALLEY, "attributes", None),
    ]
    who = "SELECT outlet_a, according_to_a, outlet_b, according_to_b, story FROM disagreements WHERE claim = 'steps'"
    assert all_of(db, who) == [("Harbour Post", "Mayor Lund", "Hill Times", None, "clock")]


@pytest.mark.parametrize(
    ("claim", "one", "other", "expected"),
    [
        ("steps", "40", "45", 1), ("steps", "4", "40", 1), ("steps", "40", "40", 0), ("steps", "40", "40.0", 0),
        ("date", "2025", "2025-03-01", 0), ("date", "2025-03", "2025-04-01", 1),
        ("date", "2025-03-01", "2025-03-01", 0),
        ("date", "2025-12-12T06:00:00+09:00", "2025-12-11T16:00:00-05:00", 0),
        ("date", "2025-03-01/2025-03-05", "2025-03-03", 0), ("date", "2025-03-01/2025-03-05", "2025-03-06", 1),
        ("date", "2025-03-01~", "2025-03-01", 0), ("date", "2025-03-XX", "2025-03-01", 0),
    ],
)  # fmt: skip
def test_values_conflict_where_they_can_not_both_be_right(
    tmp_path: Path, run: Run, claim: str, one: str, other: str, expected: int
) -> None:
    """A number that begins like another is another; a date conflicts with none inside it, nor with the same moment."""
    folder = make_project(tmp_path)
    articles = folder / "sources" / "articles"
    line = "claim: date, stance: asserts, value: " if claim == "date" else "value: "
    first, second = ("2025-03,", "2025-03-01,") if claim == "date" else ("40,", "45,")
    edit(articles / "harbour-post" / f"{HARBOUR}.md", line + first, f"{line}'{one}',")
    edit(articles / "hill-times" / f"{HILL}.md", line + second, f"{line}'{other}',")
    assert run("build", project=folder)[0] == 0
    with closing(sqlite3.connect(folder / "build" / "readout.db")) as database:
        sql = "SELECT conflict FROM disagreements WHERE claim = ? AND article_a = ? AND article_b = ?"
        assert all_of(database, sql, claim, HARBOUR, HILL) == [("value",)] * expected


def test_silences(db: sqlite3.Connection) -> None:
    """What a curator looked for in vain, while others carry it."""
    found = all_of(
        db, "SELECT article, outlet_name, claim, kind, carried_by, looked_at, story FROM silences ORDER BY 1, 3"
    )
    assert found == [
        (HILL, "Hill Times", "bell", "fact", 1, 2, "clock"),
        (VALLEY, "Valley Wire", "repaired", "fact", 1, 2, "clock"),
        (VALLEY, "Valley Wire", "steps", "value", 2, 3, "clock"),
    ]


def test_a_claim_that_nobody_carries_is_no_silence(db: sqlite3.Connection) -> None:
    """Absent everywhere: then there is nothing that one article keeps quiet about."""
    db.execute("UPDATE coverage SET stance = 'absent' WHERE claim = 'bell'")
    refresh(db, VIEWS["claim_counts"], ["bell"])
    assert all_of(db, "SELECT count(*) FROM silences WHERE claim = 'bell'") == [(0,)]


def test_outlet_pairs(db: sqlite3.Connection) -> None:
    """Each pair of outlets once, on the claims that both were checked for."""
    columns = (
        "outlet_a, outlet_b, claims_compared, same_stance, both_carry, in_conflict, only_a, only_b, neither, likeness"
    )
    assert all_of(db, f"SELECT {columns} FROM outlet_pairs ORDER BY 1, 2") == [
        ("harbour-post", "hill-times", 3, 1, 3, 1, 0, 0, 0, 0.333),
        ("harbour-post", "valley-wire", 3, 1, 2, 0, 1, 0, 0, 0.333),
        ("hill-times", "valley-wire", 5, 1, 2, 1, 2, 1, 0, 0.2),
    ]


def test_timeline(db: sqlite3.Connection) -> None:
    """Events in order of time, one row for each article that speaks of one; an event that none speaks of stays."""
    columns = "earliest, event, type, place, article, outlet_name, status, date_worded, date_resolved, disputed_aspects"
    assert all_of(db, f"SELECT {columns} FROM timeline ORDER BY earliest") == [
        (
            "2025-02-28T23:00:00Z",
            "stop",
            "COERCE",
            "The quay",
            HARBOUR,
            "Harbour Post",
            "past",
            "in March",
            "2025-03",
            1,
        ),
        ("2025-03-10T00:00:00Z", "fair", "AGREE", None, None, None, None, None, None, 0),
    ]


def test_naming_matrix(db: sqlite3.Connection) -> None:
    """Three terms for one thing: in scare quotes, slipped into what others say, and quoted as another's."""
    columns = "concept_title, outlet_name, term, voice, voice_of, whose, marks, own_in_report"
    title = "The stopping of the clock"
    assert all_of(db, f"SELECT {columns} FROM naming_matrix ORDER BY article") == [
        (title, "Harbour Post", "standstill", "own", None, None, "scare", 0),
        (title, "Hill Times", "pause", "reported", "Mayor Lund", None, None, 1),
        (title, "Valley Wire", "breakdown", "quoted", "Mayor Lund", "Guild of Clockmakers", None, 0),
    ]


def test_source_mix(db: sqlite3.Connection) -> None:
    """For each article, each speaker with the number and the kinds of renderings."""
    columns = "outlet_name, speaker_name, affiliation, country, "
    columns += "quotes, direct, mixed, indirect, second_hand, distancing, share"
    assert all_of(db, f"SELECT {columns} FROM source_mix ORDER BY article, speaker") == [
        ("Harbour Post", "Guild of Clockmakers", "industry_group", "Lowland", 1, 1, 0, 0, 0, 0, 0.5),
        ("Harbour Post", "Mayor Lund", "government", "Lowland", 1, 1, 0, 0, 1, 0, 0.5),
        ("Hill Times", "Guild of Clockmakers", "industry_group", "Lowland", 1, 0, 0, 1, 0, 0, 0.5),
        ("Hill Times", "Mayor Lund", "government", "Lowland", 1, 0, 1, 0, 0, 1, 0.5),
        ("Valley Wire", "Mayor Lund", "government", "Lowland", 1, 1, 0, 0, 0, 0, 1.0),
    ]


def test_quote_variants(db: sqlite3.Connection) -> None:
    """Three renderings of one promise, with its original: three pairs, and three against the original."""
    found = all_of(
        db,
        "SELECT article_a, article_b, words_same, words_respelt, words_dropped, words_added, words_replaced, likeness "
        "FROM quote_variants ORDER BY article_a, article_b",
    )
    assert found == [
        (None, HARBOUR, 8, 1, 3, 0, 0, round(18 / 21, 4)),
        (None, HILL, 3, 0, 9, 0, 0, round(6 / 15, 4)),
        (None, VALLEY, 8, 0, 4, 0, 0, 0.8),
        (HARBOUR, HILL, 3, 0, 6, 0, 0, 0.5),
        (HARBOUR, VALLEY, 7, 1, 1, 0, 0, round(16 / 17, 4)),
        (VALLEY, HILL, 2, 0, 3, 0, 3, round(4 / 11, 4)),
    ]
    shown = "SELECT difference FROM quote_variants WHERE article_a = ? AND article_b = ?"
    assert all_of(db, shown, HARBOUR, VALLEY) == [("The clock will [-never-] stop again in our [-harbor-]{+harbour+}",)]


def test_evidence_and_the_share_of_quoted_words(db: sqlite3.Connection) -> None:
    """Offsets cut the words out of the text; the share is that of the text without its zones, each word once."""
    text = 'SELECT substr(?, start + 1, "end" - start) = exact FROM evidence WHERE article = ?'
    from tests.made import TEXTS  # noqa: PLC0415

    assert {row[0] for row in all_of(db, text, TEXTS["harbour.txt"], HARBOUR)} == {1}
    length, share = all_of(db, "SELECT text_length, quoted_share FROM articles WHERE id = ?", HARBOUR)[0]
    assert length == len(TEXTS["harbour.txt"])
    assert share == round(
        len("The clock will never stop again in our harbor") / TEXTS["harbour.txt"].index("More stories"), 4
    )


def test_without_anchors_everything_still_builds(tmp_path: Path, run: Run) -> None:
    """Offsets, hashes and shares are null; the rest is there."""
    folder = make_project(tmp_path)
    assert run("build", project=folder)[0] == 0
    with closing(sqlite3.connect(folder / "build" / "readout.db")) as database:
        assert all_of(database, "SELECT count(*), count(start), count(prefix) FROM evidence") == [(25, 0, 0)]
        assert all_of(database, "SELECT count(text_sha256), count(quoted_share) FROM articles") == [(0, 0)]
        assert all_of(database, "SELECT count(*) FROM claim_matrix") == [(15,)]


def test_the_build_is_readable_by_others(built: Path) -> None:
    """The file has the rights of any file that the user makes."""
    plain = built / "plain"
    write(plain, "")
    assert (built / "build" / "readout.db").stat().st_mode == plain.stat().st_mode
    assert os.access(built / "build" / "readout.db", os.R_OK)
