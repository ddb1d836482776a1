"""Agreement as numbers: alpha on worked examples, which rows belong together, and what is counted."""

import subprocess
import sys

import pytest

from readout.agreement.alpha import Level, Value, alpha
from readout.agreement.annotation import Case, cases
from readout.agreement.differences import differences
from readout.agreement.match import shared
from readout.agreement.measures import Measured, measure, measures
from readout.agreement.spans import span_agreement
from readout.agreement.unitizing import unitizing
from readout.row import Rows
from readout.source import SourceFile
from readout.unit import Unit
from tests.conftest import CORPUS, ROOT
from tests.made import reader

SECONDS = ROOT / "tests" / "agreement"
COURIER = "sources/articles/quill-courier/2024-05-04-crash-shuts-bridge"
LANTERN = "sources/articles/otterby-lantern/2024-05-03-ferry-bumps-bridge"
TEXTS = {COURIER: "courier-crash-shuts-bridge.txt", LANTERN: "lantern-ferry-bumps-bridge.txt"}

NO = None
#: Four observers, twelve units, from K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), part C.
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, NO, NO, NO),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NO, 3),
    (NO, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NO),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NO),
)
UNITS: list[list[Value]] = [[said for said in unit if said is not None] for unit in zip(*OBSERVERS, strict=True)]


def second_of(path: str) -> str:
    """Where the second annotation beside an article lies."""
    return f"{path}.tide-reader.md"


def unit_of(path: str, text: str, anchored: str = "") -> Unit:
    """A file as it is read; `anchored` is the text in which its evidence is found, where it stands first."""
    reading = reader().read(SourceFile(path, text.encode()))
    assert reading.problems == []
    unit = Unit(path, Rows(reading.rows), curator=reading.curator)
    if anchored:
        starts = {row.id: (anchored.find(row.values["exact"]), row.values["exact"]) for row in unit.evidence}
        anchors = {name: {"start": start, "end": start + len(exact)} for name, (start, exact) in starts.items()}
        unit.anchors = {"sha256": "0", "length": len(anchored), "anchors": anchors}
    return unit


def case_of(path: str, *changes: tuple[str, str], anchored: bool = False) -> Case:
    """An article of the corpus with its second annotation, in which some words are replaced by others."""
    text = (CORPUS / "texts" / TEXTS[path]).read_text(encoding="utf-8") if anchored else ""
    first = unit_of(f"{path}.md", (CORPUS / f"{path}.md").read_text(encoding="utf-8"), text)
    words = (SECONDS / second_of(path)).read_text(encoding="utf-8")
    for old, new in changes:
        assert words.count(old) == 1, old
        words = words.replace(old, new)
    found, left = cases([first], [unit_of(second_of(path), words, text)], {})
    assert left == []
    return found[0]


def measured(name: str, *members: Case, level: Level | None = None) -> Measured:
    """One measure over some articles."""
    wanted = measures(["political", "capacity-and-resources", "health-and-safety"])
    return measure(members, next(each for each in wanted if each.name == name and level in (None, each.level)))


