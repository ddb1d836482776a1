"""A reference of the schema to a definition that is not there."""

from pathlib import Path

BEFORE = "    items:\n      $ref: '#/$defs/piece'"
AFTER = "    items:\n      $ref: '#/$defs/peice'"


def prepare(project: Path) -> None:
    """Change one line of the schema."""
    schema = project / "schema.yaml"
    text = schema.read_text(encoding="utf-8")
    assert text.count(BEFORE) == 1
    schema.write_text(text.replace(BEFORE, AFTER), encoding="utf-8")
