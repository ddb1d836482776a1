"""schema.org `Claim`: what is claimed, the articles in which it appears, and the passages that say or dispute it.

A claim appears where an article asserts it or attributes it to somebody. What each article does with it is said by a
passage of the article that is about the claim, with the stance as a keyword. There is no `ClaimReview`: nobody here
reviews whether a claim is true.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from readout.export.about import DAY
from readout.export.annotations import Row
from readout.export.files import Hashing, hashing
from readout.export.iris import Iris
from readout.export.source import Source

FILE = "claims.jsonld"
CONTEXT = "https://schema.org/"
APPEARS = ("asserts", "attributes")
ABSENT = "absent"
STANCES = "coverage-stance"
WIKIDATA = "https://www.wikidata.org/wiki/"
ARTICLE = "NewsArticle"
#: What schema.org knows of articles' genres; any other is a plain news article.
GENRES = {f"{kind}{ARTICLE}" for kind in ("Analysis", "AskPublic", "Background", "Opinion", "Reportage", "Review")}
PERSON = "person"


def write(source: Source, folder: Path) -> None:
    """Fill a folder with claims.jsonld."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    with hashing(folder / FILE) as file:
        _write(file, f'{{"@context": {encode(CONTEXT)},\n"@graph": [\n')
        for at, node in enumerate(_Maker(source).nodes()):
            _write(file, ("" if at == 0 else ",\n") + encode(node))
        _write(file, "\n]}\n")


def _write(file: Hashing, text: str) -> None:
    file.write(text.encode())


class _Maker:
    """Makes the nodes of the graph, each once, so that the others can name it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._iris = Iris(source)
        self._actors = {row["id"]: row for row in source.dicts("actors")}
        self._articles = {row["id"]: row for row in source.dicts("articles")}
        self._events = {row["id"]: row["title"] for row in source.dicts("events")}
        self._utterances = {row["id"]: row for row in source.dicts("utterances")}
        self._claims = {row["id"]: row for row in source.dicts("claims")}
        self._same: dict[str, list[str]] = {}
        for row in source.dicts("claim_relations"):
            if row["relation"] == "exactMatch":
                self._same.setdefault(row["claim"], []).append(row["other"])
        self._makers = [{"@type": "Organization", "name": name} for name in source.creators]
        self._stances = {
            row["value"]: row["id"] for row in source.dicts("vocabularies") if row["vocabulary"] == STANCES
        }

    def nodes(self) -> Iterator[Row]:
        """The stances, the outlets, the articles, the claims, and the passages, each in order of id."""
        yield from self._terms()
        outlets = {article["outlet"] for article in self._articles.values()}
        yield from (self._outlet(row) for row in self._source.dicts("outlets") if row["id"] in outlets)
        yield from map(self._article, self._articles.values())
        appearances: dict[str, list[str]] = {}
        sql = "SELECT claim, article FROM coverage WHERE stance IN (?, ?)"
        for claim, article in self._source.connection.execute(sql, APPEARS):
            appearances.setdefault(claim, []).append(article)
        yield from (self._claim(row, appearances.get(row["id"], [])) for row in self._claims.values())
        yield from (self._passage(row) for row in self._source.dicts("coverage") if row["stance"] != ABSENT)

    def _terms(self) -> Iterator[Row]:
        """What an article can do with a claim, each word with its meaning."""
        terms = "#stances"
        yield {"@id": terms, "@type": "DefinedTermSet", "name": "What an article does with a claim"}
        for value, meaning in self._source.vocabularies.get(STANCES, {}).items():
            yield {
                "@id": self._stance(value), "@type": "DefinedTerm", "name": value, "description": meaning,
                "inDefinedTermSet": {"@id": terms},
            }  # fmt: skip

    def _stance(self, value: str) -> str:
        return self._iris.of("vocabularies", self._stances[value])

    def _outlet(self, outlet: Row) -> Row:
        return _full(
            {
                "@id": self._iris.of("outlets", outlet["id"]),
                "@type": "NewsMediaOrganization",
                "name": outlet["name"],
                "url": outlet["url"],
                "sameAs": WIKIDATA + outlet["wikidata"] if outlet["wikidata"] else None,
            }
        )

    def _article(self, article: Row) -> Row:
        return _full(
            {
                "@id": self._iris.of("articles", article["id"]),
                "@type": article["genre"] if article["genre"] in GENRES else ARTICLE,
                "headline": article["headline"],
                "url": article["url"],
                "datePublished": _moment(article),
                "inLanguage": article["language"],
                "publisher": {"@id": self._iris.of("outlets", article["outlet"])},
            }
        )

    def _claim(self, claim: Row, articles: list[str]) -> Row:
        utterance = self._utterances.get(claim["utterance"] or "", {})
        appears = sorted(set(articles), key=lambda name: (self._articles[name]["published_earliest"] or "~", name))
        links = [{"@id": self._iris.of("articles", name)} for name in appears]
        return _full(
            {
                "@id": self._iris.of("claims", claim["id"]),
                "@type": "Claim",
                "identifier": claim["id"],
                "text": claim["statement"],
                "description": claim["note"],
                "sameAs": [self._iris.of("claims", other) for other in self._same.get(claim["id"], [])],
                "about": self._event(claim["event"]) if claim["event"] else None,
                "isBasedOn": utterance.get("original_url"),
                "claimInterpreter": self._makers,
                "appearance": links,
                "firstAppearance": links[0] if self._is_first(appears) else None,
                "license": self._source.dataset["license_url"],
            }
        )

    def _event(self, event: str) -> Row:
        return {"@id": self._iris.of("events", event), "@type": "Event", "name": self._events[event]}

    def _is_first(self, articles: list[str]) -> bool:
        """Whether the first of some articles surely came before the others, by what is known of their dates."""
        if not articles:
            return False
        first, *others = (self._articles[name] for name in articles)
        if not first["published_latest"]:
            return False
        return all((each["published_earliest"] or "") > first["published_latest"] for each in others)

    def _passage(self, row: Row) -> Row:
        """What one article says of a claim: a part of it about the claim, whose word it takes, which value it gives."""
        actor = self._actors.get(row["according_to"] or "")
        return _full(
            {
                "@id": self._iris.of("coverage", row["id"]),
                "@type": "CreativeWork",
                "isPartOf": {"@id": self._iris.of("articles", row["article"])},
                "about": {"@id": self._iris.of("claims", row["claim"])},
                "keywords": {"@id": self._stance(row["stance"])},
                "mentions": self._actor(actor) if actor else None,
                "mainEntity": {"@type": "PropertyValue", "value": row["value"]} if row["value"] else None,
                "description": row["note"],
            }
        )

    def _actor(self, actor: Row) -> Row:
        return _full(
            {
                "@id": self._iris.of("actors", actor["id"]),
                "@type": "Person" if actor["kind"] == PERSON else "Organization",
                "name": actor["name"],
                "sameAs": WIKIDATA + actor["wikidata"] if actor["wikidata"] else None,
            }
        )


def _moment(article: Row) -> str | None:
    """When an article was published, as exact as it is known (ISO 8601); None where no such date says it."""
    start, end = article["published_earliest"], article["published_latest"]
    if not start or not end:
        return None
    if start == end:
        return str(start)
    return str(article["published"]) if DAY.fullmatch(article["published"]) else None


def _full(node: dict[str, Any]) -> Row:
    """A node without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, [], "")}
