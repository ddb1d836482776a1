"""A definition of the schema without its description."""

from pathlib import Path

BEFORE = "    description: A Wikidata item id, such as Q148.\n"
AFTER = ""


def prepare(project: Path) -> None:
    """Change one line of the schema."""
    schema = project / "schema.yaml"
    text = schema.read_text(encoding="utf-8")
    assert text.count(BEFORE) == 1
    schema.write_text(text.replace(BEFORE, AFTER), encoding="utf-8")
