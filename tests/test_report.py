"""How problems are printed: excerpts that align in any script, and formats that other programs read."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from readout.explain import explanations
from readout.fix import lines_of
from readout.problem import NAMES, Place, Problem
from readout.report import FORMATS, render
from readout.report.excerpt import WIDEST, excerpt, harmless
from tests.conftest import ROOT, Runner

PATH = "sources/actors.yaml"


def place(line: int, column: int, end_column: int, end_line: int = 0) -> Place:
    """A place in PATH."""
    return Place(PATH).at((line, column, end_line or line, end_column))


def shown(problem: Problem, text: str, form: str = "people") -> str:
    """A problem of a text as it is printed, without colours."""
    return click.unstyle(render(form, [problem], lambda path: lines_of(text.encode()) if path == PATH else []))


def marked(line: str, words: str) -> tuple[str, str]:
    """The excerpt of a line in which some words are marked."""
    start = line.index(words) + 1
    found = excerpt(place(1, start, start + len(words)), [line])
    assert found is not None
    return found


def test_a_problem_for_people() -> None:
    """The first line as it has always been; the line with carets; the hint."""
    problem = Problem(place(2, 12, 21), "R301", "no actor 'li-haidon'", "did you mean 'li-haidong'?")
    assert shown(problem, "quotes:\n  speaker: li-haidon\n") == (
        f"{PATH}:2:12: R301 unknown-reference: no actor 'li-haidon'\n"
        "    2 |   speaker: li-haidon\n"
        "      |            ^^^^^^^^^\n"
        "  hint: did you mean 'li-haidong'?"
    )


@pytest.mark.parametrize(
    "before",
    [
        "汉字: ",
        "e\u0301: ",
        "🕰️: ",
        "👨‍👩‍👧: ",
        "🇳🇱: ",
        "a:\t",
        "\u202e: ",
        "\u200b: ",
        "می‌خواهم: ",
        "\x1b[31m: ",
        "ﬁ: ",
    ],
)
def test_carets_stand_below_their_words(before: str) -> None:
    """Whatever stands before them: wide, combined, joined, invisible or a tab."""
    line, carets = marked(f"{before}word more", "word")
    assert wcswidth(line[: line.index("word")]) == carets.count(" ")
    assert carets.count("^") == 4


def test_carets_are_as_wide_as_their_words() -> None:
    """Wide characters take two columns, combining marks none."""
    assert marked("name: 汉字 x", "汉字")[1] == "      ^^^^"
    assert marked("name: e\u0301e\u0301 x", "e\u0301e\u0301")[1] == "      ^^"


def test_what_has_no_width_is_marked_by_one_caret() -> None:
    """A value that is not there, and the end of a line."""
    assert excerpt(place(1, 6, 6), ["kind:"]) == ("kind:", "     ^")
    assert excerpt(place(1, 3, 3), ["kind:"]) == ("kind:", "  ^")


def test_what_goes_over_several_lines_is_marked_at_its_beginning() -> None:
    """One caret: the rest of that line is no more to blame than the others."""
    assert excerpt(place(1, 3, 7, end_line=4), ["- name: a", "  kind: b"]) == ("- name: a", "  ^")


def test_the_file_as_a_whole_has_no_excerpt() -> None:
    """Nor has a line that is no longer there."""
    assert excerpt(Place(PATH, 1, 1), ["name: a"]) is None
    assert excerpt(place(9, 1, 2), ["name: a"]) is None


def test_a_long_line_is_cut_around_its_words() -> None:
    """With … where something was left out, and no wider than a terminal can show."""
    line, carets = marked("x" * 300 + "word" + "y" * 300, "word")
    assert line.startswith("…x")
    assert line.endswith("y…")
    assert wcswidth(line) <= WIDEST + 2
    assert line[carets.index("^") :].startswith("word")
    assert carets.count("^") == 4
    line, carets = marked("汉" * 200, "汉" * 120)
    assert wcswidth(line) <= WIDEST + 2
    assert len(carets) <= WIDEST + 1


def test_a_line_of_megabytes_is_shown_at_once() -> None:
    """Only what stands near the words is looked at."""
    line, carets = marked("x" * 4_000_000 + "word", "word")
    assert line.endswith("xword")
    assert len(line) == len(carets)


def test_nothing_printed_commands_the_terminal() -> None:
    """Control characters and marks of direction are written out, in excerpts, messages, hints and paths."""
    evil = "\x1b[2J\x07\u202e\u2066\u200f\u00ad\ufeff\x85\u2028"
    problem = Problem(Place(f"a{evil}").at((1, 1, 1, 2)), "R301", f"no actor '{evil}'", f"not {evil}\n::error::")
    for form in FORMATS:
        text = click.unstyle(render(form, [problem], lambda path: [evil]))
        assert not (set(evil) - set("[2J")) & set(text), form
    assert "\\x1b[2J\\x07\\u202e" in render("line", [problem], lambda path: [])
    assert len(render("line", [problem], lambda path: []).split("\n")) == 2


def test_letters_of_any_script_are_left_as_they_are() -> None:
    """Also those that need joiners, and spaces that don't break."""
    for text in ("می‌خواهم", "क्‍ष", "👨‍👩‍👧", "« mot »", "日本\u3000語", "e\u0301"):
        assert harmless(text) == text


