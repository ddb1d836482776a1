"""The contract: its own checks, and that a field added to it, and nothing else, is everywhere."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from readout.places import with_lines
from readout.problem import Problem
from readout.schema_check import CLOSED, OWN, STANDARD, check_schema
from readout.schema_compile import parse_schema
from readout.strict_yaml import index_yaml
from tests.made import HARBOUR, HILL, edit, make_project, schema_text

Run = Callable[..., tuple[int, str, str]]


def problems_of(text: str) -> list[Problem]:
    """The problems of a schema, with their lines."""
    return with_lines(check_schema(text), lambda path: index_yaml(text))


def changed(old: str, new: str) -> tuple[str, int]:
    """The schema with one place changed, and the line of the first character that differs."""
    text = schema_text()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    start = text.index(old) + next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    return text.replace(old, new), text[:start].count("\n") + 1


def test_the_schema_is_in_order() -> None:
    """The repository's own schema has no problem."""
    assert problems_of(schema_text()) == []


STORY = "    x-label: title\n    x-sort: title\n    type: object\n    required: [title, summary]\n"
STARTED = "      started:\n        $ref: '#/$defs/date'\n        description: When it began (EDTF).\n"


def slip(old: str, new: str, code: str, message: str, hint: str, *, where: str = "") -> object:
    """An edit of one place, the problem that it makes, and the line that it is shown at, if not the one edited."""
    name = f"{code}-{re.sub(r'[^a-z0-9]+', '-', message.lower()).strip('-')}"
    return pytest.param(old, new, code, message, hint, where, id=name)


