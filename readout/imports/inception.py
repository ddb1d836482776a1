"""INCEpTION: UIMA CAS JSON 0.4 and WebAnno TSV 3.x, a file or a folder of them, such as a project's `annotation`."""

from collections.abc import Iterator
from pathlib import Path

from readout.imports.cas import read_cas
from readout.imports.model import Document, Foreign, Source
from readout.imports.reading import files_of, read_text
from readout.imports.webanno import read_webanno

#: What INCEpTION writes for the document before anybody annotated it.
INITIAL = "INITIAL_CAS"
HINT = "export UIMA CAS JSON 0.4 or WebAnno TSV 3.3"


class Inception(Source):
    """Files of INCEpTION's. In `DOCUMENT.txt/ANNOTATOR.json` the folder is the document."""

    def __init__(self, given: Path) -> None:
        files = [file for file in files_of(given, ".json", ".tsv") if file.stem != INITIAL]
        if not files:
            raise Foreign(str(given), 0, "there is no .json or .tsv file here", HINT)
        self.files = sorted((*_name(file), file) for file in files)

    def __iter__(self) -> Iterator[Document]:
        """The documents by their names, each as each annotator marked it."""
        for name, annotator, file in self.files:
            text = read_text(file)
            document = Document(name, str(file), annotator=annotator)
            if text.startswith("#FORMAT=WebAnno TSV 3"):
                read_webanno(text, document)
            elif text.lstrip().startswith("{"):
                read_cas(text, document)
            else:
                raise Foreign(str(file), 1, "this is neither UIMA CAS JSON nor WebAnno TSV 3", HINT)
            yield document


def _name(file: Path) -> tuple[str, str]:
    """The document and the annotator that a path tells."""
    parent = file.parent.name
    if parent.endswith((".txt", ".json", ".tsv", ".xmi", ".html", ".xml", ".pdf")):
        return Path(parent).stem, file.stem
    return Path(file.stem).stem if file.stem.endswith(".txt") else file.stem, ""