@given(st.text(max_size=300), st.integers(1, 320), st.integers(0, 320))
def test_no_line_makes_the_excerpt_fail(line: str, column: int, width: int) -> None:
    """Whatever stands there, and wherever the carets should go, they are on one line and within it."""
    found = excerpt(place(1, column, column + width), [line])
    assert found is not None
    assert "^" in found[1]
    assert not set("\n\r\x1b\u2028") & set("".join(found))
    assert wcswidth(found[1]) <= WIDEST + 2


def test_a_line_each_for_editors() -> None:
    """Place and message on one line, the hint below, no excerpt."""
    problem = Problem(place(1, 7, 10), "R204", "'a b' is not in the vocabulary", "write c")
    said = f"{PATH}:1:7: R204 not-in-vocabulary: 'a b' is not in the vocabulary"
    assert shown(problem, "kind: a b\n", "line") == f"{said}\n  hint: write c"


def test_json_has_its_keys() -> None:
    """An array of objects; a fix is the text for just that place, with the quotes that stand there."""
    text = 'kind: "grupo"\n'
    problem = Problem(place(1, 7, 14), "R204", "no", "yes", fix="group")
    whole = Problem(Place(PATH), "R103", "the file is empty")
    found = json.loads(render("json", [problem, whole], lambda path: lines_of(text.encode())))
    assert found == [
        {
            "path": PATH, "line": 1, "column": 7, "end_line": 1, "end_column": 14, "code": "R204",
            "name": "not-in-vocabulary", "message": "no", "hint": "yes", "fix": '"group"',
        },
        {
            "path": PATH, "line": 1, "column": 1, "end_line": None, "end_column": None, "code": "R103",
            "name": "empty-file", "message": "the file is empty", "hint": "", "fix": None,
        },
    ]  # fmt: skip


def test_github_commands_are_escaped() -> None:
    """By GitHub's rules: more in properties than in the message; columns only for what stands on one line."""
    problem = Problem(Place("a,b:100%.yaml").at((2, 3, 2, 9)), "R301", "50% off: a, b", "see: c")
    assert render("github", [problem], lambda path: []) == (
        "::error file=a%2Cb%3A100%25.yaml,line=2,col=3,endColumn=9,title=R301 unknown-reference"
        "::50%25 off: a, b%0Ahint: see: c"
    )
    long = Problem(place(2, 3, 4, end_line=5), "R202", "m")
    assert render("github", [long], lambda path: []).startswith(f"::error file={PATH},line=2,endLine=5,title=R202 ")


def closed(required: str = "", **properties: Any) -> dict[str, Any]:
    """The JSON Schema of an object that has these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "required": required.split(),
    }


def listed(entry: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a list with at least one entry."""
    return {"type": "array", "items": entry, "minItems": 1}


TEXT = {"type": "string", "minLength": 1}
NUMBER = {"type": "integer", "minimum": 1}
MESSAGE = closed("text", text=TEXT, markdown=TEXT)
URI = closed("uri", uri={"type": "string", "format": "uri-reference", "pattern": "^[A-Za-z0-9_./~%-]+$"})
REGION = closed("startLine", startLine=NUMBER, startColumn=NUMBER, endLine=NUMBER, endColumn=NUMBER)
RULE = closed(
    "id name shortDescription fullDescription help",
    id={"pattern": "^R[0-9]{3}$"}, name=TEXT, shortDescription=MESSAGE, fullDescription=MESSAGE, help=MESSAGE,
    defaultConfiguration=closed(level={"const": "error"}),
)  # fmt: skip
REPLACEMENT = closed("deletedRegion", deletedRegion=REGION, insertedContent=closed(text=TEXT))
CHANGE = closed("artifactLocation replacements", artifactLocation=URI, replacements=listed(REPLACEMENT))
RESULT = closed(
    "message ruleId ruleIndex locations",
    ruleId=TEXT, ruleIndex={"type": "integer", "minimum": 0}, level={"const": "error"}, message=MESSAGE,
    locations=listed(closed(physicalLocation=closed("artifactLocation region", artifactLocation=URI, region=REGION))),
    fixes=listed(closed("artifactChanges", description=MESSAGE, artifactChanges=listed(CHANGE))),
)  # fmt: skip
DRIVER = closed("name rules", name=TEXT, semanticVersion=TEXT, rules={"type": "array", "items": RULE})
#: What SARIF 2.1.0 asks of the parts of it that Readout writes; the whole schema is 110 kB.
SARIF = closed(
    "version runs",
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"const": "2.1.0"},
    runs=listed(
        closed(
            "tool results",
            tool=closed("driver", driver=DRIVER),
            columnKind={"const": "unicodeCodePoints"},
            results={"type": "array", "items": RESULT},
        )
    ),
)


