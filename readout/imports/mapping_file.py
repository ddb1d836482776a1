"""Read a mapping file, and say with its line what in it can't be meant."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from readout.imports.mapping import ARTICLE, NOTHING, PART, Becomes, Mapping, mapping_of, role
from readout.imports.model import Survey
from readout.imports.reading import decode
from readout.near import did_you_mean, one_of
from readout.places import with_lines
from readout.problem import Faulty, Place, Pointer, Problem
from readout.row import Rows
from readout.schema import Field, Schema
from readout.strict_yaml import index_yaml, read_yaml

SCHEMA_FILE = "mapping.schema.yaml"
#: What `from` and `when` name.
WHAT = "column, feature or field"
HINT = "docs/import.md shows what a mapping holds"


def read_mapping(file: Path, schema: Schema, rows: Rows) -> Mapping:
    """A mapping from its file. Raises Faulty with all that is wrong in it, Foreign where it is not UTF-8."""
    text = decode(file.read_bytes(), str(file), "utf-8-sig")
    given, problems = read_yaml(text, str(file))
    if not problems and not isinstance(given, dict):
        problems = [Problem(Place(str(file)), "R203", "a mapping file is a mapping", HINT)]
    problems = problems or list(_shape(given, str(file)))
    problems = problems or list(_Meaning(str(file), schema, rows).of(given))
    if problems:
        raise Faulty(with_lines(problems, lambda path: index_yaml(text)))
    return mapping_of(given, str(file))


def check_against(mapping: Mapping, found: Survey, added: set[str]) -> None:
    """Look for what the mapping names and neither the corpus has nor its documents (`added`). Raises Faulty."""
    if not mapping.file:
        return
    text = Path(mapping.file).read_text(encoding="utf-8-sig")
    found.fields |= added
    problems = list(_missing(mapping, found))
    if problems:
        raise Faulty(with_lines(problems, lambda path: index_yaml(text)))


def missing_column(mapping: Mapping, pointer: Pointer, column: str, columns: list[str], table: str) -> Problem:
    """A column that the mapping names and a table does not have."""
    place = Place(mapping.file, pointer=pointer)
    return Problem(place, "R702", f"{table} has no column '{column}'", one_of(column, columns))


def check_columns(mapping: Mapping, columns: list[str], table: str) -> None:
    """Look for columns of the mapping's part `csv` that the table does not have. Raises Faulty."""
    text = Path(mapping.file).read_text(encoding="utf-8-sig")
    named = {key: value for key, value in mapping.csv.items() if key in COLUMNS}
    problems = [
        missing_column(mapping, ("csv", key), value, columns, table)
        for key, value in named.items()
        if value not in columns
    ]
    for number, column in enumerate(mapping.csv.get("fields", ())):
        if column not in columns:
            problems.append(missing_column(mapping, ("csv", "fields", number), column, columns, table))
    if problems:
        raise Faulty(with_lines(problems, lambda path: index_yaml(text)))


#: The keys of `csv` whose value is a column.
COLUMNS = ("document", "text", "sentence", "annotator", "label", "words", "start", "end")


def _shape(given: dict[str, Any], path: str) -> Iterator[Problem]:
    schema = yaml.safe_load(files("readout.imports").joinpath(SCHEMA_FILE).read_text(encoding="utf-8"))
    for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(given):
        at = tuple(error.instance_path)
        yield _explain(path, at, error.message, given)


def _explain(path: str, at: Pointer, message: str, given: Any) -> Problem:
    place = Place(path, pointer=at)
    value = given
    for step in at:
        value = value[step]
    if "Additional properties" in message or "additionalProperties" in message:
        return Problem(
            place, "R201", f"{'.'.join(map(str, at)) or 'the mapping'} has a key that is none: {message}", HINT
        )
    if "is a required property" in message:
        return Problem(place, "R202", f"{'.'.join(map(str, at)) or 'the mapping'}: {message}", HINT)
    return Problem(place, "R203", f"{'.'.join(map(str, at)) or 'the mapping'} is not as it should be", HINT)


