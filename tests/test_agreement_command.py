"""Second annotations in a project: read, checked and kept out of the database; and what `readout agreement` says."""

import csv
import io
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Runner
from tests.made import edit, read, write

SECONDS = ROOT / "tests" / "agreement"
COURIER = "sources/articles/quill-courier/2024-05-04-crash-shuts-bridge"
LANTERN = "sources/articles/otterby-lantern/2024-05-03-ferry-bumps-bridge"
SECOND = f"{COURIER}.tide-reader.md"


@pytest.fixture
def twice(project: Path) -> Path:
    """The made-up project with second annotations of two articles."""
    shutil.copytree(SECONDS, project, dirs_exist_ok=True)
    return project


def report(run: Runner, *arguments: str) -> dict[str, Any]:
    """The report as JSON, in which nothing is NaN."""
    ended = run("agreement", "--format", "json", *arguments)
    assert ended.code == 0, ended.stdout + ended.stderr
    return dict(json.loads(ended.stdout, parse_constant=pytest.fail))


def problems_of_seconds(run: Runner) -> list[str]:
    """The first lines of the problems in files of second annotations."""
    seconds = [path + "." for path in (COURIER, LANTERN)]
    return [line for line in run("check").stdout.splitlines() if line.startswith(tuple(seconds))]


def alphas(group: dict[str, Any]) -> dict[tuple[str, str], Any]:
    """The alphas of a group by measure and level."""
    return {(each["measure"], each["level"]): each["alpha"] for each in group["measures"]}


def line_of(file: Path, words: str) -> int:
    """The line on which some words stand first."""
    return next(n for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if words in line)


def test_a_second_annotation_has_the_articles_id_and_its_curator() -> None:
    """Its rows have the ids that the first annotation's would have; the reading says whose it is."""
    text = (SECONDS / SECOND).read_text(encoding="utf-8")
    reading = read(text, SECOND)
    assert reading.problems == []
    assert reading.curator == "tide-reader"
    assert {row.values["article"] for row in reading.rows if "article" in row.values} == {Path(COURIER).name}
    beside = read(text, f"{COURIER}.md")
    assert [row.id for row in beside.rows] == [row.id for row in reading.rows]
    assert beside.curator == ""


def test_an_unreadable_second_annotation_hides_no_missing_article() -> None:
    """Only a first annotation that can't be read leaves open which articles there are."""
    assert read(b"\xff", SECOND).incomplete == ""
    assert read(b"\xff", f"{COURIER}.md").incomplete == "articles"


def test_second_annotations_are_checked_and_not_built(twice: Path, run: Runner, database: Path) -> None:
    """With them or without them the database has the same annotations; only who annotated is more."""
    assert run("check").stdout == ""
    built = run("build")
    assert built.code == 0, built.stdout + built.stderr
    with closing(sqlite3.connect(twice / "build" / "readout.db")) as here, closing(sqlite3.connect(database)) as before:
        for table in ("articles", "quotes", "coverage", "evidence", "stances", "article_frames", "mentions"):
            rows = [base.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for base in (here, before)]
            assert rows[0] == rows[1], table
        found = here.execute("SELECT curator, role, status FROM article_annotators WHERE article = ?"
                             " ORDER BY role", (Path(LANTERN).name,)).fetchall()  # fmt: skip
    assert found == [
        ("ferry-desk", "annotated", "reviewed"),
        ("tide-reader", "annotated-independently", "draft"),
        ("ferry-desk", "reviewed", "reviewed"),
    ]


def test_perfect_agreement(twice: Path, run: Runner) -> None:
    """Two annotations that say the same: alpha is 1 wherever it is defined, and there is nothing to decide."""
    said = report(run, "--article", Path(LANTERN).name)
    (group,) = said["groups"]
    assert said["differences"] == []
    assert set(alphas(group).values()) == {1.0, None}
    assert all(each["why_none"] for each in group["measures"] if each["alpha"] is None)
    assert [overlap["f1"] for overlap in group["quote_spans"]["overlaps"]] == [1.0, 1.0]