KEYWORDS = [
    slip(
        "        x-facet: true\n        x-source: ISO 3166-1",
        "        x-faced: true\n        x-source: ISO 3166-1",
        "R601",
        "no keyword 'x-faced'",
        "did you mean 'x-facet'",
    ),
    slip(
        "    pattern: ^Q[1-9][0-9]*$",
        "    patern: ^Q[1-9][0-9]*$",
        "R601",
        "no keyword 'patern'",
        "did you mean 'pattern'",
    ),
    slip("title: Readout\n", "zzz: Readout\n", "R601", "no keyword 'zzz'", "listed at the top of schema.yaml"),
    slip(STARTED, STARTED.replace("description", "default"), "R601", "no keyword 'default'", "top of schema.yaml"),
]
VALUES = [
    slip(
        "        x-facet: true\n        x-source: ISO 3166-1",
        "        x-facet: yes\n        x-source: ISO 3166-1",
        "R602",
        "x-facet takes true, not 'yes'",
        "write true or leave it out",
    ),
    slip("    x-key: [rater, rating]", "    x-key: rater", "R602", "x-key takes a list, not 'rater'", "write a list"),
    slip("    x-file: article", "    x-file: articles", "R602", "no x-file 'articles'", "did you mean 'article'?"),
    slip("    x-evidence: rows", "    x-evidence: row", "R602", "no x-evidence 'row'", "did you mean 'rows'"),
    slip("        format: country", "        format: contry", "R602", "no format 'contry'", "did you mean 'country'?"),
    slip(
        "  license: CC-BY-4.0\n",
        "  licence: CC-BY-4.0\n",
        "R601",
        "no key 'licence' in x-dataset",
        "did you mean 'license'",
    ),
    slip("    pattern: ^Q[1-9][0-9]*$", "    pattern: ^Q[1-9[0-9*$", "R602", "no regular expression", "ECMA 262"),
    slip(
        "        type: number\n        description: >-",
        "        type: numbr\n        description: >-",
        "R602",
        "numbr",
        "json-schema.org",
    ),
    slip("        minimum: -2", "        minimum: low", "R602", "low", "json-schema.org"),
]
NAMES = [
    slip(
        STARTED,
        STARTED.replace("/date", "/dade"),
        "R603",
        "no definition '#/$defs/dade'",
        "did you mean '#/$defs/date'",
    ),
    slip(
        "        description: Who annotated it.\n        x-reference: curators",
        "        description: Who annotated it.\n        x-reference: curator",
        "R603",
        "no table 'curator'",
        "'curators'",
    ),
    slip(
        STORY,
        STORY.replace("x-label: title", "x-label: titel"),
        "R603",
        "x-label names 'titel'",
        "did you mean 'title'?",
    ),
    slip(
        STORY, STORY.replace("x-sort: title", "x-sort: titel"), "R603", "x-sort names 'titel'", "did you mean 'title'?"
    ),
    slip(
        "    x-key: [rater, rating]",
        "    x-key: [rater, ratting]",
        "R603",
        "x-key names 'ratting'",
        "did you mean 'rating'",
    ),
    slip(
        "        x-from: [exact, gist]",
        "        x-from: [exact, jist]",
        "R603",
        "no field 'jist'",
        "did you mean 'gist'?",
    ),
    slip(
        "{list: coverage, field: claim,",
        "{list: coverages, field: claim,",
        "R603",
        "no list 'coverages'",
        "list, field, with",
    ),
]
VOCABULARIES = [
    slip(
        "enum: [whether, what, how-many,",
        "enum: [whither, whether, what, how-many,",
        "R604",
        "'whither' has no meaning",
        "say in x-meanings what it means",
    ),
    slip(
        "    enum: [whether, what, how-many,",
        "    enum: [what, how-many,",
        "R604",
        "'whether' is not a value",
        "",
        where="      whether: Whether it",
    ),
    slip(
        "      whether: Whether it happened at all.",
        "      whither: Whether it happened at all.",
        "R604",
        "'whither' is not a value",
        "'whether'",
    ),
    slip(
        "        pattern: ^[A-Za-z0-9][A-Za-z0-9._-]*$",
        "        enum: [a]",
        "R604",
        "outside the vocabularies",
        "define it under $defs",
    ),
]
DESCRIPTIONS = [
    slip(
        "    title: Concepts\n",
        "",
        "R605",
        "'concept' has no title and description",
        "above the table",
        where="  concept:\n",
    ),
    slip(
        "        description: Length of the text in Unicode code points.\n",
        "",
        "R605",
        "the field 'text_length' has no description",
        "above the column",
        where="      text_length:\n",
    ),
    slip(
        "      - description: a claim of kind value needs a value_type\n        if:",
        "      - if:",
        "R605",
        "a condition has no description",
        "what a curator reads",
        where="      - if: {required: [kind], properties: {kind: {const: value}",
    ),
]
CONTRADICTIONS = [
    slip(
        "    required: [title, definition]",
        "    required: [title, defnition]",
        "R606",
        "required names 'defnition'",
        "'definition'",
    ),
    slip(
        "        minimum: -2\n",
        "        minimum: 3\n",
        "R606",
        "minimum is greater than maximum",
        "no value could be right",
    ),
    slip(
        "    minLength: 1\n    maxLength: 600\n",
        "    minLength: 601\n    maxLength: 600\n",
        "R606",
        "minLength is greater",
        "",
    ),
    slip(
        "        x-table: place_names\n",
        "        x-table: outlet_names\n",
        "R606",
        "'outlet_names' is made twice",
        "another name",
        where="        x-table: outlet_names\n        x-column: name\n        type: array\n        uniqueItems: true\n"
        "        items:\n          $ref: '#/$defs/line'\n          description: Another name or",
    ),
    slip(
        "        x-table: place_names\n        x-column: name\n",
        "        x-table: place_names\n",
        "R606",
        "'place_names' has no x-column",
        "name the column",
        where="      names:\n        title: Names of places",
    ),
    slip(STARTED, STARTED.replace("started", "Started"), "R606", "'Started' can't name a column", "lower-case letters"),
    slip(STARTED, STARTED.replace("started", "id"), "R606", "'id' can't name a column", "id is taken"),
    slip(
        "    x-file: article\n",
        "",
        "R606",
        "no record has x-file: article",
        "one record is the article",
        where="$defs:\n",
    ),
    slip(
        "    x-table: outlet_ratings\n",
        "",
        "R606",
        "'ratings' is a list that goes to no table",
        "a field is a scalar",
        where="      ratings:\n",
    ),
    slip(
        "    x-key: [rater, rating]\n",
        "",
        "R606",
        "'ratings' is a list whose records have no x-key",
        "a field is a scalar",
        where="      ratings:\n",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "code", "message", "hint", "where"),
    [*KEYWORDS, *VALUES, *NAMES, *VOCABULARIES, *DESCRIPTIONS, *CONTRADICTIONS],
)
def test_one_slip_gives_one_problem_at_its_line(
    old: str, new: str, code: str, message: str, hint: str, where: str
) -> None:
    """Every check of the schema, on an edit of one place: one problem, with the line, what is wrong and what to do."""
    text, line = changed(old, new)
    if where:
        line = text[: text.index(where)].count("\n") + 1
    problems = problems_of(text)
    assert len(problems) == 1, problems
    assert problems[0].code == code
    assert message in problems[0].message
    assert hint in problems[0].hint
    assert problems[0].place.line - line in {0, 1}, (problems[0].place.line, line)


