"""`readout status`: what is drafted, reviewed, unanchored and unchecked, by story and outlet."""

import json
import re
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Runner, copy_project
from tests.made import HARBOUR, HILL, VALLEY, edit, make_project

LANTERN = "2024-05-03-ferry-bumps-bridge"
COURIER = "2024-05-04-crash-shuts-bridge"
SUMS = ("articles", "drafts", "reviewed", "suggestions", "evidence", "unanchored", "unchecked", "problems")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A project of three drafts without anchors; one claim was not looked for in one of them."""
    return make_project(tmp_path / "made")


@pytest.fixture
def twice(project: Path) -> Path:
    """The made-up corpus with second annotations of two articles."""
    shutil.copytree(ROOT / "tests" / "agreement", project, dirs_exist_ok=True)
    return project


def status(run: Runner, project: Path, *options: str) -> dict[str, Any]:
    """The status as JSON."""
    ended = run("status", "--format", "json", *options, project=project)
    assert (ended.code, ended.stderr) == (0, "")
    return dict(json.loads(ended.stdout))


def by_id(said: dict[str, Any]) -> dict[str, Any]:
    """The articles by their ids."""
    return {article["id"]: article for article in said["articles"]}


def article_file(project: Path, name: str) -> Path:
    """The file of an article."""
    return next((project / "sources" / "articles").rglob(f"{name}.md"))


def suggest(project: Path) -> None:
    """Mark a naming of the first article as proposed by the tool."""
    edit(article_file(project, HARBOUR), "voice: own, marks: scare}", "voice: own, marks: scare, suggested: true}")


def found(database: Path, sql: str) -> dict[str, Any]:
    """What a statement finds, by its first column."""
    with closing(sqlite3.connect(database)) as connection:
        return dict(connection.execute(sql).fetchall())


@pytest.mark.parametrize("corpus", [True, False])
def test_the_numbers_are_those_of_the_database(corpus: bool, tmp_path: Path, run: Runner) -> None:
    """Status, rows to confirm, evidence without an anchor, claims not checked: by article, as its views say."""
    project = copy_project(tmp_path / "one") if corpus else make_project(tmp_path / "one")
    if not corpus:
        suggest(project)
    assert run("build", project=project).code == 0
    database, articles = project / "build" / "readout.db", by_id(status(run, project))

    def said(name: str) -> dict[str, Any]:
        return {key: article[name] for key, article in articles.items()}

    assert said("status") == found(database, "SELECT id, status FROM articles")
    assert said("story") == found(database, "SELECT id, story FROM articles")
    assert said("outlet") == found(database, "SELECT id, outlet FROM articles")
    cells = "SELECT article, group_concat(claim, ' ') FROM (SELECT * FROM claim_matrix ORDER BY claim) WHERE cell = "
    unchecked = {key: set(names.split()) for key, names in found(database, f"{cells} 'not checked' GROUP BY 1").items()}
    assert {key: set(names) for key, names in said("unchecked").items() if names} == unchecked
    assert unchecked or corpus
    assert said("evidence") == found(database, "SELECT article, count(*) FROM evidence GROUP BY 1")
    missing = found(database, 'SELECT article, sum("start" IS NULL) FROM evidence GROUP BY 1')
    assert said("unanchored") == missing
    suggested = found(database, "SELECT article, sum(coalesce(suggested, 0)) FROM namings GROUP BY 1")
    assert said("suggestions") == dict.fromkeys(articles, 0) | suggested


def test_the_groups_add_up(made: Path, run: Runner) -> None:
    """Of stories, of outlets and of both together, whatever is counted."""
    said = status(run, made)
    for group in ("by_story", "by_outlet", "by_story_and_outlet"):
        added: Counter[str] = Counter()
        for row in said[group]:
            added.update({name: row[name] for name in SUMS})
        assert {name: added[name] for name in SUMS} == {name: said["total"][name] for name in SUMS}, group
    assert [row["outlet"] for row in said["by_outlet"]] == ["harbour-post", "hill-times", "valley-wire"]
    assert [row["story"] for row in said["by_story"]] == ["clock"]


def test_what_each_article_needs(made: Path, run: Runner) -> None:
    """A review, anchors, a claim that nobody looked for, and a suggestion to confirm."""
    suggest(made)
    articles = by_id(status(run, made))
    assert articles[HARBOUR]["needs"] == ["suggestions", "anchors", "claims", "review"]
    assert articles[HARBOUR]["unchecked"] == ["bell"]
    assert articles[HILL]["needs"] == articles[VALLEY]["needs"] == ["anchors", "review"]
    assert {article["anchors"] for article in articles.values()} == {"missing"}
    assert run("anchor", "--texts", made / "texts", project=made).code == 0
    articles = by_id(status(run, made))
    assert articles[HARBOUR]["needs"] == ["suggestions", "claims", "review"]
    assert (articles[HARBOUR]["anchors"], articles[HARBOUR]["unanchored"]) == ("current", 0)


def test_a_reviewed_article_that_is_whole_needs_nothing(project: Path, run: Runner) -> None:
    """It is left out of the list, unless all are asked for."""
    articles = by_id(status(run, project))
    assert (articles[LANTERN]["status"], articles[LANTERN]["needs"]) == ("reviewed", [])
    short, long = run("status", project=project).stdout, run("status", "--all", project=project).stdout
    assert LANTERN not in short
    assert COURIER in short
    assert f"otterby-lantern/{LANTERN}.md\n  nothing\n" in long


def test_a_second_annotation_is_no_article(twice: Path, run: Runner) -> None:
    """It is counted beside the first, and what stands in it is not counted as the first one's."""
    said, before = status(run, twice), ("articles", "drafts", "reviewed", "evidence", "unanchored", "unchecked")
    seconds = list((twice / "sources").rglob("*.*.md"))
    assert said["total"]["second_annotations"] == len(seconds) > 0
    for second in seconds:
        second.unlink()
    for anchors in (twice / "sources").rglob("*.*.anchors.json"):
        anchors.unlink()
    alone = status(run, twice)
    assert {name: alone["total"][name] for name in before} == {name: said["total"][name] for name in before}
    assert alone["total"]["second_annotations"] == 0


