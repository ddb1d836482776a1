"""The fast reader of plain YAML: what it takes, the strict reader reads the same; all else it leaves to that."""

import itertools
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readout.plain_yaml import NOT_PLAIN, read_document, read_plain
from readout.record import split_front_matter
from readout.strict_yaml import DEEPEST, MOST_IN_ARTICLE, read_yaml
from tests.conftest import CORPUS, ROOT
from tests.fuzz.mutate import mutated

#: Pieces that YAML tells apart, of which small documents are put together.
PIECES = [
    "a", ": ", ":", " ", "- ", "-", "\n", "\n  ", "#", "[", "]", "{", "}", ", ", '"', "'", ">-", "|", "?", "1", "é",
    "&", "*", "!", "%", "@", "`", "~", "\\", ".", "\t",
]  # fmt: skip
#: Lines likewise.
LINES = [
    "a: b", "a:", "b: 1", "- b", "- a: b", "  - c", "  d: e", "    f", "", "   ", ">-", "a: >-", "  g: |", "- |", "# c",
    "- [a]",
]  # fmt: skip


def same(text: str) -> bool:
    """Whether a text is plain; fails where it is, and the strict reader has another value for it, or a problem."""
    value = read_plain(text)
    if value is NOT_PLAIN:
        return False
    strict, problems = read_yaml(text, "x")
    assert not problems, (text, problems)
    assert repr(value) == repr(strict), text  # which tells 1, 1.0 and true apart, and the order of keys
    return True


def corpus() -> list[str]:
    """The documents of the repository's own sources, and of the made-up project."""
    found = [ROOT / "schema.yaml"]
    for root in (ROOT / "sources", CORPUS / "sources"):
        found += [file for file in sorted(root.rglob("*")) if file.suffix in {".md", ".yaml"}]
    texts = [file.read_text(encoding="utf-8") for file in found]
    return [split_front_matter(text)[0] or "" if text.startswith("---") else text for text in texts]


def test_all_files_of_the_repository_are_plain() -> None:
    """The form that `readout fmt` writes is read fast, and as the strict reader reads it."""
    assert [text[:60] for text in corpus() if not same(text)] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: b\n", {"a": "b"}),
        ("a: no\nb: true\nc: 12\nd: -1.5\ne: 012\nf: null\ng: ~\nh:\n", {
            "a": "no", "b": True, "c": 12, "d": -1.5, "e": "012", "f": None, "g": None, "h": None,
        }),
        ("a:\n  - b\n  - c: d\n    e: f\n\n  # g\n  - h\ni:\n  j:\n    k: l\n", {
            "a": ["b", {"c": "d", "e": "f"}, "h"], "i": {"j": {"k": "l"}},
        }),
        ("a: [b, 2, 'c, d', \"e\"]\nf: {g: h, i: [j, {k: l}], m: {}}\nn: []\n", {
            "a": ["b", 2, "c, d", "e"], "f": {"g": "h", "i": ["j", {"k": "l"}], "m": {}}, "n": [],
        }),
        ("a: [b,\n    c, d,\n    e]\n", {"a": ["b", "c", "d", "e"]}),
        ("a: >-\n  b\n  c\n\nd: |\n  e\n  f\ng:\n  - >\n    h\n", {"a": "b c", "d": "e\nf\n", "g": ["h\n"]}),
        ("a: 'it''s'\nb: \"'\"\nc: it's\nd: a#b:c\n", {"a": "it's", "b": "'", "c": "it's", "d": "a#b:c"}),
        ("a: 2025-12-12T16:31:00+09:00\nb: CT+\nc: -x\n", {"a": "2025-12-12T16:31:00+09:00", "b": "CT+", "c": "-x"}),
        ("a: b\r\nc: >-\r\n  d\r\n  e\r\n", {"a": "b", "c": "d e"}),
        ("引用: 本\n", NOT_PLAIN),
        ("a: 引用、本文  \n", {"a": "引用、本文"}),
    ],
)  # fmt: skip
def test_what_is_plain(text: str, value: Any) -> None:
    """Block lists and mappings, values of one line, brackets, and blocks of even lines."""
    assert read_plain(text) == value
    same(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: &b c\n", "a: *b\n", "a: !!str b\n", "a: !b c\n", "%YAML 1.2\n---\na: b\n", "---\na: b\n", "a: b\n...\n",
        "a: b\n---\nc: d\n", "a: b\na: c\n", "a: {b: c, b: d}\n", "? a\n: b\n", "[a]: b\n", '"a": b\n', "'a': b\n",
        "a: b\n  c\n", "a: b: c\n", "a: b #c\n", "a: b # c\n", "a: [b] # c\n", "- a\n- b\n", "a\n", "\n", "# a\n",
        "a:\n- b\n", "a:\n  b\n", "a: >2\n   b\n", "a: >+\n  b\n\n", "a: >-\n\n  b\n", "a: >-\n  b\n\n  c\n",
        "a: |-\n  b\n    c\n", "a: >-\nb: c\n", "a: |\n  b\n   \n", 'a: "b\n  c"\n', "a: 'b\n  c'\n", 'a: "\\x41"\n',
        "a: [b, c\n", "a: [b, c]]\n", "a: [b c, ]\n", "a: [b,, c]\n", "a: {b}\n", "a: {b: }\n", "a: {b:c}\n",
        "a: [b: c]\n", "a: [b]c\n", "a: {b: c}{d: e}\n", "a: [#b]\n", "a: [b?]\n", "a:\n  - b\n c: d\n",
        " a: b\nc: d\n",
        "a: - b\n", "a: ? b\n", "a: @b\n", "a: `b`\n", "a: %b\n", "a: b:\n", "a:\tb\n", "a: \tb\n", "a : b\n",
        "a: b\x00\n", "a: b\x85c\n", "a: b\u2028c\n", "a: \ufeffb\n", "\ufeffa: b\n", "a: \u202eb\n",
        "a: b\rc: d\n", "a: b", "<<: {a: b}\n", "a:\n  - - b\n", "a:\n  -\n    b: c\n",
        "a: >-\n  b\n\n  # c\n", "a: >-\n  b\n \n  # c\n", "a:\n  - b: >-\n     c\n  - d: >-\n   e\n",
        "a:\n  b: [c,\n  d]\n", "a:\n  - b\n    c\n", "",
    ],
)  # fmt: skip
def test_what_is_left_to_the_strict_reader(text: str) -> None:
    """All that has a problem, and whatever else YAML knows: the kinds of input that its public test suite has."""
    assert read_plain(text) is NOT_PLAIN
    assert read_document(text, "x") == read_yaml(text, "x")


