"""`deploy/publish`: what Datasette's own commands for publishing make of the database, and what that serves."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from readout.server import SETTINGS
from tests.browser.served import free_port
from tests.conftest import ROOT
from tests.running import until

#: Stands in for docker, gcloud and heroku: keeps what it was called with, and the folder that it was called in.
TOOL = """#!/bin/sh
echo "$(basename "$0") $*" >>"{kept}/said"
case "$*" in
plugins) echo heroku-builds 0.0.29 ;;
"config get-value project") echo a-project ;;
"build "* | "builds submit"*) cp -r . "{kept}/folder" ;;
esac
"""
#: Stands in for the project's own Python; the wheel is made once for all tests.
PYTHON = """#!/bin/sh
case "$*" in
*" pip wheel "*)
    if [ -d "{kept}" ]; then cp -r "{kept}" build/publish; else "{python}" "$@" && cp -r build/publish "{kept}"; fi
    ;;
*) exec "{python}" "$@" ;;
esac
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, built_project: Path) -> Path:
    """What the script needs of a repository, with the built database of the made-up dataset."""
    folder = tmp_path_factory.mktemp("repository")
    for name in ("pyproject.toml", "README.md", "requirements/run.txt", "deploy/publish"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "readout", folder / "readout", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "build").mkdir()
    shutil.copy(built_project / "build" / "readout.db", folder / "build")
    shutil.copy(built_project / "metadata.yml", folder)
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(PYTHON.format(python=sys.executable, kept=folder / "wheel"))
    python.chmod(0o755)
    return folder


def publish(project: Path, kept: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script where the targets' own programs are stood in for."""
    tools = kept / "tools"
    tools.mkdir()
    for name in ("docker", "gcloud", "heroku"):
        (tools / name).write_text(TOOL.format(kept=kept))
        (tools / name).chmod(0o755)
    around = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [project / "deploy" / "publish", *arguments], env=around, cwd="/", capture_output=True, text=True, check=False
    )


def whole(folder: Path, installed: str, command: str) -> None:
    """See that a folder for a target has all that goes along, and that its command gives the settings."""
    assert (folder / "readout.db").stat().st_size > 100_000
    assert "queries" in json.loads((folder / "metadata.json").read_text())["databases"]["readout"]
    wheel = next((folder / "plugins").glob("readout-*.whl"))
    assert {"datasette", f"plugins/{wheel.name}", "--constraint=plugins/versions.txt"} <= set(installed.split())
    locked = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    versions = (folder / "plugins" / "versions.txt").read_text(encoding="utf-8").splitlines()
    assert len(versions) == locked.count("==") - locked.count("python_full_version ==")
    assert all(line in locked for line in versions)
    words = shlex.split(command)
    given = {words[place + 1]: words[place + 2] for place, word in enumerate(words) if word == "--setting"}
    assert given.items() >= SETTINGS.items()
    assert "readout.db" in words and words[words.index("readout.db") - 1] == "-i"


def test_an_image_of_datasettes_own(project: Path, tmp_path: Path) -> None:
    """`datasette package`: its Dockerfile, and pages from its command that keep their promises."""
    ended = publish(project, tmp_path, "package", "--tag", "kestrel")
    assert ended.returncode == 0, ended.stderr
    assert "docker build -t kestrel ." in (tmp_path / "said").read_text()
    folder = tmp_path / "folder"
    steps = (folder / "Dockerfile").read_text().splitlines()
    command = next(line for line in steps if line.startswith("CMD ")).removeprefix("CMD ")
    install = next(line for line in steps if "pip install" in line)
    whole(folder, install, command)
    inspect = next(line for line in steps if "datasette inspect" in line).removeprefix("RUN ")
    serves(folder, inspect, command)


def serves(folder: Path, inspect: str, command: str) -> None:
    """Run the commands, and look at what they give."""
    port = str(free_port())
    around = {**os.environ, "PORT": port, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    subprocess.run(inspect, shell=True, cwd=folder, env=around, check=True, capture_output=True)
    words = shlex.split(command.replace("$PORT", port).replace("0.0.0.0", "127.0.0.1"))
    process = subprocess.Popen(words, cwd=folder, env=around, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as client:

        def answers() -> bool:
            assert process.poll() is None
            with suppress(httpx.TransportError):
                return client.get("/-/healthy.json").status_code == 200
            return False

        try:
            until(answers)
            for path in ("/", "/search?q=the", "/readout/quotes.csv", "/readout/naming_matrix"):
                assert client.get(path).status_code == 200, path
            assert "default-src 'none'" in client.get("/").headers["content-security-policy"]
            for sql in ("pragma database_list", "attach ':memory:' as a", "delete from quotes"):
                assert client.get("/readout.json", params={"sql": sql}).status_code in (400, 403), sql
        finally:
            process.terminate()
            process.wait(20)


def test_cloud_run(project: Path, tmp_path: Path) -> None:
    """`datasette publish cloudrun`: the same folder goes to be built, then is deployed."""
    ended = publish(project, tmp_path, "cloudrun", "--service", "kestrel", "--memory", "2Gi")
    assert ended.returncode == 0, ended.stderr
    said = (tmp_path / "said").read_text()
    assert "gcloud builds submit" in said and "gcloud run deploy" in said and "--memory 2Gi" in said
    steps = (tmp_path / "folder" / "Dockerfile").read_text().splitlines()
    command = next(line for line in steps if line.startswith("CMD "))
    whole(tmp_path / "folder", next(line for line in steps if "pip install" in line), command)
    assert "--setting force_https_urls on" in command


def test_heroku(project: Path, tmp_path: Path) -> None:
    """`datasette publish heroku`: its files."""
    ended = publish(project, tmp_path, "heroku", "--name", "kestrel", "--generate-dir", str(tmp_path / "made"))
    assert ended.returncode == 0, ended.stderr
    made = tmp_path / "made"
    whole(made, (made / "requirements.txt").read_text(), (made / "Procfile").read_text())


@pytest.mark.parametrize("arguments", [[], ["elsewhere"]])
def test_an_unknown_target_is_told(project: Path, tmp_path: Path, arguments: list[str]) -> None:
    """With those that there are."""
    ended = publish(project, tmp_path, *arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "cloudrun, heroku or package" in ended.stderr


def test_without_a_database_it_says_what_to_do(project: Path, tmp_path: Path) -> None:
    """Before anything is made."""
    database = project / "build" / "readout.db"
    database.rename(database.with_suffix(".away"))
    try:
        ended = publish(project, tmp_path, "package")
    finally:
        database.with_suffix(".away").rename(database)
    assert (ended.returncode, "readout build" in ended.stderr) == (2, True)
