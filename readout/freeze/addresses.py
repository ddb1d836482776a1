"""What an address of the application becomes: a file of the edition, and what is asked to fill it, or nothing."""

import re
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from datasette.utils import tilde_decode, tilde_encode

from readout.freeze.application import ORIGIN
from readout.freeze.names import safe
from readout.freeze.plan import ON_A_PAGE, Plan
from readout.freeze.target import Target, place

#: The arguments of a reader's page that show a part of it.
VIEWS = ("kind", "cell", "base")
#: Arguments that say only how rows are written; the edition has one way of writing them.
FORMS = {"_dl", "_bom", "_shape", "_size", "_labels", "_label", "_raw", "_nl", "_nofacet", "_nocount"}
PAGE = re.compile(r"[a-z_]*page")
NUMBER = re.compile(r"[0-9]{1,6}")
FILTER = re.compile(r"[a-z][a-z0-9_]*")
PLOTS = ("timeline", "stance", "sources", "similarity", "activity")
MOST_COMPARED = 6
#: Characters of the names of what is compared; longer ones are cut, so that no path is too long for Windows.
LONGEST_PAIR = 130

Pairs = list[tuple[str, str]]


def find(plan: Plan, address: str, here: Target) -> Target | None:
    """The file that an address leads to, as a page `here` gives it; None where the edition has none.

    `here` counts where a table's next page is meant. What stands after # is for the caller.
    """
    parts = urlsplit(address.removeprefix(ORIGIN) or "/")
    given = list(parse_qsl(parts.query, keep_blank_values=True))
    path = parts.path.rstrip("/") or "/"
    first = path.split("/")[1].partition(".")[0]
    rule = RULES.get(first, _record if first in plan.records else _nothing)
    return rule(plan, path, given, here)


def _nothing(plan: Plan, path: str, given: Pairs, here: Target) -> Target | None:
    return None


def _home(plan: Plan, path: str, given: Pairs, here: Target) -> Target | None:
    return _shown("index", "/", given, ())


def _shown(stem: str, path: str, given: Pairs, views: tuple[str, ...]) -> Target | None:
    """A page with at most one view of it, and at most one of its sections on a later page: the last that is named.

    Otherwise pages of one section would be made for each page of every other.
    """
    pages = [pair for pair in given if PAGE.fullmatch(pair[0]) and NUMBER.fullmatch(pair[1])][-1:]
    chosen = [pair for pair in given if pair[0] in views and pair[1]]
    rest = [pair for pair in given if not PAGE.fullmatch(pair[0]) and pair[0] not in views]
    if rest or len(chosen) > 1:
        return None
    name = stem + "".join(f".{key}-{safe(value)}" for key, value in chosen)
    name += "".join(f".{safe(key)}-{value}" for key, value in pages)
    asked = urlencode([*chosen, *pages])
    return Target(f"{name}.html", f"{path}?{asked}" if asked else path)


def _record(plan: Plan, path: str, given: Pairs, here: Target) -> Target | None:
    kind, _, name = path.strip("/").partition("/")
    name = unquote(name)
    if name not in plan.records[kind]:
        return None
    views = VIEWS if plan.views else ()
    return _shown(f"{kind}/{safe(name)}", f"/{kind}/{quote(name)}", given, views)


def _search(plan: Plan, path: str, given: Pairs, here: Target) -> Target | None:
    return Target("search.html", "/search") if path == "/search" else None


def _compare(plan: Plan, path: str, given: Pairs, here: Target) -> Target | None:
    sides = [pair for pair in given if pair[0] in ("article", "outlet")]
    rest = [pair for pair in given if pair not in sides]
    if not sides:
        return Target("compare.html", "/compare") if not given else None
    names, by = [value for _, value in sides], sides[0][0]
    if any(key != by for key, _ in sides):
        return None
    if not _may_compare(plan, by, names, here):
        return None
    found = _shown(_side_by_side(by, names), "/compare", rest, ())
    if found is None:
        return None
    mark = "&" if "?" in found.ask else "?"
    return Target(found.file, f"{found.ask}{mark}{urlencode(sides)}")


def _side_by_side(by: str, names: list[str]) -> str:
    """The name of a page that compares, without its ending."""
    joined = ".".join(map(safe, names))
    return f"compare/{by}.{joined if len(joined) <= LONGEST_PAIR else safe(joined)}"


def _may_compare(plan: Plan, by: str, names: list[str], here: Target) -> bool:
    """The pairs of the plan; and from a story's page all of those that it offers to compare."""
    if len(names) == 2 and (names[0], names[1]) in plan.pairs[by]:
        return True
    known = all(name in plan.records[f"{by}s"] for name in names)
    offered = here.file.startswith(("stories/", f"{_side_by_side(by, names)}."))
    return known and offered and 2 <= len(names) <= MOST_COMPARED


def _plots(plan: Plan, path: str, given: Pairs, here: Target) -> Target | None:
    name, _, form = path.removeprefix("/plots").strip("/").partition(".")
    asked = {key: value for key, value in given if value}
    story = asked.pop("story", "")
    everything = asked.pop("all", "")
    if asked or (name and name not in PLOTS) or form not in (("", "svg", "png") if plan.pictures else ("", "svg")):
        return None
    if story and story not in plan.records["stories"]:
        return None
    stem = f"plots/{name}" if name else "plots"
    stem += (f".story-{safe(story)}" if story else "") + (".all" if everything else "")
    query = urlencode([pair for pair in (("story", story), ("all", everything)) if pair[1]])
    ask = path + (f"?{query}" if query else "")
    return Target(f"{stem}.{form}", ask, "raw") if form else Target(f"{stem}.html", ask)


