"""Drafts are written in the canonical form from the start, whatever words they hold."""

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from readout.canonical import canonical, text_as_written
from readout.project import read_schema
from readout.schema import Schema
from readout.source import SourceFile
from readout.strict_yaml import read_yaml
from tests.conftest import ROOT

PATH = "sources/articles/x/2024-01-01-x.md"
ODD = [
    "no",
    "012",
    "12:30",
    "a: b",
    "a #b",
    "- a",
    "null",
    "Null",
    "x" * 300,
    '"a"',
    'it\'s "so"',
    " a",
    "a ",
    "[a]",
    "é\u00ad",
]


@cache
def schema() -> Schema:
    """The schema of the repository."""
    return read_schema(ROOT)


@given(text=st.one_of(st.sampled_from(ODD), st.text(min_size=1, max_size=40).filter(str.isprintable)))
def test_a_text_is_written_as_fmt_would(text: str) -> None:
    """A text as a value and in a list stays as it was written when the file is formatted, and reads back."""
    written = text_as_written(text)
    content = f"---\nheadline: {written}\nabsent:\n  - {written}\n---\n"
    form = canonical(SourceFile(PATH, content.encode()), schema())
    assert not form.problems, form.problems
    assert form.content.decode() == content
    assert read_yaml(content.split("---\n")[1], PATH)[0] == {"headline": text, "absent": [text]}
