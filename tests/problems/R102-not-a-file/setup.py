"""A folder that is named like a file; git keeps no empty folders."""

from pathlib import Path


def prepare(project: Path) -> None:
    """Make the folder, with a file in it that nobody would find."""
    folder = project / "sources" / "actors" / "more.yaml"
    folder.mkdir(parents=True)
    (folder / "swans.yaml").write_text("swans: {name: The swans, kind: group}\n", encoding="utf-8")
