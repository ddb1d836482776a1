"""What is fed with bytes, and what has to hold whatever they are: else a target raises an exception."""

import json
from collections.abc import Callable
from functools import cache

from readout.anchors_file import parse_anchors, write_anchors
from readout.canonical import canonical
from readout.dates import bounds, is_edtf
from readout.fix import lines_of
from readout.mend import mend
from readout.places import with_lines
from readout.plain_yaml import NOT_PLAIN, read_plain
from readout.problem import NAMES, Problem
from readout.record import split_front_matter
from readout.report import FORMATS, render
from readout.report.excerpt import harmless
from readout.schema import Schema
from readout.schema_compile import parse_schema
from readout.source import SourceFile, list_sources
from readout.strict_yaml import index_yaml, read_yaml
from readout.workspace import Workspace
from tests.conftest import CORPUS, ROOT

ARTICLE = "sources/articles/tidewire/2024-05-05-owners-to-visit.md"
ANCHORS = ARTICLE.replace(".md", ".anchors.json")
REGISTER = "sources/places/more.yaml"


@cache
def schema() -> Schema:
    """The schema, read once."""
    return parse_schema((ROOT / "schema.yaml").read_text(encoding="utf-8"))


@cache
def _workspace() -> tuple[Workspace, dict[str, SourceFile]]:
    files, _ = list_sources(CORPUS, schema().registers)
    workspace = Workspace(schema())
    known = {file.path: file for file in files}
    workspace.change(known, remember=True)
    return workspace, known


def _text(given: bytes) -> str:
    return given.decode("utf-8", "replace")


def yaml(given: bytes) -> None:
    """The strict reader: a value of plain parts, or problems with places in the text; the index has the same values."""
    text = _text(given)
    value, problems = read_yaml(text, "x")
    json.dumps(value)
    if value is not None and not problems:
        assert (() in index_yaml(text)) or value in ({}, [])
    _have_places(problems, {"x": given})


def plain(given: bytes) -> None:
    """The fast reader of plain YAML: what it takes has no problem and the same value for the strict reader."""
    text = _text(given)
    for document in (text, split_front_matter(text)[0] or "", f"x:\n{text}\n"):
        value = read_plain(document)
        if value is not NOT_PLAIN:
            strict, problems = read_yaml(document, "x")
            assert (repr(strict), problems) == (repr(value), [])


def dates(given: bytes) -> None:
    """A date has bounds in order, or is none."""
    text = _text(given)
    if is_edtf(text):
        first, last = bounds(text, "Asia/Tokyo")
        assert first is None or last is None or first <= last


def anchors(given: bytes) -> None:
    """An anchors file is read as what it says, and written so that it says the same; and the project is checked."""
    found, message, _ = parse_anchors(_text(given))
    assert (found is None) == bool(message)
    if found is not None:
        assert parse_anchors(write_anchors(found).decode("utf-8"))[0] == found
    _check(ANCHORS, given)


def article(given: bytes) -> None:
    """An article among others: checked without a fault, each problem in a file that is there, printed harmlessly."""
    _check(ARTICLE, given)


def register(given: bytes) -> None:
    """A register among others, as an article."""
    _check(REGISTER, given)


def fmt(given: bytes) -> None:
    """The canonical form is its own, and says the same: the same value, the same note."""
    for path in (ARTICLE, REGISTER):
        form = canonical(SourceFile(path, given), schema())
        assert not form.bug, form.bug
        if form.problems:
            assert form.content == given
            continue
        again = canonical(SourceFile(path, form.content), schema())
        assert again.content == form.content, (form.content, again.content)
        if path == ARTICLE:
            before, after = (split_front_matter(one.decode("utf-8-sig")) for one in (given, form.content))
            assert read_yaml(before[0] or "", "")[0] == read_yaml(after[0] or "", "")[0]
            assert before[1].replace("\r\n", "\n").replace("\r", "\n").split() == after[1].split()


def fix(given: bytes) -> None:
    """A fix changes its place, and the form; nothing is lost besides: what was fixed has fewer problems, and reads."""
    workspace, known = _workspace()
    for path in (ARTICLE, REGISTER):
        try:
            workspace.change({path: SourceFile(path, given)}, remember=True)
            problems = with_lines(workspace.problems_of([path]), workspace.index_of())
            for one in mend(workspace, problems):
                assert one.before == given
                left = {problem.code for problem in workspace.problems_of([one.path])}
                assert not any(code.startswith("R1") for code in left)
                _same_but_words(one.before, one.after)
        finally:
            workspace.change({path: known.get(path)}, remember=True)


def _same_but_words(before: bytes, after: bytes) -> None:
    """No more than words were put in place of words: as many numbers of keys and values, in the same shape."""
    shapes = [sorted(map(len, index_yaml(split_front_matter(_text(one))[0] or _text(one)))) for one in (before, after)]
    assert shapes[0] == shapes[1]


def _check(path: str, given: bytes) -> None:
    workspace, known = _workspace()
    try:
        workspace.change({path: SourceFile(path, given)}, remember=True)
        problems = with_lines(workspace.problems(), workspace.index_of())
        _have_places(problems, {name: file.content for name, file in workspace.files.items()})
        for form in FORMATS:
            printed = render(form, problems[:20], lambda name: lines_of(workspace.files[name].content))
            assert form == "people" or all(harmless(line) == line for line in printed.split("\n")), form
    finally:
        workspace.change({path: known.get(path)}, remember=True)


def _have_places(problems: list[Problem], files: dict[str, bytes]) -> None:
    """Each problem has a code that there is, and a place inside its file."""
    for problem in problems:
        assert problem.code in NAMES
        lines = lines_of(files[problem.place.path])
        assert problem.place.line <= len(lines) + 1, problem


TARGETS: dict[str, Callable[[bytes], None]] = {
    "yaml": yaml, "plain": plain, "dates": dates, "anchors": anchors, "article": article, "register": register,
    "fmt": fmt, "fix": fix,
}  # fmt: skip
