"""Hypothesis: what its API gives for a search, `{"rows": […]}`, or a list of such rows."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from readout.imports.model import PAGE, Document, Foreign, Link, Mark, Source, plain
from readout.imports.reading import check_held, files_of, parse_json, read_text

HINT = "save what the API gives for /api/search?limit=200, or a list of its rows"
#: The label of a row that has no tag.
UNTAGGED = "annotation"


class Hypothesis(Source):
    """The rows of some files, by the pages that they annotate; all of them are held in memory, so they are bounded."""

    def __init__(self, given: Path) -> None:
        files = files_of(given, ".json")
        check_held(files, "since the rows of a page may stand anywhere", "import the rows of some pages at a time")
        rows: list[tuple[str, str, int, str, dict[str, Any]]] = []
        for file in files:
            found = parse_json(read_text(file), str(file))
            found = found.get("rows") if isinstance(found, dict) else found
            if not isinstance(found, list):
                raise Foreign(str(file), 1, "there are no rows in this", HINT)
            for number, row in enumerate(found, 1):
                if not isinstance(row, dict) or not isinstance(row.get("uri"), str) or "id" not in row:
                    raise Foreign(str(file), 0, f"row {number:,} is no annotation: it has no id or no uri", HINT)
                rows.append((row["uri"], _user(row), number, str(file), row))
        self.rows = sorted(rows, key=lambda row: row[:3])

    def __iter__(self) -> Iterator[Document]:
        """The pages by their addresses, each as each user marked it."""
        for (uri, user), group in groupby(self.rows, key=lambda row: row[:2]):
            rows = list(group)
            document = Document(uri, rows[0][3], annotator=user, count=PAGE, fields={"url": uri})
            for _, _, number, _, row in rows:
                if title := (row.get("document") or {}).get("title"):
                    document.fields["title"] = plain(title[0] if isinstance(title, list) else title)
                _add(document, row, number)
            yield document


def _user(row: dict[str, Any]) -> str:
    """The name of who wrote a row, without `acct:` and the host; a reply belongs to what it answers."""
    return str(row.get("user", "")).removeprefix("acct:").partition("@")[0]


def _add(document: Document, row: dict[str, Any], number: int) -> None:
    key, note = str(row["id"]), plain(row.get("text"))
    if row.get("references"):
        parent = str(row["references"][-1])
        document.marks.append(Mark(key, "reply", [], [], {"note": note} if note else {}, number))
        document.links.append(Link(key, "reply", parent, key, number))
        return
    selectors = [found for target in row.get("target") or () for found in target.get("selector") or ()]
    quote: dict[str, Any] = next((found for found in selectors if found.get("type") == "TextQuoteSelector"), {})
    position: dict[str, Any] = next((found for found in selectors if found.get("type") == "TextPositionSelector"), {})
    spans = [(int(position["start"]), int(position["end"]))] if "start" in position and "end" in position else []
    words = [str(quote["exact"])] if quote.get("exact") else []
    features = {"note": note} if note else {}
    tags = [str(tag) for tag in row.get("tags") or ()] or [UNTAGGED]
    named = dict(tag.split(":", 1) for tag in tags if ":" in tag)
    features |= {name.strip(): value.strip() for name, value in named.items()}
    labels = [tag for tag in tags if ":" not in tag] or [UNTAGGED]
    for label in labels:
        mark_id = key if len(labels) == 1 else f"{key} ({label})"
        prefix = str(quote.get("prefix", ""))
        document.marks.append(Mark(mark_id, label, list(spans), list(words), dict(features), number, prefix))
