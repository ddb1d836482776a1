"""A checker of links that knows nothing of how an edition is made: it reads files as a browser would."""

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: Attributes that lead to a file.
LEADING = {"href", "src", "action"}


@dataclass
class Seen(HTMLParser):
    """A page's links, and the ids to which others may lead."""

    links: list[tuple[str, str]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    inline: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag leads to, and what it is called."""
        given = dict(attrs)
        self.tags.add(tag)
        self.links += [(tag, given[name] or "") for name in LEADING & set(given)]
        if given.get("id"):
            self.ids.add(str(given["id"]))
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)


@cache
def read(file: Path) -> Seen:
    """What stands in a page; read once, for editions are not changed."""
    seen = Seen()
    seen.feed(file.read_text(encoding="utf-8"))
    seen.close()
    return seen


def dead_links(folder: Path) -> tuple[list[str], set[str]]:
    """Each link of the pages of a folder that leads nowhere, and the files to which none leads."""
    pages = {file: read(file) for file in sorted(folder.rglob("*.html"))}
    dead, reached = [], {folder / "index.html", folder / "404.html"}
    there = {file for file in folder.rglob("*") if file.is_file()}
    for file, seen in pages.items():
        for tag, link in seen.links:
            parts = urlsplit(link)
            if parts.scheme or link.startswith("//"):
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            reached.add(target)
            if target not in there or (parts.query and tag != "form"):
                dead.append(f"{file.relative_to(folder)}: {link}")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                dead.append(f"{file.relative_to(folder)}: {link}: no such place")
    return dead, {str(file.relative_to(folder)) for file in there - reached}
