"""A register in which one slip was copied six hundred times."""

from pathlib import Path


def prepare(project: Path) -> None:
    """Write a register of 600 places, all with a misspelt field."""
    file = project / "sources" / "places" / "more.yaml"
    file.parent.mkdir()
    file.write_text("".join(f"pond-{n}:\n  nme: Pond\n  kind: area\n" for n in range(600)), encoding="utf-8")
