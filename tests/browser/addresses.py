"""Every page that is looked at: groups of addresses, found by SQL in the database that is served.

A group is one test. The names come from the schema, the views and the queries, so a new table is looked at, too.
"""

from urllib.parse import quote, urlencode

from readout.schema_compile import parse_schema
from readout.sql import read_statements
from tests.conftest import ROOT

from .served import Served

TABLES = list(parse_schema((ROOT / "schema.yaml").read_text(encoding="utf-8")).tables)
VIEWS = [view.name for view in read_statements(ROOT, "views")[0]]
QUERIES = {query.name: list(query.parameters) for query in read_statements(ROOT, "queries")[0]}
PARTS = 4
#: Of these kinds, the records with most and with fewest rows behind them are looked at.
BUSY = {
    "actors": "SELECT count(*) FROM quotes WHERE speaker = kept.id",
    "events": "SELECT count(*) FROM mentions WHERE event = kept.id",
    "claims": "SELECT count(*) FROM coverage WHERE claim = kept.id AND stance <> 'absent'",
    "concepts": "SELECT count(*) FROM namings WHERE concept = kept.id",
}
#: A value for each parameter of the saved queries.
PARAMETERS = {
    "story": "SELECT id FROM stories LIMIT 1",
    "outlet": "SELECT outlet FROM articles ORDER BY id LIMIT 1",
    "outlet_a": "SELECT outlet FROM articles ORDER BY id LIMIT 1",
    "outlet_b": "SELECT outlet FROM articles ORDER BY id DESC LIMIT 1",
    "article": "SELECT article FROM silences GROUP BY article ORDER BY count(*) DESC LIMIT 1",
    "concept": "SELECT concept FROM namings GROUP BY concept ORDER BY count(*) DESC LIMIT 1",
    "utterance": "SELECT utterance FROM quotes WHERE utterance IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
    "speaker": "SELECT speaker FROM quotes WHERE speaker IS NOT NULL GROUP BY speaker ORDER BY count(*) DESC LIMIT 1",
    "words": "SELECT 'said'",
}
PLOTS = ["timeline", "stance", "sources", "similarity", "activity"]
#: The pages of `main_pages`, known before there is a database.
MAIN = [
    "home", "story", "article", "utterance", "compare", "outlet", "actor", "event", "claim", "concept", "search",
    "plots", "not-found", "data", "table", "view", "row", "query", "sql",
]  # fmt: skip
#: Pages for which there is no row, or no SQL: they answer with 404 or 400, and are looked at all the same.
FAULTY = {
    "not found": [
        "/nothing-here", "/articles/no-such-article", "/stories/koizumi", "/readout/no_such_table",
        "/readout/articles/no-such-row", "/compare?article=no-such-article&article=none",
    ],
    "SQL with an error": ["/readout?" + urlencode({"sql": "SELECT nothing FROM nowhere"})],
}  # fmt: skip
FIXED = {
    "home": ["/"],
    "search": ["/search", "/search?q=the", "/search?q=said&kind=quotes", "/search?q=zzyzzx", "/search?q=%22(*"],
    "plots": ["/plots", *[f"/plots/{name}" for name in PLOTS]],
    "data": ["/readout"],
    "downloads": ["/-/downloads"],
    "SQL": ["/readout?" + urlencode({"sql": "SELECT id, headline, url, note FROM articles"})],
    "a filtered table": [
        "/readout/coverage?stance=absent&_sort=claim&_facet=according_to",
        "/readout/quotes?_search=said",
    ],
    **FAULTY,
}


def groups() -> list[str]:
    """The names of the groups, the slow ones first."""
    return [
        "stories", "articles", "compare",
        *[f"utterances {part + 1} of {PARTS}" for part in range(PARTS)],
        *[f"{kind} with most and fewest rows" for kind in BUSY],
        "outlets", *FIXED, "saved queries",
        *[f"table {name}" for name in TABLES], *[f"view {name}" for name in VIEWS],
        *[f"row of {name}" for name in TABLES],
    ]  # fmt: skip


