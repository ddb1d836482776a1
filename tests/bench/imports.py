"""Import a corpus made for it: processor time, seconds and memory, for all of it and for going on after a kill."""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import click

from .made.contract import ROOT
from .timing import machine, show_table

WORDS = (
    *["the", "ferry", "bridge", "gate", "town", "council", "mayor", "ducks", "tide", "quay", "captain", "fog"],
    *["boat", "sea", "wind", "of", "and", "in"],
)
KINDS = ("Quote", "Speaker", "Cue", "Naming")
MAP = """\
documents:
  name: '(?P<outlet>[a-z-]+)_(?P<published>[0-9-]+)_'
article:
  url: https://lantern.example/made
labels:
  Quote: {to: quotes, set: {type: direct, medium: speech, speaker: {link: speaker}, cue: {link: cue}}}
  Speaker: {to: part}
  Cue: {to: part}
  Naming: {to: namings, set: {concept: the-bump, voice: own}}
"""


def _document(chance: random.Random, spans: int) -> tuple[str, str]:
    """A text and its annotations: each fourth of the spans is a quote, with its speaker, its cue and a term."""
    text, lines = "Made to be measured\n\n", []
    at = len(text)
    for number in range(spans // len(KINDS)):
        said = " ".join(chance.choices(WORDS, k=8))
        told = " ".join(chance.choices(WORDS, k=16))
        pieces = ["“", said, f" {number},” ", "Tomas Reed", " ", "said", ". The ", "bump", f" of {told}.\n"]
        key = number * len(KINDS)
        kinds = dict(zip((1, 3, 5, 7), KINDS, strict=True))
        for place, piece in enumerate(pieces):
            if place in kinds:
                key += 1
                lines.append(f"T{key}\t{kinds[place]} {at} {at + len(piece)}\t{piece}\n")
            at += len(piece)
        first = number * len(KINDS) + 1
        lines.append(
            f"R{first}\tspeaker Arg1:T{first} Arg2:T{first + 1}\nR{first + 1}\tcue Arg1:T{first} Arg2:T{first + 2}\n"
        )
        text += "".join(pieces)
    return text, "".join(lines)


def write_brat(folder: Path, documents: int, spans: int) -> None:
    """A folder of brat's with so many documents of so many spans each, the same at each run. Raises OSError."""
    folder.mkdir(parents=True)
    chance = random.Random(1)
    for number in range(documents):
        text, annotations = _document(chance, spans)
        name = folder / f"otterby-lantern_{2000 + number % 25}-{number % 12 + 1:02}-{number % 28 + 1:02}_{number:06}"
        name.with_suffix(".txt").write_text(text, encoding="utf-8")
        name.with_suffix(".ann").write_text(annotations, encoding="utf-8")


class Run(NamedTuple):
    """What a run took: seconds of the processor for it itself, seconds on the clock, and its greatest memory in MB."""

    user: float
    wall: float
    memory: int


def _run(folder: Path, seconds: float | None = None) -> Run:
    """Import in a process of its own, killed after so many seconds."""
    line = [sys.executable, "-m", "readout", "--project", folder / "project", "import", "brat", folder / "brat"]
    line += ["--map", folder / "map.yaml", "--texts", folder / "texts", "--report", folder / "report.json"]
    begun = time.perf_counter()
    process = subprocess.Popen(list(map(str, line)), cwd=ROOT, stderr=subprocess.DEVNULL)
    if seconds:
        time.sleep(seconds)
        process.kill()
    _, _, used = os.wait4(process.pid, 0)
    return Run(used.ru_utime, time.perf_counter() - begun, used.ru_maxrss // 1024)


@click.command("imports")
@click.option("--documents", default=1000, show_default=True, help="How many documents.")
@click.option("--spans", default=100, show_default=True, help="How many spans each has.")
def command(documents: int, spans: int) -> None:
    """Import a corpus made for it: processor time, seconds and memory, for all of it and for going on after a kill."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_brat(folder / "brat", documents, spans)
        (folder / "map.yaml").write_text(MAP, encoding="utf-8")
        rows, whole = [], 0.0
        for what, limit in (("whole", None), ("killed half-way", 0.5), ("and going on", None), ("again", None)):
            if limit or not (folder / "project").exists():
                for made in ("project", "texts"):
                    shutil.rmtree(folder / made, ignore_errors=True)
                shutil.copytree(ROOT / "tests" / "corpus", folder / "project")
                shutil.copy(ROOT / "schema.yaml", folder / "project")
            took = _run(folder, whole * limit if limit else None)
            whole = took.wall if what == "whole" else whole
            drafts = len(list((folder / "project/sources/articles/otterby-lantern").glob("2*.md")))
            rows.append([what, f"{took.user:,.1f} s", f"{took.wall:,.1f} s", f"{took.memory:,} MB", f"{drafts:,}"])
        head = [f"{documents:,} documents, {documents * spans:,} spans", "processor", "clock", "memory", "drafts"]
        show_table(head, rows)
        click.echo(machine())
