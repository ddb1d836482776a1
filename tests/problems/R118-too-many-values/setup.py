"""A register that is too large to lie in git."""

from pathlib import Path


def prepare(project: Path) -> None:
    """Write a register with a list of 600,000 names."""
    file = project / "sources" / "places" / "more.yaml"
    file.parent.mkdir()
    file.write_text(f"duck-pond:\n  names: [{'d, ' * 600_000}]\n", encoding="utf-8")