def test_yaml_of_the_schema_is_read_strictly() -> None:
    """A repeated key and a tag are problems with their lines, as in the sources."""
    for old, new, code in (
        ("title: Readout\n", "title: Readout\ntitle: Again\n", "R105"),
        ("title: Readout\n", "title: !!str Readout\n", "R107"),
    ):
        text, _ = changed(old, new)
        assert [problem.code for problem in problems_of(text)] == [code]


@pytest.mark.parametrize("text", ["a: 1\n", "[]\n", "text\n", "$defs: []\n", "$defs: {a: {type: string}}\n"])
def test_what_is_no_schema_is_one_problem(text: str) -> None:
    """A document without definitions, or without the definition of an id."""
    assert [problem.code for problem in problems_of(text)] == ["R602"]


def test_the_keywords_are_listed_where_the_hint_says_so() -> None:
    """Every x- keyword that the check knows is explained at the top of schema.yaml."""
    head = schema_text().split("\n$schema:")[0]
    assert [keyword for keyword in OWN if keyword not in head] == []
    assert not STANDARD & OWN.keys()
    assert all(word in head for words in CLOSED.values() for word in words)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    x-file: register\n    x-table: stories\n", "    x-table: stories\n"),
        (
            "    x-table: evidence\n    x-label: exact\n    x-sort: article\n    readOnly: true\n",
            "    x-table: evidence\n    x-label: exact\n    x-sort: article\n",
        ),
        ("        x-table: article_grounds\n", ""),
        (
            "        description: What others have said of the outlet.\n        type: array\n",
            "        description: What others have said of the outlet.\n",
        ),
        (
            "        x-table: place_names\n        x-column: name\n        type: array\n",
            "        x-table: place_names\n        x-column: name\n",
        ),
        ("    x-evidence: rows\n", ""),
    ],
    ids=["x-file", "readOnly", "x-table-of-mapping", "array-of-records", "array-of-words", "x-evidence"],
)
def test_a_schema_that_cannot_be_read_is_a_problem(old: str, new: str) -> None:
    """A slip after which a table is nobody's, or a field leads nowhere: a problem with its line, not a crash."""
    text, _ = changed(old, new)
    assert check_schema(text)


@pytest.mark.parametrize("part", range(8))
def test_a_line_less_is_a_problem_or_a_schema_that_works(part: int) -> None:
    """Whichever line is taken out, the check says what is wrong or the schema can be read; it never crashes."""
    lines = schema_text().splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith("$schema"))
    for number in range(first + part * 5, len(lines), 8 * 13):
        text = "".join(lines[:number] + lines[number + 1 :])
        if not check_schema(text):
            assert parse_schema(text).tables


VOCABULARY = """\
  tone:
    title: Tone
    description: How the article sounds.
    x-source: Made up for this test
    enum: [dry, merry]
    x-meanings:
      dry: It states facts.
      merry: It makes jokes.

"""
FIELDS = """\
      tone:
        $ref: '#/$defs/tone'
        description: How it sounds on the whole.
        x-facet: true
      translator:
        $ref: '#/$defs/id'
        description: Who translated it.
        x-reference: actors
      keywords:
        title: Keywords of articles
        description: The keywords that are printed below it.
        x-table: article_keywords
        x-column: keyword
        type: array
        items:
          $ref: '#/$defs/line'
          description: The keyword as printed.
          x-facet: true
          x-search: true
"""
USED = "tone: merry\ntranslator: guild\nkeywords: [clock, quay]\n"


