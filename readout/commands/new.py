"""Start an article: a draft with its quotes listed and candidates from the registers."""

from hashlib import sha256
from pathlib import Path

import click

from readout.anchoring.find import occurrences
from readout.anchoring.texts import LARGEST, Text, check_text
from readout.canonical import Canonical, canonical
from readout.commands.say import note
from readout.files import sweep
from readout.modeline import modeline
from readout.near import plural
from readout.project import Project, open_project
from readout.record import Reader
from readout.row import Rows
from readout.source import SourceFile
from readout.starting.appeared import of_file
from readout.starting.begin import Chosen, begin, told_of, vocabulary_of
from readout.starting.choices import (
    Undecided,
    address_of,
    curator_of,
    headline_of,
    published_of,
    story_of,
    unknown_outlet,
    usual,
)
from readout.starting.front_matter import TO_WRITE, Draft, Line, write_draft
from readout.starting.guide import guide_version
from readout.starting.new_file import write_new
from readout.starting.slug import slug_of, words_of
from readout.words import count_words

GENRE = "ReportageNewsArticle"


@click.command("new")
@click.argument("outlet")
@click.argument("article", metavar="URL-OR-TITLE")
@click.option("--text", "text_name", required=True, help="The file with the article's text, or its name in --texts.")
@click.option(
    "--texts", envvar="READOUT_TEXTS", type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder with the articles' texts (or set READOUT_TEXTS).",
)  # fmt: skip
@click.option("--story", help="The story's id; else the only one, or the nearest to the text.")
@click.option("--date", help="When it appeared (EDTF); else from the address or a line near the top of the text.")
@click.option("--language", help="The language (BCP 47); else the outlet's, unless the text is in another.")
@click.option("--headline", help="The headline; else the title, or the first line of the text.")
@click.option("--curator", help="Who annotates; else the only curator.")
@click.option("--dry-run", is_flag=True, help="Print the draft and write nothing.")
@click.pass_obj
def command(
    start: Path, /, outlet: str, article: str, text_name: str, texts: Path | None, dry_run: bool, **given: str | None
) -> None:
    """Start an article: a draft with its quotes listed and candidates from the registers.

    Writes sources/articles/OUTLET/DATE-SLUG.md, and never over a file that is there. Every stretch in quotation
    marks is listed, with type, cue and speaker where the words tell; each such row is `suggested: true`
    until a person takes that out. Claims, events and terms that the text may hold are proposed in comments.
    """
    project = open_project(start)
    if not dry_run:
        sweep(project.root)
    found = _find_text(text_name, texts)
    text = _text_of(found)
    if texts and not (texts / text.name).is_file():
        note(f"copy {text.name} into {texts}, where `readout anchor` looks for it")
    try:
        made = _Article(project, outlet, article, text, given)
        path = made.path()
    except Undecided as problem:
        raise click.UsageError(str(problem)) from None
    file = project.root / path
    if not dry_run and file.exists():
        raise click.ClickException(f"{path} is there already, and nothing is overwritten; give another --headline")
    draft = made.draft(path)
    source = _readable(canonical(SourceFile(path, write_draft(draft).encode()), project.schema), project)
    if dry_run:
        click.echo(source.decode(), nl=False)
    elif not write_new(file, source):
        raise click.ClickException(f"{path} is there already, and nothing is overwritten; give another --headline")
    _tell(made.notes, draft, path, texts or found.parent, dry_run)


