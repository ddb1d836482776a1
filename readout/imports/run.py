"""One import: document by document into drafts, each annotator's apart."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from readout.anchoring import Text
from readout.anchoring.find import occurrences
from readout.anchoring.texts import LARGEST
from readout.imports.article import Articles, Settled, text_of
from readout.imports.draft import write_draft
from readout.imports.enrich import Enrich
from readout.imports.mapping import Mapping
from readout.imports.model import Document, Loss, Source
from readout.imports.names import Names
from readout.imports.report import Report
from readout.imports.rows import RowMaker
from readout.imports.standing import place
from readout.imports.target import Target
from readout.imports.values import Around
from readout.imports.words import Words
from readout.imports.writing import Fate, Writer, Written
from readout.starting.choices import Undecided, curator_of
from readout.starting.guide import guide_version
from readout.starting.rows import Exact


@dataclass
class Group:
    """One document, which several may have annotated: what it is as an article, its text, and who did so far."""

    settled: Settled | None = None
    text: str | None = None
    curators: list[str] = field(default_factory=list)


@dataclass
class Import:
    """What an import is made of; `done` has what became of each document, in a few words."""

    target: Target
    source: Source
    mapping: Mapping
    enrich: Enrich
    writer: Writer
    names: Names
    articles: Articles
    report: Report
    given: dict[str, str | None]
    progress: Callable[[], None]
    done: list[dict[str, Any]] = field(default_factory=list)

    def run(self) -> None:
        """Import all documents; what can't be settled is written down and passed over. Raises OSError."""
        guide = guide_version(self.target.root)
        for _, group in groupby(self.source, key=lambda document: document.name):
            around = Group()
            for document in self._in_order(group):
                self.progress()
                try:
                    self._one(document, around, guide)
                except Undecided as error:
                    self._lost(document, str(error))
                    self._done(document, "", Written(Fate.FAULTY, str(error)))

    def _in_order(self, group: Iterator[Document]) -> list[Document]:
        """One document's annotators in the order of the mapping, the others after them."""
        order = list(self.mapping.annotators)
        places = {name: number for number, name in enumerate(order)}
        return sorted(group, key=lambda document: (places.get(document.annotator, len(order)), document.annotator))

    def _one(self, document: Document, group: Group, guide: str | None) -> None:
        """One annotator's document into a draft. Raises Undecided, OSError."""
        self.enrich.add(document)
        self._find_text(document)
        curator = self._curator(document, group)
        remarks = place(document)
        words = Words(Exact(document.text, occurrences) if document.text is not None else None)
        maker = RowMaker(self.mapping, self.target.schema, self.names, Around(document), words)
        maker.run()
        if group.settled is None:
            group.settled, group.text = self.articles.settle(document, maker.fields, guide), document.text
        # what a second annotator says of the article itself stands in this one's draft
        settled = replace(group.settled, fields={**group.settled.fields, **maker.fields})
        group.curators.append(curator)
        path = settled.path(curator if len(group.curators) > 1 else "")
        about = [f"Imported from {self.report.format}, document {document.name}", *settled.remarks]
        draft = write_draft(settled, curator, maker.made, path, about, self.target.schema)
        written = self.writer.write(path, draft, self._text(document, settled))
        if written.fate in (Fate.OTHER, Fate.FAULTY):
            self._lost(document, written.why)
        else:
            self.report.tally(document, maker.tally, maker.made)
            for remark in filter(None, (*remarks, *settled.remarks, written.why)):
                self.report.remark(document, remark)
        self._done(document, path, written)

    def _find_text(self, document: Document) -> None:
        """The text from the folder, where the corpus has none but its file is there."""
        name = text_of(self.mapping, document) if document.text is None and self.writer.texts else ""
        file = self.writer.texts / name if name and self.writer.texts else None
        if file and "/" not in name and file.is_file() and file.stat().st_size <= LARGEST:
            document.content = file.read_bytes()
            document.text = document.content.decode("utf-8", "replace")
            document.fields["text"] = name

    def _curator(self, document: Document, group: Group) -> str:
        """Whose annotation it is, and that it can stand beside the others of its document. Raises Undecided."""
        curator = self._known_curator(document)
        if curator in group.curators:
            raise Undecided(
                f"{curator} annotated it twice; map the annotator '{document.annotator}' to another curator"
            )
        if group.settled and document.text != group.text:
            raise Undecided(f"its text is not the one that {group.curators[0]} annotated")
        return curator

    def _known_curator(self, document: Document) -> str:
        if mapped := self.mapping.annotators.get(document.annotator):
            return mapped
        curators = self.target.rows["curators"]
        if document.annotator and (found := self.names.find("curators", document.annotator)):
            return found
        if document.annotator and not self.given.get("curator"):
            hint = f"map annotators: {{{document.annotator}: ID}}, or give --curator"
            raise Undecided(f"the annotator '{document.annotator}' is no curator of sources/curators.yaml; {hint}")
        return curator_of(self.given.get("curator"), curators)

    def _text(self, document: Document, settled: Settled) -> Text | None:
        if document.text is None:
            return None
        content = document.content if document.content is not None else document.text.encode("utf-8", "replace")
        return Text(str(settled.fields["text"]), content)

    def _lost(self, document: Document, why: str) -> None:
        """List a document that is not imported, with all that is in it."""
        self.report.lost(document, Loss("document", document.name, "", why))
        for loss in document.lost(why):
            self.report.lost(document, loss)

    def _done(self, document: Document, path: str, written: Written) -> None:
        entry = {
            "document": document.name, "annotator": document.annotator, "path": path, "fate": str(written.fate),
            "why": written.why, "problems": dict(sorted(written.problems.items())),
        }  # fmt: skip
        self.done.append({key: value for key, value in entry.items() if value})
        self.report.problems.update(written.problems)
        self.report.counts[f"drafts {written.fate}" if path else "documents not imported"] += 1
