"""Runs `linked.py`, and spoils exports for it."""

import json
import subprocess
from pathlib import Path

PROGRAM = Path(__file__).with_name("linked.py")


def linked(python: str, folder: Path) -> dict[str, list[str]]:
    """What pyld, pyshacl and the vocabularies say of the exports in a folder, by format."""
    ended = subprocess.run([python, PROGRAM, folder], capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert ended.returncode == 0, ended.stderr
    said: dict[str, list[str]] = json.loads(ended.stdout)
    return said


def spoilt(file: Path, old: str, new: str) -> None:
    """Write something else into a file, once."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
