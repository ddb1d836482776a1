"""The command line: the only place that knows the order of the stages.

    read → check → anchor, or build → serve

Exit codes: 0 clean, 1 problems in the sources, 2 wrong use or a failing environment, 3 a bug.
"""

import os
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from readout import __version__
from readout.checks import Crash, World, run_checks
from readout.collect import collect
from readout.places import with_lines
from readout.problem import Place, Problem
from readout.record import Reader, positions
from readout.schema import Schema, parse_schema
from readout.schema_check import check_schema
from readout.source import FOLDER, SourceFile, list_sources
from readout.sql import Statement, read_statements
from readout.strict_yaml import Index, index_yaml

SCHEMA = "schema.yaml"


class Faulty(Exception):
    """The sources have problems, which are to be shown; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass
class Project:
    """A project's folder, what was read from it, and what the checks made of it."""

    root: Path
    schema: Schema
    files: list[SourceFile]
    world: World
    views: list[Statement]
    queries: list[Statement]
    problems: list[Problem]

    @property
    def database(self) -> Path:
        """Where the database is built."""
        return self.root / "build" / "readout.db"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that the database is made from."""
        parts = [(SCHEMA, (self.root / SCHEMA).read_bytes()), ("readout", _package_digest())]
        parts += [(file.path, file.content) for file in self.files]
        parts += [(view.path, view.sql.encode() + repr(view).encode()) for view in self.views]
        return sha256(repr([(name, sha256(content).hexdigest()) for name, content in parts]).encode()).hexdigest()


def _package_digest() -> bytes:
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return sha256(b"".join(file.read_bytes() for file in files)).digest()


def open_project(root: Path) -> Project:
    """Read and check a project. Raises Faulty where the schema itself is wrong."""
    text = (root / SCHEMA).read_text(encoding="utf-8")
    wrong = check_schema(text)
    if wrong:
        raise Faulty(with_lines(wrong, lambda path: index_yaml(text)))
    schema = parse_schema(text)
    files, problems = list_sources(root, schema.registers)
    reader = Reader(schema)
    world, found = collect(schema, ((file.path, _read(reader, file)) for file in files))
    views, bad_views = read_statements(root, "views")
    queries, bad_queries = read_statements(root, "queries")
    problems += [*found, *run_checks(world), *bad_views, *bad_queries]
    shown = with_lines(problems, _positions(files))
    return Project(root, schema, files, world, views, queries, shown)


def _read(reader: Reader, file: SourceFile) -> Any:
    try:
        return reader.read(file)
    except Exception as error:
        raise Crash("reading", file.path) from error


def _positions(files: list[SourceFile]) -> Callable[[str], Index]:
    by_path = {file.path: file for file in files}
    return lambda path: positions(by_path[path]) if path in by_path else {}


def find_root(start: Path) -> Path:
    """The nearest folder at or above `start` with a schema in it. Raises click.UsageError."""
    for folder in (start, *start.parents):
        if (folder / SCHEMA).is_file():
            return folder
    raise click.UsageError(f"there is no {SCHEMA} in {start}, nor in a folder above it")


def _show(problems: list[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem))


def _plural(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="readout")
@click.option("--project", type=click.Path(path_type=Path, file_okay=False, exists=True), help="The project's folder.")
@click.pass_context
def cli(context: click.Context, project: Path | None) -> None:
    """Hand-made annotations of news articles: checked, compiled into SQLite, browsed in Datasette."""
    if context.invoked_subcommand:
        context.obj = find_root((project or Path.cwd()).resolve())


@cli.command()
@click.pass_obj
def check(root: Path) -> None:
    """Report everything that is wrong in the sources."""
    begun = time.perf_counter()
    project = open_project(root)
    _show(project.problems)
    seconds = time.perf_counter() - begun
    count = _plural(len(project.problems), "problem")
    click.echo(f"{_plural(len(project.files), 'file')} checked, {count} ({seconds:.2f} s)", err=True)
    if project.problems:
        raise SystemExit(1)


@cli.command()
@click.pass_obj
def build(root: Path) -> None:
    """Check the sources and write build/readout.db."""
    build_database(open_project(root))


def build_database(project: Project) -> None:
    """Write the database and the metadata. Raises Faulty, and then the old database stays."""
    # sqlite-utils takes a tenth of a second to load, which `check` does without
    from readout.anchored import add_anchors  # noqa: PLC0415
    from readout.database import BadViews, write_database  # noqa: PLC0415
    from readout.dictionary import dictionary_rows  # noqa: PLC0415
    from readout.variants import variant_rows  # noqa: PLC0415

    begun = time.perf_counter()
    if project.problems:
        raise Faulty(project.problems)
    rows = project.world.rows
    add_anchors(project.world)
    for row in (*variant_rows(rows), *dictionary_rows(project.schema, project.views)):
        rows.add(row)
    try:
        write_database(project.database, project.schema, rows, project.views)
    except BadViews as error:
        raise Faulty(error.problems) from error
    _stamp(project).write_text(project.fingerprint + "\n", encoding="utf-8")
    write_metadata(project)
    counts = rows.counts()
    click.echo(f"read {_plural(len(project.files), 'file')}, {_plural(sum(counts.values()), 'row')}:", err=True)
    click.echo("  " + ", ".join(f"{table} {count:,}" for table, count in counts.items()), err=True)
    size = project.database.stat().st_size / 1e6
    seconds = time.perf_counter() - begun
    click.echo(f"wrote {project.database.relative_to(project.root)}, {size:.1f} MB ({seconds:.2f} s)", err=True)


def _stamp(project: Project) -> Path:
    return project.database.with_suffix(".inputs")


def write_metadata(project: Project) -> None:
    """Write metadata.yml if it is not what the schema and the SQL say."""
    from readout.metadata import metadata_text  # noqa: PLC0415

    _write_if_other(project.root / "metadata.yml", metadata_text(project.schema, project.views, project.queries))


def _write_if_other(file: Path, text: str) -> None:
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f".{file.name}.{os.getpid()}")
        beside.write_text(text, encoding="utf-8")
        beside.replace(file)
        click.echo(f"wrote {file.name}", err=True)


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port; without it the first free one from 8001.")
@click.pass_obj
def serve(root: Path, host: str, port: int | None) -> None:
    """Build if needed, then start Datasette on the database."""
    from importlib.metadata import version  # noqa: PLC0415

    from readout.server import datasette_command, free_port  # noqa: PLC0415

    project = open_project(root)
    stamp = _stamp(project)
    fresh = project.database.is_file() and stamp.is_file() and stamp.read_text().strip() == project.fingerprint
    if project.problems or not fresh:
        build_database(project)
    write_metadata(project)
    port = port or free_port(host)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Readout is at http://{shown}:{port}/  (Ctrl-C ends it)")
    sys.stdout.flush()
    command = datasette_command(project.database, root / "metadata.yml", host, port, version("datasette"))
    os.execv(command[0], command)


@cli.command()
@click.option(
    "--texts", envvar="READOUT_TEXTS", required=True, type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder with the articles' texts (or set READOUT_TEXTS).",
)  # fmt: skip
@click.option("--check", "only_check", is_flag=True, help="Write nothing; report what is not as it should be.")
@click.pass_obj
def anchor(root: Path, texts: Path, only_check: bool) -> None:
    """Find all evidence in the articles' texts and write the anchors beside the articles."""
    from readout.anchor import anchor_article, read_texts, write_anchors  # noqa: PLC0415

    project = open_project(root)
    others, problems = read_texts(texts, project.world.rows["articles"])
    count = 0
    for article in project.world.rows["articles"]:
        text = others.get(article.values["text"])
        if text is None:
            continue
        elsewhere = {name: other.words for name, other in others.items() if other is not text}
        made, found = anchor_article(project.world.evidence[article.id], text, elsewhere)
        problems += found
        file = root / article.path.replace(".md", ".anchors.json")
        content = write_anchors(made)
        if only_check and not found and (not file.is_file() or file.read_bytes() != content):
            problems.append(_not_as_written(article.path, project.world, text.sha256))
        elif not only_check and not found:
            _write_if_other(file, content.decode())
        count += len(made["anchors"])
    anchoring = {"R503", "R506", "R507"}
    problems += [problem for problem in project.problems if only_check or problem.code not in anchoring]
    if problems:
        raise Faulty(with_lines(problems, _positions(project.files)))
    click.echo(f"{_plural(count, 'anchor')} in {_plural(len(others), 'text')}", err=True)