def test_differences_stand_side_by_side(twice: Path, run: Runner) -> None:
    """Each difference has both values, notes and evidence, and the line of each in its file."""
    said = report(run, "--article", Path(COURIER).name)
    found = {(each["kind"], each["what"]): each for each in said["differences"]}
    assert len(found) == 12
    soundness = found["coverage", "sea-defence-sound"]
    assert soundness["first"]["says"] == {"stance": "disputes", "according_to": "not given"}
    assert soundness["second"]["says"] == {"stance": "attributes", "according_to": "otterby-council"}
    assert soundness["second"]["evidence"] == "the council claimed"
    assert found["stance", "otterby-council"]["second"]["note"] == "It is made to deny what everybody can see."
    assert found["frame", "health-and-safety"]["first"]["says"] is None
    for kind, what, word in (
        ("coverage", "captain-tired", "claim: captain-tired"),
        ("mention", "second-bump", "event:"),
    ):
        for side in ("first", "second"):
            place = found[kind, what][side]
            lines = (twice / place["path"]).read_text(encoding="utf-8").splitlines()
            assert word in lines[place["line"] - 1]


def test_with_the_texts_spans_are_compared_by_code_points(twice: Path, run: Runner) -> None:
    """`readout anchor` anchors second annotations, too; then code points are compared, and spans have an alpha."""
    run("anchor", "--texts", str(twice / "texts"))
    spans = report(run)["groups"][0]["quote_spans"]
    assert [overlap["unit"] for overlap in spans["overlaps"]] == ["spans", "code points"]
    assert spans["overlaps"][1]["second"] - spans["overlaps"][1]["common"] == len("meeting of ferry and bridge")
    assert spans["alpha_u"] == pytest.approx(0.883, abs=0.001)


def test_text_for_people(twice: Path, run: Runner) -> None:
    """The text has the measures, says why a number is missing, and names path and line of both sides."""
    ended = run("agreement")
    assert ended.code == 0
    assert "4 annotations of 2 articles" in ended.stdout
    assert "no interval: fewer than 10 units" in ended.stdout
    assert f"different versions of the guide: {Path(LANTERN).name}: ferry-desk " in ended.stdout
    assert ", tide-reader 0.9\n" in ended.stdout
    for path in (f"{COURIER}.md", SECOND):
        assert f"{path}:{line_of(twice / path, 'claim: gate-broken')}\n" in ended.stdout
    assert "nan" not in ended.stdout.lower().split()


def test_csv_has_one_difference_or_measure_a_row(twice: Path, run: Runner) -> None:
    """The differences are a sheet in which somebody can decide; the measures are another."""
    rows = list(csv.DictReader(io.StringIO(run("agreement", "--format", "csv").stdout)))
    row = next(row for row in rows if row["what"] == "gate-broken")
    assert (row["first_says"], row["second_says"]) == ("stance asserts", "stance disputes")
    assert row["second_at"] == f"{SECOND}:{line_of(twice / SECOND, 'claim: gate-broken')}"
    made = run("agreement", "--format", "csv", "--table", "measures", "--by", "outlet").stdout
    measures = list(csv.DictReader(io.StringIO(made)))
    assert {row["group"] for row in measures} == {"otterby-lantern", "quill-courier"}
    one = next(row for row in measures if row["group"] == "quill-courier" and row["measure"] == "coverage")
    assert one["value"].startswith("0.6533")
    assert any(row["level"] == "f1" for row in measures)


def test_no_cell_is_run_by_a_spreadsheet(twice: Path, run: Runner) -> None:
    """What a curator notes is text, whatever it begins with."""
    edit(twice / SECOND, "note: Two clauses, each with its own claim.", 'note: "=1+1"')
    rows = list(csv.DictReader(io.StringIO(run("agreement", "--format", "csv").stdout)))
    assert "'=1+1" in {row["second_note"] for row in rows}