class _Article:
    """The new article: what was given on the command line, and what is concluded from the text and the registers."""

    def __init__(self, project: Project, outlet: str, article: str, text: Text, given: dict[str, str | None]) -> None:
        self.project, self.text, self.given = project, text, given
        self.rows: Rows = project.world.rows
        self.notes: list[str] = []
        outlets = self.rows.by_id("outlets")
        if outlet not in outlets:
            raise Undecided(unknown_outlet(outlet, outlets.values(), self.rows["outlet_names"], project.schema))
        self.outlet = outlets[outlet]
        self.url = address_of(article)
        self.words = text.words.removeprefix("\ufeff")
        title = None if self.url else article
        self.headline, self.headline_from = headline_of(given["headline"], title, self.url, self.words)
        self.published, differs = published_of(given["date"], self.url, self.words)
        self.curator = curator_of(given["curator"], self.rows["curators"])
        vocabulary = vocabulary_of(self.words, self.rows)
        self.story, self.story_from = story_of(given["story"], self.rows["stories"], told_of(self.rows), vocabulary)
        self.language = self._language()
        self._say(differs)

    def _say(self, remark: str) -> None:
        if remark:
            self.notes.append(remark)

    def _language(self) -> str:
        if given := self.given["language"]:
            return given
        # the model of languages takes a second to load, and is not needed where the language is given
        from readout.starting.language import language_of  # noqa: PLC0415

        found = language_of(self.words, self.outlet.values.get("language"))
        self._say(found.remark)
        return found.tag

    def path(self) -> str:
        """Where the article goes, relative to the project. Raises Undecided where no name can be made."""
        slug = slug_of(words_of(self.url)) if self.url else ""
        slug = slug or slug_of(self.headline)
        if not slug:
            raise Undecided(f"no file name can be made of '{self.headline}'; give --headline with letters")
        name = f"{of_file(self.published.date)}-{slug}".strip("-")
        others = [row for row in self.rows["articles"] if row.id == name and row.values["outlet"] != self.outlet.id]
        name = f"{name}-{self.outlet.id}"[:100] if others else name
        return f"sources/articles/{self.outlet.id}/{name}.md"

    def draft(self, path: str) -> Draft:
        """The whole draft for a path."""
        fields = self._fields()
        head = [modeline(path).removeprefix("# "), self._about_text()]
        zone = usual(self.rows["articles"], self.outlet.id, "time_zone")
        if zone:
            head.append(f"time_zone: {zone}  (so have the outlet's other articles)")
        chosen = Chosen(fields, head, self.story, self.language, self.published.date)
        return begin(self.text.words, self.rows, chosen, occurrences)

    def _about_text(self) -> str:
        return f"{plural(count_words(self.text.words), 'word')}, sha256 {sha256(self.text.content).hexdigest()}"

    def _fields(self) -> list[Line]:
        genre = usual(self.rows["articles"], self.outlet.id, "genre")
        genre_from = "as the outlet's other articles" if genre else "suggested"
        published_from = f"from {self.published.source}" if self.published.source else ""
        fields = [
            Line("headline", self.headline, self.headline_from),
            Line("story", self.story, self.story_from),
            Line("published", self.published.date, published_from),
            Line("language", self.language),
            Line("url", self.url),
            Line("genre", str(genre or GENRE), genre_from),
            Line("text", self.text.name),
            Line("curator", self.curator),
            Line("status", "draft"),
        ]
        version = guide_version(self.project.root)
        return [*fields, *([Line("guide", version)] if version else []), Line("summary", TO_WRITE)]


def _find_text(name: str, texts: Path | None) -> Path:
    """The file of a text: as named, or in the folder of the texts. Raises click.UsageError."""
    for file in (Path(name), *([texts / name] if texts else [])):
        if file.is_file():
            return file
    where = f"here nor in {texts}" if texts else "here, and no folder is given with --texts or READOUT_TEXTS"
    raise click.UsageError(f"there is no file '{name}' {where}")


def _text_of(file: Path) -> Text:
    """The text of a file. Raises click.ClickException where it can't be used."""
    size = file.stat().st_size
    if size > LARGEST:
        raise click.ClickException(f"the text '{file.name}' has {size:,} bytes; a text has {LARGEST:,} at the most")
    found = check_text(Text(file.name, file.read_bytes()))
    if not isinstance(found, Text):
        raise click.ClickException(f"{found.message}; {found.hint}")
    if not found.words.removeprefix("\ufeff").strip():
        raise click.ClickException(f"the text '{file.name}' is empty; save the article's text in it")
    return found


def _readable(form: Canonical, project: Project) -> bytes:
    """What is to be written, if it is an article. Raises click.ClickException where a value that was given is none."""
    problems = [*form.problems, *Reader(project.schema).read(SourceFile(form.path, form.content)).problems]
    if problems:
        raise click.ClickException(f"{problems[0].message}; {problems[0].hint}")
    if form.bug:
        raise RuntimeError(form.bug)
    return form.content


def _tell(notes: list[str], draft: Draft, path: str, texts: Path, dry_run: bool) -> None:
    """Say what was written, what it holds and what comes next."""
    for remark in (*notes, *draft.remarks):
        note(remark)
    named = sum(made.speaker.actor is not None for made in draft.quotes)
    note(f"{'would write' if dry_run else 'wrote'} {path}")
    counted = f"{plural(len(draft.quotes), 'quote')} ({named} with a speaker suggested)"
    note(f"{counted}, {plural(draft.candidates, 'candidate')} in comments")
    if not dry_run:
        note(f"next: readout anchor --texts {texts}, and readout check --watch while you go on")