def test_the_curators_of_second_annotations_are_named(twice: Path, run: Runner) -> None:
    """With their article."""
    assert by_id(status(run, twice))[COURIER]["seconds"] == ["tide-reader"]


def test_a_problem_of_a_second_annotation_is_its_articles(twice: Path, run: Runner) -> None:
    """So that somebody who looks for what is left finds it there."""
    second = next((twice / "sources").rglob(f"{COURIER}.tide-reader.md"))
    second.write_text("---\nheadline: [\n---\n", encoding="utf-8")
    said = status(run, twice)
    assert by_id(said)[COURIER]["problems"] == said["total"]["problems"] > 0


def test_it_works_while_there_are_problems(made: Path, run: Runner) -> None:
    """It says how many, and where; a file that can't be read is an article of which nothing else is known."""
    edit(article_file(made, HILL), "genre: ReportageNewsArticle", "genre: Nonsense")
    article_file(made, VALLEY).write_bytes(b"\xff\xfe")
    (made / "sources" / "concepts.yaml").write_text("stopping: {title: X}\n", encoding="utf-8")
    said = status(run, made)
    assert (said["total"]["articles"], said["total"]["drafts"], said["total"]["unreadable"]) == (3, 1, 2)
    assert said["problems_elsewhere"] > 0
    assert said["problems"] == said["problems_elsewhere"] + said["total"]["problems"]
    articles = by_id(said)
    assert articles[HILL]["needs"] == articles[VALLEY]["needs"] == ["problems"]
    unknown = [articles[VALLEY][name] for name in ("outlet", "story", "status", "anchors")]
    assert unknown == ["valley-wire", None, None, None]
    checked = run("check", "--format", "line", project=made).stdout
    assert said["problems"] == len(re.findall(r"^sources/", checked, re.MULTILINE))
    text = run("status", project=made).stdout
    assert f"{said['problems']} problems in the project, {said['problems_elsewhere']} of them in no article" in text
    assert "2 articles can't be read" in text


