"""The canonical form: what it looks like, and that it loses nothing."""

import json
import random
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readout.canonical import canonical, canonical_files, is_formatted
from readout.record import split_front_matter
from readout.schema import Schema, Shape
from readout.schema_compile import parse_schema
from readout.source import SourceFile, list_sources
from readout.strict_yaml import read_yaml
from tests.conftest import CORPUS, ROOT
from tests.layouts import Layout

SCHEMA = parse_schema((ROOT / "schema.yaml").read_text(encoding="utf-8"))
ARTICLE, REGISTER = "sources/articles/otterby-lantern/2024-05-03-gate.md", "sources/places.yaml"

#: What is written, and its canonical form, as the front matter of an article.
FRONT_MATTER = {
    "keys in the order of the schema": ("story: s\nheadline: h", "headline: h\nstory: s"),
    "unknown keys last, in their order": ("zebra: 1\nstory: s\nape: 2", "story: s\nzebra: 1\nape: 2"),
    "keys of nested records": (
        "quotes:\n  - exact: x\n    speaker: y\n    inner:\n      - gist: g\n        speaker: z",
        "quotes:\n  - speaker: y\n    exact: x\n    inner:\n      - speaker: z\n        gist: g",
    ),
    "free keys keep their order, records below them do not": (
        "grounds:\n  url:\n    ground: g\n    basis: stated\n  story: {ground: g, basis: stated}",
        "grounds:\n  url:\n    basis: stated\n    ground: g\n  story: {basis: stated, ground: g}",
    ),
    "pieces of evidence": (
        "coverage:\n  - evidence: [{occurrence: 2, exact: a}, b]",
        "coverage:\n  - evidence: [{exact: a, occurrence: 2}, b]",
    ),
    "a comment moves with the key below it": (
        "# on the story\nstory: s  # beside\n\n# on the head\nheadline: h",
        "# on the head\nheadline: h\n# on the story\nstory: s  # beside",
    ),
    "a comment on the whole stays on top": (
        "# on the whole\n\n# on the story\nstory: s\nheadline: h",
        "# on the whole\n\nheadline: h\n# on the story\nstory: s",
    ),
    "an editor's first line stays the first": (
        "# yaml-language-server: $schema=a.json\nstory: s\nheadline: h",
        "# yaml-language-server: $schema=a.json\nheadline: h\nstory: s",
    ),
    "a comment at the end of a list": (
        "absent:\n  - a\n  # - b\n\n# on the note\nsummary: n",
        "# on the note\nsummary: n\nabsent:\n  - a\n  # - b",
    ),
    "a comment behind a hyphen goes above it": (
        "quotes:\n  - # c\n    speaker: s\n  -\n    # d\n    speaker: t",
        "quotes:\n  # c\n  - speaker: s\n  # d\n  - speaker: t",
    ),
    "a comment below a key without a value": ("absent:\n    # - a\nallow:\n", "absent:\n  # - a\nallow:"),
    "a comment between a key and its value": ("summary: # c\n    # d\n    words", "summary:  # c\n  # d\n  words"),
    "lists are indented": ("absent:\n- a\n-   b", "absent:\n  - a\n  - b"),
    "lists in lists": ("absent:\n-   - a\n    - b", "absent:\n  - - a\n    - b"),
    "one blank line at most": ("headline: h\n\n \n\nstory: s\n\n", "headline: h\n\nstory: s"),
    "no blank line below a key": ("quotes:\n\n  - speaker: s", "quotes:\n  - speaker: s"),
    "spaces": ("headline :   h   #c\nstory: s \t", "headline: h  #c\nstory: s"),
    "brackets": ("absent: [ a ,b,{c : d}, e: f , ]", "absent: [a, b, {c: d}, e: f]"),
    "brackets on two lines": ("absent: [a,\n  b]", "absent: [a, b]"),
    "brackets with a comment": ("absent: [a, # c\n  b]", "absent:\n  - a  # c\n  - b"),
    "brackets without room": (
        f"absent: [{'a' * 60},\n {'b' * 60}, -]",
        f'absent:\n  - {"a" * 60}\n  - {"b" * 60}\n  - "-"',
    ),
    "long brackets on one line": (f"absent: [{'a' * 60}, {'b' * 60}]", f"absent: [{'a' * 60}, {'b' * 60}]"),
    "needless marks": ("headline: 'It is'\nsummary: \"it's “so”\"", "headline: It is\nsummary: it's “so”"),
    "needed marks": (
        "headline: 'a: b'\nsummary: 'a \"b\" # c'\nabsent: ['a, b', '- c', 'd', '']",
        'headline: "a: b"\nsummary: \'a "b" # c\'\nabsent: ["a, b", "- c", d, ""]',
    ),
    "both kinds of marks": (
        "headline: \"it's \\\"so\\\": yes\"\nsummary: 'it''s \"''s: yes'",
        "headline: 'it''s \"so\": yes'\nsummary: \"it's \\\"'s: yes\"",
    ),
    "marks of numbers": (
        "absent: ['9', \"012\", '1.10', 'True', 'no', '2024-05-03', '12:30', 012, 9]",
        'absent: ["9", "012", "1.10", "True", no, 2024-05-03, 12:30, 012, 9]',
    ),
    "what nobody sees stays as written": ("headline: 'a\u00a0b'\nsummary: \"\\u200b\"",) * 2,
    "marks of keys": ("\"story\": s\n'a: b': c", 'story: s\n"a: b": c'),
    "explicit keys": ("? story # c\n: s", "# c\nstory: s"),
    "folded text keeps its lines": (
        "summary: >-\n     one\n       two  \n\n\n     three",
        "summary: >-\n  one\n    two  \n\n\n  three",
    ),
    "text that begins with a space": ("summary: |4\n      one\n     two", "summary: |2\n    one\n   two"),
    "blank lines that a value keeps": ("summary: |+\n one\n\n\nheadline: h", "headline: h\nsummary: |+\n  one\n\n"),
    "plain text keeps its lines": ("summary:\n    one\n       two", "summary: one\n  two"),
    "marked text keeps its lines": (
        'summary: "one  \n\n  two \\\n     \\ three"',
        'summary: "one\n\n  two \\\n  \\ three"',
    ),
    "nothing, in three ways": ("headline:\nstory: ~\nsummary: null",) * 2,
    "another direction": ("headline: 'שלום, עולם'\nsummary: \"🐤\"", "headline: שלום, עולם\nsummary: 🐤"),
}


