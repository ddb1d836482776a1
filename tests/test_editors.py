"""The schemas for editors: of one mind with `readout check`, complete, and the same at every run."""

import fnmatch
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from readout.editors import editor_schemas, known_ids, write_schemas
from readout.formats import checkers
from readout.modeline import modeline
from readout.project import open_project
from readout.record import Reader, split_front_matter
from readout.schema import Schema
from readout.schema_compile import parse_schema
from readout.source import SourceFile, register_of
from readout.strict_yaml import read_yaml
from tests.conftest import CORPUS, ROOT, Runner


@pytest.fixture(scope="module")
def schema() -> Schema:
    """The repository's schema."""
    return parse_schema((ROOT / "schema.yaml").read_text(encoding="utf-8"))


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping within a value."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(inner)


def verdicts(schema: Schema, path: str, text: str) -> tuple[bool, bool]:
    """Whether `readout check` finds the shape of a file right, and whether the editors' schema does."""
    reading = Reader(schema).read(SourceFile(path, text.encode()))
    record, problems = read_yaml(split_front_matter(text)[0] or "" if path.endswith(".md") else text, path)
    assert not problems
    made = editor_schemas(schema, {})[register_of(path) or "article" if path.endswith(".yaml") else "article"]
    validator = jsonschema_rs.Draft202012Validator(made, formats=checkers(), validate_formats=True)
    return not reading.problems, validator.is_valid(record)


@pytest.mark.parametrize("root", [ROOT, CORPUS], ids=["sources", "corpus"])
def test_all_sources_are_right(schema: Schema, root: Path) -> None:
    """Every register and every article is right by both."""
    files = [file for file in sorted(root.glob("sources/**/*")) if file.suffix in (".md", ".yaml")]
    for file in files:
        path = file.relative_to(root).as_posix()
        assert verdicts(schema, path, file.read_text(encoding="utf-8")) == (True, True), path


PLACE = "quay: {name: Quay, kind: building}\n"
EVENT = "call: {title: Call, story: s, type: CONSULT, mode: phone, date: 2024}\n"
FRONT = (
    "---\nheadline: H\nstory: s\npublished: 2024\nlanguage: en\nurl: https://a.example/\ngenre: ReviewNewsArticle\n"
    "text: a.txt\ncurator: c\nstatus: draft\nsummary: S\n"
)
COVERAGE = FRONT + "coverage: [{claim: c, stance: asserts, evidence: E}]\n---\n"
QUOTE = FRONT + "quotes: [{type: direct, medium: speech, exact: E}]\n---\n"
PLACES, EVENTS, ARTICLES = "sources/places.yaml", "sources/events.yaml", "sources/articles/o/2024-01-01-a.md"


