"""The command line: what each command does with a project, and what it says.

Exit codes: 0 clean, 1 problems in the sources, 2 wrong use or a failing environment, 3 a bug.
"""

import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import click

from readout import __version__
from readout.checks import World, check_zones
from readout.near import plural
from readout.places import with_lines
from readout.problem import Place, Problem
from readout.project import Faulty, Project, index_of, open_project
from readout.source import FOLDER


def _show(problems: list[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="readout")
@click.option("--project", type=click.Path(path_type=Path, file_okay=False, exists=True), help="The project's folder.")
@click.pass_context
def cli(context: click.Context, project: Path | None) -> None:
    """Hand-made annotations of news articles: checked, compiled into SQLite, browsed in Datasette."""
    context.obj = (project or Path.cwd()).resolve()


@cli.command()
@click.pass_obj
def check(start: Path) -> None:
    """Report everything that is wrong in the sources."""
    begun = time.perf_counter()
    project = open_project(start)
    _show(project.problems)
    seconds = time.perf_counter() - begun
    count = plural(len(project.problems), "problem")
    click.echo(f"{plural(len(project.files), 'file')} checked, {count} ({seconds:.2f} s)", err=True)
    if project.problems:
        raise SystemExit(1)


@cli.command()
@click.pass_obj
def build(start: Path) -> None:
    """Check the sources and write build/readout.db."""
    build_database(open_project(start))


def build_database(project: Project) -> None:
    """Write the database and the metadata. Raises Faulty, and then the old database stays."""
    # sqlite-utils takes a tenth of a second to load, which `check` does without
    from readout.anchored import add_anchors  # noqa: PLC0415
    from readout.database import BadSql, write_database  # noqa: PLC0415
    from readout.derive import add_values  # noqa: PLC0415
    from readout.dictionary import dictionary_rows  # noqa: PLC0415
    from readout.variants import variant_rows  # noqa: PLC0415

    begun = time.perf_counter()
    if project.problems:
        raise Faulty(project.problems)
    rows = project.world.rows
    add_anchors(project.world)
    add_values(rows)
    for row in (*variant_rows(rows), *dictionary_rows(project.schema, project.views)):
        rows.add(row)
    try:
        write_database(project.database, project.schema, rows, project.views, project.queries)
    except BadSql as error:
        raise Faulty(error.problems) from error
    _stamp(project).write_text(project.fingerprint + "\n", encoding="utf-8")
    write_metadata(project)
    counts = rows.counts()
    click.echo(f"read {plural(len(project.files), 'file')}, {plural(sum(counts.values()), 'row')}:", err=True)
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
@click.option(
    "--texts", envvar="READOUT_TEXTS", type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder with the articles' texts, to show them on this machine alone (or set READOUT_TEXTS).",
)  # fmt: skip
@click.pass_obj
def serve(start: Path, host: str, port: int | None, texts: Path | None) -> None:
    """Build if needed, then start Datasette on the database."""
    from importlib.metadata import version  # noqa: PLC0415

    from readout.server import datasette_command, free_port, is_loopback, surroundings  # noqa: PLC0415

    if texts and not is_loopback(host):
        raise click.UsageError(f"texts are shown on this machine only, not on {host}; leave out --host or the texts")
    project = open_project(start)
    stamp = _stamp(project)
    fresh = project.database.is_file() and stamp.is_file() and stamp.read_text().strip() == project.fingerprint
    if project.problems or not fresh:
        build_database(project)
    write_metadata(project)
    port = port or free_port(host)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Readout is at http://{shown}:{port}/  (Ctrl-C ends it)")
    sys.stdout.flush()
    command = datasette_command(project.database, project.root / "metadata.yml", host, port, version("datasette"))
    os.execve(command[0], command, surroundings(os.environ, texts))


@cli.command()
@click.option(
    "--texts", envvar="READOUT_TEXTS", required=True, type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder with the articles' texts (or set READOUT_TEXTS).",
)  # fmt: skip
@click.option("--check", "only_check", is_flag=True, help="Write nothing; report what is not as it should be.")
@click.pass_obj
def anchor(start: Path, texts: Path, only_check: bool) -> None:
    """Find all evidence in the articles' texts and write the anchors beside the articles."""
    from readout.anchor import anchor_article, read_texts, write_anchors  # noqa: PLC0415

    project = open_project(start)
    known, problems = read_texts(texts, project.world.rows["articles"])
    made: dict[str, dict[str, Any]] = {}
    for article in project.world.rows["articles"]:
        if text := known.get(article.values["text"]):
            others = {name: other.words for name, other in known.items() if other is not text}
            anchors, found = anchor_article(project.world.evidence[article.id], text, others)
            found = found or check_zones(project.world.with_anchors(article.path, anchors), article.id)
            problems += found
            if not found:
                made[article.path] = anchors
    told = {problem.place.path.replace(".anchors.json", ".md") for problem in project.problems}
    for path, anchors in made.items():
        file, content = project.root / path.replace(".md", ".anchors.json"), write_anchors(anchors)
        if not only_check:
            _write_if_other(file, content.decode())
        elif path not in told and (not file.is_file() or file.read_bytes() != content):
            problems.append(_not_as_written(path, project.world, anchors["sha256"]))
    stale = {"R503", "R506", "R507", "R508"}
    problems += [problem for problem in project.problems if only_check or problem.code not in stale]
    count = plural(sum(len(anchors["anchors"]) for anchors in made.values()), "anchor")
    said = f"{count} in {plural(len(made), 'text')}"
    if problems:
        raise Faulty(with_lines(problems, index_of(project.files)), said)
    click.echo(said, err=True)


def _not_as_written(path: str, world: World, digest: str) -> Problem:
    place = Place(path, 1, 1)
    before = world.anchors.get(path.removesuffix(".md"))
    if before and before["sha256"] != digest:
        hint = "read the text again, then run `readout anchor`"
        return Problem(place, "R504", "the text is not the one that the anchors were written for", hint)
    return Problem(place, "R503", "the anchors are not those that would be written now", "run `readout anchor`")


@cli.command()
@click.pass_obj
def docs(start: Path) -> None:
    """Write what is generated and committed: metadata.yml, docs/schema.md, docs/problems.md."""
    from readout.docs import problems_page, schema_page  # noqa: PLC0415

    project = open_project(start)
    write_metadata(project)
    page = schema_page(project.schema, project.views, project.queries)
    _write_if_other(project.root / "docs" / "schema.md", page)
    if (project.root / "tests" / "problems").is_dir():
        _write_if_other(project.root / "docs" / "problems.md", problems_page(project.root / "tests" / "problems"))


def main() -> None:
    """Run a command; say what went wrong, and end with the exit code for it."""
    try:
        cli(standalone_mode=False)
    except Faulty as fault:
        _show(fault.problems)
        click.echo(f"{plural(len(fault.problems), 'problem')}; {fault.said}", err=True)
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
