"""Incremental builds as a state machine: in any state that files, clocks and kills may leave, a build makes what a
fresh one makes, or tells the problems that a check tells and leaves the database.
"""

import os
import shutil
import signal
import time
from collections.abc import Collection
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from readout.commands.build import build_database
from readout.compile import again, change
from readout.manifest import manifest_of
from readout.problem import Faulty
from readout.project import database_of, open_project
from readout.store import folders, scan
from readout.store.store import part_of, store_of
from tests.test_incremental import ANYTHING, CLEAN, TOGETHER, assert_as_fresh, begin, lay, step
from tests.test_workspace import Content

PATHS = st.sampled_from(sorted(ANYTHING))
YEAR = 365 * 24 * 3600


class Builds(RuleBasedStateMachine):
    """A project that somebody works on, and its builds."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="readout-states-"))
        self.patch = pytest.MonkeyPatch()
        self.is_sound = True
        self.touched: set[str] = set()

    @initialize(in_place=st.booleans(), in_parts=st.booleans())
    def begin(self, in_place: bool, in_parts: bool) -> None:
        """Rows are changed in a copy or where they are; a folder's files are hashed as one or in parts."""
        self.patch.setattr(change, "COPIED", 0 if in_place else change.COPIED)
        self.patch.setattr(folders, "FEW", 1 if in_parts else folders.FEW)
        self.root = begin(self.folder)

    def teardown(self) -> None:
        """Nothing stays of it."""
        self.patch.undo()
        shutil.rmtree(self.folder)

    def build(self, changes: dict[str, Content], why: bool = False, told: bool = False) -> None:
        """Make changes and build; whether all is read is said, and happens where it must.

        The build may be told what alone has changed since the last without problems, as it is while somebody watches.
        """
        self.touched.update(changes)
        built = step(self.root, changes, self.touched if told else None)
        self.is_sound = built is not None
        if built:
            self.touched.clear()
            assert bool(built.why) == why, built.why
            if built.read:
                assert_as_fresh(self.root)

    @rule(path=PATHS, data=st.data(), told=st.booleans())
    def edit(self, path: str, data: Any, told: bool) -> None:
        """A file holds something else, sound or not, or is gone, or a link or a folder."""
        self.build({path: data.draw(st.sampled_from(ANYTHING[path]))}, told=told)

    @rule(changes=st.sampled_from(TOGETHER), told=st.booleans())
    def edit_together(self, changes: dict[str, Content], told: bool) -> None:
        """What belongs together: a file is renamed, a record moves to another, comes, goes or gives up its id."""
        self.build(changes, told=told)

    @rule()
    def mend(self) -> None:
        """All is as it was in the beginning."""
        self.build({path: CLEAN.get(path) for path in ANYTHING})

    @rule(path=PATHS, years=st.sampled_from([-20, -1, 0, 1]))
    def let_the_clock_jump(self, path: str, years: int) -> None:
        """A file's times are those of another year, whatever it holds."""
        if (self.root / path).is_file():
            when = time.time() + years * YEAR
            os.utime(self.root / path, (when, when), follow_symlinks=False)
            self.touched.add(path)
        self.build({})

    @rule()
    def change_the_schema(self) -> None:
        """It has another line at its end; then all is read."""
        with (self.root / "schema.yaml").open("a", encoding="utf-8") as file:
            file.write("# another line\n")
        self.build({}, why=True)
        if not self.is_sound:
            self.build({path: CLEAN.get(path) for path in ANYTHING}, why=True)

    @rule(kept=st.sampled_from(["database", "store", "manifest"]), cut=st.booleans())
    def lose(self, kept: str, cut: bool) -> None:
        """What a build keeps is half-written or gone: all is read, but for the manifest, which is written again."""
        database = database_of(self.root)
        file = {"database": database, "store": store_of(database), "manifest": manifest_of(database)}[kept]
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]) if cut else file.unlink()
        if not self.is_sound:
            for path, content in {path: CLEAN.get(path) for path in ANYTHING}.items():
                lay(self.root, path, content)
        assert open_project(self.root).problems == []
        built = build_database(self.root, jobs=1)
        assert bool(built.why) == (kept != "manifest" and (cut or kept == "store"))
        self.is_sound = True
        assert_as_fresh(self.root)

    @rule(path=PATHS, data=st.data(), after=st.integers(1, 300))
    def kill(self, path: str, data: Any, after: int) -> None:
        """A build ends after some milliseconds, whatever it does; the next one makes good for it."""
        lay(self.root, path, data.draw(st.sampled_from(ANYTHING[path])))
        self.touched.add(path)
        child = os.fork()
        if not child:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, after / 1000)
            try:
                build_database(self.root, jobs=1)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        self.is_sound = step(self.root, {}) is not None
        if self.is_sound:
            assert_as_fresh(self.root)


def run(examples: int, phases: Collection[Phase]) -> None:
    """Builds in some states."""
    few = settings(
        max_examples=examples, stateful_step_count=12, phases=phases, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Builds, settings=few)


def test_any_state() -> None:
    """Of some hundred builds each is as a fresh one."""
    run(8, tuple(Phase))


@pytest.mark.parametrize("slip", ["what rests on a change is not read", "no change is seen"])
def test_the_test_above_can_fail(slip: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a build slips, some state shows it."""
    if slip == "no change is seen":
        monkeypatch.setattr(folders, "_otherwise", lambda files, known: ((), []))
    else:
        monkeypatch.setattr(again, "paths_of", lambda connection, units: [])
    with pytest.raises((AssertionError, Faulty, OSError, FlakyFailure)):
        run(30, [Phase.generate])


def test_of_a_large_folder_a_part_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That to which the name of a changed file belongs; of a folder with few files, all."""
    seen: list[Any] = []
    compare = scan.Looking.compare

    def noted(*given: Any) -> None:
        seen.append(given[2])
        compare(*given)

    monkeypatch.setattr(scan.Looking, "compare", noted)
    monkeypatch.setattr(scan, "TICK", -(10**12))  # files that have just been written are believed
    path = next(path for path in CLEAN if path.endswith(".md"))
    for few, parts in ((1, [part_of(Path(path).name)]), (64, None)):
        monkeypatch.setattr(folders, "FEW", few)
        root = begin(tmp_path / str(few))
        build_database(root)
        seen.clear()
        lay(root, path, f"{CLEAN[path]}\nA note.\n")
        assert build_database(root).read == 1
        assert seen == [parts]