def _feeds(plan: Plan, path: str, given: Pairs, here: Target) -> Target | None:
    known = path in ("/feeds/articles.atom", "/feeds/changes.atom") and not given
    return Target(path.strip("/"), path, "xml") if known else None


def _sitemap(plan: Plan, path: str, given: Pairs, here: Target) -> Target | None:
    known = plan.wanted.base_url and re.fullmatch(r"/sitemap(-[0-9]+)?\.xml", path)
    return Target(path.strip("/"), path, "xml") if known else None


def _static(plan: Plan, path: str, given: Pairs, here: Target) -> Target | None:
    parts = path.split("/")
    if len(parts) < 4 or not parts[2].startswith("static"):
        return None
    names = [safe(part.rpartition(".")[0] or part) for part in parts[3:-1]]
    name, _, ending = parts[-1].rpartition(".")
    return Target("/".join(["static", *names, f"{safe(name)}.{safe(ending)}"]), path, "raw")


def _data(plan: Plan, path: str, given: Pairs, here: Target) -> Target | None:
    """`/readout`: the database, its tables, their rows, and saved queries."""
    parts = path.strip("/").split("/")
    sql = dict(given).get("sql")
    if sql is not None:
        return Target(f"sql/{sha256(sql.encode()).hexdigest()[:16]}.html", sql, "sql") if "." not in path else None
    if len(parts) == 1:
        known = {"readout": Target("readout.html", "/readout"), "readout.db": DATABASE}
        return None if given else known.get(parts[0])
    name, _, form = parts[1].partition(".")
    name = tilde_decode(name)
    if len(parts) == 3 and name in plan.keyed:
        return _row(plan, name, parts[2], given)
    if len(parts) != 2:
        return None
    return _table(plan, name, form, given, here) if name in plan.counts else _query(plan, name, form, given)


DATABASE = Target("readout.db", "/readout.db", "data")


def _query(plan: Plan, name: str, form: str, given: Pairs) -> Target | None:
    if name not in plan.queries or [pair for pair in given if pair[0] not in FORMS and pair[1]]:
        return None
    asks = {"": "", "csv": "?_bom=on", "json": "?_shape=array"}
    if form not in asks:
        return None
    path = f"/readout/{tilde_encode(name)}"
    if not form:
        return Target(f"readout/{safe(name)}.html", path)
    return Target(f"readout/{safe(name)}.{form}", f"{path}.{form}{asks[form]}", "raw")


def _table(plan: Plan, table: str, form: str, given: Pairs, here: Target) -> Target | None:
    stem, path = f"readout/{safe(table)}", f"/readout/{tilde_encode(table)}"
    token = dict(given).get("_next", "")
    sorts = [pair for pair in given if pair[0] in ("_sort", "_sort_desc")]
    chosen = [pair for pair in given if not pair[0].startswith("_")]
    if form in ("csv", "json"):
        whole = not [pair for pair in given if pair[0] not in FORMS]
        return Target(f"{stem}.{form}", table, "data") if whole else None
    if form or not plan.has_pages(table):
        return None
    if token:  # a table's next page: pages follow one another, so the page with the link knows which one it is
        if not here.stem.startswith(stem):
            return None
        query = urlencode([*chosen, *sorts, ("_size", str(ON_A_PAGE)), ("_nofacet", "1"), ("_next", token)])
        number = here.number + 1
        return Target(f"{here.stem}.page-{number}.html", f"{path}?{query}", "page", here.stem, number)
    if sorts or len(chosen) > 1 or [pair for pair in given if pair[0].startswith("_") and pair[0] not in FORMS]:
        return None
    if not chosen:
        return Target(f"{stem}.html", f"{path}?_size={ON_A_PAGE}", "page", stem)
    return _some_rows(plan, table, stem, path, chosen[0])


def _some_rows(plan: Plan, table: str, stem: str, path: str, chosen: tuple[str, str]) -> Target | None:
    if not plan.has_rows(table) or not FILTER.fullmatch(chosen[0]):
        return None
    stem = f"{stem}/by.{safe(chosen[0].replace('__exact', ''))}.{safe(chosen[1])}"
    query = urlencode([chosen, ("_size", str(ON_A_PAGE)), ("_nofacet", "1")])
    return Target(f"{stem}.html", f"{path}?{query}", "page", stem)


def _row(plan: Plan, table: str, last: str, given: Pairs) -> Target | None:
    key, _, form = last.partition(".")
    name = tilde_decode(unquote(key))
    stem, path = f"readout/{safe(table)}", f"/readout/{tilde_encode(table)}"
    if form not in ("", "json") or [pair for pair in given if pair[0] not in FORMS]:
        return None
    if plan.has_rows(table):
        row = f"{path}/{tilde_encode(name)}"
        if form:
            return Target(f"{stem}/{safe(name)}.json", f"{row}.json", "raw")
        return Target(f"{stem}/{safe(name)}.html", row)
    page = plan.places.get(table, {}).get(name)
    if form or page is None:
        return None
    # the page comes of its own from the table's first one
    file = f"{stem}.html" if page == 1 else f"{stem}.page-{page}.html"
    return Target(file, "", "elsewhere", place=place(name))


Rule = Callable[[Plan, str, Pairs, Target], Target | None]
RULES: dict[str, Rule] = {
    "": _home, "search": _search, "compare": _compare, "plots": _plots, "feeds": _feeds, "sitemap": _sitemap,
    "-": _static, "readout": _data,
}  # fmt: skip
