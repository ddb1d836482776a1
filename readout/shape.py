"""Does a record have the shape that the schema asks for? JSON Schema answers; this says it to a person."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import jsonschema_rs

from readout.formats import FORMATS, checkers
from readout.near import did_you_mean, one_of, only_near
from readout.problem import FIRST, MOST, Place, Pointer, Problem, short
from readout.schema import Schema, Shape

WORDS_FOR_TYPES = {
    "string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false",
    "array": "a list", "object": "a mapping", "null": "nothing",
}  # fmt: skip
BOUNDS = {
    "minimum": "is less than {}",
    "maximum": "is more than {}",
    "minLength": "has fewer characters than {}",
    "maxLength": "has more characters than {}",
    "minItems": "has fewer entries than {}",
    "maxItems": "has more entries than {}",
    "uniqueItems": "has an entry twice",
    "pattern": "does not have the form that it should",
}


@dataclass(frozen=True)
class Error:
    """One error of the JSON Schema library: kind, its details, and where in the record and the schema."""

    kind: str
    details: dict[str, Any]
    at: Pointer
    schema_path: tuple[str | int, ...]
    instance: Any


class ShapeChecker:
    """Checks records against the schema; made once, used for every file."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.validators: dict[str, jsonschema_rs.Draft202012Validator] = {}  # made for the first record of a kind

    def check(self, record: Any, shape: Shape, path: str, at: Pointer) -> list[Problem]:
        """What is wrong with the shape of one record.

        Takes the record, its shape, and the path and pointer where it stands. A number or a
        boolean that stands where the schema asks for text is put back to the text that was
        written, in place. A null at the top level counts as given; the check of grounds asks why.
        """
        nulls = {key for key, value in record.items() if value is None} if isinstance(record, dict) else set()
        nulls = {key for key in nulls if shape.has_grounds and key in shape.fields and key != "grounds"}
        tested = {key: value for key, value in record.items() if key not in nulls} if nulls else record
        errors = self._errors(tested, shape)
        restored = [error for error in errors if _restore_text(tested, error)]
        if restored:
            errors = self._errors(tested, shape)
        for key in (tested.keys() & record.keys()) if nulls else ():
            record[key] = tested[key]
        errors = [error for error in errors if not (error.kind == "required" and _missing(error) in nulls)]
        errors = _without_echoes(errors)
        found = list(islice(self._problems(errors, path, at), MOST + 1))
        if len(found) > MOST:
            left = sum(len(error.details.get("unexpected", "1")) for error in errors) - MOST
            message = f"{left:,} more problems in this record are not shown"
            found[MOST] = Problem(Place(path, pointer=at), "R119", message, FIRST)
        return found

    def _errors(self, record: Any, shape: Shape) -> list[Error]:
        if shape.definition not in self.validators:
            rules = {"$defs": self.schema.rules, "$ref": f"#/$defs/{shape.definition}"}
            made = jsonschema_rs.Draft202012Validator(rules, formats=checkers(), validate_formats=True)
            self.validators[shape.definition] = made
        found = self.validators[shape.definition].iter_errors(record)
        return [
            Error(e.kind.name, e.kind.as_dict(), tuple(e.instance_path), tuple(e.schema_path), e.instance)
            for e in found
        ]

    def _problems(self, errors: list[Error], path: str, at: Pointer) -> Iterator[Problem]:
        conditions: set[tuple[Any, ...]] = set()
        for error in errors:
            pointer = (*at, *error.at)
            if "allOf" in error.schema_path:
                step = error.schema_path.index("allOf") + 2
                if (pointer, error.schema_path[:step]) not in conditions:
                    conditions.add((pointer, error.schema_path[:step]))
                    rule = self._schema_at(error.schema_path[:step])["description"]
                    yield Problem(Place(path, pointer=pointer), "R207", "these fields do not go together", rule)
            else:
                yield from self._plain(error, path, pointer)

    def _plain(self, error: Error, path: str, pointer: Pointer) -> Iterator[Problem]:
        place, details = Place(path, pointer=pointer), error.details
        if error.kind == "required":
            hint = f"add '{_missing(error)}:'" + self._meant(error, _missing(error))
            yield Problem(place, "R202", f"'{_missing(error)}' is missing", hint)
        elif error.kind == "additionalProperties":
            yield from self._unknown(error, path, pointer)
        elif error.kind == "type" or (error.kind in {"enum", "format"} and not isinstance(error.instance, str)):
            types = details.get("types") or [details.get("type", "string")]
            wanted = " or ".join(WORDS_FOR_TYPES[name] for name in types)
            yield Problem(place, "R203", f"{_shown(error.instance)} stands where {wanted} should", f"write {wanted}")
        elif error.kind == "enum":
            values = [str(value) for value in details["options"]]
            message, word = f"{_shown(error.instance)} is not in the vocabulary", error.instance
            yield Problem(place, "R204", message, one_of(word, values), only_near(word, values))
        elif error.kind == "format":
            _, what, write = FORMATS[details["format"]]
            yield Problem(place, "R205", f"{_shown(error.instance)} is no {what}", "write " + write)
        else:
            yield self._bound(error, place)

    def _unknown(self, error: Error, path: str, pointer: Pointer) -> Iterator[Problem]:
        """R201 for each field that the record does not have."""
        rule = self._schema_at(error.schema_path[:-1])
        fields = list(rule.get("properties", {}))
        missing = [name for name in rule.get("required", ()) if name not in error.instance]
        for name in error.details["unexpected"]:
            hint = did_you_mean(name, missing) or did_you_mean(name, fields)
            if not hint:
                lacks = f"missing here: {', '.join(missing)}; " if missing else ""
                hint = lacks + "the fields are: " + ", ".join(fields)
            where = Place(path, pointer=(*pointer, name), key=True)
            derived = self._derived(error, name)
            free = [field for field in fields if field not in error.instance and not self._derived(error, field)]
            fix = None if derived else only_near(name, free)
            yield Problem(where, "R201", f"no field '{short(name)}' here", derived or hint, fix)

    def _bound(self, error: Error, place: Place) -> Problem:
        rule = self._schema_at(error.schema_path[:-1])
        limit = error.details.get("limit")
        said = BOUNDS[error.kind].format(limit)
        code = "R208" if rule.get("title") == "Identifier" else "R206"
        return Problem(place, code, f"{_shown(error.instance)} {said}", str(rule.get("description", "")))

    def _schema_at(self, path: tuple[str | int, ...]) -> Any:
        node: Any = self.schema.raw
        for step in path:
            node = node[step]
        return node

    def _meant(self, error: Error, name: str) -> str:
        prop = self._schema_at(error.schema_path[:-1]).get("properties", {}).get(name, {})
        return f"  ({prop['description']})" if "description" in prop else ""

    def _derived(self, error: Error, name: str) -> str:
        prop = self._schema_at(error.schema_path[:-1]).get("properties", {}).get(name, {})
        return "the build derives this field; delete the line" if prop.get("readOnly") else ""


