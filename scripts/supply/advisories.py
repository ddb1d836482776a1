"""Known weaknesses of the locked packages: what pip-audit finds, or a plain word that it could not look."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scripts.supply.lock import Locked
from scripts.supply.snapshot import NoAdvisories, read_snapshot, serving

SECONDS = "20"


def find_weak(packages: Iterable[Locked], file: Path | None) -> tuple[list[str], str]:
    """A sentence for each known weakness, and one that says what was compared with what.

    `file` is a ZIP of advisories; without one, OSV's service is asked over the network. Raises NoAdvisories.
    """
    chosen = [one for one in packages if one.kind == "pypi"]
    snapshot = read_snapshot(file) if file else None
    found: dict[str, str] = {}
    with serving(snapshot) if snapshot else nullcontext("") as address, TemporaryDirectory() as folder:
        for number, group in enumerate(_groups(chosen)):
            lock = Path(folder, f"{number}.txt")
            lock.write_text("".join(map(_line, group)), encoding="utf-8")
            found |= _audit(lock, address, len(group))
    source = f"{snapshot.count:,} advisories, the newest of {snapshot.newest}" if snapshot else "what OSV knows now"
    return [found[key] for key in sorted(found)], f"{len(chosen)} packages compared with {source}"


def _groups(packages: list[Locked]) -> list[list[Locked]]:
    """The packages, in groups that hold each name once: pip-audit refuses two versions of one package."""
    groups: list[dict[str, Locked]] = []
    for one in packages:
        group = next((group for group in groups if one.name not in group), None)
        if group is None:
            groups.append(group := {})
        group[one.name] = one
    return [list(group.values()) for group in groups]


def _line(one: Locked) -> str:
    """A line of a lock file, without its marker: weaknesses on other systems count as well."""
    return " ".join([one.pin, *(f"--hash={digest}" for digest in sorted(one.hashes))]) + "\n"


def _audit(lock: Path, address: str, expected: int) -> dict[str, str]:
    command = [
        sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--require-hashes", "--disable-pip", "--strict",
        "--format", "json", "--desc", "off", "--progress-spinner", "off", "--vulnerability-service", "osv",
        "--timeout", SECONDS, "--cache-dir", str(lock.parent / "cache"),
    ]  # fmt: skip
    surroundings = dict(os.environ)
    if address:
        command += ["--osv-url", address]
        surroundings |= {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    ended = subprocess.run(command, env=surroundings, capture_output=True, encoding="utf-8", check=False)
    try:
        answer: dict[str, Any] = json.loads(ended.stdout)
        looked_at = [one for one in answer["dependencies"] if "vulns" in one]
    except (ValueError, KeyError):
        raise NoAdvisories((ended.stderr.strip() or "pip-audit said nothing").splitlines()[-1]) from None
    if len(looked_at) != expected:
        raise NoAdvisories(f"pip-audit looked at {len(looked_at)} of {expected} packages")
    return {
        f"{one['name']} {weakness['id']}": _sentence(one, weakness) for one in looked_at for weakness in one["vulns"]
    }


def _sentence(package: dict[str, Any], weakness: dict[str, Any]) -> str:
    names = ", ".join(sorted({weakness["id"], *weakness.get("aliases", ())}))
    fixed = ", ".join(weakness["fix_versions"])
    remedy = f"fixed in {fixed}" if fixed else "no version is known to be without it"
    return f"{package['name']}=={package['version']}: {names}; {remedy}"
