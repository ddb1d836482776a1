"""The made-up project of `made.py` in memory, with some files changed: what the checks say of it."""

import json
from collections.abc import Mapping
from functools import cache
from unittest.mock import patch

from readout.problem import Problem
from readout.record import Reading
from readout.schema import Schema
from readout.source import SourceFile
from readout.workspace import Workspace
from tests.made import FILES, HARBOUR, HILL, VALLEY, read, reader, schema

ARTICLES = "sources/articles"
AT_HARBOUR = f"{ARTICLES}/harbour-post/{HARBOUR}.md"
AT_HILL = f"{ARTICLES}/hill-times/{HILL}.md"
AT_VALLEY = f"{ARTICLES}/valley-wire/{VALLEY}.md"
SECOND = AT_HILL.replace(".md", ".zoe.md")
MORE = f"{ARTICLES}/harbour-post/2025-03-07-more.md"

REVIEWED = "status: reviewed\nreviewed_by: ann"
Edit = tuple[str, str, str]


def edited(*edits: Edit) -> dict[str, str]:
    """The project's files in which something else stands: (path, the one place of these words, other words)."""
    files = dict(FILES)
    for path, old, new in edits:
        assert files[path].count(old) == 1, f"{old!r} stands {files[path].count(old)} times in {path}"
        files[path] = files[path].replace(old, new)
    return files


def reviewed(files: Mapping[str, str], *paths: str) -> dict[str, str]:
    """The files, in which some articles are reviewed: all of them if none is named."""
    wanted = paths or tuple(path for path in files if path.endswith(".md"))
    return {path: text.replace("status: draft", REVIEWED) if path in wanted else text for path, text in files.items()}


class OneReader:
    """Reads each version of a file once for all tests, which change between the same few again and again."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    @staticmethod
    @cache
    def read(source: SourceFile) -> Reading:
        return reader().read(source)


def empty() -> Workspace:
    """A workspace without files."""
    with patch("readout.workspace.Reader", OneReader):
        return Workspace(schema())


def said(files: Mapping[str, str | bytes | Problem]) -> list[Problem]:
    """What is wrong with a project of these files, which are read and checked all at once."""
    workspace = empty()
    workspace.change(
        {
            path: one if isinstance(one, Problem) else SourceFile(path, one if isinstance(one, bytes) else one.encode())
            for path, one in files.items()
        }
    )
    return workspace.problems()


def codes(files: Mapping[str, str | bytes | Problem]) -> list[str]:
    """The codes of what is wrong, in order."""
    return sorted(problem.code for problem in said(files))


def article(tail: str, status: str = "status: draft", published: str = "2025-03-07") -> str:
    """One more article of the story, with what is annotated of it."""
    return (
        f"---\nheadline: More of the clock\nstory: clock\npublished: {published}\nlanguage: en-GB\n"
        "url: https://harbour.example/more\ngenre: ReportageNewsArticle\ntext: more.txt\ncurator: ann\n"
        f"{status}\nsummary: More of it.\n{tail}---\n"
    )


def with_more(tail: str, status: str = "status: draft", text: str = "") -> dict[str, str]:
    """The project with one more article and, where its text is given, the anchors in it."""
    files = {**FILES, MORE: article(tail, status)}
    if text:
        files[MORE.replace(".md", ".anchors.json")] = anchors(files[MORE], text)
    return files


def anchors(annotation: str, text: str, path: str = MORE) -> str:
    """An anchors file as `readout anchor` would write it; words that the text does not have get no anchor."""
    found = {}
    for row in (row for row in read(annotation, path).rows if row.table == "evidence"):
        exact, start = row.values["exact"], -1
        for _ in range(row.values["occurrence"] or 1):
            start = text.find(exact, start + 1)
        if start >= 0:
            end = start + len(exact)
            found[row.id] = {"exact": exact, "start": start, "end": end, "prefix": "", "suffix": ""}
    return json.dumps({"text": "more.txt", "sha256": "0" * 64, "length": len(text), "anchors": found})
