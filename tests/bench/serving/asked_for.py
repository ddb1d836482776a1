"""What there is to ask for on a site: addresses by kind, found in its database."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, urlencode

Addresses = dict[str, list[str]]

#: Records of a kind, spread over all of them, that are asked for.
MOST = 200
RECORDS = ("stories", "articles", "claims", "outlets", "actors", "events", "utterances", "concepts")
KINDS = {"stories": "story", "utterances": "utterance"}
TABLES = (
    "/readout/quotes", "/readout/articles", "/readout/claim_matrix", "/readout/quotes?_facet=cue&_facet=type",
    "/readout/coverage?stance=denies&_facet=stance", "/readout/articles?_sort_desc=published", "/readout/outlets",
    "/readout/quotes?_size=20&_facet=distance",
)  # fmt: skip
PROGRAMS = (
    "/readout/quotes.json?_size=100&_nocount=1", "/readout/articles.json?_size=100&_labels=on",
    "/readout/coverage.json?_size=100&stance=asserts&_nocount=1",
)  # fmt: skip
#: Whole tables, the smallest first.
DOWNLOADS = ("articles", "stances", "quotes")
OTHERS = ("/robots.txt", "/sitemap.xml", "/feeds/articles.atom", "/-/healthy.json", "/readout", "/plots", "/compare")


def addresses(database: Path) -> Addresses:
    """Addresses that a database's site has, by kind; `sql` are questions by key, `downloads` whole tables."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:

        def column(sql: str) -> list[str]:
            return [str(row[0]) for row in connection.execute(sql)]

        found: Addresses = {"home": ["/"], "table": list(TABLES), "json": list(PROGRAMS), "other": list(OTHERS)}
        for table in RECORDS:
            ids = column(f"SELECT id FROM {table} ORDER BY id")
            kind = KINDS.get(table, table.removesuffix("s"))
            found[kind] = [f"/{table}/{one}" for one in ids[:: max(1, len(ids) // MOST)]]
        articles = column("SELECT id FROM articles ORDER BY story, id")[: 2 * MOST]
        words = sorted({max(line.split(), key=len).strip("“”‘’\".,:;?!") for line in column(
            f"SELECT headline FROM articles ORDER BY id LIMIT {MOST}")})  # fmt: skip
        found["search"] = [f"/search?q={quote(word)}" for word in words]
        found["filter"] = [f"/readout/quotes?_search={quote(word)}" for word in words]
        found["compare"] = [f"/compare?article={one}&article={other}" for one, other in pairwise(articles)]
        found["row"] = [f"/readout/articles/{one}" for one in articles]
        found["query"] = _queries(column)
        asked = "SELECT headline, published FROM articles WHERE id = :id"
        found["sql"] = ["/readout.json?" + urlencode({"sql": asked, "id": one}) for one in articles]
        found["downloads"] = [f"/readout/{table}.csv" for table in DOWNLOADS]
        found["rows"] = column(" UNION ALL ".join(f"SELECT count(*) FROM {table}" for table in DOWNLOADS))
    return found


def _queries(column: Callable[[str], list[str]]) -> list[str]:
    """Saved queries with values for what they ask for."""
    given = {
        "left_out?article=": "SELECT id FROM articles ORDER BY id LIMIT 40",
        "names_for?concept=": "SELECT id FROM concepts ORDER BY id LIMIT 40",
        "renderings?utterance=": "SELECT id FROM utterances ORDER BY id LIMIT 40",
        "said_by?speaker=": "SELECT DISTINCT speaker FROM quotes WHERE speaker IS NOT NULL LIMIT 40",
    }
    return [f"/readout/{query}{quote(value)}" for query, sql in given.items() for value in column(sql)]
