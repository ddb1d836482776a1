"""Made-up projects that are kept in build/bench/ from one measurement to the next."""

import shutil
from hashlib import sha256
from pathlib import Path

import click

from readout.files import write_if_other

from .corpus import Order, write_corpus
from .made.contract import ROOT

FOLDER = ROOT / "build" / "bench"
SQL = ("views", "queries")


def cached_corpus(order: Order) -> Path:
    """The folder of a project as ordered; it is written unless it is there, by the generator and schema of today.

    Views and saved queries are those of today; they have no part in what is written.
    """
    kind = "-rich" * order.rich + "-texts" * order.texts
    folder = FOLDER / f"{order.articles}-seed-{order.seed}{kind}"
    stamp = folder.with_suffix(".stamp")
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == _version() and folder.is_dir():
        _renew_sql(folder)
        return folder
    click.echo(f"writing {order.articles:,} articles into build/bench/{folder.name} …", err=True)
    stamp.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    write_corpus(order, folder)
    stamp.write_text(_version(), encoding="utf-8")
    return folder


def _renew_sql(folder: Path) -> None:
    """Copy the views and saved queries where they are others, and take away what there is no more."""
    for kind in SQL:
        wanted = {file.name: file.read_bytes() for file in ROOT.glob(f"{kind}/*.sql")}
        for file in set((folder / kind).glob("*.sql")):
            if file.name not in wanted:
                file.unlink()
        for name, content in wanted.items():
            write_if_other(folder / kind / name, content)


def _version() -> str:
    """A hash of what the files follow from, besides the order."""
    made = [Path(__file__).with_name("corpus.py"), *sorted(Path(__file__).parent.glob("made/*.py"))]
    return sha256(b"".join(sha256(file.read_bytes()).digest() for file in (*made, ROOT / "schema.yaml"))).hexdigest()