def test_groups_by_article_and_by_pair_of_curators(twice: Path, run: Runner) -> None:
    """A third curator who agrees with the second in all: one pair agrees, the others do not."""
    text = (twice / SECOND).read_text(encoding="utf-8").replace("curator: tide-reader", "curator: buoy-keeper")
    write(twice / f"{COURIER}.buoy-keeper.md", text)
    write(twice / "sources/curators/buoy-keeper.yaml", "buoy-keeper: {name: The Buoy Keeper, kind: person}\n")
    groups = {group["name"]: alphas(group) for group in report(run, "--by", "pair")["groups"]}
    assert groups["buoy-keeper and tide-reader"]["coverage", "nominal"] == 1.0
    assert groups["buoy-keeper and ferry-desk"]["coverage", "nominal"] == pytest.approx(0.653, abs=0.001)
    by_article = report(run, "--by", "article")
    assert [group["name"] for group in by_article["groups"]] == sorted(Path(path).name for path in (LANTERN, COURIER))
    assert by_article["groups"][1]["measures"][0]["curators"] == 3


def test_nobody_annotated_twice(run: Runner) -> None:
    """Without a second annotation there is nothing to measure, which is no error."""
    ended = run("agreement")
    assert ended.code == 0
    assert "DATE-SLUG.CURATOR.md" in ended.stdout
    assert report(run) | {"by": "all"} == {
        "annotations": [], "left_out": [], "different_guides": [], "by": "all", "groups": [], "differences": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--article", "2024-05-04-crash-shuts-brige"], "did you mean '2024-05-04-crash-shuts-bridge'"),
        (["--story", "nowhere"], "no story 'nowhere'"),
        (["--table", "measures"], "--format csv"),
        (["--by", "moon"], "moon"),
    ],
)
def test_wrong_use(arguments: list[str], said: str, run: Runner) -> None:
    """Ids that there are not, and options that do not go together, end with 2 and say what to write."""
    ended = run("agreement", *arguments)
    assert ended.code == 2
    assert said in ended.stderr


MISTAKES = [
    ("  - claim: gate-broken", "  - claim: gate-brokn", "R301"),
    ("    stance: disputes", "    stance: doubts", "R204"),
    ("curator: tide-reader", "curator: ferry-desk", "R112"),
    ("published: 2024-05-04", "published: 2024-05-05", "R404"),
]


@pytest.mark.parametrize(("old", "new", "code"), MISTAKES)
def test_a_faulty_second_annotation_is_reported_and_not_counted(
    old: str, new: str, code: str, twice: Path, run: Runner
) -> None:
    """`readout check` shows its problem as in any file; agreement leaves it out, says so, and ends with 1."""
    edit(twice / SECOND, old, new)
    shown = problems_of_seconds(run)
    assert len(shown) == 1
    assert shown[0].startswith(f"{SECOND}:")
    assert f": {code} " in shown[0]
    ended = run("agreement")
    assert ended.code == 1
    assert f"not counted: {SECOND}: it has 1 problem, see `readout check`" in ended.stdout
    assert "2 annotations of 1 article" in ended.stdout


def test_names_of_second_annotations(twice: Path, run: Runner) -> None:
    """A curator who is no id or nobody in the register, and two dots: one problem each, at the file."""
    text = (twice / SECOND).read_text(encoding="utf-8")
    write(twice / f"{COURIER}.Tide.md", text)
    write(twice / f"{COURIER}.two.dots.md", text)
    write(twice / f"{COURIER}.stranger.md", text.replace("curator: tide-reader", "curator: stranger"))
    line = f"{line_of(twice / SECOND, 'curator: ')}:10"
    shown = problems_of_seconds(run)
    assert [line.split(": ")[0].removeprefix(COURIER) + " " + line.split(": ")[1][:4] for line in shown] == [
        f".Tide.md:{line_of(twice / SECOND, 'headline: ')}:1 R112",
        f".stranger.md:{line} R301",
        ".two.dots.md:1:1 R111",
    ]


def test_a_second_annotation_alone_or_by_the_same_curator(twice: Path, run: Runner) -> None:
    """Without a first beside it (R115), or by the first's own curator (R116), there is nothing to compare."""
    (twice / f"{LANTERN}.md").unlink()
    (twice / f"{LANTERN}.anchors.json").unlink()
    edit(twice / SECOND, "curator: tide-reader", "curator: ferry-desk")
    (twice / SECOND).rename(twice / f"{COURIER}.ferry-desk.md")
    shown = problems_of_seconds(run)
    assert [line.split(": ")[1] for line in shown] == ["R115 second-without-first", "R116 same-curator-twice"]
    ended = run("agreement")
    assert ended.code == 1
    assert ended.stdout.count("not counted: ") == 2
