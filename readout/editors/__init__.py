"""Schemas for editors: what completes, explains and underlines while one types.

They are `schema.yaml` once more, with the ids of the registers in it, in the words that
yaml-language-server understands: JSON Schema 2020-12 with `enumDescriptions`, `errorMessage` and
`defaultSnippets`. What can't be said of one file alone is left to `readout check`.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from readout.checks import World
from readout.editors.fields import Fields
from readout.files import write_if_other
from readout.modeline import FOLDER, schema_file
from readout.problem import MAY_BE_EXCEPTED, NAMES
from readout.schema import Schema

DRAFT = "https://json-schema.org/draft/2020-12/schema"
#: Register to the ids in it, each with what its record is called.
Ids = Mapping[str, Mapping[str, str]]


def editor_schemas(schema: Schema, ids: Ids) -> dict[str, dict[str, Any]]:
    """A JSON Schema for articles and one for each register, by name: `article`, `actors`, ….

    Takes the ids of each register with the labels of their records. A null at the top of a record
    counts as given where the record has grounds, and text may be written as a number, as in `readout check`.
    """
    made: dict[str, dict[str, Any]] = {"article": _article(schema, ids)}
    for name in schema.registers:
        made[name] = _register(schema, ids, name)
    return made


def known_ids(world: World) -> dict[str, dict[str, str]]:
    """The ids of all registers with what their records are called, in alphabetical order.

    Those of broken records are among them, and not those of withdrawn ones.
    """
    return {name: dict(_labelled(world, name)) for name in world.schema.registers}


def write_schemas(root: Path, schema: Schema, ids: Ids) -> list[Path]:
    """Write the editors' schemas of a project into its build folder; returns those that were not as they should be."""
    files = {root / FOLDER / schema_file(name): made for name, made in editor_schemas(schema, ids).items()}
    return [file for file, made in files.items() if write_if_other(file, _text(made))]


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":")) + "\n"


def _labelled(world: World, register: str) -> Iterator[tuple[str, str]]:
    label = world.schema.tables[register].label
    for name in sorted(world.ids(register) - world.withdrawn(register).keys()):
        row = world.record(register, name)
        yield name, str((row.values.get(label) if row else None) or "")


def _fields(schema: Schema, ids: Ids) -> Fields:
    codes = {code: NAMES[code] for code in sorted(MAY_BE_EXCEPTED)}
    return Fields(schema.raw["$defs"], ids, codes)


def _article(schema: Schema, ids: Ids) -> dict[str, Any]:
    fields = _fields(schema, ids)
    record = fields.record(schema.article.definition)
    return {"$schema": DRAFT, **record, "$defs": fields.defs}


def _register(schema: Schema, ids: Ids, name: str) -> dict[str, Any]:
    fields = _fields(schema, ids)
    shape, table = schema.registers[name], schema.tables[name]
    identifier = schema.raw["$defs"]["id"]
    fields.refer(shape.definition)
    required = {field: f"${number}" for number, field in enumerate(shape.required, start=2)}
    return {
        "$schema": DRAFT,
        "title": table.title,
        "description": table.description,
        "type": "object",
        "propertyNames": {
            **{keyword: identifier[keyword] for keyword in ("pattern", "maxLength")},
            "errorMessage": f"an id has another form: {identifier['description']}",
            "doNotSuggest": True,
        },
        "additionalProperties": {"$ref": f"#/$defs/{shape.definition}"},
        "defaultSnippets": [
            {
                "label": f"new {table.singular.replace('_', ' ')}",
                "description": f"{table.description} {identifier['description']}",
                "body": {"${1:id}": required},
            }
        ],
        "$defs": fields.defs,
    }
