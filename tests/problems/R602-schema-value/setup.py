"""A keyword of the schema with a value that it does not take."""

from pathlib import Path

BEFORE = "\n    format: edtf\n"
AFTER = "\n    format: etdf\n"


def prepare(project: Path) -> None:
    """Change one line of the schema."""
    schema = project / "schema.yaml"
    text = schema.read_text(encoding="utf-8")
    assert text.count(BEFORE) == 1
    schema.write_text(text.replace(BEFORE, AFTER), encoding="utf-8")