def addresses(served: Served, group: str) -> list[str]:
    """The addresses of a group; none for the row of a table that has no row."""
    kind, _, name = group.partition(" ")
    if group in FIXED:
        return FIXED[group]
    if group == "compare":
        return compared(served)
    if group == "saved queries":
        return [*map(empty_query, QUERIES), *[filled_query(served, query) for query in QUERIES]]
    if group.startswith("row of "):
        table = group.removeprefix("row of ")
        return one_column(served, f"SELECT '/readout/{table}/' || id FROM \"{table}\" ORDER BY id LIMIT 1")
    if kind in ("table", "view"):
        return [f"/readout/{name}"]
    if kind == "utterances":
        every = one_column(served, "SELECT '/utterances/' || id FROM utterances ORDER BY id")
        return every[int(name[0]) - 1 :: PARTS]
    if kind in BUSY:
        return busiest(served, kind)
    return one_column(served, f"SELECT '/{kind}/' || id FROM {kind} ORDER BY id")


def one_column(served: Served, sql: str) -> list[str]:
    """The first column of what a statement finds."""
    return [str(row[0]) for row in served.rows(sql)]


def busiest(served: Served, kind: str) -> list[str]:
    """The two records of a kind with most rows behind them, and the two with fewest."""
    ordered = one_column(served, f"SELECT '/{kind}/' || id FROM {kind} AS kept ORDER BY ({BUSY[kind]}) DESC, id")
    return list(dict.fromkeys([*ordered[:2], *ordered[-2:]]))


def compared(served: Served) -> list[str]:
    """The compare page with nothing chosen, with two and with five articles, and with all outlets that fit."""
    articles = one_column(served, "SELECT id FROM articles ORDER BY id")
    outlets = one_column(served, "SELECT DISTINCT outlet FROM articles ORDER BY outlet")
    chosen = [("article", articles[:2]), ("article", articles[:5]), ("outlet", outlets[:3])]
    return ["/compare", *["/compare?" + urlencode([(by, one) for one in several]) for by, several in chosen]]


def empty_query(query: str) -> str:
    """A saved query as it is opened from the list of queries."""
    return f"/readout/{query}"


def filled_query(served: Served, query: str) -> str:
    """A saved query with a value for each of its parameters."""
    values = {name: str(served.value(PARAMETERS[name])) for name in QUERIES[query]}
    return f"/readout/{quote(query)}?{urlencode(values)}"


def main_pages(served: Served) -> dict[str, str]:
    """One page of each sort, by name: for the keyboard, without JavaScript, and for pictures."""
    quoted = served.value("SELECT utterance FROM quote_variants GROUP BY utterance ORDER BY count(*) DESC LIMIT 1")
    claim = served.value("SELECT claim FROM disagreements GROUP BY claim ORDER BY count(*) DESC LIMIT 1")
    return {
        "home": "/",
        "story": one_column(served, "SELECT '/stories/' || id FROM stories ORDER BY id")[0],
        "article": one_column(served, "SELECT '/articles/' || id FROM articles ORDER BY id")[0],
        "utterance": f"/utterances/{quoted}",
        "compare": compared(served)[2],
        "outlet": one_column(served, "SELECT '/outlets/' || outlet FROM articles ORDER BY id")[0],
        "actor": busiest(served, "actors")[0],
        "event": busiest(served, "events")[0],
        "claim": f"/claims/{claim}",
        "concept": busiest(served, "concepts")[0],
        "search": "/search?q=said",
        "plots": "/plots",
        "not-found": "/articles/no-such-article",
        "data": "/readout",
        "table": "/readout/quotes",
        "view": "/readout/claim_matrix",
        "row": one_column(served, "SELECT '/readout/articles/' || id FROM articles ORDER BY id")[0],
        "query": filled_query(served, "renderings"),
        "sql": FIXED["SQL"][0],
    }
