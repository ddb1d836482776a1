"""`scripts/bench compare` and `grow` with tiny numbers, and what they make of what they measured. Nothing is timed."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.supply.lock import read_lock
from tests.bench import cached, peers, results
from tests.bench.bare import parse
from tests.bench.builds import can_choose, changes
from tests.bench.corpus import Order
from tests.bench.costs import python, spend
from tests.bench.grow import ROWS
from tests.bench.raw import load
from tests.bench.results import Results, known, put
from tests.bench.targets import BARE, CHECK, CHECKER, ONE, PLAIN, RAW, TARGETS, TWO, YAML, verdicts
from tests.conftest import ROOT, copy_project
from tests.test_bench import bench, digest

#: What draws the plot, in an environment of its own.
PLOTTER = ROOT / ".venv-bench" / "bin" / "python"


def costs(**walls: float) -> dict[str, dict[str, float]]:
    """What some programs cost for a thousand articles each: so many seconds, and as many of the processor."""
    return {name: {"wall": wall, "cpu": wall, "articles": 1000.0} for name, wall in walls.items()}


def test_compare_measures_every_program(tmp_path: Path) -> None:
    """Each has its time and its articles a second; the other programs where they are installed."""
    file = tmp_path / "results.json"
    said = bench("compare", "--articles", 12, "--rounds", 1, "--slice", 5, "--results", file)
    (compared,) = known(file).compare.values()
    others = {YAML, "markdown-to-sqlite", CHECKER} if peers.are_installed() else set()
    assert compared.keys() == {*([TWO] if can_choose() else []), ONE, PLAIN, BARE, RAW, CHECK} | others
    assert all(cost["wall"] > 0 and cost["cpu"] > 0 for cost in compared.values())
    assert {name: cost["articles"] for name, cost in compared.items()} == {
        name: 5 if name in others else 12 for name in compared
    }
    assert "12 articles (" in said
    assert "; 1 round; load before " in said
    assert f"| {PLAIN} " in said
    assert "| two workers against one " in said


def test_grow_measures_everything_and_leaves_the_project_as_it_was(tmp_path: Path) -> None:
    """Builds, memory, the watcher, the server; what it edits is put back. Other sizes stay as they were measured."""
    file = tmp_path / "results.json"
    earlier = Results(grow={"7": {"build": 1.0}})
    earlier.keep(file)
    project = ROOT / "build" / "bench" / "13-seed-1"
    said = bench("grow", "--articles", 13, "--rounds", 1, "--saves", 1, "--starts", 1, "--results", file)
    after = digest(project / "sources")
    found = known(file)
    assert found.grow["7"] == {"build": 1.0}
    assert all(found.grow["13"][name] > 0 for _, measured, _, _ in ROWS for name in measured.split("/"))
    assert found.start.keys() == {"bare", "help", "check"}
    assert "| full build " in said
    bench("corpus", 13, tmp_path / "again")
    assert after == digest(tmp_path / "again" / "sources")


def test_targets_are_met_or_not() -> None:
    """A ratio that reaches its limit is met; at another size than the target's nothing is said to be."""
    compared = {"10000": costs(**{TWO: 1.0, ONE: 1.6, PLAIN: 20.5, YAML: 19.0, BARE: 4.0, CHECK: 1.0, CHECKER: 31.0})}
    grown = {
        "1000": {"memory": 1e8, "build": 1.0},
        "10000": {"memory": 1.4e8, "build": 12.0, "walk": 0.1, "none": 0.11},
    }
    told = {row[0]: row[1:] for row in verdicts(Results(compared, grown, {"bare": 0.02, "help": 0.06, "check": 0.2}))}
    assert len(told) == len(TARGETS)
    assert told["full build, articles a second against the plain script"] == ("≥ 20.00×", "20.50×", "10,000", "yes")
    assert told["full build, articles a second against yaml-to-sqlite"][-1] == "no"
    assert told["full build, processor against a bare parse"] == ("≤ 0.45×", "0.40×", "10,000", "yes")
    assert told["check, articles a second against check-jsonschema"][-1] == "yes"
    assert told["two workers against one"] == ("≥ 1.55×", "1.60×", "10,000", "yes")
    assert told["memory of a process"] == ("≤ 256 MB", "140 MB", "10,000", "set for 100,000")
    assert told["time an article against that of fewer articles"][1] == "1.20×"
    assert told["nothing changed, against a walk"][1] == "1.10×"
    assert told["one file changed, against a walk"] == ("≤ 1.50×", "not measured", "", "")
    assert told["`readout --help`, against a bare interpreter"] == ("≤ 2.50×", "3.00×", "", "no")
    assert told["`readout check` on the repository's articles"] == ("≤ 300 ms", "200 ms", "", "yes")


def test_the_page_has_room_for_both_tables() -> None:
    """Each table is put between its two comments, and nothing else changes; again it is the same."""
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    for name in ("compare", "grow"):
        once = put(page, name, "| the table |")
        assert (
            f"<!-- {name}: written by scripts/bench {name} --write -->\n\n| the table |\n\n<!-- end of {name}" in once
        )
        assert put(once, name, "| the table |") == once
        assert once.partition("<!-- " + name)[0] == page.partition("<!-- " + name)[0]
        assert once.partition("<!-- end of " + name)[2] == page.partition("<!-- end of " + name)[2]
    with pytest.raises(ValueError, match="has no comments"):
        put("# Another page\n", "grow", "| the table |")


