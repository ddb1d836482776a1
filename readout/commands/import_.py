"""Bring annotations made with other tools into draft articles."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from readout.commands.progress import progress
from readout.commands.say import EXIT_CODES, note
from readout.files import beside
from readout.imports.article import Articles
from readout.imports.brat import Brat
from readout.imports.doccano import Doccano
from readout.imports.enrich import Enrich
from readout.imports.hypothesis import Hypothesis
from readout.imports.inception import Inception
from readout.imports.label_studio import LabelStudio
from readout.imports.mapping import Mapping
from readout.imports.mapping_file import check_against, check_columns, read_mapping
from readout.imports.model import Foreign, Source, Survey
from readout.imports.names import Names
from readout.imports.report import Report
from readout.imports.run import Import
from readout.imports.table import Table, columns_of
from readout.imports.target import Target, open_target
from readout.imports.writing import Fate, Writer
from readout.near import plural
from readout.problem import Faulty
from readout.starting.choices import Undecided, known

#: So many documents that could not be imported are named; the report has all.
MOST = 20
#: The options that tell a field of every article, and the register that it is looked up in.
GIVEN = {"outlet": "outlets", "story": "stories", "curator": "curators"}
OTHERS = {str(Fate.OTHER), str(Fate.FAULTY)}
Opens = Callable[[Path, Mapping], Source]


@click.group("import", epilog=EXIT_CODES)
def command() -> None:
    """Bring annotations made with other tools into draft articles.

    Writes sources/articles/OUTLET/DATE-SLUG.md and its anchors, and never over a file that is there: run it again,
    and it goes on where it was. What can't be carried over is told, with the reason; --report FILE has all of it.
    docs/import.md shows how labels become quotes, namings, stances and so on.
    """


def _options(run: Callable[..., None]) -> Callable[..., None]:
    folder = click.Path(path_type=Path, file_okay=False)
    file = click.Path(path_type=Path, dir_okay=False)
    there = click.Path(path_type=Path, dir_okay=False, exists=True)
    for option in reversed((
        click.option("--map", "map_file", type=there, help="What labels, features and fields become (docs/import.md)."),
        click.option("--texts", envvar="READOUT_TEXTS", type=folder, help="The folder that gets, or has, the texts."),
        click.option("--report", "report_file", type=file, help="Write what was and was not carried over, as JSON."),
        click.option("--outlet", help="The outlet of all articles; else by the mapping."),
        click.option("--story", help="The story of all articles; else the only one."),
        click.option("--curator", help="Who annotated; else by the mapping, or the only curator."),
        click.option("--dry-run", is_flag=True, help="Read, match and report all, and write nothing else."),
    )):  # fmt: skip
        run = option(run)
    return run


def _format(name: str, said: str, opens: Opens, help_text: str, only_folder: bool = False) -> None:
    """Add the command of one format: its name, what it is called in reports, how it is opened, and its help."""
    argument = click.Path(path_type=Path, exists=True, file_okay=not only_folder, dir_okay=name != "csv")

    @command.command(name, help=help_text, epilog=EXIT_CODES)
    @click.argument("corpus", type=argument, metavar="DIR" if only_folder else "FILE")
    @_options
    @click.pass_obj
    def run(
        start: Path, /, corpus: Path, map_file: Path | None, texts: Path | None, report_file: Path | None,
        dry_run: bool, **given: str | None,
    ) -> None:  # fmt: skip
        if name == "csv" and map_file is None:
            raise click.UsageError("a table needs a mapping that names its columns: --map MAP.yaml")
        target = open_target(start)
        _check_given(target, given)
        try:
            _Run(target, said, map_file, texts, dry_run, given).go(corpus, opens, report_file)
        except Foreign as fault:
            raise Faulty([fault.problem]) from None


def _check_given(target: Target, given: dict[str, str | None]) -> None:
    for option, table in GIVEN.items():
        try:
            if word := given.get(option):
                known(word, target.rows[table], option, table)
        except Undecided as error:
            raise click.UsageError(str(error)) from None


class _Run:
    """One run of the command."""

    def __init__(
        self, target: Target, said: str, map_file: Path | None, texts: Path | None, dry_run: bool,
        given: dict[str, str | None],
    ) -> None:  # fmt: skip
        self.target, self.texts, self.dry_run, self.given = target, texts, dry_run, given
        self.mapping = read_mapping(map_file, target.schema, target.rows) if map_file else Mapping()
        self.report = Report(said)
        self.names = Names(target.rows, target.schema)

    def go(self, corpus: Path, opens: Opens, report_file: Path | None) -> None:
        """Read the corpus twice: once to know that it is sound, and once to import it. Raises Foreign, Faulty."""
        source = opens(corpus, self.mapping)
        found = source.survey()
        enrich = Enrich(self.mapping)
        check_against(self.mapping, found, enrich.fields)
        self._check_texts(found)
        articles = Articles(self.mapping, self.target, self.names, self.given)
        writer = Writer(self.target, self.texts, self.dry_run)
        with progress(f"importing {self.report.format}", found.documents, "documents") as step:
            parts = (self.target, source, self.mapping, enrich, writer, self.names, articles, self.report, self.given)
            made = Import(*parts, lambda: step(1))
            made.run()
        if report_file:
            with beside(report_file) as file:
                with file.path.open("w", encoding="utf-8") as opened:
                    opened.writelines(self.report.json(self.names, made.done))
                file.put()
        self._tell(made.done, report_file)

    def _check_texts(self, found: Survey) -> None:
        if found.has_texts and self.texts is None:
            raise click.UsageError(
                "the corpus holds texts, which never enter the repository: say where with --texts FOLDER"
            )
        if self.texts and not self.dry_run:
            self.texts.mkdir(parents=True, exist_ok=True)

    def _tell(self, done: list[dict[str, Any]], report_file: Path | None) -> None:
        """Say what was done; ends with 1 where a document was not imported."""
        counts = self.report.counts
        for line in self.report.text(self.names):
            note(line)
        failed = [one for one in done if one["fate"] in OTHERS]
        for one in failed[:MOST]:
            note(f"not imported: {one['document']}: {one.get('why', '')}")
        if len(failed) > MOST:
            note(f"and {plural(len(failed) - MOST, 'other document')} not imported")
        written, there = counts[f"drafts {Fate.WRITTEN}"], counts[f"drafts {Fate.SAME}"]
        would = "would write" if self.dry_run else "wrote"
        note(f"{would} {plural(written, 'draft')}" + (f"; {plural(there, 'draft')} there already" if there else ""))
        if report_file:
            note(f"wrote {report_file.name}")
        if written and not self.dry_run:
            note("next: readout check, which names what is to be completed")
        if failed:
            raise SystemExit(1)


def _table(file: Path, mapping: Mapping) -> Source:
    if not mapping.csv:
        raise click.UsageError(f"{mapping.file} has no part `csv`, which names the table's columns")
    try:
        columns = columns_of(file, mapping.csv.get("delimiter", ""), mapping.csv.get("encoding", ""))
    except LookupError as error:
        raise click.UsageError(f"csv.encoding: {error}") from None
    check_columns(mapping, columns, file.name)
    return Table(file, mapping.csv)


_format("brat", "brat", lambda corpus, mapping: Brat(corpus, set(mapping.annotators)),
        "A folder of brat's: texts (.txt) and their annotations (.ann).", only_folder=True)  # fmt: skip
_format(
    "hypothesis", "Hypothesis", lambda corpus, mapping: Hypothesis(corpus), "What the API of Hypothesis gives, as JSON."
)
_format("inception", "INCEpTION", lambda corpus, mapping: Inception(corpus),
        "UIMA CAS JSON or WebAnno TSV of INCEpTION, a file or a folder of them.")  # fmt: skip
_format(
    "doccano",
    "doccano",
    lambda corpus, mapping: Doccano(corpus),
    "A JSONL export of doccano, or a folder with one for each annotator.",
)
_format("label-studio", "Label Studio", lambda corpus, mapping: LabelStudio(corpus), "A JSON export of Label Studio.")
_format("csv", "a table", _table, "A table with a row a span or a row an article, with a mapping (--map).")
