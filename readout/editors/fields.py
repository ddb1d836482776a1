"""From the fields of `schema.yaml` to those of a schema for editors."""

from collections.abc import Mapping
from typing import Any

from readout.editors.rules import conditions

Node = dict[str, Any]

#: Of a register with more ids than this, none is listed: an editor would show, and compare, them all at every field.
MOST_IDS = 2000
UNKNOWN = "Not known, or nothing to know: say why in grounds."
BOUNDS = (
    "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "uniqueItems",
)  # fmt: skip
EVIDENCE_SNIPPETS = [
    {
        "label": "exact, occurrence",
        "description": "Words that stand in the text more than once, and which of them is meant, from 1.",
        "body": {"exact": "$1", "occurrence": "${2:2}"},
    },
    {"label": "[words, words]", "description": "A span with gaps, piece by piece.", "bodyText": "[$1, $2]"},
]


class Fields:
    """Collects in `defs` what the fields refer to, as they are asked for.

    Made from the definitions of `schema.yaml`, the ids of each register with their labels, and the
    codes of problems that may be excepted with their names.
    """

    def __init__(self, source: Mapping[str, Node], ids: Mapping[str, Mapping[str, str]], codes: Mapping[str, str]):
        self.source = source
        self.ids = ids
        self.codes = codes
        self.defs: dict[str, Node] = {}

    def refer(self, name: str) -> Node:
        """A reference to a definition, which is made when it is first asked for."""
        if name not in self.defs:
            self.defs[name] = {}  # it may refer to itself
            self.defs[name] = self.record(name)
        return {"$ref": f"#/$defs/{name}"}

    def record(self, name: str) -> Node:
        """The schema of a record: its fields without those that the build derives, and its conditions."""
        source = self.source[name]
        if isinstance(source["type"], list):
            return self._mixed(source)
        with_grounds = "grounds" in source["properties"]
        fields = {field: prop for field, prop in source["properties"].items() if field != "grounds"}
        made: Node = {
            "title": source["title"],
            "description": source["description"],
            "type": "object",
            "required": source.get("required", []),
            "properties": {
                field: {"title": f"{name}.{field}", **self.field(prop, with_grounds)}
                for field, prop in fields.items()
                if not prop.get("readOnly")
            },
            "additionalProperties": False,
        }
        if with_grounds:
            made["properties"]["grounds"] = self._grounds(source["properties"]["grounds"], fields)
        if rules := conditions(source.get("allOf", []), fields if with_grounds else {}):
            made["allOf"] = rules
        return made

    def field(self, prop: Node, nullable: bool) -> Node:
        """The schema of one field; `nullable` where it may be null for a reason that stands in grounds."""
        name = str(prop.get("$ref", "")).removeprefix("#/$defs/")
        target = self.source.get(name, {})
        whole = {**target, **prop}
        described = {"description": _said(prop, target)}
        if register := whole.get("x-reference"):
            return {**self._reference(register, nullable), "description": self._of_register(prop, register)}
        if whole.get("x-exceptions"):
            return {**self._exceptions(whole), **described}
        if "enum" in target:
            return {**self._vocabulary(name, nullable), **described}
        if "x-evidence" in whole or "properties" in target:
            return {**self.refer(name), **described}
        if whole.get("type") == "array":
            items = self.field(whole["items"], False)
            return {"type": "array", "items": items, **_bounds(whole), **described}
        return {"type": _types(whole, nullable), **_bounds(whole), **described}

    def _mixed(self, source: Node) -> Node:
        """A value of several kinds, each with rules of its own: words, a list, a mapping."""
        texts = [kind for kind in source["type"] if kind not in ("array", "object")]
        made: Node = {"type": [*texts, "number", *(kind for kind in source["type"] if kind not in texts)]}
        if "minLength" in source:
            made["minLength"] = source["minLength"]
        made["allOf"] = []
        if "items" in source:
            items = {"items": self.field(source["items"], False), "minItems": source.get("minItems", 0)}
            made["allOf"].append({"if": {"type": "array"}, "then": items})
        if "properties" in source:
            fields = {field: self.field(prop, False) for field, prop in source["properties"].items()}
            mapping = {
                "properties": fields, "required": source.get("required", []), "additionalProperties": False,
            }  # fmt: skip
            made["allOf"].append({"if": {"type": "object"}, "then": mapping})
        if "x-evidence" in source:
            made["defaultSnippets"] = EVIDENCE_SNIPPETS
        return made

    def _vocabulary(self, name: str, nullable: bool) -> Node:
        """A reference to a vocabulary with the meaning of each value."""
        source, key = self.source[name], f"{name}-or-null" if nullable else name
        meanings = [source["x-meanings"][value] for value in source["enum"]]
        self.defs[key] = _enum(list(source["enum"]), meanings, nullable)
        return {"$ref": f"#/$defs/{key}"}

    def _reference(self, register: str, nullable: bool) -> Node:
        """A reference to the ids of a register: all of them with their labels, or only the form of an id."""
        key = f"ids-of-{register}{'-or-null' if nullable else ''}"
        known = self.ids.get(register, {})
        if 0 < len(known) <= MOST_IDS:
            self.defs[key] = _enum(list(known), list(known.values()), nullable)
            message = f"no such id in {register}; where it is new, `readout schemas` lets the editor know it"
            self.defs[key]["errorMessage"] = message
        else:
            identifier = self.source["id"]
            self.defs[key] = {"type": _types(identifier, nullable), **_bounds(identifier)}
        return {"$ref": f"#/$defs/{key}"}

    def _of_register(self, prop: Node, register: str) -> str:
        said, count = prop.get("description", self.source["id"]["description"]), len(self.ids.get(register, {}))
        if count <= MOST_IDS:
            return f"{said}\n\nAn id of {register}."
        return f"{said}\n\nAn id of {register}; there are {count:,}, too many to offer them here."

    def _grounds(self, source: Node, fields: Mapping[str, Node]) -> Node:
        """What each field's value, or its being unknown, rests on: the keys are the fields of the record."""
        ground = self.field(source["additionalProperties"], False)
        kept = {
            field: {**ground, "description": _ground_of(field, self._about(prop))}
            for field, prop in fields.items()
            if field != "allow"
        }
        return {
            "title": source["title"],
            "description": source["description"],
            "type": "object",
            "properties": kept,
            "additionalProperties": False,
        }

    def _about(self, prop: Node) -> str:
        target = self.source.get(str(prop.get("$ref", "")).removeprefix("#/$defs/"), {})
        return str(prop.get("description") or target.get("description", ""))

    def _exceptions(self, source: Node) -> Node:
        """Reasons by the code of the problem; the codes that may be excepted are offered."""
        reason = self.field(source["additionalProperties"], False)
        codes = {
            code: {**reason, "description": f"Why {name} ({code}) is right here."} for code, name in self.codes.items()
        }
        return {"type": "object", "properties": codes, "additionalProperties": reason}


def _enum(values: list[Any], meanings: list[str], nullable: bool) -> Node:
    if not nullable:
        return {"type": "string", "enum": values, "enumDescriptions": meanings}
    return {"type": ["string", "null"], "enum": [*values, None], "enumDescriptions": [*meanings, UNKNOWN]}


def _types(source: Node, nullable: bool) -> str | list[str]:
    kind = source.get("type", "string")
    kinds = ["string", "number"] if kind == "string" else [kind]
    kinds += ["null"] if nullable else []
    return kinds if len(kinds) > 1 else kinds[0]


def _bounds(source: Node) -> Node:
    return {keyword: source[keyword] for keyword in BOUNDS if keyword in source}


def _said(prop: Node, target: Node) -> str:
    """The field's own description and, below it, that of the kind of value it holds."""
    parts = [prop.get("description", ""), target.get("description", "") if "enum" not in target else ""]
    if "enum" in target and "x-source" in target:
        parts.append(f"After: {target['x-source']}.")
    return "\n\n".join(dict.fromkeys(part for part in parts if part))


def _ground_of(field: str, description: str) -> str:
    return f"What the value of {field}, or its being unknown, rests on.\n\n{field}: {description}"