def formatted(text: str, path: str = ARTICLE) -> str:
    """The canonical form of a text that can be read."""
    form = canonical(SourceFile(path, text.encode("utf-8")), SCHEMA)
    assert (form.problems, form.bug) == ([], "")
    return form.content.decode("utf-8")


@pytest.mark.parametrize(("before", "after"), FRONT_MATTER.values(), ids=FRONT_MATTER.keys())
def test_form(before: str, after: str) -> None:
    """Each rule of the form on an example; formatting again changes nothing."""
    assert formatted(f"---\n{before}\n---\n") == f"---\n{after}\n---\n"
    assert formatted(f"---\n{after}\n---\n") == f"---\n{after}\n---\n"


def test_register() -> None:
    """The records of a register keep their order, with one blank line between; their keys don't."""
    before = "# All\n\nb: {kind: city, name: B}\n# ── South\na:\n  kind: city\n  name: A\n\n\n\nc:\n  name: C\n# end"
    after = "# All\n\nb: {name: B, kind: city}\n\n# ── South\na:\n  name: A\n  kind: city\n\nc:\n  name: C\n# end\n"
    assert formatted(before, REGISTER) == after
    assert formatted(f"--- # c\n{before}\n...\n", REGISTER) == f"# c\n{after}"


def test_file() -> None:
    """Line breaks, byte order mark and end of file are uniform; the note is otherwise as it was."""
    note = " *Two* spaces  \n\n\n\n---\n\tand a 'tab'"
    text = f"\ufeff----\r\nheadline: 'h'\r\nsummary: |\r\n  a\r\n--- \r\n\n{note}\n\n\n".replace(
        "spaces  \n", "spaces  \r\n"
    )
    assert formatted(text) == f"---\nheadline: h\nsummary: |\n  a\n---\n\n{note}\n"
    assert formatted("---\nheadline: h\n---") == "---\nheadline: h\n---\n"
    assert formatted("a:\r  name: A", REGISTER) == "a:\n  name: A\n"


