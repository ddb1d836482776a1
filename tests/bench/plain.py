"""A plain script that writes the same database as `readout build`, of python-frontmatter, jsonschema and sqlite-utils.

It is what Readout is measured against: written as one would without a thought of speed, and with no other checks than
JSON Schema's and foreign keys. Of Readout it takes the parsed form of schema.yaml, what the database says of itself
(from the schema and the comments of the views), and what plain_derived.py names. It makes no manifest and no hashes.
Run as `python -m tests.bench.plain PROJECT DATABASE`.
"""

import re
import sys
from collections import defaultdict
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import frontmatter
import jsonschema  # type: ignore[import-untyped]
import yaml
from frontmatter.default_handlers import YAMLHandler
from sqlite_utils import Database

from readout.dictionary import dataset_row, dictionary_rows
from readout.schema import Schema, Shape
from readout.schema_compile import parse_schema
from readout.sql import Statement, read_statements

from . import plain_derived as derived
from .plain_rows import Values, rows_of

TYPES = {"TEXT": str, "INTEGER": int, "REAL": float}
TOKENIZER = "porter unicode61 remove_diacritics 2"
#: The first line of a note, which is there for editors.
MARK = re.compile(r"\A>[ \t\r]*(\n|\Z)")


class Loader(yaml.CSafeLoader):
    """YAML as PyYAML's C loader reads it, but dates, `no`, `on`, 12:30 and 012 are text."""


Loader.yaml_implicit_resolvers = {}
for _name, _pattern, _first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"0|-?[1-9][0-9]*", list("-0123456789")),
    ("float", r"-?(?:0|[1-9][0-9]*)\.(?:[0-9]*[1-9]|0)", list("-0123456789")),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(rf"^(?:{_pattern})$"), _first)


class Handler(YAMLHandler):
    """Front matter, read with that loader."""

    def load(self, fm: str, **kwargs: object) -> Any:
        """The values of some front matter."""
        return yaml.load(fm, Loader=Loader)


