"""How a corpus's documents and labels become articles and rows: as a mapping says, or by what labels are called."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: What a mark can become that is no list of the article.
ARTICLE, PART, NOTHING = "article", "part", "nothing"


@dataclass(frozen=True)
class Value:
    """Where a value comes from: `constant`, or a feature, a link, or the mark's own words; see mapping.schema.yaml."""

    constant: Any = None
    feature: str = ""
    link: str = ""
    words: bool = False
    values: dict[str, Any] | None = None
    otherwise: Any = None
    scale: tuple[float, float] | None = None


@dataclass(frozen=True)
class Becomes:
    """What the marks of a label become: rows of a list, with these fields.

    `by_name`: features that are named like a field of the list are taken over, too (the maps that need no file).
    """

    to: str
    set: dict[str, Value] = field(default_factory=dict)
    when: dict[str, list[str]] = field(default_factory=dict)
    because: str = ""
    by_name: bool = False


def normal(name: str) -> str:
    """A label or role in small letters without spaces and signs."""
    return _OTHER.sub("", name.rpartition(".")[2].lower())


def role(name: str) -> str:
    """A role under the name that all of its kind have."""
    return SAME_ROLE.get(normal(name), normal(name))


def _by_name(to: str, **fields: str) -> Becomes:
    return Becomes(to, {name: Value(constant=word) for name, word in fields.items()}, by_name=True)


def _quote(kind: str) -> Becomes:
    """A quote of a type; roles and relations lead to whose words they are, and to what ascribes them."""
    links = {"speaker": Value(link="speaker"), "cue": Value(link="cue")}
    return Becomes("quotes", {"type": Value(constant=kind), **links}, by_name=True)


_OTHER = re.compile(r"[^a-z]+")
#: Other names for a relation or role.
SAME_ROLE = {
    "source": "speaker", "saidby": "speaker", "hasspeaker": "speaker", "by": "speaker", "attribution": "speaker",
    "hassource": "speaker", "hascue": "cue", "verb": "cue", "reportingverb": "cue",
}  # fmt: skip
#: The layers of chains as INCEpTION names its own: they lead from a pronoun to a name.
CHAINS = ("coreference", "coreferencelink", "coref")
#: Without a mapping file: by what a label is called, in small letters without spaces and signs.
DEFAULTS = {
    **dict.fromkeys(("quote", "quotation", "directquote", "quotedirect", "direct"), _quote("direct")),
    **dict.fromkeys(("indirectquote", "quoteindirect", "indirect", "paraphrase"), _quote("indirect")),
    **dict.fromkeys(("mixedquote", "quotemixed", "mixed"), _quote("mixed")),
    **dict.fromkeys(("speaker", "source", "cue", "reportingverb", *CHAINS), _by_name(PART)),
    **dict.fromkeys(("naming", "term", "loadedterm", "loadedlanguage"), _by_name("namings", voice="own")),
    **dict.fromkeys(("stance", "attitude"), _by_name("stances")),
    **dict.fromkeys(("claim", "coverage"), _by_name("coverage")),
    **dict.fromkeys(("event", "mention"), _by_name("mentions")),
    "frame": _by_name("frames"),
}


@dataclass(frozen=True)
class Mapping:
    """A mapping as it was read; `file` is empty where there is none, and then labels are read by their names."""

    file: str = ""
    folder: Path = Path()
    name: str = ""
    table: dict[str, str] = field(default_factory=dict)
    article: dict[str, Value] = field(default_factory=dict)
    annotators: dict[str, str] = field(default_factory=dict)
    labels: dict[str, list[Becomes]] = field(default_factory=dict)
    csv: dict[str, Any] = field(default_factory=dict)

    def of(self, label: str) -> list[Becomes]:
        """What a label becomes; nothing where the mapping does not have it. Without `labels`, names tell."""
        if self.labels:
            return self.labels.get(label, [])
        found = DEFAULTS.get(normal(label))
        return [found] if found else []


def mapping_of(given: dict[str, Any], file: str) -> Mapping:
    """A mapping from what its file holds, which has the right shape."""
    documents = given.get("documents") or {}
    labels = {label: one if isinstance(one, list) else [one] for label, one in (given.get("labels") or {}).items()}
    return Mapping(
        file,
        Path(file).parent,
        documents.get("name", ""),
        documents.get("table") or {},
        {name: _value(one) for name, one in (given.get("article") or {}).items()},
        dict(given.get("annotators") or {}),
        {label: [_becomes(one) for one in made] for label, made in labels.items()},
        given.get("csv") or {},
    )


def _becomes(given: dict[str, Any]) -> Becomes:
    when = {name: one if isinstance(one, list) else [one] for name, one in (given.get("when") or {}).items()}
    fields = {name: _value(one) for name, one in (given.get("set") or {}).items()}
    return Becomes(given["to"], fields, when, given.get("because", ""))


def _value(given: Any) -> Value:
    if not isinstance(given, dict):
        return Value(constant=given)
    scale = given.get("scale")
    return Value(
        feature=given.get("from", ""), link=given.get("link", ""), words=given.get("words", False),
        values=given.get("values"), otherwise=given.get("else"), scale=(scale[0], scale[1]) if scale else None,
    )  # fmt: skip