def test_stale_anchors_are_told_from_missing_ones(project: Path, run: Runner) -> None:
    """Evidence that was added since has no anchor; evidence that was taken out leaves one over."""
    edit(article_file(project, COURIER), "evidence: stays shut for 14 days", "evidence: shut for 14 days")
    courier = by_id(status(run, project))[COURIER]
    assert (courier["anchors"], courier["unanchored"]) == ("stale", 1)
    assert {"problems", "anchors"} <= set(courier["needs"])
    assert "1 piece of evidence to anchor" in run("status", project=project).stdout
    edit(article_file(project, COURIER), "evidence: shut for 14 days", "evidence: stays shut for 14 days")
    edit(article_file(project, COURIER), "      - But the gate lies on the quay\n", "")
    courier = by_id(status(run, project))[COURIER]
    assert (courier["anchors"], courier["unanchored"]) == ("stale", 0)
    assert "anchors to write anew" in run("status", project=project).stdout


def test_one_story_or_one_outlet(project: Path, run: Runner) -> None:
    """Only its articles; an id that is none is wrong use, with the nearest."""
    assert list(by_id(status(run, project, "--outlet", "quill-courier"))) == [COURIER]
    stories = {row["story"] for row in status(run, project)["by_story"]}
    assert {row["story"] for row in status(run, project, "--story", "otterby-bridge")["by_story"]} <= stories
    for option, slip, meant in (("--outlet", "quil-courier", "quill-courier"), ("--story", "oterby", "otterby-bridge")):
        ended = run("status", option, slip, project=project)
        assert (ended.code, ended.stdout) == (2, "")
        assert f"'{slip}'" in ended.stderr
        assert meant in ended.stderr


def test_the_table_has_the_numbers_and_fits_80_columns(made: Path, run: Runner) -> None:
    """Each story with its outlets, without colours; also with a name that leaves no room for numbers."""
    long = "the-evening-post-of-the-harbour-and-all-the-other-quays-of-the-low-country"
    (made / "sources" / "articles" / "valley-wire").rename(made / "sources" / "articles" / long)
    edit(made / "sources" / "outlets.yaml", "valley-wire:", f"{long}:")
    stdout = run("status", project=made, env={"FORCE_COLOR": "1"}).stdout
    assert "\x1b" not in stdout
    assert max(len(line) for line in stdout.splitlines() if not line.endswith(".md")) <= 80
    lines = stdout.splitlines()
    total = status(run, made)["total"]
    numbers = [total[name] for name in ("articles", "drafts", "reviewed", "second_annotations", "suggestions")]
    numbers += [total[name] for name in ("unanchored", "unchecked", "problems")]
    assert next(line for line in lines if line.startswith("clock")).split()[1:] == [str(n or "-") for n in numbers]
    at = lines.index(f"  {long}")
    assert lines[at + 1].split()[:2] == ["1", "1"]
    assert f"harbour-post/{HARBOUR}.md" in lines


def test_a_project_without_articles(made: Path, run: Runner) -> None:
    """Has a status, too."""
    shutil.rmtree(made / "sources" / "articles")
    assert status(run, made)["total"]["articles"] == 0
    assert run("status", project=made).stdout.startswith("no articles\n")


def test_the_keys_are_documented(made: Path, run: Runner) -> None:
    """Every key of the JSON stands in docs/ci.md."""
    documented = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    said = status(run, made)
    keys = {*said, *said["total"], *said["by_story_and_outlet"][0], *said["articles"][0]}
    assert {key for key in keys if f"`{key}`" not in documented} == set()
