"""A file that nobody may read; git does not keep that."""

from pathlib import Path


def prepare(project: Path) -> None:
    """Take away the right to read the file."""
    (project / "sources" / "places" / "more.yaml").chmod(0)
