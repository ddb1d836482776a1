"""The conditions of a record, put so that an editor can say what is wrong and where.

A list of values within a condition becomes a pattern: an editor would mix it with the field's own
list. What must not be there becomes a field that can't be right. Each says the condition's
description instead of the JSON Schema library's words.
"""

import re
from collections.abc import Container
from typing import Any

Node = dict[str, Any]


def conditions(rules: list[Node], nullable: Container[str]) -> list[Node]:
    """The `allOf` of a record for editors; `nullable` holds the fields for which null counts as not given."""
    return [_condition(rule, nullable) for rule in rules]


def _condition(rule: Node, nullable: Container[str]) -> Node:
    said = rule["description"]
    if "if" not in rule:
        return _wanted(rule, said, nullable)
    sides: Node = {side: _wanted(rule[side], said, nullable) for side in ("then", "else") if side in rule}
    return {"if": _asked(rule["if"]), **sides}


def _asked(node: Node) -> Node:
    """What a condition asks of the record: each field that it names is text of some values."""
    asked = {name: {"type": "string", **_pattern(prop)} for name, prop in node.get("properties", {}).items()}
    return {**node, "properties": asked} if asked else node


def _wanted(node: Node, message: str, nullable: Container[str]) -> Node:
    """What a condition wants of the record, with what to say where it is not so."""
    made: Node = {"errorMessage": message, **{key: node[key] for key in node if key not in ("description", "not")}}
    fields: Node = {
        name: {**_pattern(prop), "errorMessage": message} for name, prop in node.get("properties", {}).items()
    }
    banned = node.get("not", {})
    if len(banned.get("required", ())) == 1 and set(banned) == {"required"}:
        [name] = banned["required"]
        fields[name] = {"type": "null", "errorMessage": message} if name in nullable else False
    elif banned:
        made["not"] = banned
    return {**made, "properties": fields} if fields else made


def _pattern(prop: Node) -> Node:
    """The same rule without a list of values."""
    values = prop.get("enum") or ([prop["const"]] if "const" in prop else [])
    rest = {key: value for key, value in prop.items() if key not in ("enum", "const")}
    if not values or not all(isinstance(value, str) for value in values):
        return prop
    return {**rest, "pattern": f"^({'|'.join(map(_escaped, values))})$"}


def _escaped(text: str) -> str:
    """A text as a regular expression of ECMA 262, which does not know all escapes of Python's."""
    return re.sub(r"[.*+?^${}()|\[\]\\/]", r"\\\g<0>", text)
