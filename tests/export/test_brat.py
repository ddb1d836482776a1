"""brat standoff: offsets that match their text, lines that a strict reader takes, and the way back by the import."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from readout.export.annotations import Annotations
from readout.export.brat import write
from readout.export.source import NotNow, Source, open_source
from readout.imports.brat import Brat
from tests.conftest import CORPUS, run_readout
from tests.export.conftest import copied

LANTERN = "2024-05-03-ferry-bumps-bridge"
TEXTS = CORPUS / "texts"
LINES = {
    "T": r"T\d+\t[\w-]+ \d+ \d+(;\d+ \d+)*\t[^\t\n]+",
    "A": r"A\d+\t[\w-]+ T\d+( [\w+-]+)?",
    "R": r"R\d+\t[\w-]+ Arg1:T\d+ Arg2:T\d+",
    "*": r"\*\t[\w-]+( T\d+){2,}",
    "N": r"N\d+\tReference T\d+ \w+:[^\s:]+\t[^\t\n]+",
    "#": r"#\d+\tAnnotatorNotes T\d+\t[^\t\n]+",
}


@pytest.fixture
def folder(source: Source, tmp_path: Path) -> Path:
    """The made-up dataset in brat's format."""
    write(replace(source, texts=TEXTS), tmp_path / "brat")
    return tmp_path / "brat"


def lines(folder: Path, name: str = LANTERN) -> list[str]:
    """The lines of an article's .ann file."""
    return (folder / f"{name}.ann").read_text(encoding="utf-8").splitlines()


def configured(folder: Path) -> dict[str, dict[str, str]]:
    """annotation.conf by section: each name with what stands behind it."""
    found: dict[str, dict[str, str]] = {}
    for line in (folder / "annotation.conf").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = section = {}
        elif line:
            name, _, rest = line.partition("\t")
            section[name] = rest
    return found


def test_every_line_is_one_of_brats_and_matches_the_text(folder: Path) -> None:
    """Ids are used once, what is named is there, the words of a span are those of its offsets, in order."""
    for file in sorted(folder.glob("*.ann")):
        text = file.with_suffix(".txt").read_bytes().decode("utf-8")
        written = lines(folder, file.stem)
        ids = [line.partition("\t")[0] for line in written if line[0] != "*"]
        assert len(ids) == len(set(ids))
        for line in written:
            assert re.fullmatch(LINES[line[0]], line), line
            assert set(re.findall(r"\bT\d+\b", line.rpartition("\t")[0] or line)) <= set(ids)
            if line[0] == "T":
                _, head, words = line.split("\t")
                spans = [tuple(map(int, pair.split())) for pair in head.partition(" ")[2].split(";")]
                flat = [at for span in spans for at in span]
                assert flat == sorted(flat)
                assert " ".join(text[start:end] for start, end in spans) == words


def test_the_configuration_knows_all_that_is_used(folder: Path) -> None:
    """Each label, relation, attribute and value; brat refuses what it does not know."""
    known = configured(folder)
    for line in (line for file in folder.glob("*.ann") for line in lines(folder, file.stem)):
        kind, *rest = line.split("\t")[1].split(" ")
        if line[0] == "T":
            assert kind in known["entities"]
        elif line[0] in "R*":
            assert kind in known["relations"]
        elif line[0] == "A":
            values = known["attributes"][kind].partition("Value:")[2].split("|")
            assert rest[1:] == [] or rest[1] in values


def test_the_texts_are_the_same_bytes(folder: Path) -> None:
    """brat never changes a text, and neither does the export."""
    assert (folder / f"{LANTERN}.txt").read_bytes() == (TEXTS / "lantern-ferry-bumps-bridge.txt").read_bytes()


def test_a_quote_has_its_words_its_type_its_speaker_and_its_row(folder: Path) -> None:
    """A span with a gap has two stretches; references name rows of the registers."""
    written = lines(folder)
    head = next(line for line in written if "We thank everybody" in line)
    span = head.partition("\t")[0]
    assert head == f"{span}\tQuote 407 425;441 479\tWe thank everybody the ducks included, for their patience"
    own = {line.partition("\t")[2] for line in written if f" {span}" in line}
    assert own >= {
        f"Quote_type {span} direct",
        f"Reference {span} actors:otterby-council\tspeaker",
        f"Reference {span} utterances:council-thanks\tutterance",
        f"AnnotatorNotes {span}\tcue: went on",
    }
    assert any(line.startswith(f"Reference {span} quotes:{LANTERN}-") for line in own)


