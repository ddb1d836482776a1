"""The OpenAPI 3.1 description of the JSON of a database: every table, every view, every saved query.

What it promises is told in words in docs/api.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]

TYPES = {"TEXT": "string", "INTEGER": "integer", "INT": "integer", "REAL": "number"}
#: The most rows that one answer may have.
MOST = 1000
ERRORS = {"400": "Wrong", "404": "Missing", "414": "TooLong", "429": "TooMuch", "503": "Busy"}
SAID = {
    "Wrong": "What is asked is not understood, or took too long; `error` says why.",
    "Missing": "There is no such table, row or saved query.",
    "TooLong": "The address is too long.",
    "TooMuch": "As many questions of one visitor are open as may be; ask again after Retry-After seconds.",
    "Busy": "Too much is asked at the moment; ask again after Retry-After seconds.",
}


@dataclass(frozen=True)
class Field:
    """A column: its type in SQLite (`ANY` for a computed one), and the words that its values are."""

    name: str
    type: str
    description: str
    may_be_null: bool = True
    values: tuple[str, ...] = ()
    refers_to: str | None = None


@dataclass(frozen=True)
class Rows:
    """A table or a view. `example` is the id of a row; None for a view and for an empty table."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    searchable: bool = False
    example: str | None = None
    is_view: bool = False


@dataclass(frozen=True)
class Query:
    """A saved query, and its parameters with what they mean."""

    name: str
    title: str
    description: str
    parameters: Mapping[str, str]


def openapi(about: Mapping[str, Any], tables: Iterable[Rows], queries: Iterable[Query], base: str = "/") -> Schema:
    """The description as a value. `about` is the row of `dataset`; `base` is where the site is, on its host."""
    tables = list(tables)
    paths = _sql_path() | _csv_path([table.name for table in tables]) | _site_paths()
    for table in tables:
        paths[f"/readout/{table.name}.json"] = {"get": _table(table)}
        if not table.is_view:
            paths[f"/readout/{table.name}/{{id}}.json"] = {"get": _row(table)}
    for query in queries:
        paths[f"/readout/{query.name}.json"] = {"get": _query(query)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": about["title"], "version": about["version"], "description": about["description"],
            "license": {"name": about["license"], "url": about["license_url"]},
        },
        "servers": [{"url": base.rstrip("/") or "/"}],
        "paths": paths,
        "components": {
            "schemas": {"Error": _ERROR} | {table.name: _schema(table) for table in tables},
            "responses": {name: _refused(name, text) for name, text in SAID.items()},
            "parameters": _PARAMETERS,
        },
    }  # fmt: skip


def _schema(table: Rows) -> Schema:
    """What a row is: every column is there, null or not."""
    return {
        "type": "object", "title": table.title, "description": table.description,
        "required": [field.name for field in table.fields],
        "properties": {field.name: _value(field) for field in table.fields},
    }  # fmt: skip


def _value(field: Field) -> Schema:
    said = field.description + (f" An id of `{field.refers_to}`." if field.refers_to else "")
    kind = TYPES.get(field.type)
    if kind is None:
        return {"description": said}
    schema: Schema = {"type": [kind, "null"] if field.may_be_null else kind, "description": said}
    if field.values and kind == "string":
        schema["enum"] = [*field.values, *([None] if field.may_be_null else [])]
    return schema


def _table(table: Rows) -> Schema:
    names = [field.name for field in table.fields]
    parameters = [_ref("parameters", "shape"), _ref("parameters", "size"), _ref("parameters", "next")]
    parameters += [_argument(name, said, {"type": "string", "enum": names}) for name, said in _SORTS.items()]
    if table.searchable:
        parameters.append(_argument("_search", "Words, all of which the row has."))
    parameters += [
        _argument(field.name, f"Only rows with this value: {field.description}") for field in table.fields
    ]  # fmt: skip
    rows = _shapes({"type": "array", "items": _ref("schemas", table.name)}, _PAGE)
    link = {"Link": {"description": 'The next page, rel="next".', "schema": {"type": "string"}}}
    return _get(f"list_{table.name}", table.title, table.description, parameters, _json(rows, link))


def _row(table: Rows) -> Schema:
    key = {**_argument("id", "The row's id."), "in": "path", "required": True}
    if table.example:
        key["example"] = table.example
    rows = _shapes({"type": "array", "items": _ref("schemas", table.name), "minItems": 1, "maxItems": 1}, {})
    said = f"One row of {table.title}"
    return _get(f"get_{table.name}", said, table.description, [_ref("parameters", "shape"), key], _json(rows))


def _query(query: Query) -> Schema:
    parameters = [_ref("parameters", "shape"), *(_argument(name, said) for name, said in query.parameters.items())]
    return _get(f"query_{query.name}", query.title, query.description, parameters, _json(_shapes(_ROWS, _CUT)))


