"""`readout freeze` as a person runs it: slices, addresses, and what happens when something is wrong."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import pytest

from tests.conftest import Run, run_readout

from .walk import dead_links, read

BASE = "https://example.org/news/"
SLICE = ("--only", "outlet=tidewire", "--pairs", "0", "--no-views")


def freeze(project: Path, target: Path, *more: str | Path) -> Run:
    """Freeze a project into a folder."""
    return run_readout("freeze", "--to", target, *more, project=project)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def based(built_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A slice with an address; not to be changed."""
    target = tmp_path_factory.mktemp("based") / "edition"
    ended = freeze(built_project, target, *SLICE, "--base-url", BASE.rstrip("/"), "--jobs", "1")
    assert ended.code == 0, ended.stderr
    assert "wrote" in ended.stderr and str(target / "index.html") in ended.stderr
    return target


def test_the_same_database_gives_the_same_bytes(built_project: Path, based: Path, tmp_path: Path) -> None:
    """Also with two processes at work."""
    target = tmp_path / "again"
    assert freeze(built_project, target, *SLICE, "--base-url", BASE, "--jobs", "2").code == 0
    assert bytes_of(target) == bytes_of(based)


def test_a_slice_has_the_pages_of_its_articles_alone(based: Path) -> None:
    """One outlet's articles and what they speak of; the tables as files; no link to what is left out."""
    assert [file.name for file in (based / "articles").iterdir()] == ["2024-05-05-owners-to-visit.html"]
    assert (based / "outlets/tidewire.html").is_file() and not (based / "outlets/quill-courier.html").exists()
    assert (based / "readout/quotes.csv").is_file() and not (based / "readout/quotes.html").exists()
    dead, _ = dead_links(based)
    assert [line for line in dead if not line.startswith("404.html")] == []
    assert "outlet <code>tidewire</code>" in (based / "edition.html").read_text(encoding="utf-8")


def test_an_address_makes_links_whole_where_they_have_to_be(based: Path) -> None:
    """The sitemap, the feeds, the canonical addresses, the rules for crawlers, and the page for what is not there."""

    def file(address: str) -> Path:
        assert address.startswith(BASE), address
        return based / (address.removeprefix(BASE) or "index.html")

    tree = ElementTree.parse(based / "sitemap.xml")
    listed = [str(found.text) for found in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(listed) > 8 and all(file(address).is_file() for address in listed)
    feed = feedparser.parse((based / "feeds/articles.atom").read_bytes())
    assert not feed.bozo and feed.entries
    assert [file(entry.link).name for entry in feed.entries if entry.link != BASE] == [
        "2024-05-05-owners-to-visit.html"
    ]
    article = "articles/2024-05-05-owners-to-visit.html"
    assert ("link", BASE + article) in read(based / article).links
    assert f"Sitemap: {BASE}sitemap.xml" in (based / "robots.txt").read_text(encoding="utf-8")
    inside = {to for _, to in read(based / "404.html").links if to.startswith(BASE)}
    assert inside and all(file(to).is_file() for to in inside)


def test_a_folder_that_is_no_edition_is_left_alone(built_project: Path, tmp_path: Path) -> None:
    """It may hold what somebody needs; --replace would take its place."""
    target = tmp_path / "place"
    target.mkdir()
    (target / "letter.txt").write_text("dear", encoding="utf-8")
    ended = freeze(built_project, target, *SLICE)
    assert ended.code == 2 and "is no edition" in ended.stderr and "--replace" in ended.stderr
    assert [file.name for file in target.iterdir()] == ["letter.txt"]


def test_a_page_that_fails_is_named_and_the_old_edition_stays(built_project: Path, based: Path, tmp_path: Path) -> None:
    """Whole or not at all: nothing half-written is left beside it."""
    database = Path(shutil.copy(built_project / "build" / "readout.db", tmp_path / "readout.db"))
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DROP TABLE stances")
        connection.commit()
    target = Path(shutil.copytree(based, tmp_path / "edition"))
    ended = freeze(built_project, target, *SLICE, "--database", database)
    assert ended.code == 2, ended.stderr
    assert "answers with 500" in ended.stderr or "no such table" in ended.stderr
    assert bytes_of(target) == bytes_of(based)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["edition", "readout.db"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--only", "story=nothing"), "there is no story 'nothing'"),
        (("--only", "article=x"), "--only takes story=ID or outlet=ID"),
        (("--base-url", "example.org"), "--base-url is an address such as"),
        (("--database", "none.db"), "there is no such file"),
        (("--jobs", "0"), "--jobs"),
    ],
)
def test_wrong_use_is_told(built_project: Path, tmp_path: Path, wrong: tuple[str, ...], said: str) -> None:
    """In a sentence, with exit code 2, and nothing is written."""
    ended = freeze(built_project, tmp_path / "edition", *wrong)
    assert ended.code == 2 and said in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_exports_of_the_same_sources_are_taken_along(built_project: Path, tmp_path: Path) -> None:
    """What `readout export` wrote beside the database stands on the page about the edition; another's does not."""
    build = tmp_path / "build"
    build.mkdir()
    database = Path(shutil.copy(built_project / "build" / "readout.db", build / "readout.db"))
    exported = run_readout("export", "ndjson", "--database", database, "--to", build / "export", project=built_project)
    assert exported.code == 0, exported.stderr
    (build / "export" / "csv").mkdir()
    (build / "export" / "csv" / "quotes.csv").write_text("of other sources\n", encoding="utf-8")
    older = tmp_path / "edition"
    older.mkdir()
    (older / "edition.json").write_text("{}", encoding="utf-8")
    (older / "old.html").write_text("old", encoding="utf-8")
    ended = freeze(built_project, older, *SLICE, "--database", database)
    assert ended.code == 0, ended.stderr
    assert not (older / "old.html").exists(), "an older edition makes place"
    assert "left out" in ended.stderr and "csv" in ended.stderr
    assert not (tmp_path / "edition/export/csv").exists()
    links = {to for _, to in read(tmp_path / "edition/edition.html").links if to.startswith("export/")}
    assert links and all((tmp_path / "edition" / to).is_file() for to in links)
