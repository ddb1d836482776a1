"""Make the next version: its number, its note, and what the schema says of it."""

import shlex
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import click

from readout.commands.say import note, say
from readout.commands.sides import as_database
from readout.difference import Difference, compare
from readout.difference.markdown import as_markdown
from readout.files import write_if_other
from readout.git import GitError, changed_files, commit_of, git
from readout.near import plural
from readout.problem import Faulty
from readout.project import SCHEMA, Project, open_project
from readout.release import KINDS, Note, Version, last_release, next_version, note_text, with_version
from readout.release.note import FOLDER

EXIT_CODES = """Exit codes: 0 written, or with --check: could be, 1 problems, or ids that lead nowhere any more, 2 wrong
use, or nothing to release, 3 a bug."""
#: What a note counts, of what is in use.
COUNTED = ("articles", "outlets", "stories", "events", "claims", "actors", "quotes", "coverage", "evidence")
MOST = 20


@click.command("release", epilog=EXIT_CODES)
@click.option("--kind", type=click.Choice(KINDS), help="At least what the schema's differences ask for.")
@click.option("--auto", is_flag=True, help="Just what the schema's differences ask for; so it is without --kind.")
@click.option("--date", "day", metavar="YYYY-MM-DD", help="The day of the release.  [default: today]")
@click.option("--since", metavar="REVISION", help="The last release as a git revision.  [default: its tag]")
@click.option("--check", "dry", is_flag=True, help="Say what would be released, and write nothing.")
@click.option("--tag", is_flag=True, help="Commit what was written, and tag it.")
@click.pass_obj
def command(
    start: Path, kind: str | None, auto: bool, day: str | None, since: str | None, dry: bool, tag: bool
) -> None:
    """Make the next version: releases/X.Y.Z.md, and version and released in schema.yaml.

    The kind follows from what changed in the schema since the last release: breaking, adding, or only data. The day
    of the release is the only thing that Readout ever asks a clock for.
    """
    if kind and auto:
        raise click.UsageError("--kind says what --auto would find out: give one of them")
    day = _day(day)
    project = open_project(start)
    if project.problems:
        raise Faulty(project.problems, "nothing was released")
    try:
        made = _next(project, kind, day, since)
        if dry:
            say(f"{made.version} ({made.kind}) could be released")
            return
        commands = _write(project, made)
        if tag:
            for each in commands:
                git(project.root, *each[1:])
            note(f"tagged {made.version.tag}")
        else:
            say("\n".join(shlex.join(each) for each in commands))
    except GitError as error:
        raise click.ClickException(f"a release needs git: {error}") from None


def _day(given: str | None) -> str:
    """A day, as it was given or today. Raises click.UsageError."""
    if given is None:
        return date.today().isoformat()
    try:
        if date.fromisoformat(given).isoformat() == given:
            return given
    except ValueError:
        pass
    raise click.UsageError(f"'{given}' is no day such as 2026-03-01")


def _next(project: Project, kind: str | None, day: str, since: str | None) -> Note:
    """The release that would be made. Raises click.UsageError where none can be, SystemExit where ids are gone."""
    root, last = project.root, last_release(project.root)
    if dirty := changed_files(root):
        more = f" and {len(dirty) - 3} more" if len(dirty) > 3 else ""
        raise click.UsageError(f"commit or take back first: {', '.join(dirty[:3])}{more}")
    rows = project.world.rows
    counts = {name: len(rows[name]) for name in COUNTED}
    if last is None and since is None:
        return _free(root, Note(_present(project), day, "first", counts))
    difference = _since(root, since or str(last and last.tag))
    if difference.is_empty:
        raise click.UsageError(f"nothing differs from {since or last}")
    if difference.gone:
        _refuse(difference)
    if kind and KINDS.index(kind) < KINDS.index(difference.kind):
        said = "; ".join(change.message for change in difference.schema if change.weight == difference.kind)
        raise click.UsageError(f"the schema asks for --kind {difference.kind}: {said}")
    chosen = kind or difference.kind
    version = next_version(last or _present(project), chosen)
    return _free(root, Note(version, day, chosen, counts, as_markdown(difference, level=3)))


def _present(project: Project) -> Version:
    """The version that the schema names. Raises click.UsageError."""
    try:
        return Version.parse(str(project.schema.dataset["version"]))
    except ValueError as error:
        raise click.UsageError(f"{SCHEMA}: {error}") from None


def _since(root: Path, revision: str) -> Difference:
    """What differs from the last release. Raises click.UsageError where git does not have it."""
    try:
        commit_of(root, revision)
    except GitError as error:
        hint = f"tag the last release, or name its commit: readout release --since COMMIT (git tag {revision} COMMIT)"
        raise click.UsageError(f"{error}; {hint}") from None
    with ExitStack() as opened:
        old = opened.enter_context(as_database(f"{revision}:", root))
        return compare(old, opened.enter_context(as_database(str(root), root)))


def _refuse(difference: Difference) -> None:
    """Name the ids that lead nowhere any more. Raises SystemExit."""
    for table, key in difference.gone[:MOST]:
        say(f"{table}/{key} is gone")
    if len(difference.gone) > MOST:
        say(f"… and {len(difference.gone) - MOST:,} more")
    note(f"{plural(len(difference.gone), 'id')} of the last release would lead nowhere; nothing was released")
    note("hint: put each back with `withdrawn: {date, reason}` (and `merged_into`), or list it in `former_ids`")
    raise SystemExit(1)


def _free(root: Path, made: Note) -> Note:
    """The same note, where neither its file nor its tag is there yet. Raises click.UsageError."""
    there = f"{FOLDER}/{made.version}.md" if (root / FOLDER / f"{made.version}.md").exists() else ""
    if not there and git(root, "tag", "--list", made.version.tag).strip():
        there = f"the tag {made.version.tag}"
    if there:
        raise click.UsageError(f"{made.version} was released already: there is {there}")
    return made


def _write(project: Project, made: Note) -> list[list[str]]:
    """Write the note and the schema; returns the git commands that make them a release."""
    schema, file = project.root / SCHEMA, project.root / FOLDER / f"{made.version}.md"
    try:
        content = with_version(schema.read_bytes(), str(made.version), made.date)
    except ValueError as error:
        raise click.UsageError(f"{SCHEMA}: {error}") from None
    write_if_other(file, note_text(made))
    write_if_other(schema, content)
    paths = [f"{FOLDER}/{file.name}", SCHEMA]
    note(f"wrote {paths[0]} ({made.kind}) and {SCHEMA}; say in the note what the release is about, then:")
    return [
        ["git", "add", *paths],
        ["git", "commit", "--message", f"Release {made.version}", "--", *paths],
        ["git", "tag", "--annotate", made.version.tag, "--message", f"Release {made.version}"],
    ]