class Build:
    """The rows of a project by table, as its files are read one after another."""

    def __init__(self, project: Path) -> None:
        self.project = project
        content = (project / "schema.yaml").read_bytes()
        self.schema: Schema = replace(parse_schema(content.decode()), content=content)
        self.validators: dict[str, jsonschema.Draft202012Validator] = {}
        self.tables: dict[str, list[Values]] = defaultdict(list)
        self.articles: dict[str, Path] = {}
        self.seconds: list[dict[str, Any]] = []

    def read(self) -> None:
        """Read, check and flatten all sources."""
        sources = self.project / "sources"
        for register, shape in self.schema.registers.items():
            for file in sorted([*sources.glob(f"{register}.yaml"), *sources.glob(f"{register}/**/*.yaml")]):
                for record_id, record in yaml.load(file.read_text(encoding="utf-8"), Loader=Loader).items():
                    self.check(record, shape, file)
                    self.take(record_id, record, shape)
        for file in sorted(sources.glob("articles/*/*.md")):
            self.read_article(file)

    def read_article(self, file: Path) -> None:
        """Read, check and flatten one article; of a second annotation only who made it is kept."""
        post = frontmatter.load(str(file), handler=Handler())
        record, article_id = post.metadata, file.name.split(".")[0]
        self.check(record, self.schema.article, file)
        if file.name.count(".") > 1:
            self.seconds.append({"id": article_id, **record})
            return
        record["outlet"] = file.parent.name
        if note := MARK.sub("", post.content).strip():
            record["note"] = note
        self.articles[article_id] = file
        self.take(article_id, record, self.schema.article)

    def check(self, record: dict[str, Any], shape: Shape, file: Path) -> None:
        """Check a record against the schema; nulls that have a ground count as given. Raises ValidationError."""
        if shape.definition not in self.validators:
            rules = {"$defs": self.schema.raw["$defs"], "$ref": f"#/$defs/{shape.definition}"}
            self.validators[shape.definition] = jsonschema.Draft202012Validator(rules)
        given = {name: value for name, value in record.items() if value is not None or not shape.has_grounds}
        for error in self.validators[shape.definition].iter_errors(given):
            if error.validator == "required" and not error.path and record.keys() >= set(error.validator_value):
                continue
            if error.validator == "type" and error.validator_value == "string" and isinstance(error.instance, int):
                self.restore(record, list(error.absolute_path), error.instance)
                continue
            raise jsonschema.ValidationError(f"{file}: {error.message}")

    def restore(self, record: Any, path: list[str | int], value: int) -> None:
        """Put back the text of a number, or of true or false, where text is asked for."""
        for step in path[:-1]:
            record = record[step]
        record[path[-1]] = str(value).lower() if isinstance(value, bool) else str(value)

    def take(self, record_id: str, record: dict[str, Any], shape: Shape) -> None:
        """Keep the rows of a record."""
        for table, rows in rows_of(self.schema, record_id, record, shape).items():
            self.tables[table] += rows

    def derive(self) -> None:
        """The tables and columns that follow from the others."""
        derived.add_dates_and_firsts(self.schema, self.tables)
        derived.add_values(self.tables)
        derived.add_anchors(self.tables, self.articles)
        derived.add_annotators(self.tables, self.seconds)
        derived.add_variants(self.tables)
        derived.add_redirects(self.tables)
        derived.add_status(self.schema, self.tables)

    def describe(self, views: list[Statement]) -> None:
        """What the database says of itself."""
        files = sorted(file for file in (self.project / "sources").rglob("*") if file.is_file())
        lines = [f"{sha256(f.read_bytes()).hexdigest()}  {f.relative_to(self.project).as_posix()}\n" for f in files]
        told = [dataset_row(self.schema, sha256("".join(lines).encode()).hexdigest())]
        for row in [*told, *dictionary_rows(self.schema, views)]:
            self.tables[row.table].append(row.values)

    def write(self, database: Path, views: list[Statement]) -> None:
        """Write tables, references, rows, indexes, full-text search and views."""
        db = Database(database)
        references = []
        for table in self.schema.tables.values():
            types = {name: TYPES[column.type] for name, column in table.columns.items()}
            required = [name for name, column in table.columns.items() if column.required]
            db.table(table.name).create(types, pk="id", not_null=required, strict=True)
            references += [(table.name, column, target, "id") for column, target in table.references.items()]
        db.add_foreign_keys(references)
        for table in self.schema.tables.values():
            rows = ({name: row.get(name) for name in table.columns} for row in self.tables[table.name])
            db.table(table.name).insert_all(rows)
        for table in self.schema.tables.values():
            wanted = [
                name for name, column in table.columns.items() if column.reference or column.facet or column.index
            ]
            for name in dict.fromkeys([*wanted, *filter(None, (table.sort, table.sort_desc))]):
                if name != "id":
                    db.table(table.name).create_index([name])
            searched = [name for name, column in table.columns.items() if column.search]
            if searched:
                db.table(table.name).enable_fts(searched, tokenize=TOKENIZER)
        self.write_views(db, views)
        broken = db.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise ValueError(f"references that lead nowhere: {broken[:5]}")
        db.analyze()

    def write_views(self, db: Database, views: list[Statement]) -> None:
        """Write the views; the rows of those that say so into tables, from which the views then select."""
        for view in views:
            db.create_view(view.name, view.sql)
        for view in views:
            if view.stored:
                table, names = f"stored_{view.name}", ", ".join(view.columns)
                db.execute(f"CREATE TABLE {table} AS SELECT {names} FROM {view.name}")
                for index in dict.fromkeys([view.stored, *view.indexes]):
                    if index == view.stored and any(one.startswith(f"{index} ") for one in view.indexes):
                        continue
                    db.table(table).create_index(index.split())
                db.create_view(view.name, f"SELECT {names} FROM {table}", replace=True)


def build(project: Path, database: Path) -> None:
    """Write the database of a project into a file that is not there."""
    made = Build(project)
    made.read()
    made.derive()
    views, _ = read_statements(project, "views")
    made.describe(views)
    made.write(database, views)


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
