"""Tables, views, rows, SQL and saved queries as CSV: what options mean, that all rows are there, what is refused."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import run_readout
from tests.made import HARBOUR, VALLEY, make_project, schema

from .csv_site import DATASETTES, CsvSite, csv_site

TABLES = schema().tables


@pytest.fixture(scope="module", params=DATASETTES, ids=["datasette-0", "datasette-1"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CsvSite]:
    """A made-up project with a row in every table, served."""
    folder = tmp_path_factory.mktemp("csv")
    project = make_project(folder / "project")
    ended = run_readout("build", project=project)
    assert ended.code == 0, ended.stdout + ended.stderr
    shutil.copy(project / "build" / "readout.db", folder)
    limit = ("--setting", "sql_time_limit_ms", "400")
    with csv_site(request.param, folder / "readout.db", project / "metadata.yml", *limit) as running:
        yield running


def as_text(rows: list[tuple[Any, ...]]) -> list[list[str]]:
    """Rows as a CSV has them."""
    return [["" if value is None else str(value) for value in row] for row in rows]


def test_every_table_and_view_is_whole(site: CsvSite) -> None:
    """With its columns and the values that the database has, in any order, without a word about size."""
    names = [row[0] for row in site.found("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert len(names) > 5
    for name in (*TABLES, *names):
        columns = [row[1] for row in site.found(f'PRAGMA table_info("{name}")')]
        selected = ", ".join(f'"{column}"' for column in columns)
        head, *rows = site.rows(f"/readout/{name}.csv", _raw="on")
        assert head == columns, name
        assert sorted(rows) == sorted(as_text(site.found(f'SELECT {selected} FROM "{name}"'))), name


def test_rows_come_in_the_order_of_the_page(site: CsvSite) -> None:
    """By the configured column, or the one that is asked for."""
    told = site.found("SELECT id FROM articles ORDER BY published_earliest DESC")
    assert [row[0] for row in site.rows("/readout/articles.csv")[1:]] == [row[0] for row in told]
    rows = site.rows("/readout/articles.csv", _sort_desc="headline", _col="headline")
    assert rows[1:] == as_text(site.found("SELECT id, headline FROM articles ORDER BY headline DESC"))


@pytest.mark.parametrize(
    ("path", "sql"),
    [
        ("coverage.csv?stance=asserts&_sort=id", "SELECT id FROM coverage WHERE stance = 'asserts' ORDER BY id"),
        ("coverage.csv?stance__not=asserts&_sort=id", "SELECT id FROM coverage WHERE stance <> 'asserts' ORDER BY id"),
        ("coverage.csv?_where=value>''&_sort=id", "SELECT id FROM coverage WHERE value > '' ORDER BY id"),
        ("claims.csv?_search=clocks&_sort=id", "SELECT id FROM claims WHERE id IN ('stopped', 'date', 'repaired')"
         " ORDER BY id"),
        ("coverage.csv?_facet=stance&_nl=on&_shape=array&_sort=id", "SELECT id FROM coverage ORDER BY id"),
        ("coverage.csv?_stream=on&_size=2&_sort=id", "SELECT id FROM coverage ORDER BY id"),
        ("coverage.csv?_size=max&_sort=id", "SELECT id FROM coverage ORDER BY id"),
    ],
)  # fmt: skip
def test_filters_search_and_sort(site: CsvSite, path: str, sql: str) -> None:
    """They mean what they mean on the page; facets and what is about JSON mean nothing."""
    assert [row[0] for row in site.rows(f"/readout/{path}")[1:]] == [row[0] for row in site.found(sql)]
    assert len(site.found(sql)) > 1


@pytest.mark.parametrize("table", ["coverage", "claim_matrix"])
def test_pages_are_walked_by_the_link_in_the_head(site: CsvSite, table: str) -> None:
    """`_size` gives one page, `Link` leads to the next, and the last has none; each file is named a part."""
    seen, path = [], f"/readout/{table}.csv?_size=4&_sort=claim"
    while path:
        answer = site.get(path)
        assert answer.headers["content-disposition"] == f'inline; filename="readout-{table}-part.csv"'
        lines = answer.text.splitlines()
        assert len(lines) <= 5
        seen += lines[1:]
        path = answer.links.get("next", {}).get("url", "")
    assert len(seen) > 8
    assert sorted(seen) == sorted(site.get(f"/readout/{table}.csv").text.splitlines()[1:])


def test_the_rest_from_a_place_on(site: CsvSite) -> None:
    """`_next` without `_size` gives all that follows."""
    first = site.get("/readout/coverage.csv?_size=4&_sort=claim")
    rest = site.get(first.links["next"]["url"].replace("_size=4", "_size=max"))
    whole = site.get("/readout/coverage.csv?_sort=claim").text.splitlines()
    assert first.text.splitlines() + rest.text.splitlines()[1:] == whole
    assert "link" not in rest.headers


def test_labels_stand_beside_references(site: CsvSite) -> None:
    """In a column of their own after each reference, or after those that are named."""
    head, *rows = site.rows("/readout/quotes.csv?_labels=on&_col=speaker&_col=article&_sort=id")
    assert head == ["id", "speaker", "speaker_label", "article", "article_label"]
    joined = """SELECT quotes.id, speaker, name, article, headline FROM quotes
      LEFT JOIN actors ON actors.id = speaker LEFT JOIN articles ON articles.id = article ORDER BY quotes.id"""
    assert rows == as_text(site.found(joined))
    assert site.rows("/readout/quotes.csv?_label=article&_col=speaker&_col=article&_size=1")[0] == [
        "id", "speaker", "article", "article_label",
    ]  # fmt: skip
    by_sql = site.rows("/readout/quotes.csv?_labels=on&_col=speaker&_where=speaker='mayor'")
    assert {row[2] for row in by_sql[1:]} == {"Mayor Lund"}


def test_the_head_may_be_left_out(site: CsvSite) -> None:
    """`_header=off`."""
    assert site.rows("/readout/stories.csv?_header=off&_col=title") == [["clock", "The clock on the quay"]]


def test_a_row(site: CsvSite) -> None:
    """One line below the head; 404 where there is none."""
    assert site.rows("/readout/actors/mayor.csv?_labels=on&_header=off")[0][:2] == ["mayor", "Mayor Lund"]
    assert len(site.rows("/readout/actors/mayor.csv")) == 2
    assert (site.get("/readout/actors/nobody.csv").status_code, site.get("/readout/nothing/x.csv").status_code) == (
        404, 404,
    )  # fmt: skip


def test_sql_has_no_most_rows(site: CsvSite) -> None:
    """Datasette's page of it stops after a thousand."""
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) SELECT i, -i AS m FROM n"
    rows = site.asked(numbers)
    assert rows == [["i", "m"], *([str(i), str(-i)] for i in range(1, 30001))]


