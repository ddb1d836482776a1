"""How long a build on a Dask cluster of one and of two workers takes, on this machine, and to cut a story from it."""

import resource
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from distributed import Client, LocalCluster

from readout.commands.build import build_database
from readout.project import database_of, read_schema
from readout.scale.build import build_on_cluster
from readout.scale.complete import Complete
from readout.scale.parts import STORIES
from readout.scale.slice import Wanted, cut_database

from .corpus import Order, write_corpus
from .timing import alternate, machine, median, show_table

STORY = "a story, cut from the result"


@click.command("scale")
@click.option("--articles", type=click.IntRange(10), default=1000, show_default=True, help="Articles of the project.")
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True, help="Runs of each; medians are shown.")
def command(articles: int, rounds: int) -> None:
    """Seconds of a build by one and by two workers, and of the same build without a cluster; the memory of a worker."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_corpus(Order(articles), folder / "project")
        processor: dict[str, list[float]] = defaultdict(list)

        def counted(name: str, run: Callable[[], object], cluster: LocalCluster | None = None) -> None:
            before = spent(cluster)
            run()
            processor[name].append(spent(cluster) - before)

        with workers(1) as one, workers(2) as two:
            runs = {
                "without a cluster, 1 process": lambda: counted("here 1", lambda: here(folder, 1)),
                "without a cluster, 2 processes": lambda: counted("here 2", lambda: here(folder, 2)),
                "a cluster of 1 worker": lambda: counted("one", lambda: on(one, folder), one),
                "a cluster of 2 workers": lambda: counted("two", lambda: on(two, folder), two),
                STORY: lambda: counted("story", lambda: cut(folder)),
            }
            seconds = {name: median(found) for name, found in alternate(runs, rounds).items()}
            peak = max(memory(one), memory(two))
        sizes = [size(folder / "result"), database_of(folder / "project").stat().st_size]
    click.echo(f"{machine()}; {articles:,} articles")
    took = [
        (name, took, median(found)) for (name, took), found in zip(seconds.items(), processor.values(), strict=True)
    ]
    rows = [(name, f"{wall:.2f} s", f"{cpu:.2f} s", f"{articles / wall:,.0f}") for name, wall, cpu in took]
    show_table(("what", "time", "processor time", "articles a second"), rows)
    click.echo(f"most memory of a worker: {peak / 1e6:,.0f} MB")
    click.echo(f"Parquet {sizes[0] / 1e6:,.1f} MB, SQLite {sizes[1] / 1e6:,.1f} MB")


@contextmanager
def workers(count: int) -> Iterator[LocalCluster]:
    """A cluster of so many processes on this machine."""
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=count, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as cluster:
        yield cluster


def here(folder: Path, jobs: int) -> None:
    """Build the project's database without a cluster."""
    build_database(folder / "project", fresh=True, jobs=jobs)


def on(cluster: LocalCluster, folder: Path) -> Complete:
    """Build the project on a cluster."""
    shutil.rmtree(folder / "result", ignore_errors=True)
    return build_on_cluster(folder / "project", cluster.scheduler_address, str(folder / "result"))


def cut(folder: Path) -> None:
    """Cut the first story."""
    file = folder / "story.db"
    file.unlink(missing_ok=True)
    file.touch()
    cut_database(str(folder / "result"), Wanted(stories=(first_story(folder),)), file)


def first_story(folder: Path) -> str:
    """The story of the first article."""
    assert STORIES in read_schema(folder / "project").registers
    file = min((folder / "project" / "sources" / "articles").rglob("*.md"))
    lines = file.read_text(encoding="utf-8").splitlines()
    return next(line.removeprefix("story: ") for line in lines if line.startswith("story: "))


def spent(cluster: LocalCluster | None) -> float:
    """The processor seconds that this process, its children and a cluster's workers have taken so far."""
    return used() + (sum(asked(cluster, used).values()) if cluster else 0)


def used() -> float:
    """Those of one process, and of its children that have ended."""
    found = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in found)


def memory(cluster: LocalCluster) -> int:
    """The most bytes of memory that a worker has had."""
    found: int = max(asked(cluster, lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024).values())
    return found


def asked(cluster: LocalCluster, question: Callable[[], Any]) -> dict[str, Any]:
    """What a function gives on each worker."""
    with Client(cluster, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        found: dict[str, Any] = client.run(question)
    return found


def size(folder: Path) -> int:
    """The bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
