"""What a curator sees in an editor: nothing wrong where nothing is, and help where the cursor stands."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from readout.modeline import NOTE_MARK, modeline
from readout.problem import MAY_BE_EXCEPTED, NAMES
from tests.conftest import copy_project, run_readout

from .client import Client
from .conftest import ROOT, need_a_server, start, workspace_settings

ARTICLE = "sources/articles/tidewire/2024-06-01-try-{}.md"
NOTE = (
    "\n---\n"
    + NOTE_MARK
    + "\n\n# A note: with a colon\n\n**Bold:** and `code`, a - dash; x: y: z\n\n* a list\n> words\n"
)
NUMBERS = count()


@pytest.fixture(scope="module")
def editor_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up project with its schemas."""
    need_a_server()
    folder = copy_project(tmp_path_factory.mktemp("editor") / "project")
    assert run_readout("schemas", project=folder).code == 0
    return folder


class Opened(NamedTuple):
    """An open text, where the mark ¦ stood in it, and what the server finds wrong by line (from 0)."""

    client: Client
    file: Path
    at: tuple[int, int]
    wrong: list[tuple[int, str]]

    def offered(self) -> dict[str, Any]:
        """What is offered at the mark: its label, and what is said of it."""
        return {offer["label"]: offer.get("documentation") for offer in self.client.completion(self.file, *self.at)}

    def shown(self) -> str:
        """What is shown when the mouse rests at the mark."""
        return self.client.hover(self.file, *self.at)


def open_text(client: Client, path: str, text: str) -> Opened:
    """Open a text under a path of the project; the mark ¦ is taken out."""
    before, _, after = text.partition("¦")
    file = client.root / path
    wrong = [(found["range"]["start"]["line"], found["message"]) for found in client.open(file, before + after)]
    return Opened(client, file, (before.count("\n"), len(before) - before.rfind("\n") - 1), wrong)


def article(client: Client, fields: str) -> Opened:
    """Open an article with these fields from its third line on, and a note that is no YAML."""
    path = ARTICLE.format(next(NUMBERS))
    return open_text(client, path, f"---\n{modeline(path)}\n{fields}{NOTE}")


def actors(client: Client, records: str) -> Opened:
    """Open a register of actors with these records from its second line on."""
    path = f"sources/actors/try-{next(NUMBERS)}.yaml"
    return open_text(client, path, f"{modeline(path)}\n{records}")


def sources(root: Path) -> list[Path]:
    return sorted(file for file in root.glob("sources/**/*") if file.suffix in (".md", ".yaml"))


def with_note_marked(text: str) -> tuple[str, int]:
    """An article's text with the mark above its note, and the line (from 0) of the closing hyphens."""
    front, _, note = text.removeprefix("---\n").partition("\n---\n")
    marked = note if note.lstrip().startswith(NOTE_MARK + "\n") else f"{NOTE_MARK}\n{note}"
    return f"---\n{front}\n---\n{marked}", front.count("\n") + 2