class _Meaning:
    """What a mapping of the right shape says that can't be meant: fields, words and ids that there are not."""

    def __init__(self, path: str, schema: Schema, rows: Rows) -> None:
        self.path, self.schema, self.rows = path, schema, rows

    def of(self, given: dict[str, Any]) -> Iterator[Problem]:
        for name, value in (given.get("article") or {}).items():
            yield from self._field(self.schema.article.fields, name, value, ("article", name))
        curators = [row.id for row in self.rows["curators"]]
        for name, curator in (given.get("annotators") or {}).items():
            if curator not in curators:
                hint = did_you_mean(curator, curators) or "write the curator into sources/curators.yaml first"
                yield Problem(Place(self.path, pointer=("annotators", name)), "R301", f"no curator '{curator}'", hint)
        for label, made in (given.get("labels") or {}).items():
            for number, one in enumerate(made if isinstance(made, list) else [made]):
                at = ("labels", label, number) if isinstance(made, list) else ("labels", label)
                yield from self._becomes(one, at)

    def _becomes(self, one: dict[str, Any], at: Pointer) -> Iterator[Problem]:
        if one["to"] in (PART, NOTHING):
            return
        shape = self.schema.article if one["to"] == ARTICLE else self.schema.article.fields[one["to"]].shape
        assert shape is not None
        for name, value in (one.get("set") or {}).items():
            yield from self._field(shape.fields, name, value, (*at, "set", name))

    def _field(self, fields: dict[str, Field], name: str, value: Any, at: Pointer) -> Iterator[Problem]:
        field = fields.get(name)
        is_evidence = name == "evidence" and field is not None
        if not is_evidence and (field is None or field.kind not in ("column", "words")):
            hint = did_you_mean(name, fields) or HINT
            yield Problem(Place(self.path, pointer=at, key=True), "R201", f"'{name}' is no field that can be set", hint)
            return
        if field is None or is_evidence:
            return
        if not isinstance(value, dict):
            for one in value if isinstance(value, list) else [value]:
                yield from self._word(field, one, at)
            return
        for said, one in (value.get("values") or {}).items():
            yield from self._word(field, one, (*at, "values", said))
        if "else" in value:
            yield from self._word(field, value["else"], (*at, "else"))

    def _word(self, field: Field, word: Any, at: Pointer) -> Iterator[Problem]:
        inner = field.shape.fields[field.shape.key[0]] if field.kind == "words" and field.shape else field
        column = inner.column
        if word is None or column is None:
            return
        place = Place(self.path, pointer=at)
        if column.vocabulary and word not in column.vocabulary.meanings:
            words = list(column.vocabulary.meanings)
            yield Problem(place, "R204", f"'{word}' is no {column.vocabulary.title.lower()}", one_of(str(word), words))
        elif column.reference and word not in (ids := [row.id for row in self.rows[column.reference]]):
            yield Problem(place, "R301", f"no '{word}' in {column.reference}", did_you_mean(str(word), ids))
        elif column.type == "INTEGER" and not column.boolean and not _fits(word, column.bounds):
            low, high = column.bounds
            yield Problem(place, "R206", f"'{word}' is no whole number from {low} to {high}", "write one of them")


def _fits(word: Any, bounds: tuple[int | None, int | None]) -> bool:
    low, high = bounds
    return isinstance(word, int) and (low is None or word >= low) and (high is None or word <= high)


def _missing(mapping: Mapping, found: Survey) -> Iterator[Problem]:
    """Fields, labels, features and links that the mapping names and the corpus does not have."""
    for name, value in mapping.article.items():
        if value.feature and value.feature not in found.fields:
            yield _no_such(mapping, ("article", name), WHAT, value.feature, found.fields)
    known = found.features | found.fields
    for label, made in mapping.labels.items():
        if label not in found.labels:
            yield _no_such(mapping, ("labels", label), "label", label, found.labels, key=True)
            continue
        for number, one in enumerate(made):
            at: Pointer = ("labels", label, number) if len(made) > 1 else ("labels", label)
            for name in (name for name in one.when if name not in known):
                yield _no_such(mapping, (*at, "when", name), WHAT, name, known, key=True)
            yield from _missing_values(mapping, found, one, (*at, "set"))


def _missing_values(mapping: Mapping, found: Survey, one: Becomes, at: Pointer) -> Iterator[Problem]:
    known = found.features | found.fields
    for name, value in one.set.items():
        if value.feature and value.feature not in known:
            yield _no_such(mapping, (*at, name), WHAT, value.feature, known)
        if value.link and role(value.link) not in map(role, found.links):
            yield _no_such(mapping, (*at, name), "relation", value.link, found.links)


def _no_such(mapping: Mapping, at: Pointer, what: str, name: str, known: set[str], key: bool = False) -> Problem:
    """Something that the mapping names and the corpus does not have, with what it has."""
    hint = one_of(name, sorted(known)) if known else "it has none at all"
    return Problem(Place(mapping.file, pointer=at, key=key), "R702", f"the corpus has no {what} '{name}'", hint)
