"""A second story, and a claim of it, laid beside those of the corpus."""

from pathlib import Path

STORY = "\nswans:\n  title: The swans of Otterby\n  summary: Another story, of swans.\n"
CLAIM = "swans-return:\n  statement: The swans returned.\n  story: swans\n  kind: fact\n"


def prepare(project: Path) -> None:
    """Add the story and its claim."""
    stories = project / "sources" / "stories.yaml"
    stories.write_text(stories.read_text(encoding="utf-8") + STORY, encoding="utf-8")
    (project / "sources" / "claims" / "swans.yaml").write_text(CLAIM, encoding="utf-8")