@pytest.fixture(scope="module", params=["the sources", "the made-up project"])
def any_project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server for a copy of each project, with the committed settings."""
    need_a_server()
    if request.param == "the sources":
        folder = tmp_path_factory.mktemp("real")
        shutil.copytree(ROOT / "sources", folder / "sources")
        shutil.copy(ROOT / "schema.yaml", folder)
        assert run_readout("schemas", project=folder).code == 0
    else:
        folder = request.getfixturevalue("editor_project")
    client = start(folder, workspace_settings())
    yield client
    client.stop()


def test_nothing_is_wrong_in_the_sources(any_project: Client) -> None:
    """No register and no front matter is underlined anywhere, and no note that begins with the mark."""
    files = sources(any_project.root)
    assert len(files) > 10
    for file in files:
        text = file.read_text(encoding="utf-8")
        path = file.relative_to(any_project.root).as_posix()
        assert modeline(path) in text.splitlines()[:2], path
        if file.suffix == ".yaml":
            assert any_project.open(file) == [], path
            continue
        marked, end = with_note_marked(text)
        assert [found for found in any_project.open(file) if found["range"]["start"]["line"] < end] == [], path
        any_project.close(file)
        assert any_project.open(file, marked) == [], path


def test_a_vocabulary_is_offered_with_its_meanings(server: Client) -> None:
    """`stance:` offers what an article can do with a claim, and says what each means."""
    offered = article(server, "coverage:\n  - claim: bump-date\n    stance: ¦").offered()
    assert list(offered) == ["asserts", "attributes", "disputes", "denies", "absent"]
    assert offered["absent"] == "The curator looked, and the article does not say it."


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("quotes:\n  - speaker: ¦", {"otterby-council": "Otterby Town Council"}),
        ("quotes:\n  - via: [¦]", {"otterby-council": "Otterby Town Council"}),
        ("quotes:\n  - inner:\n      - speaker: ¦", {"otterby-council": "Otterby Town Council"}),
        ("story: ¦", {"otterby-bridge": "The ferry and the bridge at Otterby"}),
        ("absent:\n  - ¦", {"bump-date": None}),
        ("absent: [bump-date, ¦]", {"bump-date": None}),
    ],
)
def test_the_ids_of_a_register_are_offered(server: Client, text: str, offered: dict[str, str | None]) -> None:
    """Wherever an id belongs, those of the register are offered, with what each record is called."""
    found = article(server, text).offered()
    for name, label in offered.items():
        assert found[name] if label is None else found[name] == label


def test_fields_are_offered_with_their_descriptions(server: Client) -> None:
    """Those that are still missing are offered, and none that the build derives."""
    offered = article(server, "headline: X\n¦\nstatus: draft").offered()
    assert offered["dateline"].startswith("The dateline as printed.")
    assert not {"headline", "status", "outlet", "note", "text_sha256"} & offered.keys()


def test_grounds_offer_the_fields_of_the_record(server: Client) -> None:
    """The keys of grounds are the fields of this kind of record."""
    offered = actors(server, "ann:\n  name: Ann\n  grounds:\n    ¦").offered()
    assert {"office", "wikidata"} <= offered.keys()
    assert "headline" not in offered


def test_exceptions_offer_the_codes_that_may_be_excepted(server: Client) -> None:
    """Below `allow:` stand the codes of what only judgement can tell, with the names of the problems."""
    offered = article(server, "allow:\n  R¦\nstatus: draft").offered()
    assert offered.keys() >= MAY_BE_EXCEPTED
    assert all(NAMES[code] in offered[code] for code in MAY_BE_EXCEPTED)
    assert "R301" not in offered


def test_evidence_offers_its_longer_forms(server: Client) -> None:
    """Words that stand more than once, and words with gaps, need not be looked up in the guide."""
    found = article(server, "coverage:\n  - evidence: ¦")
    inserted = [offer["insertText"] for offer in server.completion(found.file, *found.at)]
    assert inserted == ["\n  exact: $1\n  occurrence: ${2:2}", "[$1, $2]"]


def test_a_new_record_is_offered_with_what_it_needs(server: Client) -> None:
    """At the margin of a register a whole record is offered, with the fields that it can't do without."""
    found = actors(server, "ann:\n  name: Ann\n  kind: person\n\n¦")
    inserted = {offer["label"]: offer["insertText"] for offer in server.completion(found.file, *found.at)}
    assert inserted["new actor"] == "${1:id}:\n  name: $2\n  kind: $3"


def test_a_field_says_what_it_is_for(server: Client) -> None:
    """The description of a field, and of the kind of value that it takes."""
    shown = article(server, "publ¦ished: 2024-05-03").shown()
    assert "When it appeared (EDTF), as precisely as is known." in shown
    assert "2026-01-17/.. (from then on)" in shown


def test_a_value_says_what_it_means(server: Client) -> None:
    """The meaning of the value that stands there comes first."""
    shown = article(server, "coverage:\n  - claim: bump-date\n    stance: disp¦utes").shown()
    first = next(line for line in shown.splitlines() if line.startswith("* "))
    assert first.startswith("* `disputes`: The article reports it and casts doubt on it")


