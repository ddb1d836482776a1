"""Two builds of one project at once, and sources that change while one is under way."""

import json
import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from readout.commands.build import build_database
from readout.compile.fresh import Fresh
from readout.files import alone
from tests.conftest import ROOT, run_readout
from tests.made import edit, make_project

HOLD = (
    "import pathlib, sys, time\nfrom readout.files import alone\n"
    "with alone(pathlib.Path(sys.argv[1]), print):\n    print('held', flush=True)\n    time.sleep(60)\n"
)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A project without problems."""
    return make_project(tmp_path / "project")


def start(*arguments: str) -> subprocess.Popen[str]:
    """A process of Readout's, or of a program's with Readout at hand."""
    around = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.Popen(
        [sys.executable, *arguments], env=around, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_two_builds_end_well(made: Path) -> None:
    """One builds, and then the other; the database is whole and is that of its manifest."""
    both = [start("-m", "readout", "--project", str(made), "build") for _ in range(2)]
    ends = [(*one.communicate(timeout=120), one.returncode) for one in both]
    assert [code for _, _, code in ends] == [0, 0], ends
    ended = run_readout("verify", project=made)
    assert ended.code == 0, ended.stdout


def test_the_second_waits_and_says_so(made: Path) -> None:
    """As long as another one is at it; it then builds what the sources say by then."""
    held = ExitStack()
    held.enter_context(alone(made, lambda: None))
    with held, start("-m", "readout", "--project", str(made), "build") as second:
        assert second.stderr is not None
        assert second.stderr.readline() == "another build of this project is under way; this one waits for its end\n"
        assert not (made / "build" / "readout.db").exists()
        edit(made / "sources/stories.yaml", "title: ", "title: 'Meanwhile:' #")
        held.close()
        assert second.wait(120) == 0
    assert build_database(made).read == 0


def test_a_process_that_was_killed_holds_nothing(made: Path) -> None:
    """The next one does not wait."""
    with start("-c", HOLD, str(made)) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.send_signal(signal.SIGKILL)
        holder.wait(60)
    ended = run_readout("build", project=made)
    assert ended.code == 0
    assert "waits" not in ended.stderr


def test_sources_that_change_during_a_build(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is of the sources as they were read, and verify names what changed; the next build takes it in."""
    compare = Fresh.compare

    def compare_late(self: Fresh, database: Path) -> None:
        edit(made / "sources/stories.yaml", "title: ", "title: 'Too late:' #")
        schema = (made / "schema.yaml").read_text(encoding="utf-8")
        (made / "schema.yaml").write_text(schema + "# more\n", encoding="utf-8")
        compare(self, database)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Fresh, "compare", compare_late)
        build_database(made)
    ended = run_readout("verify", "--format", "json", project=made)
    assert ended.code == 1
    [failure] = json.loads(ended.stdout)["failures"]
    assert (failure["check"], failure["message"]) == (
        "sources", "schema.yaml, sources/stories.yaml have changed since the database was built",
    )  # fmt: skip
    assert build_database(made).read > 0
    assert run_readout("verify", project=made).code == 0