def test_the_import_reads_back_every_span(folder: Path, source: Source) -> None:
    """`readout import brat` finds the same spans with the same rows, and loses nothing."""
    back = {document.name: document for document in Brat(folder, set())}
    assert len(back) == 3
    for name, document in back.items():
        assert document.losses == []
        found = {mark.features["normalisation"].partition("; ")[0]: mark for mark in document.marks if mark.features}
        wanted = {
            f"{each.table.name}:{each.row['id']}": [(piece["start"], piece["end"]) for piece in pieces]
            for each in Annotations(source).of(name)
            for pieces in list(each.spans.values())[:1]
        }
        assert {key: mark.spans for key, mark in found.items()} == wanted
        assert {mark.features.get("Coverage_stance") for mark in document.marks if mark.label == "Coverage"} <= {
            "asserts", "attributes", "disputes", "denies",
        }  # fmt: skip


def test_it_never_lies_where_exports_are_published(source: Source, tmp_path: Path) -> None:
    """It holds the articles' texts: not among all formats, and not in the folder that the website offers."""
    project = source.file.parent.parent
    published = run_readout("export", "brat", "--texts", TEXTS, project=project)
    assert published.code == 2
    assert "--to" in published.stderr
    assert not (project / "build" / "export" / "brat").exists()
    assert run_readout("export", "brat", "--texts", TEXTS, "--to", tmp_path, project=project).code == 0
    assert (tmp_path / "brat" / f"{LANTERN}.ann").is_file()
    assert run_readout("export", "--texts", TEXTS, "--to", tmp_path / "all", project=project).code == 0
    assert (tmp_path / "all" / "claims").is_dir()
    assert not (tmp_path / "all" / "brat").exists()


def test_quotes_of_one_utterance_and_other_evidence_are_tied(
    source: Source, changed: sqlite3.Connection, folder: Path
) -> None:
    """One utterance quoted twice is an equivalence; a zone's last words belong to its first."""
    assert any("Evidence_of Arg1:" in line for line in lines(folder, "2024-05-04-crash-shuts-bridge"))
    changed.execute(
        "UPDATE quotes SET utterance = 'council-thanks' WHERE article = ? AND utterance IS NOT NULL", [LANTERN]
    )
    changed.commit()
    write_again(changed, folder)
    assert any(re.fullmatch(r"\*\tSame_utterance( T\d+){3}", line) for line in lines(folder))


@pytest.fixture
def changed(released: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the database that the test may change."""
    with closing(sqlite3.connect(copied(released / "build" / "readout.db", tmp_path / "changed.db"))) as database:
        yield database


def write_again(database: sqlite3.Connection, folder: Path, texts: Path = TEXTS) -> None:
    """Export what is in a database now."""
    shutil.rmtree(folder, ignore_errors=True)
    with open_source(Path(database.execute("PRAGMA database_list").fetchone()[2]), texts) as source:
        write(source, folder)


def test_a_span_over_the_end_of_a_line_is_cut_there(changed: sqlite3.Connection, tmp_path: Path) -> None:
    """brat has one line a span: it writes such a span in pieces, without the line's end or the space beside it."""
    text = "One two \r\n  three 🌉\nfour"
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "lines.txt").write_bytes(text.encode())
    changed.execute(
        "UPDATE articles SET text = 'lines.txt', text_sha256 = ? WHERE id = ?",
        [sha256(text.encode()).hexdigest(), LANTERN],
    )
    changed.execute("DELETE FROM evidence WHERE article = ? AND kind != 'naming'", [LANTERN])
    changed.execute('UPDATE evidence SET start = 4, "end" = ? WHERE article = ?', [len(text), LANTERN])
    changed.commit()
    write_again(changed, tmp_path / "brat", texts)
    assert lines(tmp_path / "brat")[0] == "T1\tNaming 4 7;12 19;20 24\ttwo three 🌉 four"
    assert [file.name for file in sorted((tmp_path / "brat").glob("*.txt"))] == [f"{LANTERN}.txt"]


def test_another_text_than_the_annotated_one_is_left_out(
    source: Source, changed: sqlite3.Connection, tmp_path: Path
) -> None:
    """By its hash; nor is a file outside the folder of the texts read. Without any text there is no export."""
    texts = tmp_path / "texts"
    shutil.copytree(TEXTS, texts)
    (texts / "lantern-ferry-bumps-bridge.txt").write_bytes(b"Another text.")
    write(replace(source, texts=texts), tmp_path / "brat")
    assert sorted(file.stem[:10] for file in (tmp_path / "brat").glob("*.ann")) == ["2024-05-04", "2024-05-05"]
    changed.execute("UPDATE articles SET text = '../texts/' || text")
    changed.commit()
    (tmp_path / "elsewhere").mkdir()
    with pytest.raises(NotNow, match="of no article"):
        write_again(changed, tmp_path / "brat", tmp_path / "elsewhere")
    with pytest.raises(NotNow, match="--texts"):
        write(source, tmp_path / "none")
