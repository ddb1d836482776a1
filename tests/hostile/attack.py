"""What an attack is: a change of the made-up project, and what is to be found wrong in it."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

PLACES = "sources/places/more.yaml"
ARTICLE = "sources/articles/tidewire/2024-05-05-owners-to-visit.md"
ANCHORS = ARTICLE.replace(".md", ".anchors.json")
#: The one problem of a path, by its code.
Found = tuple[str, str]


class Attack(NamedTuple):
    """Its name, how a project is attacked, and the problems: of each the path and the code."""

    name: str
    prepare: Callable[[Path], object]
    problems: list[Found]


def put(path: str, content: str | bytes) -> Callable[[Path], object]:
    """Write a file of the project."""

    def prepare(project: Path) -> None:
        file = project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)

    return prepare


def change(path: str, old: str, new: str) -> Callable[[Path], object]:
    """Replace words of a file of the project, which stand in it once."""

    def prepare(project: Path) -> None:
        file = project / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, (path, old)
        file.write_bytes(text.replace(old, new).encode("utf-8", "surrogatepass"))

    return prepare


def register(name: str, content: str | bytes, *codes: str) -> Attack:
    """A register of places that holds this."""
    return Attack(name, put(PLACES, content), [(PLACES, code) for code in codes])


def front(name: str, old: str, new: str, *codes: str) -> Attack:
    """An article with other words in it."""
    return Attack(name, change(ARTICLE, old, new), [(ARTICLE, code) for code in codes])


def anchors(name: str, content: str | bytes, *codes: str) -> Attack:
    """Anchors beside an article that hold this."""
    return Attack(name, put(ANCHORS, content), [(ANCHORS, code) for code in codes])