@pytest.fixture
def larger(tmp_path: Path) -> Path:
    """A project whose schema has three fields more, and nothing else; one article uses them."""
    folder = make_project(tmp_path)
    edit(
        folder / "schema.yaml",
        "  # ───────────────────────────────────────────────────────────── shared parts\n",
        VOCABULARY,
    )
    edit(
        folder / "schema.yaml",
        "      credits:\n        description: Who is credited",
        FIELDS + "      credits:\n        description: Who is credited",
    )
    edit(article_of(folder), "section: null\n", "section: null\n" + USED)
    return folder


def article_of(folder: Path) -> Path:
    """The article that uses the fields."""
    return folder / "sources" / "articles" / "harbour-post" / f"{HARBOUR}.md"


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        (
            "tone: merry",
            "tone: mery",
            "R204 not-in-vocabulary: 'mery' is not in the vocabulary",
            "did you mean 'merry'?",
        ),
        ("translator: guild", "translator: gild", "R301 unknown-reference: no actor 'gild'", "did you mean 'guild'?"),
        ("[clock, quay]", "clock", "R203 wrong-type: 'clock' stands where a list should", "write a list"),
        ("tone: merry", "tune: merry", "R201 unknown-field: no field 'tune' here", "did you mean 'tone'"),
        (
            "[clock, quay]",
            "[clock, ' quay']",
            "R206 out-of-bounds: ' quay' does not have the form",
            "Text on one line.",
        ),
    ],
)
def test_a_new_field_is_checked(larger: Path, run: Run, old: str, new: str, code: str, hint: str) -> None:
    """A wrong value in a field that only schema.yaml knows is a problem at its line."""
    line = edit(article_of(larger), old, new)
    exit_code, stdout, _ = run("check", project=larger)
    assert exit_code == 1
    assert stdout.count("hint:") == 1
    assert stdout.startswith(f"sources/articles/harbour-post/{HARBOUR}.md:{line}:")
    assert code in stdout
    assert hint in stdout


def test_an_empty_text_is_one_problem(larger: Path, run: Run) -> None:
    """Two rules of one value fail at once; a person is told once."""
    edit(article_of(larger), "[clock, quay]", "[clock, '']")
    assert run("check", project=larger)[1].count("hint:") == 1


def test_a_new_field_is_in_the_database(larger: Path, run: Run) -> None:
    """It is a column with its CHECK, its index and its foreign key; the list is a table of its own, with search."""
    exit_code, stdout, stderr = run("build", project=larger)
    assert (exit_code, stdout) == (0, ""), stderr
    with closing(sqlite3.connect(larger / "build" / "readout.db")) as database:
        database.execute("PRAGMA foreign_keys = ON")
        row = "SELECT tone, translator FROM articles WHERE id = ?"
        assert database.execute(row, [HARBOUR]).fetchone() == ("merry", "guild")
        assert database.execute(row, [HILL]).fetchone() == (None, None)
        words = "SELECT seq, keyword FROM article_keywords WHERE article = ? ORDER BY seq"
        assert database.execute(words, [HARBOUR]).fetchall() == [(0, "clock"), (1, "quay")]
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            database.execute("UPDATE articles SET tone = 'sad' WHERE id = ?", [HARBOUR])
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            database.execute("UPDATE articles SET translator = 'nobody' WHERE id = ?", [HARBOUR])
        indexed = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
        assert {"idx_articles_tone", "idx_articles_translator", "idx_article_keywords_keyword"} <= indexed
        assert "idx_article_keywords_article" in indexed
        found = "SELECT count(*) FROM article_keywords_fts WHERE article_keywords_fts MATCH 'clocks'"
        assert database.execute(found).fetchone() == (1,)


