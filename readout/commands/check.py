"""Report everything that is wrong in the sources."""

import time
from pathlib import Path

import click

from readout.commands.say import EXIT_CODES, format_option, note, show, teach
from readout.files import sweep, write_if_other
from readout.near import plural
from readout.problem import Problem
from readout.project import Project, find_root, open_project
from readout.source import has_many_files

#: So many files are no longer read into memory all together.
MANY = 1_000


@click.command("check", epilog=EXIT_CODES)
@format_option
@click.option("-q", "--quiet", is_flag=True, help="Print problems and nothing else; nothing at all if there are none.")
@click.option("--fix", is_flag=True, help="Put right what has exactly one right answer, and report what is left.")
@click.option("--diff", "--dry-run", "dry", is_flag=True, help="With --fix: write nothing; print what would change.")
@click.option("--watch", is_flag=True, help="Go on: check again on every save, and show what is left, newest first.")
@click.option(
    "--jobs", type=click.IntRange(1), help="Processes that share the work; without it one a core, for many files."
)
@click.pass_obj
def command(start: Path, quiet: bool, fix: bool, dry: bool, watch: bool, jobs: int | None) -> None:
    """Report everything that is wrong in the sources."""
    if watch:
        _watch(start, fix or dry or quiet)
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
    problems, files = (project.problems, len(project.files)) if dry else problems_of(root, jobs)
    if not dry:
        show(problems, root)
    if not quiet:
        seconds = time.perf_counter() - begun
        note(f"{plural(files, 'file')} checked, {plural(len(problems), 'problem')} ({seconds:.2f} s)")
        teach([] if dry else problems)
    if problems:
        raise SystemExit(1)


def problems_of(root: Path, jobs: int | None) -> tuple[list[Problem], int]:
    """The problems of a project, and how many files it has; many files are read by several processes in flat memory.

    Raises Faulty where the schema is wrong.
    """
    if not jobs and not has_many_files(root, MANY):
        project = open_project(root)
        return project.problems, len(project.files)
    from readout.commands.steps import steps  # noqa: PLC0415  # what a check of few files need not load
    from readout.compile.build import check as check_all  # noqa: PLC0415
    from readout.pool import cores  # noqa: PLC0415

    with steps() as step:
        return check_all(root, jobs or cores(), step)


def _watch(start: Path, with_others: bool) -> None:
    """Check again on every save until Ctrl-C, which ends as a check ends."""
    from readout.commands.follow import follow  # noqa: PLC0415  # what only watching needs
    from readout.commands.screen import show_update  # noqa: PLC0415
    from readout.live import Live, Update  # noqa: PLC0415

    if with_others:
        raise click.UsageError("--watch only shows problems: leave out --fix, --diff and --quiet")
    live = Live(find_root(start))
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