@pytest.mark.parametrize(
    ("path", "text", "old", "new", "right"),
    [
        (PLACES, PLACE, "", "", True),
        (PLACES, PLACE, "Quay,", "1984,", True),
        (PLACES, PLACE, "name: Quay", "name: null", True),
        (PLACES, PLACE, "building", "null", True),
        (PLACES, PLACE, "building}", "building, country: FRA}", True),
        (PLACES, PLACE, "building}", "building, country: FRX}", False),
        (PLACES, PLACE, "building}", "building, wikidata: q1}", False),
        (PLACES, PLACE, "building}", "building, names: [a, a]}", False),
        (PLACES, PLACE, "building}", "building, grounds: {kind: {basis: stated}}}", False),
        (PLACES, PLACE, "building}", "building, grounds: {kind: {basis: looked-up, ground: g}}}", False),
        (PLACES, PLACE, "building}", "building, grounds: {kind: {basis: stated, ground: g}}}", True),
        (PLACES, PLACE, "building", "bilding", False),
        (PLACES, PLACE, "kind: building", "colour: red", False),
        (PLACES, PLACE, ", kind: building", "", False),
        (PLACES, PLACE, "quay", "Quay", False),
        (PLACES, PLACE, "Quay,", "[Quay],", False),
        (EVENTS, EVENT, "", "", True),
        (EVENTS, EVENT, "mode: phone, ", "", True),
        (EVENTS, EVENT, "phone", "null", True),
        (EVENTS, EVENT, "phone", "troops", False),
        (EVENTS, EVENT, "CONSULT", "AGREE", False),
        (EVENTS, EVENT, "CONSULT, mode: phone", "AGREE, mode: null", True),
        (EVENTS, EVENT, "2024", "2024-13", False),
        (ARTICLES, COVERAGE, "", "", True),
        (ARTICLES, COVERAGE, ", evidence: E", "", False),
        (ARTICLES, COVERAGE, "asserts, evidence: E", "absent", True),
        (ARTICLES, COVERAGE, "asserts", "attributes", False),
        (ARTICLES, COVERAGE, "asserts", "null", False),
        (ARTICLES, COVERAGE, "evidence: E", "evidence: [E, {exact: F, occurrence: 2}]", True),
        (ARTICLES, COVERAGE, "evidence: E", "evidence: {exact: F, occurrence: 0}", False),
        (ARTICLES, COVERAGE, "evidence: E", "evidence: {occurrence: 2}", False),
        (ARTICLES, COVERAGE, "evidence: E", "evidence: []", False),
        (ARTICLES, COVERAGE, "evidence: E", "evidence: [[E]]", False),
        (ARTICLES, COVERAGE, "evidence: E", "evidence: 12", True),
        (ARTICLES, COVERAGE, "draft", "reviewed", False),
        (ARTICLES, COVERAGE, "draft", "reviewed\nreviewed_by: c", True),
        (ARTICLES, COVERAGE, "summary: S", "summary: S\noutlet: o", False),
        (ARTICLES, COVERAGE, "summary: S", "summary: S\nallow: {R411: Because.}", True),
        (ARTICLES, COVERAGE, "summary: S", "summary: S\nallow: {R411: ''}", False),
        (ARTICLES, QUOTE, "", "", True),
        (ARTICLES, QUOTE, "type: direct", "type: indirect, gist: G, evidence: E", False),
        (ARTICLES, QUOTE, "direct, medium: speech, exact: E", "reported, medium: speech, gist: G, evidence: E", True),
        (ARTICLES, QUOTE, "exact: E", "exact: E, inner: [{type: direct, medium: speech}]", False),
        (ARTICLES, QUOTE, "exact: E", "exact: E, hypothetical: maybe", False),
    ],
)
def test_the_verdict_is_that_of_the_check(
    schema: Schema, path: str, text: str, old: str, new: str, right: bool
) -> None:
    """What is right or wrong in the shape of a record is so for the command and for the editor."""
    assert old in text
    assert verdicts(schema, path, text.replace(old, new, 1)) == (right, right)


def test_nothing_that_only_the_build_needs_is_in_them(schema: Schema) -> None:
    """No keyword of Readout's own, no field that the build derives; each list of values says what each means."""
    for name, made in editor_schemas(schema, {"actors": {"ann": "Ann"}}).items():
        for node in nodes(made):
            assert not [key for key in node if key.startswith("x-") or key == "readOnly"], name
            if "enum" in node:
                assert len(node["enum"]) == len(node["enumDescriptions"]) == len(set(node["enum"]))
    article = editor_schemas(schema, {})["article"]
    assert "text_sha256" not in article["properties"]
    assert {"article", *schema.registers} == editor_schemas(schema, {}).keys()


def test_of_a_very_large_register_no_id_is_listed(schema: Schema) -> None:
    """2,000 ids are offered; where there are more, only their form is checked, and the description says why."""
    some = {f"a-{number}": "A" for number in range(2000)}
    quote = editor_schemas(schema, {"actors": some})["article"]["$defs"]
    assert quote["ids-of-actors"]["enum"] == list(some)
    quote = editor_schemas(schema, {"actors": {**some, "b": "B"}})["article"]["$defs"]
    assert "enum" not in quote["ids-of-actors"]
    assert quote["ids-of-actors"]["pattern"] == schema.raw["$defs"]["id"]["pattern"]
    assert "there are 2,001, too many to offer them here" in quote["quote"]["properties"]["speaker"]["description"]


def test_an_id_that_is_not_there_is_wrong(schema: Schema) -> None:
    """The ids of a register are the only ones that fit; null fits where grounds can say why."""
    places = editor_schemas(schema, {"places": {"quay": "The quay"}})["places"]
    fits = jsonschema_rs.Draft202012Validator(places).is_valid
    record = {"name": "A", "kind": "city"}
    assert fits({"a": {**record, "part_of": "quay"}})
    assert fits({"a": {**record, "part_of": None}})
    assert not fits({"a": {**record, "part_of": "quai"}})


