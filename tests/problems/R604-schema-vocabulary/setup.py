"""A value of a vocabulary without its meaning."""

from pathlib import Path

BEFORE = "enum: [asserts, attributes, disputes, denies, absent]"
AFTER = "enum: [asserts, attributes, disputes, denies, absent, ignores]"


def prepare(project: Path) -> None:
    """Change one line of the schema."""
    schema = project / "schema.yaml"
    text = schema.read_text(encoding="utf-8")
    assert text.count(BEFORE) == 1
    schema.write_text(text.replace(BEFORE, AFTER), encoding="utf-8")