def _missing(error: Error) -> str:
    return str(error.details["property"])


def _without_echoes(errors: list[Error]) -> list[Error]:
    """Leave out what follows from another error, so that one mistake gives one problem.

    A misspelt name of a required field is unknown and missing at once; a value that is not in its
    vocabulary, or of a wrong type, may also fail a condition on the same record.
    """
    unknown = {error.at: error.details["unexpected"] for error in errors if error.kind == "additionalProperties"}
    broken = {
        error.at[:-1]
        for error in errors
        if error.kind in {"enum", "type"} and error.at and "allOf" not in error.schema_path
    }
    misnamed = _misnamed(errors)
    bounded: set[Pointer] = set()
    kept: list[Error] = []
    for error in errors:
        if error.kind in BOUNDS:
            if error.at in bounded:
                continue
            bounded.add(error.at)
        if error.kind == "required" and "allOf" not in error.schema_path and error.at in misnamed:
            continue
        if "allOf" in error.schema_path and (error.at in broken or error.at[:-1] in broken or error.at in unknown):
            continue
        kept.append(error)
    return kept


def _misnamed(errors: list[Error]) -> set[Pointer]:
    """The records with as many unknown fields as missing ones: there each is one misnamed field."""
    unknown: Counter[Pointer] = Counter()
    missing: Counter[Pointer] = Counter()
    for error in errors:
        unknown[error.at] += len(error.details.get("unexpected", ()))
        missing[error.at] += error.kind == "required" and "allOf" not in error.schema_path
    return {at for at, count in unknown.items() if count >= missing[at]}


def _restore_text(record: Any, error: Error) -> bool:
    """Put back the text of a scalar that was read as a number or boolean where text is asked for."""
    types = error.details.get("types") or [error.details.get("type")]
    if error.kind != "type" or "string" not in types or not error.at:
        return False
    holder: Any = record
    for step in error.at[:-1]:
        holder = holder[step]
    value = holder[error.at[-1]]
    if not isinstance(value, bool | int | float):
        return False
    holder[error.at[-1]] = str(value).lower() if isinstance(value, bool) else str(value)
    return True


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    text = str(value)
    return f"'{text}'" if len(text) <= 60 else f"'{text[:57]}…'"
