"""One file of the edition: asked of the application, changed where it must be, and written."""

import re
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote

from readout.freeze.addresses import find
from readout.freeze.application import HOST, ORIGIN, Answer, Application
from readout.freeze.names import relative
from readout.freeze.pages import rewrite
from readout.freeze.plan import Plan
from readout.freeze.tables import Unwell
from readout.freeze.target import Target

MOVED = (301, 302, 307, 308)
#: An address of the application in a feed or a sitemap.
INSIDE = re.compile(rf"{re.escape(ORIGIN)}(/[^\s<\"']*)")
URL = re.compile(rf"<(url|sitemap)><loc>{re.escape(ORIGIN)}(/[^<]*)</loc></\1>")
SITEMAP = re.compile(r"\n*^Sitemap: .*\n?", re.M)


def fill(app: Application, plan: Plan, folder: Path, target: Target) -> list[Target]:
    """Write the file of a target; returns the targets to which it leads. Raises Unwell and OSError."""
    if target.kind == "sql":
        return _page(plan, folder, target, _statement(app, target))
    answer = app.ask(target.ask)
    if answer.status in MOVED:
        return _moved(plan, folder, target, answer)
    if answer.status != (404 if target.file == "404.html" else 200):
        raise Unwell(f"{target.ask} answers with {answer.status}, not with a page")
    if target.kind == "raw":
        _write(folder, target.file, answer.body)
        return []
    if target.kind == "xml":
        _write(folder, target.file, _links(plan, target, answer.text).encode())
        return []
    return _page(plan, folder, target, answer.text)


def _page(plan: Plan, folder: Path, target: Target, html: str) -> list[Target]:
    made, found = rewrite(plan, target, html)
    if HOST in made:
        raise Unwell(f"{target.ask} names an address of its own that the edition can't follow")
    _write(folder, target.file, made.encode())
    return found


def _statement(app: Application, target: Target) -> str:
    names = sorted(set(re.findall(r"(?<!:):([a-z_][a-z0-9_]*)", target.ask)))
    return app.render("readout_frozen_sql.html", {"sql": target.ask, "parameters": names}, f"/{target.file}")


def _moved(plan: Plan, folder: Path, target: Target, answer: Answer) -> list[Target]:
    """A page that leads on to where a record is now; none where the edition does not have it."""
    now = find(plan, answer.headers.get("location", ""), target)
    if now is None or target.kind != "page":
        return []
    to = escape(quote(relative(now.file, target.file)) + (f"#{now.place}" if now.place else ""))
    _write(
        folder,
        target.file,
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Moved: Readout</title>\n'
        f'<meta http-equiv="refresh" content="0; url={to}"></head>\n'
        f'<body><p>This record is now <a href="{to}">here</a>.</p></body></html>\n'.encode(),
    )
    return [] if now.kind == "elsewhere" else [now]


def _links(plan: Plan, target: Target, text: str) -> str:
    """A feed or a sitemap with the edition's addresses: whole ones where it has a base, else from file to file."""
    base = plan.wanted.base_url

    def address(path: str) -> str | None:
        found = find(plan, unescape(path), target)
        if found is None:
            return None
        file = "" if found.file == "index.html" else quote(found.file)
        return escape(base + file) if base else escape(quote(relative(found.file, target.file)))

    def kept(match: re.Match[str]) -> str:
        to = address(match[2])
        return f"<{match[1]}><loc>{to}</loc></{match[1]}>" if to is not None else ""

    text = URL.sub(kept, text)
    return INSIDE.sub(lambda match: address(match[1]) or base or "../index.html", text)


def robots(app: Application, plan: Plan) -> str:
    """The rules for crawlers; they name the sitemap where the edition has an address."""
    base = plan.wanted.base_url
    text = SITEMAP.sub("\n", app.ask("/robots.txt").text).rstrip("\n") + "\n"
    return text + (f"\nSitemap: {base}sitemap.xml\n" if base else "")


def _write(folder: Path, file: str, content: bytes) -> None:
    place = folder / file
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("xb") as opened:
        opened.write(content)
