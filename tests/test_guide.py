"""The guide says what the sources, the schema and the program say: its snippets, words, links, codes and versions."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from readout.cli import NAMES as COMMANDS
from readout.problem import MAY_BE_EXCEPTED, NAMES
from readout.starting.guide import guide_version
from tests.conftest import ROOT

PAGES = [ROOT / "docs" / "guide.md", *sorted((ROOT / "docs" / "guide").glob("*.md"))]
SCHEMA: dict[str, Any] = yaml.safe_load((ROOT / "schema.yaml").read_text(encoding="utf-8"))
DEFINITIONS: dict[str, Any] = SCHEMA["$defs"]
#: So many values that a list would help nobody; the guide leads to where they are explained.
ELSEWHERE = {"event-mode", "event-context"}
#: Words of YAML, and of the command line, that are no name of ours.
SYNTAX = {"null", "# …", ">"}
#: The most lines that `# …` may stand for.
LONGEST_GAP = 12


@cache
def tokens(page: Path) -> list[Token]:
    """A page's Markdown, with what stands inside lines laid flat."""
    parsed = MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))
    return [inner for token in parsed for inner in (token, *(token.children or ()))]


def said(kind: str) -> list[tuple[Path, str]]:
    """All words of one kind of token, with the page that they stand on."""
    return [(page, token.content) for page in PAGES for token in tokens(page) if token.type == kind]


def links(page: Path) -> list[str]:
    """Where a page's links lead, as they are written."""
    return [str(token.attrs["href"]) for token in tokens(page) if token.type == "link_open"]


@cache
def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    found = [words for token, words in pairwise(tokens(page)) if token.type == "heading_open"]
    return {re.sub(r"[^\w -]", "", words.content.lower()).replace(" ", "-") for words in found}


def snippets() -> Iterator[tuple[Path, str, str]]:
    """Each snippet of YAML: its page, the file that it is said to be from, and its text."""
    for page in PAGES:
        source = ""
        for token in tokens(page):
            # a snippet is from the file that was linked last in a line that begins with "From"
            if token.type == "inline":
                hrefs = [str(inner.attrs["href"]) for inner in token.children or () if inner.type == "link_open"]
                source = hrefs[0] if token.content.startswith("From ") and len(hrefs) == 1 else ""
            elif token.type == "fence":
                yield page, source, token.content


Lines = list[tuple[int, str]]


def measured(text: str) -> Lines:
    """The lines of a text, each with its indentation."""
    return [(len(line) - len(line.lstrip()), line.strip()) for line in text.splitlines()]


def is_at(lines: Lines, stretch: Lines, at: int) -> bool:
    """Whether a stretch of lines stands in a file at a line, whatever the indentation of the whole."""
    deeper = lines[at][0] - stretch[0][0]
    there = lines[at : at + len(stretch)]
    return len(there) == len(stretch) and all(
        found == line and (not line or deep == indent + deeper)
        for (deep, found), (indent, line) in zip(there, stretch, strict=True)
    )


def follow(lines: Lines, wanted: list[Lines], at: int) -> bool:
    """Whether stretches follow one another from a line on, with few enough lines between to be of one record."""
    if not is_at(lines, wanted[0], at):
        return False
    end = at + len(wanted[0])
    near = range(end, min(end + LONGEST_GAP, len(lines)))
    return len(wanted) == 1 or any(follow(lines, wanted[1:], later) for later in near)


@pytest.mark.parametrize(("page", "source", "snippet"), list(snippets()))
def test_each_snippet_stands_in_the_file_that_it_names(page: Path, source: str, snippet: str) -> None:
    """Copied from sources/, line by line and in order; `# …` stands for lines in between, of the same record."""
    assert source, f"a snippet of {page.name} does not say where it is from:\n{snippet}"
    file = (page.parent / source).resolve()
    assert file.is_relative_to(ROOT / "sources")
    lines = measured(file.read_text(encoding="utf-8"))
    parts = [measured(part) for part in re.split(r"^ *# …\n", snippet, flags=re.MULTILINE)]
    assert any(follow(lines, parts, at) for at in range(len(lines))), f"not in {file.name}:\n{snippet}"


def test_there_are_examples_from_every_article() -> None:
    """No outlet is explained by the others' cases alone."""
    shown = {(page.parent / source).resolve() for page, source, _ in snippets()}
    assert set((ROOT / "sources" / "articles").rglob("*.md")) <= shown


def vocabularies() -> dict[str, list[str]]:
    """Each vocabulary of the schema with its values."""
    return {name: shape["enum"] for name, shape in DEFINITIONS.items() if "enum" in shape}


