"""The version of the guide that an article is annotated under."""

import re
from pathlib import Path

GUIDE = "docs/guide.md"


def guide_version(root: Path) -> str | None:
    """The number in the guide's line "Version N"; None where a project has no guide, or it has no such line."""
    file = root / GUIDE
    if not file.is_file():
        return None
    found = re.search(r"^Version (\d+(?:\.\d+)*)\b", file.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else None
