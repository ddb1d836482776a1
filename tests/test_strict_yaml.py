"""YAML read strictly: what is written is what is meant, and every problem has its exact place."""

import math
import re
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readout.places import nearest
from readout.problem import Problem
from readout.strict_yaml import DEEPEST, index_yaml, read_yaml, scalar
from tests.made import read


def value_of(text: str) -> Any:
    """The value of a text that has no problem."""
    value, problems = read_yaml(text, "a.yaml")
    assert problems == []
    return value


def only_problem(text: str) -> Problem:
    """The one problem of a text."""
    _, problems = read_yaml(text, "a.yaml")
    assert len(problems) == 1, problems
    return problems[0]


def at(problem: Problem) -> tuple[str, int, int]:
    """Code, line and column of a problem."""
    return problem.code, problem.place.line, problem.place.column


@pytest.mark.parametrize(
    "text",
    [
        "no", "No", "yes", "on", "off", "y", "N", "True", "FALSE", "NULL", "Null",
        "12:30", "1:2:3", "012", "0o14", "007",
        "0x1F", "0b1", "1_000", ".5", "5.", "1e3", "1.5e3", "+1", ".inf", "-.inf", ".nan",
        "-0.10", "1.50", "2025-12-12",
        "2025-12-12T16:31:00+09:00", "2025-12-12 16:31:00", "1.0.0", "<<", "=", "-0x1", "--1", "٣", "１", "1.",
        "9" * 19, "9" * 400, "0.123456789", "1234567890.5",
    ],
)  # fmt: skip
def test_plain_text_stays_the_text_that_was_written(text: str) -> None:
    """Other readers of YAML make booleans, times, octal numbers or dates of these; here they stay as they are."""
    assert value_of(f"key: {text}") == {"key": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None), ("~", None), ("null", None), ("true", True), ("false", False), ("0", 0), ("7", 7), ("-12", -12),
        ("9" * 18, 999_999_999_999_999_999), ("0.5", 0.5), ("-1.25", -1.25), ("10.0", 10.0), ("0.0", 0.0),
    ],
)  # fmt: skip
def test_null_booleans_and_plain_numbers_are_read(text: str, value: object) -> None:
    """These and no others are more than text; a number is one that would be written back just the same."""
    found = value_of(f"key: {text}")["key"]
    assert (found, type(found)) == (value, type(value))


def test_minus_zero_is_not_written_back_as_it_stands() -> None:
    """`-0` would come back as `0`; a number is only what would be written back just the same."""
    assert value_of("key: -0") == {"key": "-0"}


@pytest.mark.parametrize("text", ["'no'", '"no"', "'12'", '"true"', "''", '"~"', "'null'"])
def test_quoted_scalars_are_text(text: str) -> None:
    """Quotation marks make text of whatever stands between them."""
    assert value_of(f"key: {text}") == {"key": text[1:-1]}


def test_block_scalars_keep_or_fold_their_lines() -> None:
    """`|` keeps lines, `>` folds them, `-` strips the last line's end; numbers in them are text."""
    assert value_of("a: |\n  one\n  two\nb: >-\n  one\n  two\nc: |-\n  12\n") == {
        "a": "one\ntwo\n",
        "b": "one two",
        "c": "12",
    }


def test_keys_are_the_text_that_was_written() -> None:
    """A key is never a number, a boolean or nothing."""
    assert value_of("no: 1\n012: 2\n12: 3\ntrue: 4\n~: 5\n2025-12-12: 6\n") == {
        "no": 1, "012": 2, "12": 3, "true": 4, "~": 5, "2025-12-12": 6,
    }  # fmt: skip


def test_a_repeated_key_is_a_problem_at_its_second_place() -> None:
    """The first value stays, and reading goes on."""
    value, problems = read_yaml("a: 1\nb: 2\na: 3\nc: 4\n", "a.yaml")
    assert value == {"a": 1, "b": 2, "c": 4}
    assert [at(problem) for problem in problems] == [("R105", 3, 1)]


def test_repeated_keys_are_found_in_nested_mappings_and_lists() -> None:
    """Each mapping has keys of its own: two repetitions, and none where a key stands in two mappings."""
    text = "x:\n  a: 1\n  a: 2\ny:\n  - {b: 1, c: 2, b: 3}\n  - {b: 1}\na: 1\n"
    _, problems = read_yaml(text, "a.yaml")
    assert [at(problem) for problem in problems] == [("R105", 3, 3), ("R105", 5, 18)]