def _sql_path() -> Schema:
    sql = {**_argument("sql", "One SELECT."), "required": True, "example": "SELECT id, name FROM outlets"}
    said = f"The first {MOST:,} rows of a SELECT; `:name` in it takes the value of the argument `name`."
    asked = _get("sql", "Rows of SQL", said, [_ref("parameters", "shape"), sql], _json(_shapes(_ROWS, _CUT)))
    return {"/readout/-/query.json": {"get": asked}}


def _csv_path(names: list[str]) -> Schema:
    name = {**_argument("name", "A table or a view.", {"type": "string", "enum": names}), "in": "path"}
    raw = _argument("_raw", "Values as they are; without it made harmless in a spreadsheet.", {"enum": ["on"]})
    text = {kind: {"schema": {"type": "string"}} for kind in ("text/plain", "text/csv")}
    given = {"description": "All rows.", "content": text}
    asked = _get("csv", "All rows as CSV", "See docs/csv.md.", [{**name, "required": True}, raw], given)
    asked["responses"] = {"200": given} | {code: _refused_text(SAID[name]) for code, name in ERRORS.items()}
    return {"/readout/{name}.csv": {"get": asked}}


def _site_paths() -> Schema:
    told = {"description": "Well.", "content": {"application/json": {"schema": {"type": "object"}}}}
    well = _get("healthy", "Whether the site answers", "And which build it serves.", [], told)
    well["responses"] = {"200": told, "503": told | {"description": "Not well."}, "429": _ref("responses", "TooMuch")}
    listed = {"description": "The files.", "content": {"application/json": {"schema": {"type": "object"}}}}
    files = _get("downloads", "What may be downloaded", "The database, and exports with their hashes.", [], listed)
    return {"/-/healthy.json": {"get": well}, "/-/downloads.json": {"get": files}}


def _get(operation: str, summary: str, said: str, parameters: list[Schema], given: Schema) -> Schema:
    return {
        "operationId": operation, "summary": summary, "description": said, "parameters": parameters,
        "responses": {"200": given} | {code: _ref("responses", name) for code, name in ERRORS.items()},
    }  # fmt: skip


def _argument(name: str, said: str, schema: Schema | None = None) -> Schema:
    return {"name": name, "in": "query", "description": said, "schema": schema or {"type": "string"}}


def _ref(part: str, name: str) -> Schema:
    return {"$ref": f"#/components/{part}/{name}"}


def _shapes(rows: Schema, beside: Schema) -> Schema:
    """The two shapes of an answer: the rows alone (`_shape=array`), or in an object beside other keys."""
    keys = {"ok": {"const": True}, "rows": rows, **beside}
    return {"oneOf": [rows, {"type": "object", "required": list(keys), "properties": keys}]}


def _json(schema: Schema, headers: Schema | None = None) -> Schema:
    given: Schema = {"description": "The rows.", "content": {"application/json": {"schema": schema}}}
    return given | ({"headers": headers} if headers else {})


def _refused(name: str, said: str) -> Schema:
    given = {"description": said, "content": {"application/json": {"schema": _ref("schemas", "Error")}}}
    later = {"Retry-After": {"description": "In seconds.", "schema": {"type": "integer"}}}
    return given | ({"headers": later} if name in ("TooMuch", "Busy") else {})


def _refused_text(said: str) -> Schema:
    return {"description": said, "content": {"text/plain": {"schema": {"type": "string"}}}}


_SORTS = {"_sort": "The column to sort by, upwards.", "_sort_desc": "The column to sort by, downwards."}
_ROWS: Schema = {"type": "array", "items": {"type": "object"}, "maxItems": MOST}
_CUT: Schema = {"truncated": {"type": "boolean", "description": f"Whether rows after the first {MOST} are missing."}}
_PAGE: Schema = {
    "count": {
        "type": ["integer", "null"],
        "description": "All rows that the filters leave; null: not counted in time.",
    },
    "next": {"type": ["string", "integer", "null"], "description": "What `_next` of the next page is."},
    "next_url": {"type": ["string", "null"], "description": "The address of the next page."},
}
_ERROR: Schema = {
    "type": "object", "required": ["ok", "error", "status"],
    "properties": {
        "ok": {"const": False}, "error": {"type": "string", "description": "A sentence."},
        "status": {"type": "integer", "description": "The status of HTTP."}, "title": {"type": "string"},
    },
}  # fmt: skip
_PARAMETERS: Schema = {
    "shape": {
        **_argument(
            "_shape", "`array`: a list of rows, each an object; `objects`: the same under the key `rows`.",
            {"type": "string", "enum": ["array", "objects"], "default": "objects"},
        ),
        "example": "array",
    },
    "size": _argument("_size", "Rows of one page.", {"type": "integer", "minimum": 0, "maximum": MOST}),
    "next": _argument("_next", "From the header Link of the page before."),
}  # fmt: skip
