"""What a Dockerfile says, done in folders instead of an engine, as far as that goes."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath

from dockerfile_parse import DockerfileParser

from tests.conftest import ROOT

#: What stands in for the network: the locked packages as the tests have them.
INSTALL = "--require-hashes"


@dataclass
class Stage:
    """A stage: the folder that is its root, and what it sets."""

    root: Path
    workdir: str = "/"
    environment: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)

    def place(self, path: str) -> Path:
        """Where a path of the image is."""
        return self.root / str(PurePosixPath(self.workdir, path)).lstrip("/")

    def words(self, text: str) -> list[str]:
        """A command in brackets, or one for a shell."""
        return list(json.loads(text)) if text.startswith("[") else ["sh", "-c", text]


class Steps:
    """Does the steps of a Dockerfile one after another, with these arguments, and the build/ of this project."""

    def __init__(self, dockerfile: Path, folder: Path, arguments: dict[str, str], project: Path) -> None:
        self.folder, self.context, self.project = folder, ROOT, project
        self.arguments, self.given = dict[str, str](), arguments
        self.stages: dict[str, Stage] = {}
        self.copied: list[str] = []
        self.ran: list[str] = []
        for step in DockerfileParser(fileobj=BytesIO(dockerfile.read_bytes())).structure:
            if step["instruction"] != "COMMENT":
                getattr(self, "_" + step["instruction"].lower())(self._filled(step["value"]))

    @property
    def last(self) -> Stage:
        """The stage that the image is."""
        return list(self.stages.values())[-1]

    def _filled(self, text: str) -> str:
        return re.sub(r"\$\{(\w+)\}", lambda match: self.arguments[match[1]], text)

    def _arg(self, text: str) -> None:
        name, _, value = text.partition("=")
        self.arguments[name] = self.given.get(name, value)

    def _from(self, text: str) -> None:
        base, _, name = text.partition(" AS ")
        root = self.folder / f"stage-{len(self.stages)}"
        root.mkdir()
        known = self.stages.get(base)
        made = Stage(known.root, known.workdir, dict(known.environment)) if known else Stage(root)
        self.stages[name or "last"] = made

    def _workdir(self, text: str) -> None:
        self.last.workdir = text
        self.last.place(".").mkdir(parents=True, exist_ok=True)

    def _env(self, text: str) -> None:
        self.last.environment |= dict(word.split("=", 1) for word in shlex.split(text))

    def _copy(self, text: str) -> None:
        *sources, target = shlex.split(text)
        into = self.context
        if sources[0].startswith("--from="):
            into = self.stages[sources.pop(0).removeprefix("--from=")].root
        else:
            self.copied += sources
        for source in sources:
            is_built = into == self.context and source.startswith("build/")
            found = (self.project if is_built else into) / source.lstrip("/")
            place = self.last.place(target)
            if target.endswith("/"):
                place.mkdir(parents=True, exist_ok=True)
                place = place / found.name
            place.parent.mkdir(parents=True, exist_ok=True)
            if found.is_dir() and into == self.context:
                shutil.copytree(found, place, ignore=shutil.ignore_patterns("__pycache__"))
            elif found.is_dir():
                place.symlink_to(found)
            else:
                shutil.copy(found, place)

    def _run(self, text: str) -> None:
        self.ran.append(text)
        command = text.replace("/opt/readout", str(self.last.root / "opt/readout"))
        if INSTALL in text:
            library = next((self.last.root / "opt/readout/lib").glob("python3*/site-packages"))
            here = next(path for path in sys.path if path.endswith("site-packages"))
            for seeded in library.glob("setuptools*"):  # an older one than the locked one
                shutil.rmtree(seeded)
            (library / "locked.pth").write_text(here + "\n")
            return
        around = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "PIP_NO_INDEX": "1", **self.last.environment}
        ended = subprocess.run(
            ["sh", "-ec", command], cwd=self.last.place("."), env=around, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, f"{text}\n{ended.stdout}{ended.stderr}"

    def _setting(self, name: str, text: str) -> None:
        self.last.settings[name] = text

    def _user(self, text: str) -> None:
        self._setting("user", text)

    def _expose(self, text: str) -> None:
        self._setting("expose", text)

    def _healthcheck(self, text: str) -> None:
        self._setting("healthcheck", text)

    def _cmd(self, text: str) -> None:
        self._setting("cmd", text)