def test_a_repeated_key_with_a_mapping_below_gives_one_problem() -> None:
    """What stands below the second key is not read into the first, and its keys are not repeated ones."""
    value, problems = read_yaml("a:\n  b: 1\na:\n  b: 2\n  c: 3\nd: 4\n", "a.yaml")
    assert value == {"a": {"b": 1}, "d": 4}
    assert [at(problem) for problem in problems] == [("R105", 3, 1)]


def test_keys_that_differ_in_writing_only_are_different() -> None:
    """`1` and `'1'` are the same word as a key, `01` is another."""
    assert at(only_problem("1: a\n'1': b\n")) == ("R105", 2, 1)
    assert value_of("1: a\n01: b\n") == {"1": "a", "01": "b"}


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: &x 1\nb: *x\n", 1, 4),
        ("a: *x\n", 1, 4),
        ("&x a: 1\n", 1, 1),
        ("a: &x [1]\n", 1, 4),
        ("a: &x {b: 1}\n", 1, 4),
    ],
)
def test_anchors_and_aliases_are_a_problem(text: str, line: int, column: int) -> None:
    """The first of them ends the reading."""
    assert at(only_problem(text)) == ("R106", line, column)


def test_an_alias_bomb_is_not_expanded() -> None:
    """Nine levels of nine aliases would be 387 million values; this is one problem, at the first anchor."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    assert at(only_problem("\n".join(lines))) == ("R106", 1, 5)


@pytest.mark.parametrize(
    "tag", ["!!python/object:os.system", "!!python/object/apply:os.getcwd", "!local", "!!str", "!!int", "!", "!<x>"]
)
@pytest.mark.parametrize("what", ["'12'", "[a]", "{a: b}"])
def test_tags_are_a_problem_and_do_nothing(tag: str, what: str) -> None:
    """No tag is read, not even a harmless one; and nothing is made of it."""
    value, problems = read_yaml(f"a: 1\nb: {tag} {what}\n", "a.yaml")
    assert value is None
    assert [at(problem) for problem in problems] == [("R107", 2, 4)]


def test_a_second_document_is_a_problem_at_its_line() -> None:
    """Reading ends there; what the first document said stays."""
    value, problems = read_yaml("a: 1\n---\nb: 2\n---\nc: 3\n", "a.yaml")
    assert value == {"a": 1}
    assert [at(problem) for problem in problems] == [("R108", 2, 1)]


def test_one_document_between_marks_is_no_problem() -> None:
    """The marks of a document's start and end may stand."""
    assert value_of("%YAML 1.1\n---\na: 1\n...\n") == {"a": 1}


@pytest.mark.parametrize("text", ["[" * 10_000, "[" * 10_000 + "]" * 10_000, "{a: " * 10_000, "- " * 10_000 + "x"])
def test_ten_thousand_levels_are_one_problem(text: str) -> None:
    """Depth needs no recursion: one problem, at the first level that is too deep."""
    step = {"[": 1, "{": 4, "-": 2}[text[0]]
    assert at(only_problem(text)) == ("R109", 1, DEEPEST * step + 1)


def test_nesting_is_allowed_up_to_the_limit() -> None:
    """So many levels are read, and one more is not."""
    assert value_of("[" * DEEPEST + "]" * DEEPEST) is not None
    deeper = "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)
    assert at(only_problem(deeper)) == ("R109", 1, DEEPEST + 1)


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x80", "\ufffe", "\uffff"])
def test_control_characters_are_a_problem_at_their_place(character: str) -> None:
    """The place counts code points: characters of two units in UTF-16 before it are one each."""
    problem = only_problem(f"a: 1\nb: 🕰🕰 x{character}y\n")
    assert at(problem) == ("R104", 2, 8)
    assert f"U+{ord(character):04X}" in problem.message


def test_a_control_character_in_plain_text_is_a_problem_at_its_place() -> None:
    """Line and column count from 1."""
    assert at(only_problem("a: 1\nb: xy\x00z\n")) == ("R104", 2, 6)


