"""What a document is as an article: its outlet, date, headline and other fields, and where its file goes."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from readout.dates import is_edtf
from readout.imports.fields import fit
from readout.imports.mapping import Mapping, Value
from readout.imports.model import Document
from readout.imports.names import Names
from readout.imports.target import Target
from readout.imports.values import Around, Taken, take
from readout.starting.appeared import from_address, from_text, of_file
from readout.starting.choices import Undecided, headline_of
from readout.starting.front_matter import TO_WRITE
from readout.starting.slug import slug_of, words_of

GENRE = "ReportageNewsArticle"
#: Fields of a document that tell an article's where no mapping does, the first that is there.
KNOWN_AS = {
    "outlet": ("outlet", "source", "publisher", "folder"), "published": ("published", "date", "publication_date"),
    "headline": ("headline", "title"), "language": ("language", "lang"), "url": ("url", "uri", "link"),
    "section": ("section",), "dateline": ("dateline",),
}  # fmt: skip
#: For what an article needs and the corpus does not say.
GROUND = "The imported corpus does not say it; to be looked for."
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)[ T]\d\d:.*")


@dataclass
class Settled:
    """The fields of an article, null where they are unknown, and what in them is concluded rather than given."""

    outlet: str
    id: str
    fields: dict[str, Any]
    remarks: list[str] = field(default_factory=list)

    def path(self, curator: str = "") -> str:
        """Where the article goes, relative to the project; with a curator, a second annotation of it."""
        return f"sources/articles/{self.outlet}/{self.id}{f'.{curator}' if curator else ''}.md"


class Articles:
    """Settles documents as articles, and keeps their names apart from one another's."""

    def __init__(self, mapping: Mapping, target: Target, names: Names, given: dict[str, str | None]) -> None:
        self.mapping, self.names, self.given = mapping, names, given
        self.schema, self.rows = target.schema, target.rows
        self.hosts = {_host(str(row.values.get("url") or "")): row.id for row in self.rows["outlets"]}
        self.taken: dict[str, tuple[str, str]] = {name: (outlet, "") for name, outlet in target.articles.items()}

    def settle(self, document: Document, more: dict[str, Any], guide: str | None) -> Settled:
        """A document as an article; `more` are the fields that its marks give. Raises Undecided."""
        around = Around(document)
        found: dict[str, Any] = {}
        remarks: list[str] = []
        for name in self.schema.article.fields:
            column = self.schema.article.fields[name].column
            if column is not None and (value := self._value(name, around, remarks)) is not None:
                found[name] = value
        found |= more
        text = (document.text or "").removeprefix("\ufeff")
        outlet = self._outlet(found, document)
        published = self._published(found, text, remarks)
        if "headline" not in found:
            found["headline"], remark = headline_of(None, None, found.get("url"), text or document.name)
            remarks.append(f"headline: {remark}" if remark else "")
        remarks += [] if "genre" in found else [f"genre: {GENRE} is a guess"]
        slug = slug_of(words_of(found["url"])) if found.get("url") else ""
        slug = slug or slug_of(found["headline"]) or slug_of(document.name)
        fields = self._complete(found, outlet, published, guide)
        article = self._id(published, slug, outlet, document.name)
        fields["text"] = fields.get("text") or (None if document.text is None else f"{article}.txt")
        return Settled(outlet, article, fields, [*filter(None, remarks)])

    def _value(self, name: str, around: Around, remarks: list[str]) -> Any:
        given = self.given.get(name)
        if name in ("curator", "status", "summary", "guide", "reviewed_by"):
            return None
        if given is not None:
            taken = Taken(given, ((given,),))
        elif name in self.mapping.article:
            taken = take(self.mapping.article[name], around, None)
        else:
            known = KNOWN_AS.get(name, ())
            said = next((around.document.fields[one] for one in known if around.document.fields.get(one)), "")
            taken = Taken(said, ((said,),)) if said else Taken()
        fitted = fit(self.schema.article.fields[name], taken, self.names)
        if fitted.why and name in ("outlet", "story"):
            raise Undecided(f"{name}: {fitted.why}")
        if fitted.why:
            remarks.append(f"{name}: {fitted.why}")
        return fitted.value

    def _outlet(self, found: dict[str, Any], document: Document) -> str:
        outlet = found.pop("outlet", None) or self.hosts.get(_host(str(found.get("url") or "")))
        if not outlet:
            hint = "map article.outlet, or give --outlet"
            raise Undecided(f"nothing tells the outlet of '{document.name}'; {hint}")
        return str(outlet)

    def _published(self, found: dict[str, Any], text: str, remarks: list[str]) -> str:
        said = str(found.get("published") or "")
        if day := _DAY.fullmatch(said) if not is_edtf(said) else None:
            said = day[1]
        if said and not is_edtf(said):
            raise Undecided(f"published: '{said[:40]}' is no EDTF date such as 2024-05-03; map it with `values`")
        if not said:
            concluded = (from_address(found["url"]) if found.get("url") else None) or (
                from_text(text) if text else None
            )
            if concluded is None:
                raise Undecided("nothing tells when it appeared; map article.published")
            said = concluded.date
            remarks.append(f"published: from {concluded.source}")
        return said

    def _complete(self, found: dict[str, Any], outlet: str, published: str, guide: str | None) -> dict[str, Any]:
        row = self.rows.by_id("outlets").get(outlet)
        found.setdefault("story", self._story())
        found.setdefault("language", row.values.get("language") if row else None)
        found.setdefault("url", None)
        if "genre" not in found:
            found["genre"] = GENRE
        return {**found, "published": published, "status": "draft", "summary": TO_WRITE} | (
            {"guide": guide} if guide else {}
        )

    def _story(self) -> str:
        stories = self.rows["stories"]
        if len(stories) != 1:
            raise Undecided("say on which story it is compared: map article.story, or give --story")
        return stories[0].id

    def _id(self, published: str, slug: str, outlet: str, document: str) -> str:
        """The article's id, which no other document and no article of another outlet has."""
        name = f"{of_file(published)}-{slug}".strip("-")
        if self.taken.get(name, (outlet, ""))[0] != outlet:
            name = f"{name}-{outlet}"
        name, number, plain = name[:100].rstrip("-"), 1, name
        while self.taken.get(name, ("", ""))[1] not in ("", document):
            number += 1
            name = f"{plain[:95].rstrip('-')}-{number}"
        self.taken[name] = (outlet, document)
        return name


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.") if url.startswith("http") else ""


def text_of(mapping: Mapping, document: Document) -> str:
    """The name of the file that holds the text, where a mapping tells it."""
    value = mapping.article.get("text", Value(feature="text"))
    return str(take(value, Around(document), None).value or "")