def test_an_id_says_whose_it_is(server: Client) -> None:
    """An id shows what its record is called, before all others."""
    shown = article(server, "quotes:\n  - speaker: otterby¦-council").shown()
    assert "Whose words they are, as the article has it." in shown
    first = next(line for line in shown.splitlines() if line.startswith("* "))
    assert first == "* `otterby-council`: Otterby Town Council"


@pytest.mark.parametrize(
    ("fields", "line", "said"),
    [
        ("story: otterby-brige", 2, "no such id in stories"),
        ("quotes:\n  - speaker: otterby-concil", 3, "no such id in actors"),
        ("absent:\n  - bump-dat", 3, "no such id in claims"),
        ("coverage:\n  - claim: bump-date\n    stanse: asserts", 4, "Property stanse is not allowed."),
        ("coverage:\n  - claim: bump-date\n    stance: assert", 4, "Value is not accepted."),
        ("coverage:\n  - claim: bump-date\n    stance: asserts", 3, "every stance but absent needs evidence"),
        ("coverage:\n  - evidence: {exact: a, ocurrence: 2}", 3, "Property ocurrence is not allowed."),
        ("coverage:\n  - evidence:\n      - {exact: a, occurrence: 0}", 4, "Value is below the minimum of 1."),
        ("outlet: tidewire", 2, "Property outlet is not allowed."),
        ("grounds:\n  headlin: {basis: stated, ground: G}", 3, "Property headlin is not allowed."),
        ("headline: [a", 3, "Flow sequence in block collection must be"),
    ],
)
def test_a_mistake_is_underlined_where_it_stands(server: Client, fields: str, line: int, said: str) -> None:
    """A misspelt id, field or value, and fields that do not go together: on their own lines."""
    wrong = article(server, fields).wrong
    assert any(at == line and message.startswith(said) for at, message in wrong), wrong


def test_a_note_is_text_below_its_mark(server: Client) -> None:
    """Without the mark YAML makes nonsense of a note; with it nothing below the front matter is underlined."""
    found = article(server, "headline: X")
    assert all(line <= 2 for line, _ in found.wrong)
    path = ARTICLE.format(next(NUMBERS))
    unmarked = open_text(server, path, f"---\n{modeline(path)}\nheadline: X{NOTE.replace(NOTE_MARK, '', 1)}")
    assert any(line > 3 for line, _ in unmarked.wrong)


def test_the_first_line_alone_is_enough(editor_project: Path) -> None:
    """Without the workspace's settings an article and a register are completed and checked just as well."""
    client = start(editor_project, {"yaml": {"schemaStore": {"enable": False}}})
    try:
        assert "absent" in article(client, "coverage:\n  - claim: bump-date\n    stance: ¦").offered()
        assert "The actor's usual English name." in actors(client, "ann:\n  na¦me: Ann").shown()
        assert (3, "Value is not accepted.") in [
            (line, message[:22]) for line, message in actors(client, "ann:\n  name: Ann\n  kind: persn").wrong
        ]
    finally:
        client.stop()


def test_a_new_id_is_known_after_the_schemas_are_written(editor_project: Path, server: Client) -> None:
    """A record that was added, also beside one that is wrong, is offered as soon as the schemas are written."""
    folder = editor_project
    (folder / "sources/actors").mkdir()
    more = folder / "sources/actors/more.yaml"
    more.write_text("zoe:\n  name: Zoe\n  kind: person\nyan:\n  name: Yan\n  kind: persn\n", encoding="utf-8")
    try:
        assert "zoe" not in article(server, "quotes:\n  - speaker: ¦").offered()
        assert run_readout("check", project=folder).code == 1
        assert run_readout("schemas", project=folder).code == 0
        server.changed(folder / "build/article.schema.json")
        offered = article(server, "quotes:\n  - speaker: ¦").offered()
        assert offered["zoe"] == "Zoe"
        assert "yan" in offered
    finally:
        shutil.rmtree(more.parent)
