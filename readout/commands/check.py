"""Report everything that is wrong in the sources."""

import time
from pathlib import Path

import click

from readout.checked import Checked, Since
from readout.commands.say import EXIT_CODES, format_option, note, show, teach
from readout.files import sweep, write_if_other
from readout.near import plural
from readout.project import Project, find_root, open_project
from readout.source import has_many_files

#: So many files are no longer read into memory all together; while they are watched, which is quicker then, so many.
MANY, MANY_WATCHED = 1_000, 20_000


@click.command("check", epilog=EXIT_CODES)
@format_option
@click.option("-q", "--quiet", is_flag=True, help="Print problems and nothing else; nothing at all if there are none.")
@click.option("--fix", is_flag=True, help="Put right what has exactly one right answer, and report what is left.")
@click.option("--diff", "--dry-run", "dry", is_flag=True, help="With --fix: write nothing; print what would change.")
@click.option("--fresh", is_flag=True, help="Read all files, though only some have changed since the last build.")
@click.option("--watch", is_flag=True, help="Go on: check again on every save, and show what is left, newest first.")
@click.option(
    "--jobs", type=click.IntRange(1), help="Processes that share the work; without it one a core, for many files."
)
@click.pass_obj
def command(start: Path, quiet: bool, fix: bool, dry: bool, fresh: bool, watch: bool, jobs: int | None) -> None:
    """Report everything that is wrong in the sources.

    Of many files only those are read that have changed since the last build, and what rests on them.
    """
    if watch:
        _watch(start, fix or dry or quiet or fresh, jobs)
        return
    if dry and not fix:
        raise click.UsageError("--diff shows what --fix would change; give both")
    begun = time.perf_counter()
    root = find_root(start)
    if fix:
        project = open_project(root)
        said = _fix(project, dry)
        if not quiet:
            note(said)
    checked = _in_memory(project) if dry else check_project(root, jobs, fresh)
    if not dry:
        show(checked.problems, root)
    if not quiet:
        _tell(checked, time.perf_counter() - begun)
        teach([] if dry else checked.problems)
    if checked.problems:
        raise SystemExit(1)


def check_project(root: Path, jobs: int | None, fresh: bool = False, since: Since | None = None) -> Checked:
    """Check a project; of many files those that have changed since the last build, else by several processes.

    `since` tells what alone is looked at. Raises Faulty where the schema is wrong.
    """
    if not jobs and not has_many_files(root, MANY):
        return _in_memory(open_project(root))
    from readout.commands.steps import steps  # noqa: PLC0415  # what a check of few files need not load
    from readout.compile.check import check  # noqa: PLC0415
    from readout.compile.wanted import wanted  # noqa: PLC0415
    from readout.pool import cores  # noqa: PLC0415

    with steps() as step:
        return check(wanted(root), jobs or cores(), step, fresh, since)


def _in_memory(project: Project) -> Checked:
    return Checked(project.problems, len(project.files))


def _tell(checked: Checked, seconds: float) -> None:
    """Say what was checked."""
    files, problems = plural(checked.files, "file"), plural(len(checked.problems), "problem")
    if checked.why:
        note(f"{checked.why}: all is read")
    what = f"{files} checked,"
    if checked.read is not None:
        what = f"{plural(checked.read, 'unit')} of {files} read, the others as they were at the last build:"
    note(f"{what} {problems} ({seconds:.2f} s)")


def _watch(start: Path, with_others: bool, jobs: int | None) -> None:
    """Check again on every save until Ctrl-C, which ends as a check ends."""
    from readout.commands.follow import follow  # noqa: PLC0415  # what only watching needs
    from readout.commands.screen import show_update  # noqa: PLC0415
    from readout.live import Live, Update  # noqa: PLC0415
    from readout.on_disk import Checking, OnDisk  # noqa: PLC0415

    if with_others:
        raise click.UsageError("--watch only shows problems: leave out --fix, --diff, --fresh and --quiet")
    root = find_root(start)
    many = has_many_files(root, MANY_WATCHED)
    checking = Checking(lambda since: check_project(root, jobs, since=since))
    live = OnDisk(root, checking) if many else Live(root)
    left = 0

    def tell(update: Update, paths: set[str]) -> None:
        nonlocal left
        left = len(update.problems)
        show_update(update, live.root)

    try:
        follow(live, tell)
    except KeyboardInterrupt:
        raise SystemExit(1 if left else 0) from None


def _fix(project: Project, dry: bool) -> str:
    """Apply the fixes, or print them as a diff; returns what was done."""
    from readout.mend import diff, mend  # noqa: PLC0415  # 20 ms that a check without --fix does not need

    mended = mend(project.workspace, project.problems)
    count = f"{plural(sum(one.count for one in mended), 'problem')} in {plural(len(mended), 'file')}"
    if dry:
        click.echo(diff(mended), nl=False)
        return f"would fix {count}"
    sweep(project.root)
    for one in mended:
        write_if_other(project.root / one.path, one.after)
    return f"fixed {count}"
