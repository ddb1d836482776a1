"""How soon `readout check --watch` shows the problems after a save, in a large project."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from .cached import cached_corpus
from .corpus import Order
from .timing import machine, median, milliseconds, percentile, show_table
from .watcher import Shown, Watcher

#: One save in so many is of a record of a register, in turn a story's own and one that all stories share.
REGISTER_EVERY = 5


@dataclass(frozen=True)
class Edit:
    """A save to be made, and to be taken back: the file, the words that it has, and those that make one problem."""

    kind: str
    file: Path
    before: bytes
    after: bytes


@click.command("watch")
@click.option("--articles", type=click.IntRange(2), default=10_000, show_default=True, help="How large the project is.")
@click.option("--saves", type=click.IntRange(2), default=20, show_default=True, help="How many files are edited.")
@click.option(
    "--project",
    type=click.Path(path_type=Path, exists=True, file_okay=False, resolve_path=True),
    help="A clean project to edit, such as `corpus` writes; if not given, one is kept in build/bench.",
)
def command(articles: int, saves: int, project: Path | None) -> None:
    """The time from a save that is done to the problems that are shown.

    Each edit makes a problem and is then taken back: two saves. The files are different ones, and are written
    now in place, now beside it and renamed, as editors do. One edit in five is of a register.
    """
    project = project or cached_corpus(Order(articles))
    shown, first, peak = measure(project, saves)
    counted = sum(file.name.count(".") == 1 for file in project.glob("sources/articles/*/*.md"))
    click.echo(f"{machine()}; {counted:,} articles, {saves} edits of two saves each")
    rows = [_row(kind, times) for kind, times in shown.items() if times]
    show_table(("saved", "saves", "median", "95 %", "slowest", "of it reading and checking"), rows)
    click.echo(f"start to first problems {first.seconds:.1f} s; peak memory {peak / 1e6:,.0f} MB")


def measure(project: Path, saves: int) -> tuple[dict[str, list[Shown]], Shown, int]:
    """What was shown after each save by the kind of the file, what before any, and the peak memory in bytes.

    Takes a clean project, and how many files are edited. Raises click.ClickException where it has problems.
    """
    with Watcher(project) as watcher:
        if watcher.first.problems:
            raise click.ClickException(f"{project} has problems already; put it right, or delete it")
        shown = {kind: list[Shown]() for kind in KINDS}
        for number, edit in enumerate(choose_edits(project, saves)):
            shown[edit.kind] += _make_and_undo(watcher, edit, renamed=number % 2 == 1)
        return shown, watcher.first, watcher.peak_memory()


#: What is edited: the pattern of its files, and words in them with others in their place that make a problem.
KINDS = {
    "an article": ("articles/*/*.md", b"\ngenre: ", b"\ngenre: un"),
    "a story's register": ("events/*.yaml", b"\n  type: ", b"\n  type: UN"),
    "a shared register": ("actors*/*.yaml", b"\n  kind: ", b"\n  kind: un"),
}


def choose_edits(project: Path, saves: int) -> Iterator[Edit]:
    """Edits of files that are spread over the project, no file twice while there are others."""
    files = {kind: sorted((project / "sources").glob(pattern)) for kind, (pattern, _, _) in KINDS.items()}
    files["a shared register"] += sorted((project / "sources").glob("actors.yaml"))
    for number in range(saves):
        turn = number // REGISTER_EVERY
        of_register = ("a story's register", "a shared register")[turn % 2]
        kind = of_register if number % REGISTER_EVERY == REGISTER_EVERY - 1 else "an article"
        file = files[kind][number * 7919 % len(files[kind])]
        _, words, others = KINDS[kind]
        before = file.read_bytes()
        yield Edit(kind, file, before, before.replace(words, others, 1))


def _make_and_undo(watcher: Watcher, edit: Edit, renamed: bool) -> list[Shown]:
    try:
        made = watcher.save(edit.file, edit.after, renamed)
        if made.problems != 1:
            raise RuntimeError(f"{made.problems} problems are shown after an edit of {edit.file}")
        undone = watcher.save(edit.file, edit.before, renamed)
        if undone.problems:
            raise RuntimeError(f"{undone.problems} problems are left after {edit.file} was put right")
        return [made, undone]
    except subprocess.TimeoutExpired as late:
        raise RuntimeError(f"nothing was shown after {edit.file} was saved") from late
    finally:
        edit.file.write_bytes(edit.before)


def _row(kind: str, shown: list[Shown]) -> tuple[str, ...]:
    times = [one.seconds for one in shown]
    inside = median([one.inside for one in shown])
    measures = (median(times), percentile(times, 95), max(times), inside)
    return (kind, str(len(times)), *map(milliseconds, measures))