def fields(shape: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The fields of a record that a curator writes."""
    return {name: field for name, field in shape.get("properties", {}).items() if not field.get("readOnly")}


def definition(field: dict[str, Any]) -> str:
    """The name of the definition that a field, or each of its list, refers to; empty where there is none."""
    reference: str = field.get("$ref") or field.get("items", {}).get("$ref") or ""
    return reference.rpartition("/")[2]


def written() -> dict[str, dict[str, dict[str, Any]]]:
    """Every record that a curator writes, whole or within another, with its fields."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    wanted = [name for name, shape in DEFINITIONS.items() if "x-file" in shape] + ["ground"]
    while wanted:
        name = wanted.pop()
        if name not in found and "properties" in DEFINITIONS.get(name, {}):
            found[name] = fields(DEFINITIONS[name])
            wanted += map(definition, found[name].values())
    return found


def test_every_value_that_a_curator_may_write_is_treated() -> None:
    """Each value of each vocabulary stands in the guide; of the two longest there is a link to their meanings."""
    used = {definition(field) for shape in written().values() for field in shape.values()} & vocabularies().keys()
    assert {
        "quote-type",
        "coverage-stance",
        "mention-status",
        "voice",
        "marks",
        "distance",
        "zone-kind",
        "basis",
    } <= used
    words = {word for _, word in said("code_inline")}
    missing = {name: [value for value in vocabularies()[name] if value not in words] for name in used - ELSEWHERE}
    assert not {name: values for name, values in missing.items() if values}
    linked = {href.rpartition("schema.md#")[2] for page in PAGES for href in links(page) if "schema.md#" in href}
    assert linked >= ELSEWHERE & used


def test_every_field_of_an_annotation_is_treated() -> None:
    """Each field of what an article holds stands in the guide, by itself or in a snippet."""
    everything = " ".join(content for kind in ("code_inline", "fence") for _, content in said(kind))
    shapes = {"article", *map(definition, written()["article"].values())} & written().keys()
    assert {"quote", "coverage", "mention", "naming", "stance", "frame", "zone", "reuse", "credit"} <= shapes
    missing = {
        (name, field) for name in shapes for field in written()[name] if not re.search(rf"\b{field}\b", everything)
    }
    assert not missing


@cache
def known() -> dict[str, set[str]]:
    """What a word in backticks may be: for each field the values it can have, and under '' all other words."""
    values: dict[str, set[str]] = {"": set(SYNTAX)}
    for shape in written().values():
        for name, field in shape.items():
            values.setdefault(name, set()).update(vocabularies().get(definition(field), ()))
    values[""] |= {value for words in vocabularies().values() for value in words}
    values[""] |= {shape["x-table"] for shape in DEFINITIONS.values() if "x-table" in shape}
    for register in (ROOT / "sources").rglob("*.yaml"):
        values[""] |= yaml.load(register.read_text(encoding="utf-8"), yaml.BaseLoader).keys()
    return values


DATE = re.compile(r"[\"\d][\d?~/.\"-]+|\.\./[\d-]+")
ZONE = re.compile(r"[A-Z][A-Za-z]+/[A-Z]\w+")
FILE_PATTERN = re.compile(r"DATE-SLUG(\.CURATOR)?\.md|sources/")


def is_known(word: str) -> bool:
    """Whether a word in backticks is a field, `field: value`, a value, an id, a command, a file, a date or a zone."""
    name, colon, value = word.partition(": ")
    if word.startswith("readout "):
        return word.split()[1] in COMMANDS
    if colon and name in known():
        allowed = known()[name]
        return value in allowed or value == "null" if allowed else bool(value)
    return word in known() or word in known()[""] or any(form.fullmatch(word) for form in (DATE, ZONE, FILE_PATTERN))


def test_every_word_in_backticks_is_one_that_exists() -> None:
    """A field or a value that was renamed, or misspelt here, does not stay in the guide."""
    assert not {(page.name, word) for page, word in said("code_inline") if not is_known(word)}
    assert not is_known("according_too") and not is_known("stance: maybe") and not is_known("readout publish")


def test_links_lead_somewhere() -> None:
    """Each link of the guide's pages leads to a file that is there, and to a heading in it."""
    for page in PAGES:
        for href in links(page):
            path, _, anchor = href.partition("#")
            target = (page.parent / path).resolve() if path else page
            assert target.is_file(), f"{page.name}: {href}"
            assert not anchor or anchor in anchors(target), f"{page.name}: {href}"
    contents = set(links(PAGES[0]))
    assert all(any(href.startswith(f"guide/{page.name}") for href in contents) for page in PAGES[1:])


def test_codes_exist_and_go_by_their_names() -> None:
    """Every code that is named exists; a name after it is its own; what may be excepted is all explained."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert set(re.findall(r"\bR\d{3}\b", text)) <= NAMES.keys()
    for code, name in re.findall(r"\b(R\d{3})\s([a-z]+(?:-[a-z]+)+)\b", text):
        assert NAMES[code] == name
    table = re.findall(r"^\| (R\d{3}) ", (ROOT / "docs/guide/registers.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(table) == MAY_BE_EXCEPTED


def test_the_version_of_every_annotation_is_one_that_the_guide_knows() -> None:
    """`readout new` finds the newest version, each page names it, and no article rests on one that was never there."""
    versions = re.findall(r"^### Version ([\d.]+)$", PAGES[0].read_text(encoding="utf-8"), re.MULTILINE)
    assert guide_version(ROOT) == versions[0] == max(versions)
    for page in PAGES[1:]:
        assert f"version {versions[0]}." in page.read_text(encoding="utf-8").splitlines()[2]
    for article in (ROOT / "sources" / "articles").rglob("*.md"):
        found = re.search(r"^guide: (\S+)$", article.read_text(encoding="utf-8"), re.MULTILINE)
        assert found and found[1].strip("\"'") in versions, article.name
