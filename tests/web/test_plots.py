"""The plots: drawings that say what the rows say, whose words do not overlap, on pages and as files."""

import math
import random
import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from readout.web.plots import activity, kinds, similarity, sources, stance, timeline
from readout.web.plots.days import day_of, month_of
from readout.web.plots.download import resvg, style
from readout.web.plots.drawing import Drawing, Words
from readout.web.plots.drawing import Path as Line
from readout.web.plots.text import fit, width, wrap
from tests.web.conftest import Changed, Fetch, Rows

STORY = "koizumi-hegseth-talks"
NAMES = ("timeline", "stance", "sources", "similarity", "activity")
DRAWERS = {
    name: module.draw for name, module in zip(NAMES, (timeline, stance, sources, similarity, activity), strict=True)
}
HOSTILE = '<script>alert(1)</script> \u202egnp.exe\u0000\u0007 & "quoted" 日本経済新聞'
SVG = "{http://www.w3.org/2000/svg}"


def made_up(name: str, outlets: int, actors: int = 30) -> list[dict[str, Any]]:
    """Rows such as the plot's statement gives them, for so many outlets."""
    luck = random.Random(outlets)
    if name == "activity":
        return [
            {"day": f"2025-{1 + n % 12:02}-{1 + n % 28:02}", "articles": 1 + n % 7, "outlets": 1}
            for n in range(outlets)
        ]
    if name == "similarity":
        return [pair(a, b, outlets, luck.randrange(1, 60)) for b in range(outlets) for a in range(b)]
    both = [(outlet, actor) for outlet in range(outlets) for actor in luck.sample(range(actors), 4)]
    return [row(name, outlet, actor, luck) for outlet, actor in both]


