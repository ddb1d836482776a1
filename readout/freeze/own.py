"""What only the edition has: lists of all records, what it leaves out, its style and its search, its mark."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readout.freeze.application import Application
from readout.freeze.fill import robots
from readout.freeze.pages import ABOUT, SEARCH, STYLE, rewrite
from readout.freeze.plan import ON_A_PAGE, Plan
from readout.freeze.target import Target

STATIC = Path(__file__).parent / "static"
#: Says that a folder is an edition, and of what; so a later one may take its place.
MARK = "edition.json"
ON_A_LIST = 1000


@dataclass(frozen=True)
class Place:
    """Where an edition is made, from which database, with which metadata, and what `readout export` wrote for it."""

    folder: Path
    database: Path
    metadata: Path
    exports: tuple[Path, ...] = ()


def write_own(place: Place, plan: Plan) -> None:
    """Write the pages and files that the application does not have."""
    app = Application(place.database, place.metadata, plan.wanted.base_url)
    try:
        _about(app, plan, place)
        for kind in plan.records:
            _lists(app, plan, place.folder, kind)
        (place.folder / "robots.txt").write_text(robots(app, plan), encoding="utf-8", newline="\n")
    finally:
        app.close()
    for file in (STYLE, SEARCH):
        shutil.copyfile(STATIC / Path(file).name, place.folder / file)
    told = {
        "about": "a static edition, written by readout freeze", "title": plan.title,
        "sources_sha256": plan.fingerprint, "base_url": plan.wanted.base_url or None,
        "only": "=".join(plan.wanted.only) if plan.wanted.only else None,
    }  # fmt: skip
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    (place.folder / MARK).write_text(text, encoding="utf-8", newline="\n")


def _about(app: Application, plan: Plan, place: Place) -> None:
    downloads = []
    for folder in place.exports:
        shutil.copytree(folder, place.folder / "export" / folder.name)
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        names = [f"export/{folder.name}/{file.relative_to(folder).as_posix()}" for file in files]
        downloads.append((folder.name, [(name, file.stat().st_size) for name, file in zip(names, files, strict=True)]))
    context = {"plan": plan, "wanted": plan.wanted, "on_a_page": ON_A_PAGE, "downloads": downloads}
    _render(app, plan, place.folder, ABOUT, "readout_frozen_edition.html", context)


def _lists(app: Application, plan: Plan, folder: Path, kind: str) -> None:
    """All records of a kind by name, on as many pages as it takes."""
    names = list(plan.labels[kind].items())
    pages = [names[start : start + ON_A_LIST] for start in range(0, len(names), ON_A_LIST)] or [[]]
    files = [f"list/{kind}.html", *[f"list/{kind}.page-{number}.html" for number in range(2, len(pages) + 1)]]
    for file, rows in zip(files, pages, strict=True):
        context = {"kind": kind, "rows": rows, "total": len(names), "files": files, "file": file}
        _render(app, plan, folder, file, "readout_frozen_list.html", context)


def _render(app: Application, plan: Plan, folder: Path, file: str, template: str, context: dict[str, Any]) -> None:
    here = Target(file, f"/{file}")
    html, _ = rewrite(plan, here, app.render(template, context, f"/{file}"))
    place = folder / file
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(html, encoding="utf-8", newline="\n")