@pytest.mark.skipif(not PLOTTER.exists(), reason="scripts/environment bench installs what draws the plot")
def test_the_plot_is_the_same_each_time_and_takes_the_colours_of_the_page(tmp_path: Path) -> None:
    """Of the same numbers; its text is text."""
    file, page = tmp_path / "results.json", tmp_path / "page.md"
    Results({"1000": costs(**{TWO: 1.0, PLAIN: 20.0})}, {"1000": {"build": 1.0}, "10000": {"build": 9.0}}).keep(file)
    page.write_text((ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8"), encoding="utf-8")
    plots = []
    for number in range(2):
        results.write_page("compare", f"| {number} |", file, page, tmp_path / "plot.svg")
        plots.append((tmp_path / "plot.svg").read_text(encoding="utf-8"))
        assert f"](plot.svg)\n\n| {number} |\n" in page.read_text(encoding="utf-8")
    assert plots[0] == plots[1]
    assert "prefers-color-scheme:dark" in plots[0]
    assert "var(--ink)" in plots[0]
    assert ">plain script</text>" in plots[0]


def test_a_bare_parse_reads_all_yaml(project: Path) -> None:
    """Of all articles and all registers."""
    sources = project / "sources"
    articles, registers = list(sources.glob("articles/*/*.md")), list(sources.rglob("*.yaml"))
    assert parse(project) == len(articles) + len(registers) > 10


def test_a_raw_load_writes_all_rows(database: Path, tmp_path: Path) -> None:
    """Of every table, and no index."""
    wall, cpu = load(database, tmp_path / "raw.db")
    assert wall > 0 <= cpu
    with sqlite3.connect(database) as ours, sqlite3.connect(tmp_path / "raw.db") as raw:
        for table in ("articles", "coverage", "columns", "evidence"):
            sql = f"SELECT * FROM {table} ORDER BY id"
            assert ours.execute(sql).fetchall() == raw.execute(sql).fetchall() != []
        assert not raw.execute("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql NOTNULL").fetchall()
    ours.close()
    raw.close()


def test_other_programs_get_the_front_matter_of_articles_alone(project: Path, tmp_path: Path) -> None:
    """A list of it, a file for each, and a schema without ids of registers; no more articles than are asked for."""
    import yaml  # noqa: PLC0415

    given = peers.prepare(project, tmp_path / "peers", 3)
    together = yaml.load((given.folder / "articles.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    fronts = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted((given.folder / "front").iterdir())]
    assert together == fronts
    assert len(given.articles) == len(fronts) == 3
    assert all(front["headline"] for front in fronts)
    rules = json.loads((given.folder / "article.schema.json").read_text(encoding="utf-8"))
    assert rules["properties"].keys() >= {"headline", "quotes"}


def test_a_kept_project_gets_the_sql_of_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its sources are not written anew when only a view is another."""
    monkeypatch.setattr(cached, "FOLDER", tmp_path)
    folder = cached.cached_corpus(Order(2))
    kept = folder / "sources" / "kept.txt"
    kept.write_text("kept", encoding="utf-8")
    (folder / "views" / "timeline.sql").write_text("-- Older\n", encoding="utf-8")
    (folder / "views" / "former.sql").write_text("-- Gone\n", encoding="utf-8")
    assert cached.cached_corpus(Order(2)) == folder
    assert kept.exists()
    assert digest(folder / "views") == digest(ROOT / "views")
    folder.with_suffix(".stamp").write_text("of another schema", encoding="utf-8")
    cached.cached_corpus(Order(2))
    assert not kept.exists()


def test_changes_are_others_each_time_and_put_back(tmp_path: Path) -> None:
    """Also where what is done meanwhile fails."""
    project = copy_project(tmp_path / "project")
    before = digest(project / "sources")
    with pytest.raises(KeyboardInterrupt), changes(project, 2) as change:
        seen = {before}
        for _ in range(2):
            change()
            seen.add(digest(project / "sources"))
        assert len(seen) == 3
        raise KeyboardInterrupt
    assert digest(project / "sources") == before


def test_a_cost_counts_the_processes_that_were_started(tmp_path: Path) -> None:
    """The processor's time and the memory of a child are its parent's, and what fails says why."""
    busy = "x = bytearray(150_000_000)\nwhile __import__('time').process_time() < 0.3: pass"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    cost = spend(python("-c", parent))
    assert cost.cpu > 0.3
    assert cost.wall > 0.3
    told = f"from tests.bench.costs import python, spend; print(spend(python('-c', {parent!r})).memory)"  # we are large
    said = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert 150e6 < int(said) < 250e6
    with pytest.raises(RuntimeError, match=r"ended with 1:\n(?s:.*)ValueError: no"):
        spend(python("-c", "raise ValueError('no')"))


def test_the_other_programs_are_locked() -> None:
    """Each that is compared with, and what draws the plot, has a version and hashes."""
    locked = {one.name for one in read_lock((ROOT / "requirements" / "bench.txt").read_text(encoding="utf-8"), "bench")}
    assert {peers.YAML, peers.MARKDOWN, peers.CHECK, "matplotlib"} <= locked