def test_a_tab_for_indentation_is_a_problem_at_its_line() -> None:
    """A tab between words is none."""
    problem = only_problem("a:\n\tb: 1\n")
    assert (problem.code, problem.place.line) == ("R104", 2)
    assert value_of("a: one\ttwo\n") == {"a": "one\ttwo"}


def test_a_list_or_mapping_as_a_key_is_a_problem() -> None:
    """Keys are plain words."""
    assert at(only_problem("a: 1\n? [b, c]\n: 2\n")) == ("R104", 2, 3)
    assert at(only_problem("{a: 1}: 2\n")) == ("R104", 1, 1)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("a: b: c\n", 1, 5), ("a: [1, 2\nb: 3\n", 2, 2), ("a: 'x\n", 2, 1), ("a: 1\n  b: 2\n", 2, 4), ("a: @x\n", 1, 4)],
)
def test_what_is_no_yaml_is_a_problem_where_it_ends_to_be(text: str, line: int, column: int) -> None:
    """The place is that which libyaml gives, counted from 1."""
    assert at(only_problem(text)) == ("R104", line, column)


def test_a_byte_order_mark_is_passed_over() -> None:
    """A file that begins with one is read as if it did not, and places in it are right."""
    plain = read("a-b:\n  title: A\n  nonsense: 1\n  summary: B\n", "sources/stories.yaml")
    marked = read(b"\xef\xbb\xbf" + b"a-b:\n  title: A\n  nonsense: 1\n  summary: B\n", "sources/stories.yaml")
    assert plain.problems == marked.problems
    assert [problem.code for problem in marked.problems] == ["R201"]


def test_lines_that_end_in_cr_lf_say_the_same() -> None:
    """Values and places are those of the same text with plain line ends."""
    text = "a: one\nb: |\n  two\n  three\nc:\n  - d: 4\n"
    other = text.replace("\n", "\r\n")
    assert value_of(other) == value_of(text)
    assert index_yaml(other) == index_yaml(text)


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n"])
def test_a_document_without_a_value_is_none(text: str) -> None:
    """And that is no problem of YAML's."""
    assert value_of(text) is None


def test_positions_are_exact() -> None:
    """Beginning and end of every value and of its key, from 1, in code points, also behind astral characters."""
    text = "a: 1\nb:\n  - x\n  - 🕰🕰: y\n    é: 'z'\nc: {🕰: 2, d: [3, '🕰', 4]}\n"
    assert index_yaml(text) == {
        (): ((1, 1, 6, 26), (1, 1, 6, 26)),
        ("a",): ((1, 4, 1, 5), (1, 1, 1, 2)),
        ("b",): ((3, 3, 5, 11), (2, 1, 2, 2)),
        ("b", 0): ((3, 5, 3, 6), (3, 5, 3, 6)),
        ("b", 1): ((4, 5, 5, 11), (4, 5, 5, 11)),
        ("b", 1, "🕰🕰"): ((4, 9, 4, 10), (4, 5, 4, 7)),
        ("b", 1, "é"): ((5, 8, 5, 11), (5, 5, 5, 6)),
        ("c",): ((6, 4, 6, 26), (6, 1, 6, 2)),
        ("c", "🕰"): ((6, 8, 6, 9), (6, 5, 6, 6)),
        ("c", "d"): ((6, 14, 6, 25), (6, 11, 6, 12)),
        ("c", "d", 0): ((6, 15, 6, 16), (6, 15, 6, 16)),
        ("c", "d", 1): ((6, 18, 6, 21), (6, 18, 6, 21)),
        ("c", "d", 2): ((6, 23, 6, 24), (6, 23, 6, 24)),
    }


def test_a_list_or_mapping_ends_with_its_last_value() -> None:
    """Neither the lines below it nor the key that follows belong to it; a bracket does."""
    index = index_yaml("a:\n- k: v\n  l: w   # why\n\n- m\nb:\n  c: [\n    1\n  ]\nd: >-\n  two\n  lines\ne:\n")
    assert index["a",][0] == (2, 1, 5, 4)
    assert index["a", 0][0] == (2, 3, 3, 7)
    assert index["b",][0] == (7, 3, 9, 4)
    assert index["b", "c"][0] == (7, 6, 9, 4)
    assert index["d",][0] == (10, 4, 13, 1)
    assert index["e",][0] == (13, 3, 13, 3)


