"""Every field, reference, vocabulary value and key of the made-up corpus, broken one at a time.

Each mutation changes one place of one file; the other files are read once. Where the problem should
stand is told by PyYAML's own composer, not by Readout.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
import yaml

from readout.places import with_lines
from readout.problem import Problem
from readout.schema import Schema
from readout.schema_compile import parse_schema
from readout.source import SourceFile, list_sources
from readout.workspace import Workspace
from tests.conftest import CORPUS, ROOT

Mark = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """A value of the corpus: its node, its key's node where a field name stands there, and its part of the schema."""

    table: str
    node: yaml.Node
    key: yaml.ScalarNode | None
    rule: dict[str, Any]
    record: "Found | None" = None


@dataclass(frozen=True)
class Mutation:
    """One file with one change, where the problem is expected, and what was changed."""

    path: str
    text: str
    mark: Mark
    code: str
    hint: str
    what: str


class Corpus:
    """The corpus as read once, and what is found wrong in it with one file changed."""

    def __init__(self) -> None:
        self.schema: Schema = parse_schema((ROOT / "schema.yaml").read_text(encoding="utf-8"))
        files, problems = list_sources(CORPUS, self.schema.registers)
        assert not problems
        self.files: dict[str, SourceFile] = {file.path: file for file in files}
        self.workspace = Workspace(self.schema)
        self.workspace.change(self.files, remember=True)

    def problems(self, path: str, text: str) -> list[Problem]:
        """All problems of the corpus with one file's text replaced."""
        self.workspace.change({path: SourceFile(path, text.encode())}, remember=True)
        try:
            return with_lines(self.workspace.problems(), self.workspace.index_of())
        finally:
            self.workspace.change({path: self.files[path]}, remember=True)

    def annotations(self) -> Iterator[tuple[str, str, list[Found]]]:
        """Every file a curator writes: its path, its text, and all values in it."""
        defs = self.schema.raw["$defs"]
        names = {record["x-table"]: name for name, record in defs.items() if "x-file" in record}
        for path, file in self.files.items():
            text = file.content.decode()
            if path.endswith(".md"):
                yield path, text, list(self._values(_compose(text), defs["article"], "articles"))
            elif path.endswith(".yaml"):
                table = path.split("/")[1].removesuffix(".yaml")
                root = _compose(text)
                assert isinstance(root, yaml.MappingNode)
                yield (
                    path,
                    text,
                    [found for _, node in root.value for found in self._values(node, defs[names[table]], table)],
                )

    def _values(
        self, node: yaml.Node, rule: dict[str, Any], table: str, key: Any = None, around: Found | None = None
    ) -> Iterator[Found]:
        """A value and all values inside it, each with its rules."""
        if "$ref" in rule:
            rule = {**self.schema.raw["$defs"][rule["$ref"].removeprefix("#/$defs/")], **rule}
        found = Found(rule.get("x-table", table), node, key, rule, around)
        yield found
        if isinstance(node, yaml.SequenceNode):
            for inner in node.value:
                yield from self._values(inner, rule["items"], found.table)
        elif isinstance(node, yaml.MappingNode):
            for name, inner in node.value:
                if "properties" in rule:
                    yield from self._values(inner, rule["properties"][name.value], found.table, name, found)
                else:
                    yield from self._values(inner, rule["additionalProperties"], found.table)


def _compose(text: str) -> yaml.Node:
    """The nodes of a file's YAML; an article's note is made blank, so that positions stay."""
    if text.startswith("---\n"):
        end = text.index("\n---\n", 4)
        text = "   \n" + text[4 : end + 1]
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    assert node is not None
    return node


@cache
def corpus() -> Corpus:
    """The corpus, read when the first test asks for it."""
    return Corpus()


def _mark(node: yaml.Node) -> Mark:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _without(text: str, record: yaml.MappingNode, number: int) -> tuple[str, Mark]:
    """The text without one field of a record, and where the record then begins."""
    key, value = record.value[number]
    start = key.start_mark.index
    if number + 1 < len(record.value):
        end = record.value[number + 1][0].start_mark.index
    else:
        end = start + len(text[start : value.end_mark.index].rstrip())
    first = record.start_mark
    at = _mark(record)
    if number == 0 and not record.flow_style and start == first.index:
        # what follows moves up to the place of the first field
        at = (first.line + 1, first.column + 1)
    return text[:start] + text[end:], at


def _respelt(node: yaml.Node, text: str, word: str) -> str:
    return text[: node.start_mark.index] + word + text[node.end_mark.index :]


def required_fields() -> Iterator[Mutation]:
    """Each field that a record must have, taken out."""
    for path, text, values in corpus().annotations():
        for found in values:
            if not isinstance(found.node, yaml.MappingNode) or "properties" not in found.rule:
                continue
            names = [key.value for key, _ in found.node.value]
            for name in set(found.rule["required"]) & set(names) if len(names) > 1 else ():
                changed, mark = _without(text, found.node, names.index(name))
                yield Mutation(path, changed, mark, "R202", f"add '{name}:'", f"{found.table}.{name}")


