"""The lock files: every package with its version and hashes, as `scripts/lock` and npm write them."""

import base64
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

#: What each lock file is for, in the order of the report; the name is the file's in `requirements/`.
PURPOSES = {
    "run": "Readout itself, as readers and curators install it",
    "dev": "the tests",
    "datasette-1": "the tests beside Datasette's next version",
    "audit": "`scripts/audit`",
    "standards": "what checks exports and the API, and runs the notebook",
    "bench": "what `scripts/bench` compares with, and what draws its plot",
    "editor": "the tests of the schemas for editors (JavaScript)",
}
EDITOR_LOCK = Path("tests", "editor", "package-lock.json")


class BadLock(Exception):
    """A lock file has a line that is no package with one version and its hashes."""


@dataclass(frozen=True)
class Locked:
    """One version of one package, with what all lock files together say of it.

    `hashes` are `sha256:HEX` or `sha512:HEX`, one for each file that may be installed; `markers` say where it is
    installed (an empty one: everywhere); `licence` is what the lock file itself says, which only npm's does.
    """

    name: str
    version: str
    hashes: frozenset[str]
    locks: frozenset[str]
    markers: frozenset[str] = frozenset({""})
    licence: str = ""
    kind: str = "pypi"

    @property
    def pin(self) -> str:
        """The package as a lock file names it: NAME==VERSION."""
        return f"{self.name}=={self.version}"

    @property
    def is_for_here(self) -> bool:
        """Whether this version is installed with this Python on this system."""
        return any(not marker or Marker(marker).evaluate() for marker in self.markers)


def read_lock(text: str, lock: str) -> list[Locked]:
    """The packages of one file of `requirements/`, whose name without ending is `lock`. Raises BadLock."""
    lines = re.sub(r"\\\n", " ", text).splitlines()
    return [_locked(line, lock) for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _locked(line: str, lock: str) -> Locked:
    wanted, *hashes = re.split(r"\s+--hash=", line.strip())
    try:
        requirement = Requirement(wanted)
    except InvalidRequirement as error:
        raise BadLock(f"{lock}.txt: '{wanted[:80]}' is no package with a version: {error}") from None
    exact = re.fullmatch(r"==([^*,]+)", str(requirement.specifier))
    if requirement.url or not exact:
        raise BadLock(f"{lock}.txt: {requirement.name} has no exact version")
    if not hashes or not all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes):
        raise BadLock(f"{lock}.txt: {requirement.name} has no SHA-256 hash, or a broken one")
    marker = str(requirement.marker or "")
    name = canonicalize_name(requirement.name)
    return Locked(name, exact[1], frozenset(hashes), frozenset({lock}), frozenset({marker}))


def read_npm_lock(text: str) -> list[Locked]:
    """The packages of a `package-lock.json` of version 3. Raises BadLock."""
    found = []
    for path, package in json.loads(text)["packages"].items():
        name = path.rpartition("node_modules/")[2]
        if not name:
            continue
        algorithm, _, digest = package.get("integrity", "").partition("-")
        if algorithm != "sha512":
            raise BadLock(f"{EDITOR_LOCK.as_posix()}: {name} has no SHA-512 hash")
        hashes = frozenset({f"sha512:{base64.b64decode(digest).hex()}"})
        licence = package.get("license", "")
        found.append(
            Locked(name, package["version"], hashes, frozenset({"editor"}), licence=licence, kind="npm")
        )  # fmt: skip
    return found


def merge(packages: Iterable[Locked]) -> list[Locked]:
    """Each version of each package once, in order of names; what the lock files say of it is put together."""
    merged: dict[tuple[str, str, str], Locked] = {}
    for one in packages:
        key = (one.kind, one.name, one.version)
        other = merged.get(key, one)
        merged[key] = Locked(
            one.name, one.version, one.hashes | other.hashes, one.locks | other.locks,
            one.markers | other.markers, one.licence, one.kind,
        )  # fmt: skip
    return [merged[key] for key in sorted(merged, key=lambda key: (key[1], key[0], key[2]))]


def read_locks(root: Path) -> list[Locked]:
    """All locked packages of a project. Raises BadLock, and OSError where there are no lock files."""
    found: list[Locked] = []
    files = sorted((root / "requirements").glob("*.txt"))
    if not files:
        raise FileNotFoundError(2, "no lock files; run scripts/lock", str(root / "requirements"))
    for file in files:
        if file.stem not in PURPOSES:
            raise BadLock(f"{file.name}: nothing says what this lock file is for; add it to scripts/supply/lock.py")
        found += read_lock(file.read_text(encoding="utf-8"), file.stem)
    editor = root / EDITOR_LOCK
    if editor.is_file():
        found += read_npm_lock(editor.read_text(encoding="utf-8"))
    return merge(found)
