"""One mistake, one problem: what follows from a wrong date is not told again; and words are counted in any script."""

from pathlib import Path

from readout.problem import Problem
from readout.schema_compile import parse_schema
from readout.source import SourceFile, list_sources
from readout.words import count_words
from readout.workspace import Workspace
from tests.conftest import CORPUS, ROOT

TIDEWIRE = "sources/articles/tidewire/2024-05-05-owners-to-visit.md"


def problems(path: str, old: str, new: str) -> list[Problem]:
    """The problems of the made-up project with words of one file replaced."""
    schema = parse_schema((ROOT / "schema.yaml").read_text(encoding="utf-8"))
    files = {file.path: file for file in list_sources(CORPUS, schema.registers)[0]}
    text = files[path].content.decode()
    assert text.count(old) == 1, old
    workspace = Workspace(schema)
    workspace.change({**files, path: SourceFile(path, text.replace(old, new).encode())})
    return workspace.problems()


def test_a_wrong_date_of_an_article_is_told_once() -> None:
    """R404 says that it is wrong; that claims were not known on that day (R406) rests on it."""
    found = problems(TIDEWIRE, "published: 2024-05-05", "published: 2023-05-05")
    assert [problem.code for problem in found] == ["R404"]


def test_a_wrong_date_of_an_event_is_told_once() -> None:
    """Where several articles report an event as past that is yet to come, its date is what is wrong."""
    file = "sources/events/otterby.yaml"
    text = (Path(CORPUS) / file).read_text(encoding="utf-8")
    record = text[text.index("\nbridge-closed:") :]
    date = record[record.index("  date: ") :].split("\n")[0]
    assert text.count(record[: record.index(date)] + date) == 1
    before = record[: record.index(date)]
    found = problems(file, before + date, before + "  date: 2031-01-01")
    assert [(problem.code, problem.place.path) for problem in found] == [("R412", file)]


def test_a_locator_in_chinese_has_its_words_counted() -> None:
    """Each character is a word where nobody writes spaces: twelve of them are too many (R403)."""
    old = "evidence: look at the gate together"
    assert [found.code for found in problems(TIDEWIRE, old, "evidence: 一二三四五六七八九十百千")] == ["R403", "R503"]
    assert count_words("一二三四五六七八九十百千") == 12
    assert [found.code for found in problems(TIDEWIRE, old, "evidence: 一二三四五六七八九十百")] == ["R503"]
