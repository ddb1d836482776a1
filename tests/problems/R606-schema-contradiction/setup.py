"""A greatest length that is less than the least."""

from pathlib import Path

BEFORE = "    maxLength: 600\n"
AFTER = "    maxLength: 0\n"


def prepare(project: Path) -> None:
    """Change one line of the schema."""
    schema = project / "schema.yaml"
    text = schema.read_text(encoding="utf-8")
    assert text.count(BEFORE) == 1
    schema.write_text(text.replace(BEFORE, AFTER), encoding="utf-8")
