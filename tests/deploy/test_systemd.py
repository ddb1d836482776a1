"""The units of systemd: as systemd reads them, and against what the server really does."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.browser.served import free_port
from tests.conftest import ROOT, copy_project
from tests.running import until

UNITS = ROOT / "deploy" / "systemd"
PLACE = "/srv/readout"
CALL = re.compile(r"^\d+ +(?:\S+ )?([a-z0-9_]+)\((.*)", re.MULTILINE)
OPENED = re.compile(r'open(?:at)?\((?:AT_FDCWD, )?"([^"]*)", [^)]*(?:O_WRONLY|O_RDWR|O_CREAT)[^)]*\) = \d')
CHANGED = re.compile(r'(?:mkdir|rmdir|unlink|rename)(?:at)?\((?:AT_FDCWD, )?"([^"]*)".* = 0$', re.MULTILINE)
LINKED = re.compile(r'link(?:at)?\((?:AT_FDCWD, )?"[^"]*", (?:AT_FDCWD, )?"([^"]*)".* = 0$', re.MULTILINE)


def setting(unit: str, name: str) -> str:
    """The one setting of a service."""
    parser = ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(UNITS / unit, encoding="utf-8")
    return parser["Service"][name]


needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Ask systemd's own tool."""
    return subprocess.run(["systemd-analyze", "--no-pager", *arguments], capture_output=True, text=True, check=False)


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units for a folder in which their programs are."""
    place = tmp_path / "readout"
    made = []
    for unit in sorted(UNITS.iterdir()):
        text = unit.read_text(encoding="utf-8")
        for program in re.findall(rf"^ExecStart={PLACE}/(\S+)", text, re.MULTILINE):
            (place / program).parent.mkdir(parents=True, exist_ok=True)
            (place / program).symlink_to("/bin/true")
            assert (ROOT / program).exists() or program.startswith(".venv/")
        made.append(tmp_path / unit.name)
        made[-1].write_text(text.replace(PLACE, str(place)), encoding="utf-8")
    return made


@needs_systemd
def test_systemd_understands_every_line(units: list[Path]) -> None:
    """Without a word of warning."""
    ended = analyze("verify", *map(str, units))
    assert (ended.returncode, ended.stderr + ended.stdout) == (0, "")


@needs_systemd
def test_a_service_can_do_little(units: list[Path]) -> None:
    """By systemd's own measure, from 0 (nothing) to 100 (anything)."""
    services = [unit for unit in units if unit.suffix == ".service"]
    assert len(services) == 2
    for service in services:
        ended = analyze("security", "--offline=yes", "--threshold=20", str(service))
        assert ended.returncode == 0, ended.stdout[-200:] + ended.stderr


@pytest.fixture(scope="module")
def deeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """What the system saw the server do, from its start over pages, a CSV, SQL and a new build to its end."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed; on Debian: apt-get install strace")
    folder = tmp_path_factory.mktemp("deeds")
    project, log, port = copy_project(folder / "project"), folder / "strace.log", free_port()
    around = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    readout = [sys.executable, "-m", "readout", "--project", str(project)]
    subprocess.run([*readout, "build", "--quiet"], env=around, check=True)
    shutil.copy(project / "build" / "readout.db", folder / "next.db")
    command = ["strace", "-f", "-qq", "-s", "200", "-e", "signal=none", "-o", str(log), *readout, "serve"]
    process = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port)], env=around, stdout=subprocess.DEVNULL
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
            visit(client)
            (folder / "next.db").replace(project / "build" / "readout.db")
            until(lambda: len(list((project / "build").glob(".serving-*"))) == 2)
            visit(client)
    finally:
        child = int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0])
        os.kill(child, signal.SIGTERM)
        assert process.wait(60) == 0
    yield log.read_text(encoding="utf-8", errors="replace"), project


def visit(client: httpx.Client) -> None:
    """A page, a CSV, SQL of a visitor's own, and one that takes too long."""

    def answers() -> bool:
        with suppress(httpx.TransportError):
            return client.get("/").status_code == 200
        return False

    until(answers)
    assert client.get("/readout/quotes.csv").status_code == 200
    assert client.get("/readout.json", params={"sql": "select count(*) from quotes"}).status_code == 200
    endless = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c"
    assert client.get("/readout.json", params={"sql": endless}).status_code == 400


@needs_systemd
def test_the_server_calls_nothing_that_its_unit_forbids(deeds: tuple[str, Path]) -> None:
    """System calls, kinds of sockets, memory that is written and run."""
    log, _ = deeds
    called = {name for name, _ in CALL.findall(log)}
    assert {"execve", "accept4", "prlimit64"} <= called
    called -= {"fchown"}  # what SQLite does for root alone, as who the tests may run
    assert called <= group("@system-service") - group("@privileged")
    families = set(re.findall(r"socket\((AF_\w+)", log))
    assert families <= set(setting("readout.service", "RestrictAddressFamilies").split())
    assert not re.search(r"mmap\([^)\n]*PROT_WRITE\|PROT_EXEC|mprotect\([^)\n]*PROT_EXEC", log)


def group(name: str) -> set[str]:
    """The system calls of a group, those of the groups that it names as well."""
    found = set[str]()
    for line in analyze("syscall-filter", name).stdout.splitlines():
        word = line.strip()
        if word and word != name and not word.startswith("#"):
            found |= group(word) if word.startswith("@") else {word}
    return found


def test_the_server_writes_to_its_build_folder_only(deeds: tuple[str, Path]) -> None:
    """The one that its unit leaves open."""
    log, project = deeds
    assert setting("readout.service", "ReadWritePaths") == f"{PLACE}/build"
    written = {Path(path) for path in (*OPENED.findall(log), *CHANGED.findall(log), *LINKED.findall(log))}
    assert any(".serving-" in path.name for path in written)
    outside = {
        path for path in written if not path.is_relative_to(project / "build") and path.parts[:2] != ("/", "dev")
    }
    assert outside == set()
