"""Write the database in the formats of other tools: CSV, Parquet, NDJSON, Croissant, DCAT, RO-Crate and more."""

import re
import sqlite3
from pathlib import Path

import click

from readout.commands.progress import progress
from readout.commands.say import note, quiet_option
from readout.export import FORMATS, Format
from readout.export.listing import remove_listing, write_listing
from readout.export.place import Foreign, in_place_of
from readout.export.source import NotNow, NotOurs, Source, open_source
from readout.files import REMEDIES
from readout.near import did_you_mean, plural
from readout.project import SCHEMA, database_of, find_root

#: What names can be made of: an address without a query or a fragment.
BASE = re.compile(r"https?://[^\s/?#<>\"\\^`{|}]+(/[^\s?#<>\"\\^`{|}]*)?")
#: The end of the folder whose exports the website offers.
PUBLISHED = ("build", "export")
EXIT_CODES = "Exit codes: 0 written, 2 wrong use, a format that can't be written, or a failing environment, 3 a bug."


def _checked_base(context: click.Context, option: click.Parameter, given: str | None) -> str | None:
    if given is not None and not BASE.fullmatch(given):
        raise click.BadParameter(f"{given!r} is no address; write one such as https://example.org/readout")
    return given


@click.command("export", epilog=EXIT_CODES)
@click.argument("formats", nargs=-1, metavar="[FORMAT]…")
@click.option(
    "--to", type=click.Path(path_type=Path, file_okay=False),
    help="Where each format gets a folder of its name; build/export without it.",
)  # fmt: skip
@click.option(
    "--database", type=click.Path(path_type=Path, dir_okay=False), help="The database; build/readout.db without it."
)
@click.option(
    "--texts", envvar="READOUT_TEXTS", type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder with the articles' texts, for the formats that need them (or set READOUT_TEXTS).",
)  # fmt: skip
@click.option(
    "--base-url", metavar="ADDRESS", callback=_checked_base,
    help="Where the database is served, such as https://example.org/readout: records get addresses for names.",
)  # fmt: skip
@click.option("--replace", is_flag=True, help="Replace a folder though it holds files that no such export has.")
@click.option("--list", "only_list", is_flag=True, help="List the formats, and what each needs.")
@quiet_option
@click.pass_obj
def command(
    start: Path, formats: tuple[str, ...], to: Path | None, database: Path | None, texts: Path | None,
    base_url: str | None, replace: bool, only_list: bool,
) -> None:  # fmt: skip
    """Write the database in the formats of other tools: those that are named, or all that can be written and published.

    It needs the database alone. A format's folder is written beside its place and takes it when it is complete.
    """
    if only_list:
        _list()
        return
    wanted = [_known(name) for name in dict.fromkeys(formats)] or [
        each for each in FORMATS.values() if not each.private
    ]
    place, file = _where(start, to, database)
    _spare(wanted, place)
    try:
        with open_source(file, texts, base_url) as source:
            for each in wanted:
                done = _write(each, source, place / each.name, named=bool(formats), may_replace=replace or to is None)
                if done and place.resolve() == file.resolve().parent / PUBLISHED[-1]:
                    write_listing(place, each.name, file)
    except (NotOurs, Foreign) as error:
        hint = "; take another --to, or add --replace" if isinstance(error, Foreign) else ""
        raise click.ClickException(f"{error}{hint}") from error
    except sqlite3.Error as error:
        raise click.ClickException(f"{file}: SQLite says: {error}; what was exported before stays") from error
    except OSError as error:
        remedy = REMEDIES.get(error.errno or 0, "what was exported before stays")
        raise click.ClickException(f"{error.filename or place}: {error.strerror or error}; {remedy}") from error


def _list() -> None:
    for each in FORMATS.values():
        lacks = f" (needs pip install 'readout[{each.needs}]')" if each.missing else ""
        click.echo(f"{each.name:<16} {each.title}{lacks}")


def _known(name: str) -> Format:
    if name not in FORMATS:
        hint = did_you_mean(name, FORMATS) or "one of: " + ", ".join(FORMATS)
        raise click.UsageError(f"there is no format '{name}'; {hint}")
    return FORMATS[name]


def _where(start: Path, to: Path | None, database: Path | None) -> tuple[Path, Path]:
    """The folder for the exports, and the database; a project is looked for only where one of them is not given."""
    root = start if to and database else find_root(start)
    file = database or database_of(root)
    if not file.is_file():
        hint = "run `readout build`" if (root / SCHEMA).is_file() and not database else "is the path right?"
        raise click.ClickException(f"{file}: there is no such database; {hint}")
    return to or root / "build" / "export", file


def _spare(wanted: list[Format], place: Path) -> None:
    """Keep what may not be published out of the folder that the website and `readout freeze` offer."""
    private = [each.name for each in wanted if each.private]
    if private and place.resolve().parts[-2:] == PUBLISHED:
        why = f"{private[0]} holds the articles' texts, and what lies in {place} is published"
        raise click.UsageError(f"{why}; name another folder with --to")


def _write(each: Format, source: Source, target: Path, named: bool, may_replace: bool) -> bool:
    """Write one format; whether it was. What can't be is passed over with a word, or an error where it was asked for.

    Until a new listing is written, there is none.
    """
    try:
        if each.missing:
            hint = f"pip install 'readout[{each.needs}]', or in this folder: .venv/bin/pip install '.[{each.needs}]'"
            raise NotNow(f"it needs the package {each.missing[0]}: {hint}")
        with in_place_of(target, may_replace) as folder, progress(each.name, _total(each, source)) as step:
            source.step = step
            each.write(source, folder)
            remove_listing(target.parent, each.name)
            count = sum(1 for found in folder.rglob("*") if found.is_file())
            size = sum(found.stat().st_size for found in folder.rglob("*") if found.is_file())
    except NotNow as error:
        if named:
            raise click.ClickException(f"{each.name} can't be written: {error}") from error
        note(f"left out {each.name}: {error}")
        return False
    note(f"wrote {target}, {plural(count, 'file')}, {size / 1e6:.1f} MB")
    return True


def _total(each: Format, source: Source) -> int:
    """How many rows a format reads, for its progress bar."""
    tables = source.tables if each.reads is not None else [*source.tables, *source.views]
    return sum(table.count for table in tables if each.reads is None or table.name in each.reads)
