"""Corpora made up for the tests, each as its tool would write it."""

from pathlib import Path

#: A made-up article; the bridge in its headline is one code point and two UTF-16 units.
HEADLINE = "Gate found in garden 🌉"
TEXT = f"""{HEADLINE}

OTTERBY — The missing gate of the swing bridge lay in a garden behind the school all along and nobody \
had ever asked the gardener.

“We are glad,” Mayor Jana Marsh said, “and so are the ducks.” The owners of the Marigold claimed \
that the accident was over.

The accident had closed the bridge for nine days. The gate is called “the wanderer” in the town.
"""
GATE = "2024-06-01-gate-found-in-garden"
ARTICLE = f"sources/articles/otterby-lantern/{GATE}"


def span(words: str, occurrence: int = 1, text: str = TEXT) -> tuple[int, int]:
    """Where words stand in a text, in code points."""
    start = -1
    for _ in range(occurrence):
        start = text.index(words, start + 1)
    return start, start + len(words)


def line(key: str, label: str, words: str, occurrence: int = 1, text: str = TEXT) -> str:
    """A line of brat's for a span."""
    start, end = span(words, occurrence, text)
    return f"{key}\t{label} {start} {end}\t{words}\n"


def brat(folder: Path, annotations: str, text: str = TEXT, name: str = "otterby-lantern_2024-06-01_gate") -> Path:
    """A folder of brat's with one document."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_bytes(text.encode())
    (folder / f"{name}.ann").write_text(annotations, encoding="utf-8")
    return folder


#: How the names of the documents tell their outlet and date.
NAMED = "documents:\n  name: '(?P<outlet>[a-z-]+)_(?P<published>[0-9-]+)_'\n"
