"""The same sources give the same bytes, whatever the clock, the language, the home folder or the settings of Python.

tests/test_build.py has the order of records, the seed of hashes and time zones; here is what surrounds a build besides.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Runner, run_readout
from tests.made import make_project

FAKETIME = next(iter(sorted(Path("/usr").glob("lib*/**/faketime/libfaketime.so.1"))), None)


def made(folder: Path) -> dict[str, bytes]:
    """Everything that a build makes in a project, by path."""
    files = [folder / "metadata.yml", *(file for file in (folder / "build").rglob("*") if file.is_file())]
    kept = folder / "build" / ".store.db"  # has when files changed, to see whether they have since
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files if file != kept}


def anchored_and_built(folder: Path, env: dict[str, str] | None = None) -> dict[str, bytes]:
    """What anchoring and building a new project gives."""
    make_project(folder)
    for command in (["anchor", "--texts", folder / "texts"], ["build"]):
        ended = run_readout(*command, project=folder, env=env)
        assert ended.code == 0, ended.stdout + ended.stderr
    anchors = folder.rglob("*.anchors.json")
    return made(folder) | {file.relative_to(folder).as_posix(): file.read_bytes() for file in anchors}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build in the surroundings of the tests makes."""
    files = anchored_and_built(tmp_path_factory.mktemp("usual"))
    assert {"metadata.yml", "build/readout.db"} < set(files)
    assert sum(name.endswith(".anchors.json") for name in files) == 3
    return files


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The paths of files that are not the same in two builds."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


@pytest.mark.parametrize(
    "moment",
    ["@1971-01-02 03:04:05", "@2099-12-31 23:59:59", "-5y x0.001", "+3d x5000", "+0 i-1000.0"],
    ids=["past", "future", "slow", "fast", "backwards"],
)
def test_the_clock_makes_no_difference(usual: dict[str, bytes], tmp_path: Path, moment: str) -> None:
    """It may stand in the past or in the future, run slowly or fast, or backwards."""
    if FAKETIME is None:
        pytest.skip("libfaketime is not installed (Debian: apt-get install libfaketime)")
    env = {"LD_PRELOAD": str(FAKETIME), "FAKETIME": moment, "FAKETIME_DONT_RESET": "1"}
    assert differing(anchored_and_built(tmp_path / "project", env), usual) == []


def test_the_clock_is_fooled() -> None:
    """The test above turns the clock indeed, of Python and of SQLite."""
    if FAKETIME is None:
        pytest.skip("libfaketime is not installed (Debian: apt-get install libfaketime)")
    program = (
        "import datetime, sqlite3\nprint(datetime.date.today().year)\n"
        "print(*sqlite3.connect(':memory:').execute(\"SELECT strftime('%Y', 'now')\").fetchone())"
    )
    env = {**os.environ, "LD_PRELOAD": str(FAKETIME), "FAKETIME": "@1971-01-02 03:04:05"}
    ended = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["1971", "1971"]


@pytest.mark.parametrize(
    "env",
    [
        {"HOME": "/nowhere", "XDG_CACHE_HOME": "/nowhere", "XDG_CONFIG_HOME": "/nowhere", "USER": "", "LOGNAME": ""},
        {"TMPDIR": "/nowhere", "TEMP": "/nowhere", "TMP": "/nowhere", "SQLITE_TMPDIR": "/nowhere"},
        {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
        {"PYTHONOPTIMIZE": "2", "PYTHONHASHSEED": "0"},
        {"PYTHONDEVMODE": "1", "PYTHONHASHSEED": "4294967295"},
        {"TZ": "Asia/Kathmandu", "LANG": "ar_EG.UTF-8", "LANGUAGE": "fa:he"},
        {"TZ": ":/nowhere", "NO_COLOR": "1", "FORCE_COLOR": "1", "COLUMNS": "1", "TERM": "dumb"},
    ],
    ids=["home", "temporary", "ascii", "optimised", "developer", "kathmandu", "terminal"],
)
def test_surroundings_make_no_difference(usual: dict[str, bytes], tmp_path: Path, env: dict[str, str]) -> None:
    """Neither a home folder, nor a place for temporary files, nor how Python is set."""
    assert differing(anchored_and_built(tmp_path / "project", env), usual) == []


def test_a_read_only_home_makes_no_difference(usual: dict[str, bytes], tmp_path: Path) -> None:
    """Nothing is kept there."""
    home = tmp_path / "home"
    home.mkdir(mode=0o555)
    env = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    assert differing(anchored_and_built(tmp_path / "project", env), usual) == []
    assert list(home.iterdir()) == []


def test_turkish_makes_no_difference(usual: dict[str, bytes], tmp_path: Path) -> None:
    """Where a small I has another capital."""
    locale = tmp_path / "locales" / "tr_TR.UTF-8"
    locale.parent.mkdir()
    if not shutil.which("localedef") or not Path("/usr/share/i18n/locales/tr_TR").is_file():
        pytest.skip("no Turkish locale can be made here (Debian: apt-get install locales)")
    subprocess.run(["localedef", "-i", "tr_TR", "-f", "UTF-8", str(locale)], check=True, capture_output=True)
    env = {"LC_ALL": "tr_TR.UTF-8", "LOCPATH": str(locale.parent), "PYTHONUTF8": "0"}
    program = "import locale\nlocale.setlocale(locale.LC_ALL, '')\nprint(locale.nl_langinfo(locale.MON_1))"
    said = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, **env}, capture_output=True, check=True, encoding="utf-8"
    )
    assert said.stdout.strip() == "Ocak"
    assert differing(anchored_and_built(tmp_path / "project", env), usual) == []