def sarif(problems: list[Problem], text: str = "") -> dict[str, Any]:
    """The one run of a log, after a look at its form."""
    log: dict[str, Any] = json.loads(render("sarif", problems, lambda path: lines_of(text.encode())))
    jsonschema_rs.Draft202012Validator(SARIF, validate_formats=True).validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def test_sarif_has_the_form_of_the_standard() -> None:
    """For every code, with and without a place in the file, and for none."""
    known = explanations()
    problems = [
        Problem(Place("sources/a b/é.yaml").at((3, 2, 4, 1)), code, "m", "h") for code in NAMES if code in known
    ]
    run = sarif([*problems, Problem(Place(PATH), "R103", "m")])
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]
    assert rules[0]["fullDescription"]["text"] == known[rules[0]["id"]].meaning
    assert sarif([])["results"] == []


def test_sarif_carries_the_fix() -> None:
    """The region to delete and what to write there."""
    run = sarif([Problem(place(1, 7, 14), "R204", "m", fix="group")], "kind: 'grupo'\n")
    [change] = run["results"][0]["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 1, "startColumn": 7, "endLine": 1, "endColumn": 14},
            "insertedContent": {"text": "'group'"},
        }
    ]


WRONG = "swans: {name: The swans, kind: grupo}\n"


@pytest.fixture
def faulty(project: Path) -> Path:
    """A project with a word that is not in its vocabulary."""
    (project / "sources" / "actors").mkdir()
    (project / "sources" / "actors" / "more.yaml").write_text(WRONG, encoding="utf-8")
    return project


def test_every_command_that_checks_takes_the_format(faulty: Path, run: Runner) -> None:
    """check, build and anchor print the same problems in the same way, and end with 1."""
    for form in FORMATS:
        commands = (["check"], ["build"], ["anchor", "--texts", str(faulty / "texts")])
        printed = {run(*command, "--format", form, project=faulty)[:2] for command in commands}
        assert len(printed) == 1, form
        [(code, text)] = printed
        assert code == 1
        assert "R204" in text
    assert run("check", "--format", "xml", project=faulty).code == 2


def test_a_wrong_schema_is_printed_in_the_format_too(faulty: Path, run: Runner) -> None:
    """It is found before the sources are read."""
    schema = faulty / "schema.yaml"
    schema.write_text(schema.read_text(encoding="utf-8").replace("    title: Identifier\n", "    titel: I\n"), "utf-8")
    [found] = json.loads(run("check", "--format", "json", project=faulty).stdout)
    assert (found["path"], found["code"], found["column"], found["end_column"]) == ("schema.yaml", "R601", 5, 10)


def test_programs_are_told_that_there_is_nothing(built_project: Path, run: Runner) -> None:
    """An empty list in JSON, a log without results in SARIF; nothing in the others."""
    for form in FORMATS:
        code, stdout, _ = run("check", "--format", form, project=built_project)
        assert code == 0
        if form == "json":
            assert json.loads(stdout) == []
        elif form == "sarif":
            assert json.loads(stdout)["runs"][0]["results"] == []
        else:
            assert stdout == ""


def test_colours_are_asked_for_or_not_there(faulty: Path, run: Runner) -> None:
    """None in a pipe, unless FORCE_COLOR; NO_COLOR goes before it."""
    plain = run("check", project=faulty, env={"NO_COLOR": "", "FORCE_COLOR": ""}).stdout
    colourful = run("check", project=faulty, env={"NO_COLOR": "", "FORCE_COLOR": "1"}).stdout
    assert "\x1b[" not in plain
    assert "^\x1b[0m" in colourful
    assert click.unstyle(colourful) == plain
    assert run("check", project=faulty, env={"NO_COLOR": "1", "FORCE_COLOR": "1"}).stdout == plain


def test_nothing_that_prints_problems_is_loaded_without_them() -> None:
    """The package of renderers is light; each renderer comes when it is needed."""
    program = (
        "import sys, readout.commands.check; print(sorted(n for n in sys.modules if 'wcwidth' in n or '.report.' in n))"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