def _not_as_written(path: str, world: World, digest: str) -> Problem:
    place = Place(path, 1, 1)
    before = world.anchors.get(path.removesuffix(".md"))
    if before and before["sha256"] != digest:
        hint = "read the text again, then run `readout anchor`"
        return Problem(place, "R504", "the text is not the one that the anchors were written for", hint)
    return Problem(place, "R503", "the anchors are not those that would be written now", "run `readout anchor`")


@cli.command()
@click.pass_obj
def docs(root: Path) -> None:
    """Write what is generated and committed: metadata.yml, docs/schema.md, docs/problems.md."""
    from readout.docs import problems_page, schema_page  # noqa: PLC0415

    project = open_project(root)
    write_metadata(project)
    page = schema_page(project.schema, project.views, project.queries)
    _write_if_other(root / "docs" / "schema.md", page)
    if (root / "tests" / "problems").is_dir():
        _write_if_other(root / "docs" / "problems.md", problems_page(root / "tests" / "problems"))


def main() -> None:
    """Run a command; say what went wrong, and end with the exit code for it."""
    try:
        cli(standalone_mode=False)
    except Faulty as fault:
        _show(fault.problems)
        click.echo(f"{_plural(len(fault.problems), 'problem')}; nothing was written", err=True)
        raise SystemExit(1) from None
    except click.exceptions.Exit as end:
        raise SystemExit(end.exit_code) from None
    except click.ClickException as error:
        error.show()
        raise SystemExit(2) from None
    except (click.Abort, KeyboardInterrupt):
        raise SystemExit(130) from None
    except OSError as error:
        click.echo(f"readout: {error.filename or FOLDER}: {error.strerror or error}", err=True)
        raise SystemExit(2) from None
    except Exception as error:
        traceback.print_exc()
        click.echo(f"readout: this is a bug: {error}", err=True)
        raise SystemExit(3) from None