def test_where_the_project_lies_makes_no_difference(usual: dict[str, bytes], tmp_path: Path) -> None:
    """A folder with spaces, quotation marks and letters of other scripts."""
    assert differing(anchored_and_built(tmp_path / "it's a “Ünï” プロジェクト#?%20"), usual) == []


def test_files_dates_and_rights_make_no_difference(usual: dict[str, bytes], tmp_path: Path, run: Runner) -> None:
    """Sources of 1970, written in another order and readable by their owner alone."""
    folder = tmp_path / "project"
    anchored_and_built(folder)
    other = tmp_path / "other"
    for number, file in enumerate(sorted((file for file in folder.rglob("*") if file.is_file()), reverse=True)):
        path = other / file.relative_to(folder)
        if path.parts[len(other.parts)] == "build" or path.name == "metadata.yml":
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.read_bytes())
        path.chmod(0o400)
        os.utime(path, (number, number))
    assert run("build", project=other).code == 0
    assert differing(made(other), {path: content for path, content in usual.items() if "anchors" not in path}) == []


# ── What the code says

#: A stopwatch is all that is used of clocks, for what a command tells of its own speed.
CLOCKS = {"now", "utcnow", "today", "localtime", "gmtime", "ctime", "time_ns", "clock_gettime", "fromtimestamp"}
CHANCE = {"random", "secrets", "uuid"}


def asks_the_clock_or_chance(source: str) -> set[str]:
    """The names by which a module asks what time it is, or for a random number."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and (node.attr in CLOCKS or node.attr in ("urandom", "getrandom")):
            found.add(node.attr)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "time":
            found |= {node.attr} & {"time", "strftime"}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & CHANCE
        elif isinstance(node, ast.ImportFrom) and node.module in CHANCE | {"time"}:
            found |= {alias.name for alias in node.names} - {"monotonic", "perf_counter", "sleep"}
    return found


def test_no_module_asks_the_clock_or_chance() -> None:
    """Nowhere in the package but for the day of a release, so not in check and build."""
    package = ROOT / "readout"
    sources = {file.relative_to(package).as_posix(): file.read_text(encoding="utf-8") for file in package.rglob("*.py")}
    found = {path: names for path, text in sources.items() if (names := asks_the_clock_or_chance(text))}
    assert found == {"commands/release.py": {"today"}}


@pytest.mark.parametrize(
    "source",
    ["import time\ntime.time()", "from datetime import date\ndate.today()", "import datetime\ndatetime.datetime.now()",
     "import random", "from uuid import uuid4", "import os\nos.urandom(2)", "from time import time"],
)  # fmt: skip
def test_the_clock_and_chance_would_be_found(source: str) -> None:
    """However they are asked."""
    assert asks_the_clock_or_chance(source)


def test_no_sql_asks_the_clock_or_chance() -> None:
    """A view or a saved query gives the same rows tomorrow."""
    asks = re.compile(
        r"'now'|\bcurrent_(?:date|time|timestamp)\b|\brandom(?:blob)?\s*\(|\bunixepoch\s*\(\s*\)", re.IGNORECASE
    )
    files = [file for part in ("views", "queries", "readout") for file in (ROOT / part).rglob("*.sql")]
    assert files
    assert [file.name for file in files if asks.search(file.read_text(encoding="utf-8"))] == []
    assert asks.search("SELECT date('now')")