def fields_asked_for_by_others() -> Iterator[Mutation]:
    """Each field that a record must have because of what another of its fields says, taken out."""
    for path, text, values in corpus().annotations():
        for found in values:
            if not isinstance(found.node, yaml.MappingNode):
                continue
            names = [key.value for key, _ in found.node.value]
            said = {key.value: node.value for key, node in found.node.value}
            for rule in found.rule.get("allOf", ()):
                (asked,) = rule["if"]["properties"]
                wanted = rule["if"]["properties"][asked]
                if said.get(asked) not in (wanted.get("enum") or [wanted["const"]]):
                    continue
                for name in rule["then"].get("required", ()):
                    changed, mark = _without(text, found.node, names.index(name))
                    what = f"{found.table}.{name} of {asked} {said[asked]}"
                    yield Mutation(path, changed, mark, "R207", rule["description"], what)


def _references(in_anchored_key: bool) -> Iterator[Mutation]:
    for path, text, values in corpus().annotations():
        for found in values:
            if "x-reference" not in found.rule or found.node.value == "null":
                continue
            if _in_anchored_key(found) == in_anchored_key:
                changed = _respelt(found.node, text, found.node.value + "-x")
                what = f"{found.table} → {found.rule['x-reference']} {found.node.value}"
                yield Mutation(path, changed, _mark(found.node), "R301", f"'{found.node.value}'", what)


def _in_anchored_key(found: Found) -> bool:
    """Whether an annotation's id, and with it that of its evidence, is made of this value."""
    if found.record is None or found.key is None or found.key.value not in found.record.rule.get("x-key", ()):
        return False
    beside = {key.value for key, _ in found.record.node.value}
    return any("x-evidence" in _resolved(found.record.rule["properties"][name]) for name in beside)


def _resolved(rule: dict[str, Any]) -> dict[str, Any]:
    return {**corpus().schema.raw["$defs"].get(rule.get("$ref", "").removeprefix("#/$defs/"), {}), **rule}


def references() -> Iterator[Mutation]:
    """Each reference, led to a record that is not there."""
    yield from _references(in_anchored_key=False)


def references_in_keys() -> Iterator[Mutation]:
    """Each reference that the id of anchored evidence is made of, led to a record that is not there."""
    yield from _references(in_anchored_key=True)


def vocabulary_values() -> Iterator[Mutation]:
    """Each value of a vocabulary, misspelt."""
    for path, text, values in corpus().annotations():
        for found in values:
            if "x-meanings" in found.rule and found.node.value != "null":
                changed = _respelt(found.node, text, found.node.value + "x")
                what = f"{found.table} {found.node.value}"
                yield Mutation(path, changed, _mark(found.node), "R204", f"'{found.node.value}'", what)


def keys() -> Iterator[Mutation]:
    """Each name of a field, misspelt: with a letter too many, one too few, and two that changed places."""
    for path, text, values in corpus().annotations():
        for found in values:
            if found.key is None:
                continue
            name = found.key.value
            for wrong in (name + "x", name[:1] + name[2:], name[:-2] + name[-1] + name[-2]):
                if wrong != name and len(name) > 2:
                    changed = _respelt(found.key, text, wrong)
                    yield Mutation(
                        path, changed, _mark(found.key), "R201", f"'{name}'", f"{found.table}.{name}: {wrong}"
                    )


def ground_keys() -> Iterator[Mutation]:
    """Each name of a field that a ground is for, misspelt."""
    for path, text, values in corpus().annotations():
        for found in values:
            if (
                found.table.endswith("_grounds")
                and "additionalProperties" in found.rule
                and "properties" not in found.rule
            ):
                for key, _ in found.node.value:
                    changed = _respelt(key, text, key.value + "x")
                    yield Mutation(path, changed, _mark(key), "R402", f"'{key.value}'", f"{found.table} {key.value}")


KINDS: list[Any] = [
    (required_fields, 300),
    (fields_asked_for_by_others, 40),
    (references, 100),
    (references_in_keys, 30),
    (vocabulary_values, 150),
    (keys, 1500),
    (ground_keys, 10),
]


def test_the_corpus_itself_is_clean() -> None:
    """What the mutations find comes from them: the corpus as it is has no problem."""
    path, file = next(iter(corpus().files.items()))
    assert corpus().problems(path, file.content.decode()) == []


@pytest.mark.parametrize(("kind", "at_least"), KINDS, ids=lambda value: getattr(value, "__name__", ""))
def test_one_mutation_gives_one_problem(kind: Callable[[], Iterator[Mutation]], at_least: int) -> None:
    """Each mutation of this kind gives exactly one problem: of its code, at its line and column, with its hint."""
    wrong, count = [], 0
    for mutation in kind():
        count += 1
        problems = corpus().problems(mutation.path, mutation.text)
        place = f"{mutation.path}:{mutation.mark[0]}:{mutation.mark[1]}: {mutation.code} "
        if len(problems) != 1 or not str(problems[0]).startswith(place) or mutation.hint not in problems[0].hint:
            wrong.append((mutation.what, place, [str(problem) for problem in problems]))
    assert wrong == [], f"{len(wrong)} of {count} mutations, the first: {wrong[0]}"
    assert count >= at_least


def test_one_wrong_reference_gives_one_circle() -> None:
    """A place that lies in one of its own parts is one mistake, however many places are on the way."""
    path = "sources/places.yaml"
    text = corpus().files[path].content.decode()
    changed = text.replace("  kind: country\n", "  kind: country\n  part_of: swing-bridge\n")
    assert [problem.code for problem in corpus().problems(path, changed)] == ["R304"]
