"""The articles' texts: shown with their annotations in place, and to nobody but this machine."""

import re
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest

from readout.server import is_loopback, surroundings
from readout.web.highlight import Span, paragraphs
from readout.web.texts import read_text, texts_folder
from tests.conftest import Runner
from tests.web.conftest import Fetch, Rows

TEXTS = Path(__file__).resolve().parents[1] / "corpus" / "texts"
ARTICLE = "/articles/2024-05-04-crash-shuts-bridge"


def request(client: str = "127.0.0.1", server: str = "127.0.0.1", **headers: str) -> SimpleNamespace:
    scope = {"client": (client, 5000), "server": (server, 8001)}
    return SimpleNamespace(scope=scope, headers={"host": "localhost:8001", **headers})


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READOUT_TEXTS", str(TEXTS))
    monkeypatch.setenv("READOUT_TEXTS_LOCAL", "1")


def test_spans_may_overlap_and_lie_within_one_another() -> None:
    text = "one two three\n\nfour"
    spans = [
        Span("quote", "q", 0, 13),
        Span("naming", "n", 4, 7),
        Span("coverage", "c", 4, 19),
        Span("zone", "z", 15, 19),
    ]
    made = paragraphs(text, spans)
    assert ["".join(stretch.text for stretch in line.stretches) for line in made] == ["one two three", "four"]
    assert [(stretch.text, stretch.kinds, stretch.annotation) for stretch in made[0].stretches] == [
        ("one ", ["quote"], "q"),
        ("two", ["coverage", "naming", "quote"], "n"),
        (" three", ["coverage", "quote"], "q"),
    ]
    assert [(stretch.kinds, stretch.annotation) for stretch in made[1].stretches] == [(["coverage", "zone"], "c")]
    assert [line.begins for line in made] == [["q", "n", "c"], ["z"]]


def test_only_this_machine_sees_texts(texts: None) -> None:
    assert texts_folder(request()) == TEXTS
    assert texts_folder(request("::1", "::1", host="[::1]:8001")) == TEXTS
    assert texts_folder(request(client="192.0.2.1")) is None
    assert texts_folder(request(server="0.0.0.0")) is None
    assert texts_folder(request(host="readout.example")) is None
    assert texts_folder(request(host="127.0.0.1.example:8001")) is None
    assert texts_folder(request(**{"x-forwarded-for": "192.0.2.1"})) is None


def test_the_folder_alone_is_not_enough(texts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("READOUT_TEXTS_LOCAL")
    assert texts_folder(request()) is None


def test_serving_to_others_takes_no_texts(project: Path, run: Runner) -> None:
    ended = run("serve", "--host", "0.0.0.0", "--texts", TEXTS)
    assert ended.code == 2
    assert "this machine only" in ended.stderr
    assert all(map(is_loopback, ("127.0.0.1", "::1", "[::1]", "localhost", "127.8.9.1")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "", "localhost.example", "192.168.0.1")))


def test_datasette_gets_the_folder_or_no_trace_of_one() -> None:
    nobody = {"FORWARDED_ALLOW_IPS": ""}
    given = {"READOUT_TEXTS": "x", "READOUT_TEXTS_LOCAL": "1", "A": "b"}
    assert surroundings(given, None) == {"A": "b", **nobody}
    assert surroundings({}, TEXTS) == {"READOUT_TEXTS": str(TEXTS), "READOUT_TEXTS_LOCAL": "1", **nobody}


def test_another_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"other")
    assert "is not the text" in read_text(tmp_path, "a.txt", "0" * 64).refused
    assert "no file" in read_text(tmp_path, "b.txt", "0" * 64).refused
    assert "names no file" in read_text(tmp_path, "../a.txt", "0" * 64).refused
    assert "never anchored" in read_text(tmp_path, "a.txt", None).refused


def test_the_text_is_shown_whole_and_never_kept(fetch: Fetch, database: Path, texts: None) -> None:
    page = fetch(database, ARTICLE)
    assert page.headers["cache-control"] == "no-store"
    lines = re.findall(r'<div class="line"><p dir="auto">(.*?)</p>', page.text, re.DOTALL)
    shown = [" ".join(unescape(re.sub(r"<[^>]+>", "", line)).split()) for line in lines]
    text = (TEXTS / "courier-crash-shuts-bridge.txt").read_text(encoding="utf-8")
    assert shown == [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    assert re.search(r'class="k k-coverage k-mention[^"]*"', page.text) or "k-zone" in page.text


def test_each_annotation_of_the_text_can_be_reached(fetch: Fetch, rows: Rows, database: Path, texts: None) -> None:
    html = fetch(database, ARTICLE + "?article_annotations_page=2").text
    begins = set(re.findall(r'<li><a href="#([^"]+)"><b>', html))
    article = ARTICLE.removeprefix("/articles/")
    anchored = "SELECT DISTINCT annotation FROM evidence WHERE article = ? AND start IS NOT NULL"
    assert begins == {row for (row,) in rows(database, anchored, article)}


def test_another_name_for_this_machine_shows_no_text(fetch: Fetch, database: Path, texts: None) -> None:
    page = fetch(database, ARTICLE, headers={"host": "rebound.example"})
    assert 'class="line"' not in page.text
    assert "no-store" not in page.headers.get("cache-control", "")


def test_without_a_folder_there_is_no_text(fetch: Fetch, database: Path) -> None:
    assert 'class="line"' not in fetch(database, ARTICLE).text


def test_a_text_that_changed_is_not_shown(
    fetch: Fetch, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "courier-crash-shuts-bridge.txt").write_text("Something else.")
    monkeypatch.setenv("READOUT_TEXTS", str(tmp_path))
    monkeypatch.setenv("READOUT_TEXTS_LOCAL", "1")
    html = fetch(database, ARTICLE).text
    assert "is not the text that was annotated" in html
    assert 'class="line"' not in html
