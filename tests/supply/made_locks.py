"""A very small made-up project with lock files, and packages that are installed as far as their metadata go."""

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

AUDIT = ROOT / ".venv-audit" / "bin" / "python"
needs_audit = pytest.mark.skipif(
    not AUDIT.exists(), reason="the audit's tools are missing; run scripts/environment audit"
)
#: Where every connection that is not to this machine's own address is refused.
NO_NETWORK = {
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "https_proxy": "http://127.0.0.1:9",
    "ALL_PROXY": "",
    "all_proxy": "",
}
PYPROJECT = """\
[project]
name = "readout"
version = "0.1.0"
description = "Made up"
license = "Apache-2.0"
dependencies = ["Kestrel>=1", "gull>=2"]
"""
RULES = """\
[allowed]
"MIT" = "Asks to keep its notice."
"BSD-3-Clause" = "Asks to keep its notice."

[words]
"MIT License" = "MIT"
"""
MIT = "License-Expression: MIT"


def pin(name: str, version: str = "1.0", marker: str = "", digits: str = "ab") -> str:
    """A package in a lock file, as uv writes it, with two hashes."""
    where = f" ; {marker}" if marker else ""
    hashes = " \\\n".join(f"    --hash=sha256:{digit * 64}" for digit in digits)
    return f"{name}=={version}{where} \\\n{hashes}\n"


def make(folder: Path, lock: str, rules: str = RULES) -> Path:
    """A project with one lock file; what it has is not installed yet."""
    for path, text in (
        ("pyproject.toml", PYPROJECT), ("requirements/run.txt", lock), ("scripts/supply/licences.toml", rules),
        ("docs/README.md", ""),
    ):  # fmt: skip
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def install(folder: Path, name: str, *metadata: str, version: str = "1.0", venv: str = ".venv") -> None:
    """Put a package's metadata where an installed package has them."""
    place = folder / venv / "lib" / "python3.11" / "site-packages" / f"{name}-{version}.dist-info" / "METADATA"
    place.parent.mkdir(parents=True)
    lines = ["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}", *metadata]
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")


def advisories(file: Path, *names: str, ecosystem: str = "PyPI") -> Path:
    """A ZIP with an advisory on each package, fixed in version 2."""
    with zipfile.ZipFile(file, "w") as archive:
        for number, name in enumerate(names):
            affected = {
                "package": {"ecosystem": ecosystem, "name": name},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2"}]}],
            }
            advisory = {"schema_version": "1.7.0", "id": f"MADE-{number}", "aliases": [f"CVE-{number}"],
                        "modified": "2025-01-02T03:04:05Z", "summary": "Made up.", "affected": [affected]}  # fmt: skip
            archive.writestr(f"MADE-{number}.json", json.dumps(advisory))
    return file


def audit(folder: Path, *arguments: str | Path, **env: str) -> Run:
    """Run the audit on a project, with the tools that are installed for it."""
    surroundings = {**os.environ, **NO_NETWORK, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **env}
    command = [AUDIT, "-m", "scripts.supply", *arguments]
    ended = subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return Run(ended.returncode, ended.stdout, ended.stderr)