def test_ids_come_with_their_labels(project: Path) -> None:
    """In alphabetical order, those of broken records too."""
    (project / "sources/places/more.yaml").parent.mkdir(exist_ok=True)
    (project / "sources/places/more.yaml").write_text("zoo: {name: Zoo}\n", encoding="utf-8")
    opened = open_project(project)
    assert opened.problems
    ids = known_ids(opened.world)
    assert ids["actors"]["otterby-council"] == "Otterby Town Council"
    assert list(ids["places"]) == sorted(ids["places"])
    assert ids["places"]["zoo"] == ""


def test_they_are_written_only_where_they_change(project: Path) -> None:
    """The same sources give the same bytes; one more id changes what refers to it and nothing else."""
    opened = open_project(project)
    written = write_schemas(opened.root, opened.schema, known_ids(opened.world))
    assert len(written) == 1 + len(opened.schema.registers)
    assert write_schemas(opened.root, open_project(project).schema, known_ids(open_project(project).world)) == []
    with (project / "sources/curators.yaml").open("a", encoding="utf-8") as file:
        file.write("\nzoe: {name: Zoe, kind: person}\n")
    again = write_schemas(opened.root, open_project(project).schema, known_ids(open_project(project).world))
    assert [file.name for file in again] == ["article.schema.json"]


def test_the_command_works_while_the_sources_have_problems(project: Path, run: Runner) -> None:
    """That is when one edits; `build` writes them too, but only from sound sources."""
    file = project / "sources/curators.yaml"
    sound = file.read_text(encoding="utf-8")
    file.write_text(sound + "\nzoe: {name: Zoe, kind: persn}\n", encoding="utf-8")
    assert run("build").code == 1
    assert not (project / "build/article.schema.json").exists()
    ended = run("schemas")
    assert ended.code == 0, ended.stderr
    assert "wrote article.schema.json" in ended.stderr
    assert '"zoe"' in (project / "build/article.schema.json").read_text(encoding="utf-8")
    file.write_text(sound, encoding="utf-8")
    assert run("build").code == 0
    assert '"zoe"' not in (project / "build/article.schema.json").read_text(encoding="utf-8")


def test_a_wrong_schema_gives_no_schemas(project: Path, run: Runner) -> None:
    """Where schema.yaml itself is wrong, that is what is said."""
    text = (project / "schema.yaml").read_text(encoding="utf-8")
    (project / "schema.yaml").write_text(text.replace("x-facet: true", "x-facett: true", 1), encoding="utf-8")
    ended = run("schemas")
    assert ended.code == 1
    assert "R601" in ended.stdout
    assert not (project / "build").exists()


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("sources/actors.yaml", "../build/actors.schema.json"),
        ("sources/claims/2024/otterby.yaml", "../../../build/claims.schema.json"),
        ("sources/articles/tidewire/2024-05-05-a.md", "../../../build/article.schema.json"),
        ("sources/articles/tidewire/2024-05-05-a.ann.md", "../../../build/article.schema.json"),
    ],
)
def test_the_first_line_leads_to_the_schema(path: str, line: str) -> None:
    """From wherever the file lies, to the build folder of its project."""
    assert modeline(path) == f"# yaml-language-server: $schema={line}"


@pytest.mark.parametrize("path", ["README.md", "notes/actors.md"])
def test_other_files_have_no_first_line(path: str) -> None:
    """What is no source file follows no schema."""
    with pytest.raises(ValueError, match="no register and no article"):
        modeline(path)


@pytest.mark.parametrize("root", [ROOT, CORPUS], ids=["sources", "corpus"])
def test_every_source_file_has_its_first_line(root: Path) -> None:
    """A register begins with it; in an article it is the first line of the front matter."""
    for file in sorted(root.glob("sources/**/*")):
        if file.suffix in (".md", ".yaml"):
            lines = file.read_text(encoding="utf-8").splitlines()
            number = 1 if file.suffix == ".md" else 0
            assert lines[number] == modeline(file.relative_to(root).as_posix()), file


def test_the_workspace_takes_articles_for_yaml() -> None:
    """The committed settings give the extension every article, and no other page."""
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    [(pattern, language)] = settings["files.associations"].items()
    assert language == "yaml"
    assert all(fnmatch.fnmatch(file.as_posix(), pattern) for file in ROOT.glob("sources/articles/*/*.md"))
    assert not fnmatch.fnmatch((ROOT / "docs/guide.md").as_posix(), pattern)
