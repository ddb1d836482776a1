"""A page of the application as a page of the edition: every link leads to a file, and what needs a server says so."""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import quote

from readout.freeze.addresses import find
from readout.freeze.application import ORIGIN
from readout.freeze.names import relative
from readout.freeze.plan import Plan
from readout.freeze.target import Target, place

TAG = re.compile(r"""<(a|link|script|img|form)\b((?:[^"'>]|"[^"]*"|'[^']*')*)>""", re.I)
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.S | re.I)
SELECT = re.compile(r'<label>([^<]*)<select name="([a-z_]+)">(.*?)</select></label>', re.S)
OPTION = re.compile(r'<option value="([^"]*)"( selected)?[^>]*>([^<]*)</option>')
CONTROLS = re.compile(r"<(?:input|select|textarea)\b")
ROW = re.compile(r'<tr>(?=\s*<th scope="row" class="[^"]*" data-label="id"><a href="/readout/[^/"]+/([^"]+)")')
#: Nothing but the edition's own files; `file:` because browsers do not agree whether 'self' holds for a file.
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; "
    "form-action 'self' file:; base-uri 'none'"
)
NOT_HERE = "Not in this static edition"
ABOUT = "edition.html"
STYLE, SEARCH, SHARDS = "static/freeze.css", "static/search.js", "search/shards.js"
#: Before a file's name in a template: a link to a file that the application does not have.
OWN = "edition:"
STAND = '<div id="found" class="found-here" role="status" aria-live="polite"></div>'


@dataclass
class Page:
    """A page that is being rewritten: where it stands, and the files to which it leads."""

    plan: Plan
    here: Target
    leads_to: dict[str, Target] = field(default_factory=dict)

    def link(self, address: str) -> str | None:
        """The address of a file for an address of the application; an outside one as it is; None if there is none."""
        if address.startswith(OWN):
            return self.to(address.removeprefix(OWN))
        if address.startswith(ORIGIN):
            address = address.removeprefix(ORIGIN) or "/"
        if not address.startswith("/") or address.startswith("//"):
            return address
        bare, mark, fragment = address.partition("#")
        target = find(self.plan, bare, self.here)
        if target is None:
            return None
        if target.kind != "elsewhere":
            self.leads_to[target.file] = target
        if target.place:
            mark, fragment = "#", target.place
        if target.file == self.here.file and fragment:
            return f"#{fragment}"
        return self.to(target.file) + (mark + fragment if fragment else "")

    def to(self, file: str) -> str:
        """The address of a file of the edition; whole for the page of errors, which stands at any address."""
        if self.here.file == "404.html" and self.plan.wanted.base_url:
            return self.plan.wanted.base_url + quote(file)
        return quote(relative(file, self.here.file))


def rewrite(plan: Plan, here: Target, html: str) -> tuple[str, list[Target]]:
    """The HTML of a page of the application as the edition's, and the files to which it leads."""
    page = Page(plan, here)
    if here.stem and not plan.has_rows(here.ask.removeprefix("/readout/").partition("?")[0]):
        html = ROW.sub(lambda row: f'<tr id="{place(unescape(row[1]))}">', html)
    html = FORM.sub(lambda form: _form(page, form[0]), html)
    html = TAG.sub(lambda tag: _tag(page, tag), html)
    html = html.replace('<meta charset="utf-8">', '<meta charset="utf-8">\n' + _head(page), 1)
    if here.file == "search.html":
        html = html.replace("</head>", f"{_scripts(page)}</head>", 1)
    return html, list(page.leads_to.values())


def _head(page: Page) -> str:
    lines = [
        f'    <meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '    <link rel="icon" href="data:,">',
        f'    <link rel="stylesheet" href="{page.to(STYLE)}">',
    ]
    base = page.plan.wanted.base_url
    if base and page.here.file != "404.html":
        file = "" if page.here.file == "index.html" else quote(page.here.file)
        lines.append(f'    <link rel="canonical" href="{escape(base + file)}">')
    return "\n".join(lines)


def _scripts(page: Page) -> str:
    return "".join(f'    <script src="{page.to(file)}" defer></script>\n' for file in (SHARDS, SEARCH))


