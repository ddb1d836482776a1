"""A register that is too large to lie in git."""

from pathlib import Path


def prepare(project: Path) -> None:
    """Write a register of 4,000,002 bytes."""
    file = project / "sources" / "places" / "more.yaml"
    file.parent.mkdir()
    file.write_bytes(b"# " + b"duck" * 1_000_000)