def test_the_nearest_position_is_that_of_the_value_around() -> None:
    """A field that is missing is shown at its record; the document as a whole has nothing to point at."""
    index = index_yaml("a:\n  b: 1\n")
    assert nearest(index, ("a", "c", "d"), key=False) == (2, 3, 2, 7)
    assert nearest(index, ("a", "b"), key=True) == (2, 3, 2, 4)
    assert nearest(index, ("a", "b"), key=False) == (2, 6, 2, 7)
    assert nearest(index, ("z",), key=True) == (1, 1, 0, 0)
    assert nearest({}, ("z",), key=True) == (1, 1, 0, 0)


PRINTABLE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=20)
WORDS = st.one_of(PRINTABLE, st.sampled_from(["no", "12:30", "012", "~", "1e3", "true", "0", "2025-12-12", "-0"]))
NUMBERS = st.integers(-(10**17), 10**17)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=4)),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_values_written_by_another_tool_are_read_back(value: Any) -> None:
    """What PyYAML writes is read as the same value: its quotation marks tell text from the rest."""
    assert value_of(yaml.safe_dump(value, allow_unicode=True, default_style=None)) == value


@settings(max_examples=100, deadline=None)
@given(st.floats(-1e6, 1e6).map(lambda number: round(number, 3)).filter(lambda number: abs(number) >= 0.001))
def test_decimals_written_by_another_tool_are_read_back(value: float) -> None:
    """Decimals of a common size too."""
    found = value_of(yaml.safe_dump({"key": value}))["key"]
    assert isinstance(found, float)
    assert math.isclose(found, value, rel_tol=0, abs_tol=0)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_every_value_has_a_position_within_its_text(value: Any) -> None:
    """The index has exactly the pointers of the value, each inside the text."""
    text = yaml.safe_dump(value, allow_unicode=True)
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", text)
    index = index_yaml(text)
    assert set(index) == set(pointers(value))
    for value_span, key_span in index.values():
        for line, column, end_line, end_column in (value_span, key_span):
            assert (1, 1) <= (line, column) <= (end_line, end_column) <= (len(lines), len(lines[-1]) + 1)
            assert column <= len(lines[line - 1]) + 1
            assert end_column <= len(lines[end_line - 1]) + 1


def pointers(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The pointers to a value and to all values in it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(pointer for name, part in inner for pointer in pointers(part, (*here, name)))]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.text("ab:-[]{}#&*!|>'\"%@`,? \n\t0.~")))
@example("? ")
@example("- - - :")
@example("%TAG ! x\n--- a")
def test_no_text_makes_the_reading_fail(text: str) -> None:
    """Whatever stands there, there is a value or a problem, never an exception; and reading twice says the same."""
    value, problems = read_yaml(text, "a.yaml")
    again = read_yaml(text, "a.yaml")
    assert (repr(value), problems) == (repr(again[0]), again[1])
    assert all(problem.place.line >= 1 and problem.place.column >= 1 for problem in problems)
    assert isinstance(index_yaml(text), dict)


MARKS = st.text("---\n: abc[]{}\"'&*!#", max_size=60)
PATHS = st.sampled_from(
    [
        "sources/actors.yaml",
        "sources/claims/a.yaml",
        "sources/articles/o/2025-a.md",
        "sources/articles/o/2025-a.anchors.json",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.binary(max_size=80), MARKS.map(str.encode), st.text(max_size=60).map(str.encode)), PATHS, st.booleans()
)
def test_no_bytes_make_the_reader_fail(content: bytes, path: str, front: bool) -> None:
    """A file of any bytes gives rows or problems, never an exception; without a problem none is broken."""
    reading = read(b"---\n" + content + b"\n---\n" if front else content, path)
    sound = reading.anchors is not None or not [row for row in reading.rows if row.broken]
    assert reading.problems or sound


@given(st.text(max_size=30))
def test_a_scalar_that_is_no_text_is_written_back_just_the_same(text: str) -> None:
    """The rule of the module, for any text: what becomes a number is that number's own writing."""
    value = scalar(text)
    if isinstance(value, int | float) and not isinstance(value, bool):
        assert str(value) == text