def _tag(page: Page, tag: re.Match[str]) -> str:
    name, inside = tag[1].lower(), tag[2]
    key = {"link": "href", "a": "href", "form": "action"}.get(name, "src")
    found = re.search(rf'\s{key}="([^"]*)"', inside)
    if found is None:
        return tag[0]
    address = page.link(unescape(found[1]))
    if address is not None:
        return f'<{tag[1]}{inside[: found.start()]} {key}="{escape(address)}"{inside[found.end() :]}>'
    if name != "a":
        return ""
    # an <a> without an address is a link that leads nowhere yet, in HTML and in SVG alike
    kept = re.sub(r'\s(?:href|rel|aria-label|title|class)="[^"]*"', "", inside)
    return f'<a{kept} class="not-here" title="{NOT_HERE}">'


def _form(page: Page, form: str) -> str:
    """A form as links, where it asks for one thing of a list; the search as our own; else a sentence."""
    action = re.search(r'\saction="([^"]*)"', form)
    address = unescape(action[1]) if action else "#"
    if address == "/search":
        return _search(page, form)
    links = _choices(page, address, form)
    if links:
        return links
    if address == "/compare":
        return _pairs(page, form)
    return (
        f'<p class="about static-note">Filters, sorting and values of one’s own need a running Readout. '
        f'This is its static edition: <a href="{page.to(ABOUT)}">what it holds, and what to do instead</a>.</p>'
    )


def _search(page: Page, form: str) -> str:
    if page.here.file != "search.html":
        return form
    return (
        f'<form class="search" action="{page.to("search.html")}" method="get" role="search">'
        '<label for="q">Words; all of them are looked for, also as the beginning of longer ones.</label>'
        '<input id="q" name="q" type="search" maxlength="500"> <button>Search</button></form>'
        "<noscript><p>Searching here needs JavaScript. The lists below lead to everything without it.</p></noscript>"
        f"{STAND}{_lists(page)}"
    )


def _lists(page: Page) -> str:
    links = " · ".join(
        f'<a href="{page.to(f"list/{kind}.html")}">{kind}</a> {len(ids):,}' for kind, ids in page.plan.records.items()
    )
    return f'<p class="about">All there is, as lists: {links}.</p>'


def _choices(page: Page, address: str, form: str) -> str:
    """Links for a form with one list to choose from, where the edition has what they lead to."""
    chosen = SELECT.search(form)
    if chosen is None or len(CONTROLS.findall(form)) != 1 or not address.startswith("/plots"):
        return ""
    links = []
    for value, selected, label in OPTION.findall(chosen[3]):
        to = page.link(f"{address}?{chosen[2]}={quote(unescape(value))}" if value else address)
        if to is not None:
            named = f"<b>{label}</b>" if selected else f'<a href="{escape(to)}">{label}</a>'
            links.append(f"<li>{named}</li>")
    return f'<details class="block"><summary>{chosen[1].strip()}</summary><ul>{"".join(links)}</ul></details>'


def _pairs(page: Page, form: str) -> str:
    """In place of each form of the compare page: links to the pairs that there are."""
    by = next((by for by in ("article", "outlet") if f'type="checkbox" name="{by}"' in form), "")
    if not by:
        return ""
    if by in page.plan.left_pairs:
        number = page.plan.left_pairs[by]
        said = f"{number:,} pairs of {by}s are too many for pages of their own here"
        return f'<p class="about static-note">{said}: <a href="{page.to(ABOUT)}">what to do instead</a>.</p>'
    labels = page.plan.labels[f"{by}s"]
    links = []
    for one, other in page.plan.pairs[by]:
        to = page.link(f"/compare?{by}={quote(one)}&{by}={quote(other)}")
        links.append(f'<li><a href="{escape(to or "")}">{escape(labels[one])} | {escape(labels[other])}</a></li>')
    said = f'A static edition has these pairs: <a href="{page.to(ABOUT)}">what it leaves out</a>.'
    what = "Outlets" if by == "outlet" else "Articles of one story"
    listed = "".join(links) or "<li>No pair to compare.</li>"
    return f'<h3>{what}, in pairs</h3><p class="about">{said}</p><ul class="pairs">{listed}</ul>'
