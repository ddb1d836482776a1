"""Attacks by what lies in the tree: links, pipes, devices, sizes, depths and names."""

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

from readout.source import DEEPEST
from tests.hostile.attack import ARTICLE, PLACES, Attack, Found, put

#: What an attacker would like to have read, or written over; it lies beside the project.
SECRET = "secret: {name: The secret, kind: building}\n"
DEEP = 50
#: Two letters o: Cyrillic and Greek; an e and its accent, together and apart.
NAMES = {
    "Cyrillic": "m\u043ere.yaml", "Greek": "m\u03bfre.yaml", "full width": "ｍｏｒｅ.yaml", "capitals": "More.yaml",
    "an accent": "caf\u00e9.yaml", "an accent apart": "cafe\u0301.yaml", "turned around": "\u202eeram.yaml",
    "an order to the terminal": "\x1b[2J.yaml", "a line end": "a\n::error::b.yaml", "a bell": "a\x07.yaml",
    "a space at the end": "more .yaml", "a device": "con.yaml", "a device with an ending": "nul.more.yaml",
    "a drive": "c:more.yaml", "a star": "*.yaml", "no UTF-8": "\udcff.yaml", "a name too long": "a" * 250 + ".yaml",
    "a hyphen first": "-rf.yaml",
}  # fmt: skip


def outside(project: Path) -> Path:
    """The folder beside the project, where nothing may be read or written."""
    folder = project.parent / "outside"
    folder.mkdir(exist_ok=True)
    (folder / "secret.yaml").write_text(SECRET, encoding="utf-8")
    (folder / "2024-05-05-secret.md").write_text("---\nsecret: x\n---\n", encoding="utf-8")
    return folder


def link(path: str, target: str) -> Callable[[Path], object]:
    """Put a link in the place of what is there, if anything; `target` counts from the folder beside the project."""

    def prepare(project: Path) -> None:
        place = project / path
        if place.is_dir():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)
        place.parent.mkdir(exist_ok=True)
        place.symlink_to(outside(project) / target)

    return prepare


def pipe(path: str) -> Callable[[Path], object]:
    """A named pipe, which makes who opens it wait for somebody who writes."""

    def prepare(project: Path) -> None:
        (project / path).unlink(missing_ok=True)
        (project / path).parent.mkdir(exist_ok=True)
        os.mkfifo(project / path)

    return prepare


def listening(project: Path) -> None:
    """A socket in the file system; its path has to be short."""
    (project / "sources/places").mkdir()
    before = Path.cwd()
    os.chdir(project / "sources/places")
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("more.yaml")
    finally:
        os.chdir(before)


def sparse(path: str, size: int) -> Callable[[Path], object]:
    """A file that says it has so many bytes, and takes none."""

    def prepare(project: Path) -> None:
        put(path, b"")(project)
        os.truncate(project / path, size)

    return prepare


def deep(project: Path) -> None:
    """Folders in one another, with a register at the end; deeper than a path can be long."""
    before = Path.cwd()
    os.chdir(project / "sources")
    try:
        for name in ["places", *["d" * 100] * DEEP]:
            Path(name).mkdir()
            os.chdir(name)
        Path("more.yaml").write_text(SECRET, encoding="utf-8")
    finally:
        os.chdir(before)


def twins(project: Path) -> None:
    """Two registers whose names look the same: one file on some systems, two on others."""
    for name in ("caf\u00e9.yaml", "cafe\u0301.yaml"):
        put(f"sources/places/{name}", SECRET)(project)


def many(project: Path) -> None:
    """Ten thousand files that have no place here."""
    folder = project / "sources/places/x"
    folder.mkdir(parents=True)
    for number in range(10_000):
        (folder / f"{number}.txt").touch()


def capitals(project: Path) -> None:
    """An article whose name has capitals."""
    (project / ARTICLE).rename(project / ARTICLE.replace("owners", "OWNERS"))
    (project / ARTICLE.replace(".md", ".anchors.json")).unlink(missing_ok=True)


def _named(kind: str, name: str) -> Attack:
    path = f"sources/places/{name}"
    return Attack(f"a file's name: {kind}", put(path, SECRET), [(path, "R112")])


HERE: list[Found] = [(PLACES, "R102")]
ATTACKS = [
    Attack("a link to a file", link(PLACES, "secret.yaml"), HERE),
    Attack("a link to a folder", link("sources/places", "."), [("sources/places", "R102")]),
    Attack("a link to nothing", link(PLACES, "nothing"), HERE),
    Attack("a link to itself", lambda project: (put(PLACES, "")(project), link(PLACES, str(project / PLACES))(project)),
           HERE),
    Attack("a link to a folder above", link("sources/places", "../project/sources"), [("sources/places", "R102")]),
    Attack("a link to a device without end", link(PLACES, "/dev/zero"), HERE),
    Attack("a link to a terminal", link(PLACES, "/dev/tty"), HERE),
    Attack("a link to a pipe", lambda project: (pipe("../outside/pipe")(project), link(PLACES, "pipe")(project)), HERE),
    Attack("the sources are a link", link("sources", "."), [("sources", "R102")]),
    Attack("the articles are a link", link("sources/articles", "."), [("sources/articles", "R102")]),
    Attack("an outlet's folder is a link", link("sources/articles/tidewire", "."),
           [("sources/articles/tidewire", "R102")]),
    Attack("an article is a link", link(ARTICLE, "2024-05-05-secret.md"), [(ARTICLE, "R102")]),
    Attack("anchors are a link", link(ARTICLE.replace(".md", ".anchors.json"), "secret.yaml"),
           [(ARTICLE.replace(".md", ".anchors.json"), "R102")]),
    Attack("a pipe", pipe(PLACES), HERE),
    Attack("a pipe for an article", pipe(ARTICLE), [(ARTICLE, "R102")]),
    Attack("a pipe for the sources", lambda project: (link("sources", "x")(project), pipe("sources")(project)),
           [("sources", "R102")]),
    Attack("a socket", listening, HERE),
    Attack("a file of a terabyte", sparse(PLACES, 10**12), [(PLACES, "R113")]),
    Attack("an article of a hundred megabytes", sparse(ARTICLE, 10**8), [(ARTICLE, "R113")]),
    Attack("folders without end", deep, [("sources/places" + ("/" + "d" * 100) * (DEEPEST - 1), "R102")]),
    Attack("files whose names differ in form only", twins,
           [("sources/places/cafe\u0301.yaml", "R112"), ("sources/places/caf\u00e9.yaml", "R112")]),
    Attack("an article in capitals", capitals, [(ARTICLE.replace("owners", "OWNERS"), "R112")]),
    Attack("an outlet in capitals", put("sources/articles/Tidewire/2024-05-05-owners.md", "---\na: b\n---\n"),
           [("sources/articles/Tidewire", "R112")]),
    Attack("a folder for a device", put("sources/articles/aux/2024-05-05-owners.md", "---\na: b\n---\n"),
           [("sources/articles/aux", "R112")]),
    *(_named(kind, name) for kind, name in NAMES.items()),
]  # fmt: skip