def test_sql_with_parameters(site: CsvSite) -> None:
    """From the address; one that it does not give is empty text."""
    sql = "SELECT :a AS a, :b AS b, :c || 'x' AS c"
    assert site.asked(sql, a="1", b="two ü") == [["a", "b", "c"], ["1", "two ü", "x"]]


def test_a_saved_query(site: CsvSite) -> None:
    """With its parameters."""
    head, *rows = site.rows("/readout/left_out.csv", article=VALLEY)
    assert [row[head.index("claim")] for row in rows] == ["steps", "repaired"]
    assert len(site.rows("/readout/left_out.csv", article="")) == 4


@pytest.mark.parametrize(
    ("path", "how", "name"),
    [
        ("articles.csv", "inline", "readout-articles.csv"),
        ("articles.csv?_dl=1", "attachment", "readout-articles.csv"),
        ("articles.csv?_dl=1&_raw=1&outlet=hill-times", "attachment", "readout-articles-outlet-hill-times-raw.csv"),
        ("claims.csv?_dl=1&kind=Clock%20%22../ü%0d%0aX: y", "attachment", "readout-claims-kind-clock-u-x-y.csv"),
        (f"left_out.csv?article={HARBOUR}", "inline", f"readout-left_out-article-{HARBOUR}.csv"),
        ("actors/mayor.csv", "inline", "readout-actors-mayor.csv"),
    ],
)
def test_the_name_of_the_file(site: CsvSite, path: str, how: str, name: str) -> None:
    """It says what the rows are; a browser shows them as text unless `_dl` says that it is to save them."""
    answer = site.get(f"/readout/{path}")
    assert answer.headers["content-disposition"] == f'{how}; filename="{name}"'
    kind = "text/csv" if how == "attachment" else "text/plain"
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_mark_for_excel(site: CsvSite) -> None:
    """`_bom=on` puts a byte order mark first, without which Excel takes the file for another encoding."""
    assert site.get("/readout/articles.csv?_bom=on").content.startswith(b"\xef\xbb\xbfid,")
    assert site.get("/readout/articles.csv").content.startswith(b"id,")


