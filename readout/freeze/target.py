"""A file of the edition, and what fills it."""

from dataclasses import dataclass

from readout.freeze.names import safe


@dataclass(frozen=True)
class Target:
    """A file of the edition and the address whose answer fills it.

    `kind` is page (HTML), xml, raw (as it comes), data (the files of a table), or sql (a page with a statement).
    The further pages of a table are `stem.page-NUMBER.html`.
    """

    file: str
    ask: str
    kind: str = "page"
    stem: str = ""
    number: int = 1
    place: str = ""


def place(name: str) -> str:
    """The id that a row has on its table's page."""
    return f"row.{safe(name)}"
