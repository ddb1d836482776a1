"""Write a made-up project of any size, to measure on.

Every table and field of the schema has its share, so what is measured on it is what a real project asks for. The
same N, seed and kind give the same bytes on every machine: chance is seeded by names (see made/chance.py).
"""

import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import click

from .made.chance import long_tail
from .made.contract import ROOT, Key
from .made.english import prose
from .made.files import File, register_file, story_files, story_record
from .made.profile import RICH, USUAL
from .made.registers import shared_registers
from .made.story import Story
from .made.world import Shared

#: Articles a story: half have fewer than the median, a few as many as the most; 50 on average.
SIZES = (34, 2, 200)
#: Records a file of a register that all stories share.
SHARD = 500
#: The share of articles with anchors; where the texts are written too, all have them.
ANCHORED = 0.8
#: One story in so many is written down before its first article.
PLANNED = 50


@dataclass(frozen=True)
class Order:
    """What is asked for: how many articles, of which seed, as rich as the repository's own, and with their texts."""

    articles: int
    seed: int = 1
    rich: bool = False
    texts: bool = False


@dataclass(frozen=True)
class Written:
    """What was written: files and their bytes, and of these the articles' own."""

    files: int = 0
    size: int = 0
    articles_size: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(self.files + other.files, self.size + other.size, self.articles_size + other.articles_size)


def write_corpus(order: Order, folder: Path, jobs: int | None = None) -> Written:
    """Write the project into a folder that is empty or not there; returns what was written. Raises OSError.

    Stories are made one by one, in `jobs` processes (one a core, if None), so memory does not grow with them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(17, "the folder is not empty", str(folder))
    shutil.copy(ROOT / "schema.yaml", folder)
    for name in ("views", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    sizes = story_sizes(order)
    write = partial(_write_story, order, folder)
    used: set[Key] = set()
    total = Written()
    with ProcessPoolExecutor(min(jobs or os.cpu_count() or 1, len(sizes))) as pool:
        for written, refers in pool.map(write, range(len(sizes)), sizes, chunksize=1):
            total += written
            used |= refers
    return total + _write_all(_shared_files(order, sizes, used), folder, order.texts)


def story_sizes(order: Order) -> list[int]:
    """How many articles each story has."""
    random = _shared(order).random("sizes", 0)
    sizes: list[int] = []
    left = order.articles
    while left > 0:
        size = long_tail(random, *SIZES, 0.9)
        # nobody compares a story of one article: it goes with the one before
        size = left if left - size < SIZES[1] else size
        sizes.append(size)
        left -= size
    return sizes


@cache
def _shared(order: Order) -> Shared:
    return Shared(order.seed, order.articles)


def _story(order: Order, number: int, size: int) -> Story:
    return Story(_shared(order), RICH if order.rich else USUAL, number, size)


def _write_story(order: Order, folder: Path, number: int, size: int) -> tuple[Written, set[Key]]:
    """Write one story; returns what was written, and what it refers to in the registers that all share."""
    used: set[Key] = set()
    story, anchored = _story(order, number, size), 1 if order.texts else ANCHORED
    written = _write_all(story_files(story, used, anchored), folder, order.texts)
    return written, {key for key in used if key[0] in {"outlets", "actors", "places", "curators"}}


def _shared_files(order: Order, sizes: list[int], used: set[Key]) -> Iterator[File]:
    stories = {}
    for number, size in enumerate(sizes):
        story = _story(order, number, size)
        stories[story.id] = story_record(story)
        if number % PLANNED == 0:
            planned = _story(order, len(sizes) + number, 0)
            reason = prose(_shared(order).random("planned", number), 10)
            stories[planned.id] = story_record(planned) | {"allow": {"R417": reason}}
    registers = {"stories": stories, **shared_registers(_shared(order), used)}
    for name, records in registers.items():
        ids = list(records)
        for shard, start in enumerate(range(0, len(ids), SHARD)):
            chosen = {one: records[one] for one in ids[start : start + SHARD]}
            yield register_file(name, f"{shard:03}" if len(ids) > SHARD else "", chosen)


def _write_all(files: Iterator[File], folder: Path, texts: bool) -> Written:
    total = Written()
    for path, content in files:
        if path.startswith("texts/") and not texts:
            continue
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        total += Written(1, len(content), len(content) if path.endswith(".md") else 0)
    return total


@click.command("corpus")
@click.argument("articles", metavar="N", type=click.IntRange(1))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, another project.")
@click.option("--rich", is_flag=True, help="Annotate each article as fully as the repository's own, 20 to 40 kB.")
@click.option("--texts", is_flag=True, help="Write the articles' texts too, in FOLDER/texts, and anchor all articles.")
@click.option("--jobs", type=click.IntRange(1), help="Processes; one a core, if not given. The files are the same.")
def command(articles: int, folder: Path, seed: int, rich: bool, texts: bool, jobs: int | None) -> None:
    """Write a made-up project of N articles into FOLDER, which must be empty or not there."""
    begun = time.perf_counter()
    try:
        written = write_corpus(Order(articles, seed, rich, texts), folder, jobs)
    except FileExistsError as error:
        raise click.UsageError(f"{folder} is not empty") from error
    seconds = time.perf_counter() - begun
    click.echo(
        f"{articles:,} articles of {written.articles_size / articles / 1000:.1f} kB on average; "
        f"{written.files:,} files, {written.size / 1e6:,.1f} MB, in {seconds:.1f} s"
    )
