"""Names of files, and what addresses become."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from readout.freeze.addresses import find
from readout.freeze.names import relative, safe
from readout.freeze.plan import Plan, Wanted
from readout.freeze.target import Target
from readout.web.kinds import KINDS

PLAN = Plan(
    wanted=Wanted(rows=10), counts={"quotes": 5, "evidence": 500}, keyed=frozenset({"quotes", "evidence"}),
    queries=frozenset({"said_by"}), records={kind: frozenset({"a", "b", "c"}) for kind in KINDS},
    pairs={"outlet": [("a", "b")], "article": []}, left_pairs={}, views=True, labels={}, fingerprint="", title="",
    former=[], places={"evidence": {"e-1": 1, "e-300": 3}},
)  # fmt: skip
HOME = Target("index.html", "/")


def file(address: str, here: Target = HOME, plan: Plan = PLAN) -> str | None:
    """The file that an address becomes."""
    found = find(plan, address, here)
    return found.file if found else None


@given(st.text(min_size=1), st.text(min_size=1))
def test_names_never_meet(one: str, other: str) -> None:
    """Two texts never share a name, and each name is short, plain and not one that Windows keeps."""
    assert (safe(one) == safe(other)) == (one == other)
    assert len(safe(one)) <= 80 and set(safe(one)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")
    assert safe(one) not in {"con", "nul", "com1"}


def test_names_that_file_systems_refuse() -> None:
    """Names of devices, capitals and signs get a piece of their hash."""
    for name in ("con", "AUX", "Nul", "a:b", "a?b", "A", "a", "ä", "a/b", "..", "x" * 300):
        assert safe(name) == name if name == "a" else safe(name) != name
    assert safe("A").lower() != safe("a")


def test_relative_addresses() -> None:
    """Down, up and beside."""
    assert relative("a/b.html", "index.html") == "a/b.html"
    assert relative("index.html", "a/b.html") == "../index.html"
    assert relative("a/c.html", "a/b.html") == "c.html"


def test_readers_pages() -> None:
    """One file for each page; of views one at a time, and only the section that was turned last."""
    assert file("/") == "index.html"
    assert file("/actors/a") == "actors/a.html"
    assert file("/actors/unknown") is None
    assert file("/articles/a?kind=quote") == "articles/a.kind-quote.html"
    assert file("/articles/a?kind=quote", plan=replace(PLAN, views=False)) is None
    assert file("/actors/a?x_page=3&y_page=2") == "actors/a.y_page-2.html"
    assert file("/stories/a?outlet=b") is None


def test_tables_and_rows() -> None:
    """A small table's rows and lists are pages, a large one's are places; sorting and SQL have no file."""
    assert file("/readout/quotes?_size=100") == "readout/quotes.html"
    assert file("/readout/quotes/q-1") == "readout/quotes/q-1.html"
    assert file("/readout/quotes?article=a") == "readout/quotes/by.article.a.html"
    assert file("/readout/quotes?article=a&type=direct") is None
    assert file("/readout/quotes?_sort=article") is None
    assert file("/readout/quotes.csv?_dl=on&_bom=on") == "readout/quotes.csv"
    assert file("/readout/quotes.csv?article=a") is None
    found = find(PLAN, "/readout/evidence/e-300", HOME)
    assert found and (found.file, found.place) == ("readout/evidence.page-3.html", "row.e-300")
    assert file("/readout/evidence?article=a") is None
    assert file("/readout?sql=select+1") == file("/readout?sql=select+1&x=2")
    assert file("/readout.csv?sql=select+1") is None
    assert file("/readout/said_by?speaker=a") is None and file("/readout/said_by") == "readout/said_by.html"


def test_further_pages_of_a_table_follow_the_page_that_leads_to_them() -> None:
    """The second page leads to the third; a page of another table leads to none."""
    here = Target("readout/evidence.page-2.html", "", stem="readout/evidence", number=2)
    assert file("/readout/evidence?_next=e-200&_size=100", here) == "readout/evidence.page-3.html"
    assert file("/readout/evidence?_next=e-200") is None


def test_comparisons() -> None:
    """The pairs of the plan, and from a story's page what it offers."""
    assert file("/compare?outlet=a&outlet=b") == "compare/outlet.a.b.html"
    assert file("/compare?outlet=a&outlet=c") is None
    assert file("/compare?article=a&article=b&article=c", Target("stories/a.html", "")) == "compare/article.a.b.c.html"
    assert file("/compare?outlet=a&article=b") is None


def test_plots_as_pictures() -> None:
    """PNG only where it can be drawn; of a story that there is."""
    assert file("/plots/stance.png?story=a") == "plots/stance.story-a.png"
    assert file("/plots/stance.png", plan=replace(PLAN, pictures=False)) is None
    assert file("/plots/stance.svg", plan=replace(PLAN, pictures=False)) == "plots/stance.svg"
    assert file("/plots/stance.png?story=none") is None


def test_a_slice_shows_no_tables() -> None:
    """Their rows would speak of what it leaves out."""
    plan = replace(PLAN, wanted=Wanted(only=("story", "a")))
    assert file("/readout/quotes", plan=plan) is None and file("/readout/quotes/q-1", plan=plan) is None
    assert file("/readout/quotes.csv", plan=plan) == "readout/quotes.csv"
