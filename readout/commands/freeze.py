"""Write the pages, the JSON and the downloads as files that need no server: a static edition."""

import os
import re
import sqlite3
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from urllib.parse import urlsplit

import click

from readout.commands.progress import progress
from readout.commands.say import note, quiet_option
from readout.export import FORMATS
from readout.export.listing import read_listing
from readout.export.place import Foreign, in_place_of
from readout.files import file_sha256
from readout.freeze.edition import make_edition
from readout.freeze.own import MARK, Place
from readout.freeze.plan import NoSuch, Plan, Wanted
from readout.freeze.tables import Unwell
from readout.near import plural
from readout.project import database_of, find_root

EXIT_CODES = "Exit codes: 0 written, 2 wrong use, a page that can't be had, or a failing environment, 3 a bug."
MOST_JOBS = 4


@click.command("freeze", epilog=EXIT_CODES)
@click.option(
    "--to", type=click.Path(path_type=Path, file_okay=False), help="The folder to write; build/edition without it."
)
@click.option(
    "--database", type=click.Path(path_type=Path, dir_okay=False), help="The database; build/readout.db without it."
)
@click.option("--base-url", default="", help="The address that the edition will have: for the sitemap and the feeds.")
@click.option("--only", metavar="story=ID|outlet=ID", help="The readers' pages of one story or one outlet alone.")
@click.option(
    "--rows", type=click.IntRange(0), default=1000, show_default=True,
    help="Tables of at most so many rows get a page for each row.",
)  # fmt: skip
@click.option(
    "--pairs", type=click.IntRange(0), default=200, show_default=True,
    help="Pages that compare two outlets, or two articles of a story, if there are at most so many.",
)  # fmt: skip
@click.option(
    "--views/--no-views", default=None, help="Also pages with one kind of their rows; without it up to 60 articles."
)
@click.option("--jobs", type=click.IntRange(1), help="Processes at work; as many as processors without it, at most 4.")
@click.option("--replace", is_flag=True, help="Replace a folder though it is no edition.")
@quiet_option
@click.pass_obj
def command(
    start: Path, to: Path | None, database: Path | None, base_url: str, only: str | None, rows: int, pairs: int,
    views: bool | None, jobs: int | None, replace: bool,
) -> None:  # fmt: skip
    """Write the pages, the JSON and the downloads as files that any web server, or a USB stick, can carry.

    The folder is written beside its place and takes it when it is complete; what was there stays until then.
    """
    wanted = Wanted(_slice(only), _base(base_url), rows, pairs, views)
    root = find_root(start)
    file, metadata = database or database_of(root), root / "metadata.yml"
    for needed in (file, metadata):
        if not needed.is_file():
            raise click.ClickException(f"{needed}: there is no such file; run `readout build`")
    target = to or root / "build" / "edition"
    try:
        _write(file, metadata, target, wanted, jobs or min(os.cpu_count() or 1, MOST_JOBS), replace)
    except NoSuch as error:
        raise click.UsageError(f"--only: {error}") from error
    except Foreign as error:
        raise click.ClickException(f"{error}; take another --to, or add --replace") from error
    except Unwell as error:
        raise click.ClickException(f"{error}; what was at {target} before stays") from error
    except BrokenProcessPool as error:
        hint = "a process was ended from outside, perhaps for want of memory; take fewer --jobs"
        raise click.ClickException(f"{hint}; what was at {target} before stays") from error
    except sqlite3.Error as error:
        raise click.ClickException(f"{file}: SQLite says: {error}; run `readout build`") from error
    except OSError as error:
        where = error.filename or target
        raise click.ClickException(f"{where}: {error.strerror or error}; what was there before stays") from error


def _write(file: Path, metadata: Path, target: Path, wanted: Wanted, jobs: int, replace: bool) -> None:
    may_replace = replace or (target / MARK).is_file() or (target.is_dir() and not any(target.iterdir()))
    if target.exists() and not may_replace:
        raise Foreign(f"{target} is there and is no edition")
    exports = _exports(file)
    with in_place_of(target, may_replace) as folder, progress("freeze", _estimate(file), "files") as step:
        plan, made = make_edition(Place(folder, file, metadata, exports), wanted, jobs, step)
        files = [found for found in folder.rglob("*") if found.is_file()]
        size = sum(found.stat().st_size for found in files)
    _tell(plan)
    note(f"wrote {target}, {plural(len(files), 'file')}, {size / 1e6:.1f} MB; {plural(made.texts, 'text')} to search")
    note(f"open {target / 'index.html'}")


def _tell(plan: Plan) -> None:
    """Say what the edition leaves out because there is much of it."""
    large = [name for name in plan.counts if plan.has_pages(name) and not plan.has_rows(name) and name in plan.keyed]
    if large:
        note(f"no page for each row of {', '.join(large)}: more than {plan.wanted.rows:,} rows (--rows)")
    if not plan.pictures:
        note("no plots as PNG: that needs a font such as DejaVu Sans, and the library resvg_py")
    for by, count in plan.left_pairs.items():
        note(f"no pages that compare two {by}s: {count:,} pairs are more than {plan.wanted.pairs:,} (--pairs)")


def _slice(only: str | None) -> tuple[str, str] | None:
    if only is None:
        return None
    kind, mark, name = only.partition("=")
    if kind not in ("story", "outlet") or not mark or not name:
        raise click.UsageError(f"--only takes story=ID or outlet=ID, not '{only}'")
    return kind, name


def _base(given: str) -> str:
    if not given:
        return ""
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise click.UsageError(f"--base-url is an address such as https://example.org/news/, not '{given}'")
    if not re.fullmatch(r"[A-Za-z0-9._~:/%\[\]-]+", given):
        raise click.UsageError("--base-url has characters in it that no address has")
    return given.rstrip("/") + "/"


def _exports(database: Path) -> tuple[Path, ...]:
    """The folders that `readout export` wrote from this very database, but for what is private; others are left out."""
    place, mark, found = database.parent / "export", file_sha256(database), []
    for name in sorted(path.name for path in place.glob("[a-z]*") if path.is_dir()):
        listing = read_listing(place, name)
        if name in FORMATS and not FORMATS[name].private and listing and listing.database == mark:
            found.append(place / name)
        else:
            note(f"left out {place / name}: it was not made from this database; run `readout export`")
    return tuple(found)


def _estimate(database: Path) -> int:
    """About how many files there will be, for the progress bar."""
    with sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        plain = [name for name in names if "_fts" not in name and not name.startswith("sqlite_")]
        return sum(int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in plain)