@pytest.mark.parametrize("mark", ["|", ">", "|+", "|-", ">2+"])
def test_text_without_end(mark: str) -> None:
    """Where the last line of a file has no line break, its value gets none either."""
    text = f"a:\n  name: {mark}\n    words"
    assert read_yaml(formatted(text, REGISTER), "")[0] == {"a": {"name": "words"}} == read_yaml(text, "")[0]


def test_odd_breaks_and_directives() -> None:
    """A text with line breaks that only YAML 1.1 knows, or with a directive, keeps its layout."""
    for text in ("a:\r\n    name:   'x\u2028y'", "a:\n    name:   'x\x85y'\n", "%YAML 1.1\n---\na:\n    name:  'x'\n"):
        assert formatted(text, REGISTER) == text.replace("\r\n", "\n").rstrip("\n") + "\n"


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        (REGISTER, b"a:\n  name: 'A\n", "R104"),
        (REGISTER, b"a:\n   name: A\n   name: B\n", "R105"),
        (REGISTER, b"a: &x\n   name: A\n", "R106"),
        (REGISTER, b"a: 1\n---\nb: 2\n", "R108"),
        (REGISTER, b"a:  \xff\n", "R101"),
        (REGISTER, b"-  a\n", "R203"),
        (REGISTER, b"  \n", "R103"),
        (REGISTER, b"#  only\n", "R103"),
        (ARTICLE, b"headline:   h\n", "R110"),
        (ARTICLE, b"---\n\n---\n\n\n", "R203"),
        (ARTICLE, b"---\nheadline:   a: b\n---\n", "R104"),
    ],
)
def test_unreadable(path: str, content: bytes, code: str) -> None:
    """What can't be read is left to the byte, and its problem has its line."""
    form = canonical(SourceFile(path, content), SCHEMA)
    assert form.content == content
    assert [(problem.code, problem.place.line > 0) for problem in form.problems] == [(code, True)]


@pytest.mark.parametrize("folder", [ROOT, CORPUS], ids=["sources", "corpus"])
def test_sources_are_canonical(folder: Any) -> None:
    """The sources of this repository are in canonical form: run `readout fmt`."""
    files, _ = list_sources(folder, SCHEMA.registers)
    forms = canonical_files(files, SCHEMA)
    before = {file.path: file.content for file in files}
    assert len(forms) == sum(is_formatted(file.path) for file in files) > 9
    assert [form.path for form in forms if form.content != before[form.path] or form.problems or form.bug] == []


@settings(max_examples=250)
@given(chance=st.randoms(use_true_random=False), in_article=st.booleans(), breaks=st.sampled_from(["\n", "\n", "\r\n"]))
def test_nothing_is_lost(chance: random.Random, in_article: bool, breaks: str) -> None:
    """Any layout keeps its value and its comments; its keys are in order; a second run changes nothing."""
    text = Layout(chance).document()
    path = ARTICLE if in_article else "sources/claims.yaml"
    text = f"---\n{text}\n---\n" if in_article else text
    form = canonical(SourceFile(path, text.replace("\n", breaks).encode("utf-8")), SCHEMA)
    assert not form.bug
    if form.problems:
        return
    made = form.content.decode("utf-8")
    assert _numbers(made) == _numbers(text)
    before, after = (read_yaml(_body(found, path), path)[0] for found in (text, made))
    assert json.dumps(before, sort_keys=True) == json.dumps(after, sort_keys=True)
    records = [after] if in_article else after.values()
    for record in records:
        _assert_order(record, SCHEMA.article if in_article else SCHEMA.registers["claims"], SCHEMA)
    assert formatted(made, path) == made


def _numbers(text: str) -> Counter[str]:
    return Counter(re.findall(r"# c\d+", text))


def _body(text: str, path: str) -> str:
    return (split_front_matter(text)[0] or "") if path.endswith(".md") else text


def _assert_order(record: Any, shape: Shape, schema: Schema) -> None:
    if not isinstance(record, dict):
        return
    known = [name for name in record if name in shape.fields]
    assert list(record) == [name for name in shape.fields if name in known] + [n for n in record if n not in known]
    for name in known:
        field = shape.fields[name]
        if field.shape and field.kind in ("records", "mapping"):
            inner = (
                record[name].values() if field.kind == "mapping" and isinstance(record[name], dict) else record[name]
            )
            for value in inner if isinstance(inner, (list, type({}.values()))) else []:
                _assert_order(value, field.shape, schema)