@pytest.mark.parametrize("path", ["/readout/coverage.csv?_dl=1", "/readout/left_out.csv", "/readout/nothing.csv"])
def test_the_head_alone(site: CsvSite, path: str) -> None:
    """HEAD gives the status and the headers of GET, and no body."""
    head = site.client.head(path, headers={"accept-encoding": "identity"})
    whole = site.client.get(path, headers={"accept-encoding": "identity"})
    assert (head.status_code, head.content) == (whole.status_code, b"")
    for name in ("content-type", "content-disposition", "content-length"):
        assert head.headers.get(name) == whole.headers.get(name)
    assert int(whole.headers.get("content-length", len(whole.content))) == len(whole.content)


def test_compressed_for_who_takes_it(site: CsvSite) -> None:
    """The same bytes."""
    packed = site.get("/readout/coverage.csv")
    assert packed.headers["content-encoding"] == "gzip"
    plain = site.client.get("/readout/coverage.csv", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


SPINNING = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("nothing.csv", 404, "not found"),
        ("articles.csv?_sort=nothing", 400, "Cannot sort table by nothing."),
        ("articles.csv?_size=-1", 400, "_size must be a number"),
        ("articles.csv?_size=5000", 400, "at most 1,000 rows"),
        ("articles.csv?_where=nothing(", 400, "syntax error"),
        ("SQL", 400, "Write the SQL"),
        ("SQL?sql=SELECT missing", 400, "No such column: missing."),
        ("SQL?sql=SELECT 1; SELECT 2", 400, "one statement"),
        ("SQL?sql=DELETE FROM articles", 400, "Statement must be a SELECT."),
        ("SQL?sql=SELECT 1 FROM pragma_database_list", 400, ""),
        ("SQL?sql=SELECT abs(-9223372036854775808)", 400, "Integer overflow."),
        (f"SQL?sql={SPINNING.replace('+', '%2B')}", 400, "took too long"),
    ],
)
def test_what_can_not_be_given_is_said_in_a_sentence(site: CsvSite, path: str, status: int, said: str) -> None:
    """With a status that a program notices, as plain text, and before any row."""
    answer = site.get(path.replace("SQL", site.sql_path) if path.startswith("SQL") else f"/readout/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert said in answer.text
    assert "<" not in answer.text
    assert answer.text.endswith(".\n") or not said.endswith(".")


def test_a_filter_of_the_form_leads_to_its_address(site: CsvSite) -> None:
    """As on the page, and the form of the file goes along."""
    answer = site.get("/readout/coverage.csv?_filter_column=stance&_filter_op=exact&_filter_value=denies&_raw=on")
    assert answer.status_code == 302
    assert answer.headers["location"] == "/readout/coverage.csv?stance__exact=denies&_raw=on"


def test_connections_are_given_back(site: CsvSite) -> None:
    """However many files are fetched."""
    site.rows("/readout/coverage.csv")
    before = site.open_databases()
    for _ in range(30):
        site.rows("/readout/coverage.csv?_labels=on")
    assert site.open_databases() <= before + 2
