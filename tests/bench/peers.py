"""Other programs that do a part of what Readout does, each given the same articles in the form that it takes.

They are installed in .venv-bench by `scripts/environment bench`. What they are given is written beforehand.
"""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from readout.editors import editor_schemas
from readout.schema_compile import parse_schema

from .bare import front_matter
from .costs import Cost, spend
from .made.contract import ROOT

PROGRAMS = ROOT / ".venv-bench" / "bin"
#: A field of an article, at the beginning of its line.
FIELD = re.compile(r"^(\w+):", re.MULTILINE)
YAML, MARKDOWN, CHECK = "yaml-to-sqlite", "markdown-to-sqlite", "check-jsonschema"


@dataclass(frozen=True)
class Peers:
    """What the other programs are given: a folder, the articles' files, and how many there are."""

    folder: Path
    articles: list[Path]

    def yaml_to_sqlite(self) -> Cost:
        """One YAML file, a list of all front matter, into one table; lists and mappings become JSON."""
        return spend([str(PROGRAMS / YAML), str(self._new()), "articles", str(self.folder / "articles.yaml")])

    def markdown_to_sqlite(self) -> Cost:
        """The articles as they are into one table, the notes as HTML besides."""
        return spend([str(PROGRAMS / MARKDOWN), str(self._new()), "articles", *map(str, self.articles)])

    def check_jsonschema(self) -> Cost:
        """A file for each article's front matter, against one JSON Schema."""
        files = sorted((self.folder / "front").iterdir())
        schema = self.folder / "article.schema.json"
        return spend([str(PROGRAMS / CHECK), "--schemafile", str(schema), *map(str, files)])

    def _new(self) -> Path:
        database = self.folder / "peer.db"
        database.unlink(missing_ok=True)
        return database


def are_installed() -> bool:
    """Whether the other programs are there."""
    return all((PROGRAMS / name).exists() for name in (YAML, MARKDOWN, CHECK))


def prepare(project: Path, folder: Path, most: int) -> Peers:
    """Write what the other programs are given into a folder, whose files are replaced.

    Takes a project, and how many of its articles are taken at most, spread evenly over it.
    """
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "front").mkdir(parents=True)
    every = sorted(file for file in project.glob("sources/articles/*/*.md") if file.name.count(".") == 1)
    count = min(most, len(every))
    articles = _rare_fields_first([every[number * len(every) // count] for number in range(count)])
    with (folder / "articles.yaml").open("w", encoding="utf-8") as together:
        for number, article in enumerate(articles):
            front = front_matter(article.read_text(encoding="utf-8"))
            (folder / "front" / f"{number:06}.yaml").write_text(front, encoding="utf-8")
            together.write("-\n" + "".join(f"  {line}".rstrip() + "\n" for line in front.splitlines()))
    schema = parse_schema((project / "schema.yaml").read_text(encoding="utf-8"))
    rules = editor_schemas(schema, {name: {} for name in schema.registers})["article"]
    (folder / "article.schema.json").write_text(json.dumps(rules), encoding="utf-8")
    return Peers(folder, articles)


def _rare_fields_first(articles: list[Path]) -> list[Path]:
    """The same articles, those first that have a field which none before has.

    For markdown-to-sqlite makes its table of the first hundred, and fails at a field that comes later.
    """
    known: set[str] = set()
    first = []
    for article in articles:
        fields = set(FIELD.findall(front_matter(article.read_text(encoding="utf-8"))))
        if not fields <= known:
            first.append(article)
        known |= fields
    return first + [article for article in articles if article not in first]
