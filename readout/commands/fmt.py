"""Bring the sources into their one canonical form."""

import re
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import click

from readout.canonical import Canonical, canonical_files
from readout.commands.say import EXIT_CODES, note, show
from readout.files import sweep, write_if_other
from readout.near import plural
from readout.problem import Problem
from readout.project import find_root, read_schema
from readout.source import FOLDER, SourceFile, list_sources


@dataclass(frozen=True)
class Formatted:
    """What formatting some files comes to: those that change, those that can't be read, and the bugs met."""

    changed: list[Canonical]
    problems: list[Problem]
    bugs: list[Canonical]


@click.command("fmt", epilog=EXIT_CODES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; list the files that would change.")
@click.option("--diff", "only_diff", is_flag=True, help="Write nothing; print what would change.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
@click.pass_obj
def command(start: Path, paths: tuple[Path, ...], only_check: bool, only_diff: bool, quiet: bool) -> None:
    """Bring the sources into their one canonical form, or only the files and folders that are named.

    Keys go into the order of the schema; indentation, blank lines, spaces and quotation marks become uniform. What is
    read, and every comment, stays. A file that can't be read is left as it is, with its problem, and so
    is one where formatting would change more than its looks. Exit code 1: a file can't be read, or, with --check or
    --diff, a file is not in canonical form.
    """
    root = find_root(start)
    schema = read_schema(root)
    files, problems = list_sources(root, schema.registers)
    chosen = _chosen(root, paths)
    files = [file for file in files if _is_within(file.path, chosen)]
    if not (only_check or only_diff):
        sweep(root)
    made = format_files(files, canonical_files(files, schema))
    found = [*made.problems, *(problem for problem in problems if _is_within(problem.place.path, chosen))]
    for form in made.changed:
        if only_diff:
            click.echo(_difference(form, files), nl=False)
        if only_check and not only_diff:
            click.echo(form.path)
        if not only_check and not only_diff:
            write_if_other(root / form.path, form.content)
            _say(f"formatted {form.path}", quiet)
    show(sorted(found, key=Problem.sort_key), root)
    for form in made.bugs:
        note(f"readout: this is a bug: fmt left {form.path} as it is: {form.bug}")
    ends_badly = bool(made.changed) and (only_check or only_diff)
    said = "would change" if only_check or only_diff else "formatted"
    _say(f"{plural(len(made.changed), 'file')} {said}, {plural(len(found), 'problem')}", quiet)
    if made.bugs or found or ends_badly:
        raise SystemExit(3 if made.bugs else 1)


def format_files(files: list[SourceFile], forms: list[Canonical]) -> Formatted:
    """Which of the canonical forms are other than their files, and which could not be made."""
    before = {file.path: file.content for file in files}
    return Formatted(
        [form for form in forms if form.content != before[form.path]],
        [problem for form in forms for problem in form.problems],
        [form for form in forms if form.bug],
    )


def _chosen(root: Path, paths: tuple[Path, ...]) -> list[str]:
    """The paths that were named, relative to the project. Raises click.UsageError."""
    chosen = []
    for path in paths or (root / FOLDER,):
        full = path.resolve()
        if not full.is_relative_to(root / FOLDER):
            raise click.UsageError(f"{path} is not in {root / FOLDER}, where the sources are")
        chosen.append(full.relative_to(root).as_posix())
    return chosen


def _is_within(path: str, chosen: list[str]) -> bool:
    return any(path == name or path.startswith(f"{name}/") for name in chosen)


def _difference(form: Canonical, files: list[SourceFile]) -> str:
    before = next(file.content for file in files if file.path == form.path)
    lines = [re.findall(r"[^\n]*\n|[^\n]+", content.decode("utf-8")) for content in (before, form.content)]
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in unified_diff(lines[0], lines[1], form.path, form.path)
    )


def _say(text: str, quiet: bool) -> None:
    if not quiet:
        note(text)