def pair(a: int, b: int, outlets: int, carried: int) -> dict[str, Any]:
    return {
        "outlet_a": f"o{a}", "outlet_a_name": f"The Outlet of Number {a}", "outlet_b": f"o{b}",
        "outlet_b_name": f"The Outlet of Number {b}", "claims_compared": carried + 9, "same_carried": carried // 2,
        "carried": carried, "in_conflict": 1, "likeness": round(carried // 2 / carried, 3), "outlets_in_all": outlets,
    }  # fmt: skip


def row(name: str, outlet: int, actor: int, luck: random.Random) -> dict[str, Any]:
    common = {"outlet": f"o{outlet}", "outlet_name": f"Outlet {outlet} {HOSTILE}", "article": f"a{outlet}"}
    if name == "stance":
        made = {
            "toward": f"x{actor}",
            "toward_name": f"Actor {actor} {HOSTILE}",
            "score": luck.randint(-2, 2),
            "reason": HOSTILE,
        }
    elif name == "sources":
        through = luck.choice([None, None, "Reuters → Bloomberg"])
        made = {
            "speaker": f"x{actor}",
            "speaker_name": f"Actor {actor}",
            "through": through,
            "quotes": luck.randint(1, 30),
        }
    else:
        day = f"2025-{1 + actor % 12:02}-{1 + actor % 28:02}"
        made = {
            "event": f"e{actor}", "title": f"Event {actor} {HOSTILE}", "date": day, "earliest": f"{day}T00:00:00Z",
            "status": luck.choice(list(timeline.SHAPES)), "according_to": None, "date_worded": "then",
            "disputed_aspects": luck.randint(0, 1), "mention": f"m{outlet}-{actor}", "published": "2025-06-15",
            "published_earliest": "2025-06-15T00:00:00Z",
        }  # fmt: skip
    return common | made


def boxes(drawing: Drawing) -> list[tuple[float, float, float, float, str]]:
    """Where level words stand: left, top, right, bottom."""
    found = []
    for mark in drawing.marks:
        if isinstance(mark, Words) and mark.text and not mark.turn:
            long = width(mark.text, mark.size)
            left = mark.x - {"start": 0, "middle": long / 2, "end": long}[mark.anchor]
            found.append((left, mark.y - 0.7 * mark.size, left + long, mark.y, mark.text))
    return found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("outlets", [1, 2, 5, 13, 200])
def test_no_words_overlap_or_leave_the_sheet(name: str, outlets: int, everything: bool) -> None:
    rows = made_up(name, outlets)
    if name == "timeline":
        rows.sort(key=lambda each: each["earliest"])
    drawing = DRAWERS[name](rows, everything)
    if drawing.empty:
        assert not rows
        return
    placed = sorted(boxes(drawing), key=lambda box: box[1])
    for place, box in enumerate(placed):
        assert box[0] >= -1, box
        assert box[2] <= drawing.width + 1, box
        assert box[1] >= 0, box
        assert box[3] <= drawing.height + 1, box
        for other in placed[place + 1 :]:
            if other[1] >= box[3]:
                break
            assert other[0] >= box[2] - 1 or other[2] <= box[0] + 1, (box, other)


@pytest.mark.parametrize("name", NAMES)
def test_slanted_names_stay_on_the_sheet_and_apart(name: str) -> None:
    drawing = DRAWERS[name](made_up(name, 40), True)
    slanted = [mark for mark in drawing.marks if isinstance(mark, Words) and mark.turn]
    for mark in slanted:
        reach = width(mark.text, mark.size) * math.sqrt(0.5)
        assert mark.x + reach <= drawing.width + 1
        assert mark.y - reach >= 0
    steps = [after.x - before.x for before, after in pairwise(slanted)]
    assert all(step * math.sqrt(0.5) >= 12 for step in steps)


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_of_nothing_says_so_with_its_n(name: str) -> None:
    drawing = DRAWERS[name]([], False)
    assert drawing.empty
    assert "n = 0" in drawing.caption


@pytest.mark.parametrize("name", ["timeline", "stance", "sources"])
def test_a_drawing_that_leaves_something_out_says_how_much(name: str) -> None:
    rows = made_up(name, 200)
    main, whole = DRAWERS[name](rows, False), DRAWERS[name](rows, True)
    assert main.cut
    assert not whole.cut
    assert "200" in main.caption
    assert "200 outlets" in whole.caption


def test_planned_and_reported_are_told_apart_by_shape() -> None:
    signs = {word: timeline._sign(word, 0, 0) for word in timeline.LEGEND}
    shapes = {
        word: [mark.d.lstrip("M0123456789.- ") for mark in marks if isinstance(mark, Line)]
        for word, marks in signs.items()
    }
    assert all(len(shapes[word]) == len(marks) for word, marks in signs.items())
    assert len({tuple(shape) for shape in shapes.values()}) >= len(shapes) - 1  # supposed is a dashed circle
    assert timeline._sign("supposed", 0, 0)[0].css != timeline._sign("reported", 0, 0)[0].css


def test_an_article_appears_before_what_was_still_to_come() -> None:
    days = ["2025-06-01", "2025-06-30"]
    rows = [
        row("timeline", 1, 1, random.Random(1)) | {"event": day, "date": day, "earliest": f"{day}T00:00:00Z"}
        for day in days
    ]
    drawing = timeline.draw(rows, False)
    bar = [mark for mark in drawing.marks if isinstance(mark, Line) and mark.css == "plot-appeared"][-1]
    heights = [mark.y for mark in drawing.marks if isinstance(mark, Words) and mark.text in ("1", "30")]
    begins = re.match(r"M[\d.]+ ([\d.]+)", bar.d)
    assert begins
    assert heights[0] < float(begins[1]) < heights[1]


def test_the_bands_of_a_source_are_as_wide_as_its_quotes() -> None:
    rows = made_up("sources", 5)
    bands = [mark for mark in sources.draw(rows, True).marks if isinstance(mark, Line) and mark.tip]
    assert len(bands) == len(rows)
    quotes = sorted(each["quotes"] for each in rows)
    widths = sorted(band.thickness for band in bands)
    assert widths == sorted(widths)
    assert widths[-1] / widths[0] == pytest.approx(quotes[-1] / quotes[0], rel=0.6)
    assert sum("plot-second" in band.css for band in bands) == sum(bool(each["through"]) for each in rows)


@pytest.mark.parametrize(
    ("date", "month", "day"),
    [
        ("2025-12-06", "December 2025", "6"),
        ("2025-12-06?", "December 2025", "6?"),
        ("2026-01-12/2026-01-18", "January 2026", "12–18"),
        ("2025-12-29/2026-01-04", "December 2025", "29–4 Jan"),
        ("2026-01-17/..", "January 2026", "from 17"),
        ("2025-12~", "December 2025", "about"),
        ("2011", "2011", ""),
        (None, "Without a date", ""),
        ("2025-21", "Other dates", ""),
        ("201X", "Other dates", ""),
        ("2025-12-12T16:31:00+09:00", "December 2025", "12"),
    ],
)
def test_dates_of_any_precision_have_a_place(date: str | None, month: str, day: str) -> None:
    assert (month_of(date), day_of(date)) == (month, day)


@pytest.mark.parametrize(
    ("days", "unit", "drawn"),
    [
        (["2025-12-12", "2026-01-17"], "day", 37),
        (["2025-01-01", "2025-12-31"], "month", 12),
        (["1990", "2025"], "year", 36),
        (["2025-12", "2025-12-12"], "day", 1),
        (["2025-21", "2025-XX", None], "year", 1),
    ],
)
def test_articles_are_counted_by_day_month_or_year(days: list[str | None], unit: str, drawn: int) -> None:
    drawing = activity.draw([{"day": day, "articles": 1, "outlets": 1} for day in days], False)
    assert f"Articles per {unit}, n = {len(days)}" in drawing.caption
    assert drawing.shown == drawn


def test_text_is_cut_to_its_room() -> None:
    assert fit("short", 200) == "short"
    assert fit("a long line of words", 60).endswith("…")
    assert width(fit("w" * 500, 100)) <= 100
    assert all(width(line) <= 120 for line in wrap("many words " * 20, 120))
    assert fit("tab\tbell\x07null\x00", 900) == "tab bell null"


@pytest.mark.parametrize("name", NAMES)
def test_every_plot_stands_on_the_page_with_title_n_twin_and_files(
    fetch: Fetch, real_database: Path, name: str
) -> None:
    page = fetch(real_database, f"/plots/{name}?story={STORY}")
    assert page.status == 200
    assert f'aria-labelledby="plot-{name}-title plot-{name}-desc"' in page.text
    assert re.search(rf'<title id="plot-{name}-title">[^<]+</title><desc id="plot-{name}-desc">[^<]+', page.text)
    assert "n = " in page.text
    assert 'class="block plot-twin"' in page.text
    assert f'href="/plots/{name}.svg?story={STORY}"' in page.text
    assert f'href="/plots/{name}.png?story={STORY}"' in page.text
    assert "style=" not in page.text


def test_the_page_of_plots_counts_as_the_database_does(fetch: Fetch, real_database: Path, rows: Rows) -> None:
    text = fetch(real_database, f"/plots?story={STORY}").text
    quotes = rows(
        real_database, "SELECT count(*) FROM quotes JOIN articles ON articles.id = article WHERE story = ?", STORY
    )
    events = rows(real_database, "SELECT count(*) FROM events WHERE story = ?", STORY)
    mentions = rows(real_database, "SELECT count(*) FROM timeline WHERE story = ? AND mention IS NOT NULL", STORY)
    stances = rows(real_database, "SELECT count(*) FROM stances")
    assert f"n = {quotes[0][0]} quotes in all" in text
    assert f"{events[0][0]} events, " in text
    assert f"n = {mentions[0][0]} mentions in all" in text
    assert f"n = {stances[0][0]} judgements" in text


def test_likeness_is_that_of_outlet_pairs(fetch: Fetch, real_database: Path, rows: Rows) -> None:
    page = fetch(real_database, f"/plots/similarity?story={STORY}")
    for a, b, likeness in rows(
        real_database,
        "SELECT a.name, b.name, likeness FROM outlet_pairs JOIN outlets a ON a.id = outlet_a "
        "JOIN outlets b ON b.id = outlet_b WHERE story = ?",
        STORY,
    ):
        assert f"{a} and {b}: {likeness:.2f};" in page.text or f"{b} and {a}: {likeness:.2f};" in page.text


@pytest.mark.parametrize("name", NAMES)
def test_a_plot_as_svg_is_a_file_of_its_own(fetch: Fetch, real_database: Path, name: str) -> None:
    page = fetch(real_database, f"/plots/{name}.svg?story={STORY}")
    assert page.status == 200
    assert page.headers["content-type"].startswith("image/svg+xml")
    assert page.headers["content-disposition"] == f'attachment; filename="readout-{name}-{STORY}.svg"'
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    root = ET.fromstring(page.text)
    assert root.findtext(f"{SVG}title")
    assert "var(" not in root.findtext(f"{SVG}style", "var(")
    used = {name for element in root.iter() for name in (element.get("class") or "").split()}
    drawn = {each for each in used if each not in ("plot-name",)}
    assert all(f".{each}" in style() for each in drawn), drawn
    assert not [element.tag for element in root.iter() if element.tag in (f"{SVG}script", f"{SVG}image", f"{SVG}a")]


@pytest.mark.skipif(resvg is None, reason="resvg_py is not installed")
@pytest.mark.parametrize("name", ["stance", "activity"])
def test_a_plot_as_png(fetch: Fetch, real_database: Path, name: str) -> None:
    page = fetch(real_database, f"/plots/{name}.png")
    assert page.status == 200
    assert page.headers["content-type"] == "image/png"
    assert "PNG" in page.text[:10]


def test_png_without_the_library_is_refused_in_a_sentence(
    fetch: Fetch, real_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readout.web.plots.download.resvg", None)
    page = fetch(real_database, "/plots/stance.png")
    assert page.status == 503
    assert page.text.startswith("PNG needs the library")


def test_unknown_stories_and_plots_are_not_there(fetch: Fetch, real_database: Path) -> None:
    near = fetch(real_database, "/plots?story=koizumi-hegseth-talk")
    assert near.status == 404
    assert f'href="/stories/{STORY}"' in near.text
    assert fetch(real_database, "/plots/pie").status == 404
    assert fetch(real_database, "/plots/timeline.svg?story=none").status == 404


def test_hostile_text_is_text_in_page_and_file(fetch: Fetch, database: Path, changed: Changed) -> None:
    bad = HOSTILE.replace("\u0000", "").replace("'", "''")
    script = f"UPDATE outlets SET name = '{bad}'; UPDATE actors SET name = '{bad}'; UPDATE events SET title = '{bad}'"
    copy = changed(database, script + f"; UPDATE stances SET reason = '{bad}';")
    page = fetch(copy, "/plots")
    assert page.status == 200
    assert "<script>alert" not in page.text
    for name in NAMES:
        ET.fromstring(fetch(copy, f"/plots/{name}.svg").text)


def test_an_empty_dataset_has_plots_that_say_so(fetch: Fetch, database: Path, changed: Changed) -> None:
    tables = ("coverage", "quotes", "mentions", "stances", "events", "articles")
    empty = changed(database, "PRAGMA foreign_keys = off; " + "".join(f"DELETE FROM {table};" for table in tables))
    page = fetch(empty, "/plots")
    assert page.status == 200
    assert page.text.count("n = 0") == len(NAMES)
    for name in NAMES:
        ET.fromstring(fetch(empty, f"/plots/{name}.svg").text)


def test_the_story_page_shows_its_plots(fetch: Fetch, real_database: Path) -> None:
    text = fetch(real_database, f"/stories/{STORY}").text
    for name in ("timeline", "stance", "sources", "similarity"):
        assert f'id="plot-{name}-title"' in text


def test_more_rows_than_can_be_read_in_time_are_not_drawn(
    fetch: Fetch, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plot of all stories says so, and names none of them; that of one story is drawn as ever."""
    monkeypatch.setattr(kinds, "MOST_OF_ALL", {name: (rows, 1) for name, (rows, _) in kinds.MOST_OF_ALL.items()})
    page = fetch(database, "/plots")
    assert page.status == 200
    assert page.text.count(kinds.LATE) == len(kinds.MOST_OF_ALL)
    story = re.search(r'option value="([a-z0-9-]+)"', page.text)
    assert story
    assert kinds.LATE not in fetch(database, f"/plots?story={story[1]}").text