@pytest.mark.parametrize(
    ("level", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_krippendorffs_own_example(level: Level, expected: float) -> None:
    """Krippendorff (2011), part C: four observers, twelve units, missing values; the four alphas that the paper gives.

    The paper's 40 pairable values are in 11 units (the twelfth has one value); 8 of the 40 coincidences are off the
    diagonal.
    """
    found = alpha(UNITS, level)
    assert found.value == pytest.approx(expected, abs=0.0005)
    assert (found.units, found.single, found.values, found.differing) == (11, 1, 40, 0.2)


def test_alpha_worked_by_hand() -> None:
    """Two curators, four units: aa, ab, bb, bb.

    Eight values, three a and five b. Observed disagreement 2/8. Expected 2·3·5/(8·7) = 30/56. Alpha 1 - (2/8)/(30/56).
    """
    assert alpha([["a", "a"], ["a", "b"], ["b", "b"], ["b", "b"]], "nominal").value == pytest.approx(8 / 15, abs=1e-6)


def test_the_interval_is_the_same_at_every_run() -> None:
    """Units drawn again with a fixed seed; the interval lies around alpha, and is narrower for more units alike."""
    one, again, more = (alpha(UNITS * times, "nominal") for times in (1, 1, 20))
    assert one == again
    assert one.interval is not None
    assert more.interval is not None
    assert one.value is not None
    assert one.interval[0] < one.value <= one.interval[1] <= 1
    assert more.interval[1] - more.interval[0] < (one.interval[1] - one.interval[0]) / 2


@pytest.mark.parametrize(
    ("units", "why"),
    [
        ([], "no unit was judged by two curators"),
        ([["a"], ["b"], []], "no unit was judged by two curators"),
        ([["a", "a"], ["a", "a"]], "all agree, and on one value only ('a'): nothing varies"),
    ],
)
def test_where_there_is_no_alpha_it_is_said_why(units: list[list[Value]], why: str) -> None:
    """Nothing to compare, or nothing that varies: no number, and never NaN."""
    found = alpha(units, "nominal")
    assert found.value is None
    assert found.interval is None
    assert found.why_none.startswith(why)


@pytest.mark.parametrize(
    ("units", "why"),
    [
        ([["a", "b"], *[["a", "a"]] * 8], "fewer than 10 units"),
        ([["a", "a"], ["b", "b"]] * 6, "no disagreement to draw from"),
        ([["a", "b"], *[["a", "a"]] * 20], "too little variation"),
    ],
)
def test_where_there_is_no_interval_it_is_said_why(units: list[list[Value]], why: str) -> None:
    """An interval from few units, or from units that are all alike, would only seem exact."""
    found = alpha(units, "nominal")
    assert (found.interval, found.why_no_interval) == (None, why)
    assert found.value is not None


def test_alpha_for_unitizing_on_krippendorffs_example() -> None:
    """K. Krippendorff, Content Analysis (2004), p. 254: a continuum of 300 from 150 on, categories c and k."""

    def at(*units: tuple[int, int]) -> list[tuple[int, int]]:
        return [(start - 150, start - 150 + length) for start, length in units]

    found = unitizing(300, [at((225, 70), (370, 30)), at((220, 80), (355, 20), (400, 20))])
    assert found.observed == pytest.approx(0.0144, abs=0.0001)
    assert found.expected == pytest.approx(0.0532, abs=0.0001)
    assert found.alpha == pytest.approx(0.7286, abs=0.0001)
    alike = unitizing(300, [at((180, 60), (300, 50))] * 2)
    assert alike.expected == pytest.approx(0.0490, abs=0.0001)
    assert alike.alpha == 1.0
    assert unitizing(300, [[], []]).alpha is None


def test_shared_code_points_are_counted_once() -> None:
    """Overlapping spans of one side do not count twice; spans that only touch share nothing."""
    assert shared([(0, 10), (5, 12)], [(8, 20), (9, 11)]) == 4
    assert shared([(0, 5)], [(5, 9)]) == 0


def test_coverage_worked_by_hand() -> None:
    """Seven claims were looked for by both, two by the first only; two of the seven got another stance.

    Fourteen values: attributes 5, asserts 3, disputes, denies and absent 2 each. Observed disagreement 4/14; expected
    1 - (5·4 + 3·2 + 3·(2·1)) / (14·13) = 150/182. Alpha 1 - (4/14)/(150/182).
    """
    found = measured("coverage", case_of(COURIER)).alpha
    assert (found.units, found.single, found.values) == (7, 2, 14)
    assert found.differing == pytest.approx(4 / 14, abs=1e-6)
    assert found.value == pytest.approx(1 - (4 / 14) / (150 / 182), abs=1e-6)


def test_frames_count_as_yes_or_no() -> None:
    """Of three codes: neither has political, both capacity, one health; the primary frames are not the same."""
    case = case_of(COURIER)
    found = measured("frames", case).alpha
    assert (found.units, found.values) == (3, 6)
    assert found.differing == pytest.approx(2 / 6, abs=1e-6)
    assert measured("primary frame", case).alpha.differing == 1.0


def test_who_gave_no_frame_did_not_ask() -> None:
    """An annotation without any frame says nothing about frames, rather than that the article has none."""
    text = (SECONDS / second_of(COURIER)).read_text(encoding="utf-8")
    frames = text[text.index("frames:\n") : text.index("---\nAnnotated")]
    assert measured("frames", case_of(COURIER, (frames, ""))).alpha.units == 0


def test_stance_is_measured_as_ordered_and_as_numbers() -> None:
    """Scores 1 1, 1 1 and -1 -2: far less disagreement than by chance on both levels, not the same number."""
    both = [case_of(COURIER), case_of(LANTERN)]
    ordinal, interval = (measured("stance", *both, level=level).alpha.value for level in ("ordinal", "interval"))
    assert ordinal == pytest.approx(0.933, abs=0.001)
    assert interval == pytest.approx(0.906, abs=0.001)


def test_quotes_belong_together_by_their_words() -> None:
    """A quote with one word fewer, and in two pieces, is still that quote; one that nobody else has is single."""
    case = case_of(COURIER)
    types = measured("quote type", case).alpha
    assert (types.units, types.single, types.differing) == (4, 2, 0.25)
    both = next(group for group in case.matched("quotes") if len(group) == 2 and "sea defence" in str(group))
    assert {row.values["type"] for row in both.values()} == {"direct", "mixed"}


def test_what_was_only_suggested_is_nobodys_judgement() -> None:
    """A row that the tool proposed and no person confirmed is not counted."""
    change = ("  - claim: gate-broken\n", "  - claim: gate-broken\n    suggested: true\n")
    found = measured("coverage", case_of(COURIER, change)).alpha
    assert (found.units, found.single) == (6, 3)
    assert "gate-broken" in {each.what for each in differences(case_of(COURIER, change))}


def test_spans_of_quotes_in_one_text() -> None:
    """With anchors: exact spans, and code points in common; the joining " and " of one quote is what is not shared."""
    found = span_agreement([case_of(COURIER, anchored=True)])
    exact, points = found.overlaps
    assert (exact.first, exact.second, exact.common) == (3, 4, 2)
    assert exact.precision == 0.5
    assert exact.recall == pytest.approx(2 / 3)
    assert exact.f1 == pytest.approx(4 / 7)
    assert points.unit == "code points"
    assert points.first - points.common == len(", and ")
    assert points.second - points.common == len("meeting of ferry and bridge")
    assert found.alpha_u is not None
    assert 0 < found.alpha_u < 1


def test_spans_of_quotes_without_a_text() -> None:
    """Without anchors words are compared, and that alpha for unitizing needs them is said."""
    found = span_agreement([case_of(COURIER)])
    assert [overlap.unit for overlap in found.overlaps] == ["spans", "words"]
    assert found.overlaps[1].second - found.overlaps[1].common == 5  # meeting of ferry and bridge
    assert (found.alpha_u, found.why_none[:17]) == (None, "no two annotation")


def test_the_same_words_in_another_place_are_another_span() -> None:
    """Two anchored quotes of the same words that stand apart are not one."""
    case = case_of(LANTERN, anchored=True)
    assert span_agreement([case]).overlaps[0].f1 == 1.0
    anchors = case.annotations[1].unit.anchors
    assert anchors is not None
    moved = next(row for row in case.annotations[1].unit.evidence if row.values["exact"] == "never once hurried")
    anchors["anchors"][moved.id] = {"start": 0, "end": len("never once hurried")}
    assert span_agreement([case]).overlaps[0].common == 3
    assert [each.what for each in differences(case)] == ["never once hurried"] * 2


def test_check_loads_no_statistics() -> None:
    """`readout check` starts fast: it loads neither NumPy nor what measures agreement."""
    code = "import sys, readout.commands.check; print([n for n in ('numpy', 'krippendorff') if n in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert ended.stdout.strip() == "[]"