def test_a_new_field_is_in_the_dictionary(larger: Path, run: Run) -> None:
    """Its description, vocabulary and reference are in `columns`, the meanings of its values in `vocabularies`."""
    assert run("build", project=larger)[0] == 0
    with closing(sqlite3.connect(larger / "build" / "readout.db")) as database:
        columns = database.execute(
            "SELECT table_name, column_name, type, description, vocabulary, refers_to, source FROM columns "
            "WHERE column_name IN ('tone', 'translator') OR table_name = 'article_keywords' ORDER BY id"
        ).fetchall()
        meanings = database.execute(
            "SELECT value, title, meaning, source FROM vocabularies WHERE vocabulary = 'tone' ORDER BY id"
        ).fetchall()
    assert [column for column in columns if column[1] in {"tone", "translator", "keyword"}] == [
        ("article_keywords", "keyword", "TEXT", "The keyword as printed.", None, None, None),
        ("articles", "tone", "TEXT", "How it sounds on the whole.", "tone", None, "Made up for this test"),
        ("articles", "translator", "TEXT", "Who translated it.", None, "actors", None),
    ]
    assert {column[1] for column in columns if column[0] == "article_keywords"} == {
        "id", "article", "seq", "keyword", "annotation_status",
    }  # fmt: skip
    assert meanings == [
        ("dry", "Tone", "It states facts.", "Made up for this test"),
        ("merry", "Tone", "It makes jokes.", "Made up for this test"),
    ]


def test_a_new_field_is_in_the_metadata_and_the_documentation(larger: Path, run: Run) -> None:
    """Datasette gets its description and its facet, and a title for the new table; docs/schema.md has all of it."""
    exit_code, stdout, stderr = run("docs", project=larger)
    assert (exit_code, stdout) == (0, ""), stderr
    tables = yaml.safe_load((larger / "metadata.yml").read_text())["databases"]["readout"]["tables"]
    assert tables["articles"]["columns"]["tone"] == "How it sounds on the whole. (dry, merry)"
    assert tables["articles"]["columns"]["translator"] == "Who translated it."
    assert "tone" in tables["articles"]["facets"]
    assert "translator" not in tables["articles"]["facets"]
    assert tables["article_keywords"]["title"] == "Keywords of articles"
    assert tables["article_keywords"]["description"] == "The keywords that are printed below it."
    assert tables["article_keywords"]["facets"] == ["article", "keyword"]
    page = (larger / "docs" / "schema.md").read_text()
    articles = page.split("### articles\n")[1].split("\n### ")[0]
    assert (
        "| `tone` | TEXT | How it sounds on the whole. Values: [tone](#tone). Source: Made up for this test. |"
        in articles
    )
    assert "| `translator` | TEXT | Who translated it. → [actors](#actors) |" in articles
    assert "### article_keywords\n" in page
    assert "| `merry` | It makes jokes. |" in page.split("### tone\n")[1]


def test_a_required_field_is_asked_for(larger: Path, run: Run) -> None:
    """Where the schema asks for the field, every article without it is a problem, and the column is NOT NULL."""
    edit(
        larger / "schema.yaml", "required: [headline, story, published,", "required: [headline, tone, story, published,"
    )
    exit_code, stdout, _ = run("check", project=larger)
    assert exit_code == 1
    assert stdout.count("R202 missing-field: 'tone' is missing") == 2
    assert stdout.count("hint: add 'tone:'  (How it sounds on the whole.)") == 2


def test_a_format_and_bounds_of_a_new_field_are_checked(larger: Path, run: Run) -> None:
    """A date gets its bounds beside it; a number is kept between the least and the greatest."""
    more = (
        "      corrected:\n        $ref: '#/$defs/date'\n        description: When it was corrected.\n"
        "      pages:\n        type: integer\n        minimum: 1\n        maximum: 9\n"
        "        description: How many pages.\n"
    )
    edit(larger / "schema.yaml", "      translator:\n", more + "      translator:\n")
    edit(article_of(larger), USED, USED + "corrected: 2025-03\npages: 12\n")
    _, stdout, _ = run("check", project=larger)
    assert "R206 out-of-bounds: '12' is more than 9" in stdout
    edit(article_of(larger), "pages: 12", "pages: 2")
    assert run("build", project=larger)[0] == 0
    with closing(sqlite3.connect(larger / "build" / "readout.db")) as database:
        found = database.execute("SELECT corrected_earliest, corrected_latest, pages FROM articles WHERE pages > 0")
        assert found.fetchall() == [("2025-03-01T00:00:00Z", "2025-03-31T23:59:59Z", 2)]
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            database.execute("UPDATE articles SET pages = 10")
