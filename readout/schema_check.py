"""Is `schema.yaml` itself right? Its keywords are a closed list, and all that it names exists.

The checks run in order, and a later one only on what the earlier ones found in order, so that one
slip gives one problem.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema_rs

from readout.dates import is_edtf
from readout.formats import FORMATS
from readout.near import did_you_mean, one_of
from readout.plain_yaml import read_document
from readout.problem import Place, Pointer, Problem

STANDARD = {
    "$schema", "$id", "$defs", "$ref", "title", "description", "type", "enum", "const", "pattern", "format",
    "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "uniqueItems", "items", "properties",
    "required", "additionalProperties", "allOf", "if", "then", "else", "not", "readOnly",
}  # fmt: skip
OWN: dict[str, type] = {
    "x-dataset": dict, "x-file": str, "x-table": str, "x-key": list, "x-label": str, "x-sort": str, "x-sort-desc": str,
    "x-column": str, "x-reference": str, "x-parent": str, "x-rows": dict, "x-evidence": str, "x-from": list,
    "x-exceptions": bool, "x-withdrawal": bool, "x-former": bool,
    "x-facet": bool, "x-index": bool, "x-search": bool, "x-meanings": dict, "x-source": str,
}  # fmt: skip
CLOSED = {"x-file": ["register", "article"], "x-evidence": ["words", "rows"]}
NEEDED = ("title", "description", "license", "license_url", "source", "about", "version")
RELEASED = "released"
TYPES = {str: "text", bool: "true", list: "a list", dict: "a mapping"}
NAME = re.compile(r"[a-z][a-z0-9_]*")

Node = tuple[Pointer, dict[str, Any]]


def check_schema(text: str, path: str = "schema.yaml") -> list[Problem]:
    """All that is wrong with a schema, each with the pointer to where it stands."""
    raw, problems = read_document(text, path)
    if problems:
        return problems
    if not isinstance(raw, dict) or not isinstance(raw.get("$defs"), dict) or "id" not in raw["$defs"]:
        return [Problem(Place(path), "R602", "the schema has no $defs with an id", "see docs/schema.md")]
    every = list(nodes(raw))
    for stage in STAGES:
        problems += [
            Problem(Place(path, pointer=pointer, key=True), code, message, hint)
            for pointer, code, message, hint in stage(raw, every)
        ]
        if problems:
            break
    return problems


Found = tuple[Pointer, str, str, str]


def nodes(schema: Any, at: Pointer = ()) -> Iterator[Node]:
    """Every subschema of a schema, with the pointer to it."""
    if not isinstance(schema, dict):
        return
    yield at, schema
    for keyword in ("$defs", "properties"):
        if isinstance(schema.get(keyword), dict):
            for name, inner in schema[keyword].items():
                yield from nodes(inner, (*at, keyword, name))
    for keyword in ("items", "additionalProperties", "if", "then", "else", "not"):
        yield from nodes(schema.get(keyword), (*at, keyword))
    if isinstance(schema.get("allOf"), list):
        for number, inner in enumerate(schema["allOf"]):
            yield from nodes(inner, (*at, "allOf", number))


def _keywords(raw: dict[str, Any], every: list[Node]) -> Iterator[Found]:
    """R601: a keyword that the closed list does not have."""
    allowed = STANDARD | OWN.keys()
    for at, node in every:
        for keyword in node.keys() - allowed:
            hint = did_you_mean(keyword, allowed) or "the keywords are listed at the top of schema.yaml"
            yield (*at, keyword), "R601", f"no keyword '{keyword}'", hint


def _values(raw: dict[str, Any], every: list[Node]) -> Iterator[Found]:
    """R602: a keyword whose value is not what the keyword takes."""
    for at, node in every:
        for keyword, kind in OWN.items():
            value = node.get(keyword)
            if value is not None and not isinstance(value, kind):
                hint = "write true or leave it out" if kind is bool else f"write {TYPES[kind]}"
                yield (*at, keyword), "R602", f"{keyword} takes {TYPES[kind]}, not {value!r}", hint
            elif keyword in CLOSED and value is not None and value not in CLOSED[keyword]:
                yield (*at, keyword), "R602", f"no {keyword} '{value}'", one_of(str(value), CLOSED[keyword])
        if isinstance(node.get("format"), str) and node["format"] not in FORMATS:
            yield (*at, "format"), "R602", f"no format '{node['format']}'", one_of(node["format"], sorted(FORMATS))
    yield from _dataset(raw.get("x-dataset"))


def _dataset(given: Any) -> Iterator[Found]:
    """What is wrong with the title, licence and dates of the dataset."""
    known = given if isinstance(given, dict) else {}
    for name in known:
        if name not in (*NEEDED, RELEASED):
            yield ("x-dataset", name), "R601", f"no key '{name}' in x-dataset", one_of(name, [*NEEDED, RELEASED])
            return
    for name in NEEDED:
        if not isinstance(known.get(name), str):
            yield ("x-dataset",), "R602", f"x-dataset lacks '{name}'", "it takes " + ", ".join(NEEDED)
    if RELEASED in known and not (isinstance(known[RELEASED], str) and is_edtf(known[RELEASED])):
        hint = "write a date such as 2025-12-12 (EDTF level 1), or leave it out"
        yield ("x-dataset", RELEASED), "R602", f"{known[RELEASED]!r} is no date", hint


def _standard(raw: dict[str, Any], every: list[Node]) -> Iterator[Found]:
    """R602: what JSON Schema itself has to say."""
    for at, node in every:
        try:
            if isinstance(node.get("pattern"), str):
                jsonschema_rs.Draft202012Validator({"pattern": node["pattern"]})
        except ValueError:
            yield (*at, "pattern"), "R602", "this is no regular expression", "see the syntax of ECMA 262"
            return
    try:
        jsonschema_rs.meta.validate(raw)
    except jsonschema_rs.ValidationError as error:
        yield tuple(error.instance_path), "R602", error.message, "see https://json-schema.org/understanding-json-schema"


def _references(raw: dict[str, Any], every: list[Node]) -> Iterator[Found]:
    """R603: a name of a definition, a table or a field that is not there."""
    defs = raw["$defs"]
    targets = [f"#/$defs/{name}" for name in defs]
    tables = {node["x-table"] for _, node in every if "x-table" in node}
    for at, node in every:
        if "$ref" in node and node["$ref"] not in targets:
            yield (*at, "$ref"), "R603", f"no definition '{node['$ref']}'", did_you_mean(node["$ref"], targets)
        if "x-reference" in node and node["x-reference"] not in tables:
            hint = did_you_mean(node["x-reference"], tables)
            yield (*at, "x-reference"), "R603", f"no table '{node['x-reference']}'", hint
        yield from _field_names(at, node)


def _field_names(at: Pointer, node: dict[str, Any]) -> Iterator[Found]:
    fields = node.get("properties", {})
    named = [("required", name) for name in node.get("required", ()) if "type" in node]
    named += [(keyword, node[keyword]) for keyword in ("x-label", "x-sort", "x-sort-desc") if keyword in node]
    named += [("x-key", name) for name in node.get("x-key", ())]
    for name, inner in fields.items():
        if not isinstance(inner, dict):
            continue
        for other in inner.get("x-from", ()):
            if other not in fields:
                hint = did_you_mean(other, fields)
                yield (*at, "properties", name, "x-from"), "R603", f"no field '{other}'", hint
        rows = inner.get("x-rows", {})
        if rows and rows.get("list") not in fields:
            yield (
                (*at, "properties", name, "x-rows"),
                "R603",
                f"no list '{rows.get('list')}'",
                "x-rows takes list, field, with",
            )
    for keyword, name in named:
        beside = {"id", "article", *(f"{field}_{end}" for field in fields for end in ("earliest", "latest"))}
        if fields and name not in fields and not (keyword.startswith("x-sort") and name in beside):
            code = "R606" if keyword == "required" else "R603"
            yield (*at, keyword), code, f"{keyword} names '{name}', which is no field here", did_you_mean(name, fields)


def _vocabularies(raw: dict[str, Any], every: list[Node]) -> Iterator[Found]:
    """R604: a value without a meaning, or a meaning without its value."""
    for at, node in every:
        if "enum" not in node or _in_condition(at):
            continue
        meanings = node.get("x-meanings", {})
        if len(at) != 2:
            yield (*at, "enum"), "R604", "a list of values stands outside the vocabularies", "define it under $defs"
            continue
        left_over = [value for value in meanings if value not in node["enum"]]
        for value in node["enum"]:
            if value not in meanings and not did_you_mean(str(value), left_over):
                yield (*at, "enum"), "R604", f"'{value}' has no meaning", "say in x-meanings what it means"
        for value in left_over:
            hint = did_you_mean(str(value), map(str, node["enum"])) or "add it to enum, or delete it"
            yield (*at, "x-meanings", value), "R604", f"'{value}' is not a value", hint


def _in_condition(at: Pointer) -> bool:
    return any(step in {"if", "then", "else", "not"} for step in at)


def _descriptions(raw: dict[str, Any], every: list[Node]) -> Iterator[Found]:
    """R605: a table, a field or a condition that nobody described."""
    defs = raw["$defs"]
    for at, node in every:
        if ("x-table" in node or len(at) == 2) and not ("title" in node and "description" in node):
            yield at, "R605", f"'{at[-1]}' has no title and description", "readers see them above the table"
        if at[-2:-1] == ("allOf",) and "description" not in node:
            yield at, "R605", "a condition has no description", "it is what a curator reads when it does not hold"
        if at[-2:-1] == ("properties",) and not _in_condition(at):
            target = defs.get(str(node.get("$ref", "")).removeprefix("#/$defs/"), {})
            if not node.get("description") and not ("x-meanings" not in target and target.get("description")):
                yield at, "R605", f"the field '{at[-1]}' has no description", "readers see it above the column"


def _bounds(raw: dict[str, Any], every: list[Node]) -> Iterator[Found]:
    """R606: a bound that no value could keep."""
    for at, node in every:
        for low, high in (("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems")):
            if low in node and high in node and node[low] > node[high]:
                yield (*at, low), "R606", f"{low} is greater than {high}", "no value could be right"


def _tables(raw: dict[str, Any], every: list[Node]) -> Iterator[Found]:
    """R606: a table that is made twice, or that could not be made."""
    seen: set[str] = set()
    for at, node in every:
        table = node.get("x-table")
        if not table:
            continue
        if table in seen:
            yield (*at, "x-table"), "R606", f"the table '{table}' is made twice", "give one of them another name"
        seen.add(table)
        if "properties" not in node and "x-column" not in node:
            yield at, "R606", f"the table '{table}' has no x-column", "name the column for the words, or for the keys"
        if not NAME.fullmatch(table):
            yield (*at, "x-table"), "R606", f"'{table}' can't name a table", "lower-case letters, digits and _"
        for name in node.get("properties", {}):
            if not NAME.fullmatch(name) or name == "id":
                hint = "lower-case letters, digits and _; id is taken"
                yield (*at, "properties", name), "R606", f"'{name}' can't name a column", hint
    if not any(node.get("x-file") == "article" for node in raw["$defs"].values()):
        yield ("$defs",), "R606", "no record has x-file: article", "one record is the article"


def _fields(raw: dict[str, Any], every: list[Node]) -> Iterator[Found]:
    """R606: a field that no column and no table could hold, or a record that no file and no list holds."""
    defs = raw["$defs"]
    held: set[str] = set()
    for name, record in defs.items():
        for field, prop in record.get("properties", {}).items() if "x-table" in record else ():
            inner = prop.get("items") or prop.get("additionalProperties") or {}
            held.add(_target(inner))
            what = _unholdable({**defs.get(_target(prop), {}), **prop}, defs.get(_target(inner), {}))
            if what:
                hint = "a field is a scalar, words of the article (x-evidence), a list, or a mapping with an x-table"
                yield ("$defs", name, "properties", field), "R606", f"the field '{field}' {what}", hint
    for name, record in defs.items():
        if "x-table" in record and "x-file" not in record and not record.get("readOnly") and name not in held:
            hint = "give it x-file, put it into a record's list, or mark it readOnly"
            yield ("$defs", name), "R606", f"no file and no list holds the record '{name}'", hint


def _target(node: Any) -> str:
    return str(node.get("$ref", "")).removeprefix("#/$defs/") if isinstance(node, dict) else ""


def _unholdable(prop: dict[str, Any], inner: dict[str, Any]) -> str:
    """Why no column or table could hold a field; nothing where one can."""
    kind = prop.get("type", "string")
    if prop.keys() & {"x-evidence", "x-exceptions", "x-withdrawal", "x-former"}:
        return ""
    if kind in ("string", "integer", "number", "boolean"):
        return "has items, but its type is no list" if "items" in prop else ""
    if kind == "object":
        return "" if "x-table" in prop and "properties" in inner else "is a mapping that goes to no table"
    if kind != "array" or "items" not in prop:
        return "goes into no column"
    if "x-table" in prop or "x-rows" in prop:
        return ""
    if "x-table" not in inner:
        return "is a list that goes to no table"
    return "" if "x-key" in inner else "is a list whose records have no x-key to tell them apart"


STAGES: tuple[Callable[[dict[str, Any], list[Node]], Iterator[Found]], ...] = (
    _keywords,
    _values,
    _standard,
    _references,
    _vocabularies,
    _descriptions,
    _bounds,
    _tables,
    _fields,
)