def test_small_documents_of_every_kind() -> None:
    """All combinations of a few pieces and lines, behind a key, in brackets, and on their own."""
    plain = 0
    for pieces in itertools.product(PIECES, repeat=2):
        middle = "".join(pieces)
        for around in (
            "a: {}\n",
            "a: b{}\n",
            "a: [{}]\n",
            "a: {{b: {}}}\n",
            "a:{}\n",
            "{}\n",
            "a:\n  - {}\n",
            "a:\n  {}\n",
        ):
            plain += same(around.format(middle))
    for lines in itertools.product(LINES, repeat=3):
        plain += same("x:\n" + "".join(f"{line}\n" for line in lines))
    assert plain > 700


def test_changed_documents() -> None:
    """A few lines of real documents with bytes changed by chance, as the fuzzer does for hours."""
    chance, plain = Random("plain"), 0
    known = [text.encode() for text in corpus()]
    for _ in range(6000):
        lines = chance.choice(known).split(b"\n")
        at = chance.randrange(len(lines))
        few = b"x:\n" * chance.randrange(2) + b"\n".join(lines[at : at + chance.randint(1, 8)]) + b"\n"
        plain += same(mutated(few, known, chance).decode("utf-8", "replace").rstrip("\n") + "\n")
    assert plain > 500


WORDS = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(["no", "1", "a b", "it's", "-1", "x: y"])
VALUES = st.recursive(WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3))


@given(
    VALUES, st.sampled_from(["a: {}\n", "a:\n  - {}\n", "a: [{}]\n", "a: '{}'\n", "a: >-\n  {}\n", "a: {{b: {}}}\n"])
)
def test_words_of_every_kind(value: Any, around: str) -> None:
    """Values as Python writes them, which is nearly YAML."""
    same(around.replace("{{", "{").replace("}}", "}").replace("{}", str(value)))


def test_no_more_values_than_a_file_may_hold() -> None:
    """A document that might have too many is counted by the strict reader, which says so."""
    text = "a:\n" + "  - b\n" * MOST_IN_ARTICLE
    assert read_plain(text, MOST_IN_ARTICLE) is NOT_PLAIN
    assert [problem.code for problem in read_document(text, "x", MOST_IN_ARTICLE)[1]] == ["R118"]


def test_nothing_is_nested_deeper_than_the_strict_reader_allows() -> None:
    """However deep blocks and brackets go together: where that has a problem, this takes nothing."""
    for blocks, brackets in itertools.product(range(DEEPEST + 2), repeat=2):
        text = "".join(f"{'  ' * depth}a:\n" for depth in range(blocks))
        same(f"{text}{'  ' * blocks}a: {'[' * brackets}b{']' * brackets}\n")
        listed = "".join(f"{'    ' * depth}- a:\n" for depth in range(1, blocks))
        same(f"a:\n{listed}{'    ' * max(1, blocks)}- {'[' * brackets}b{']' * brackets}\n")
