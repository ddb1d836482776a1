"""UIMA CAS JSON 0.4: one document with its feature structures; offsets count UTF-16 code units."""

from typing import Any

from readout.imports.model import EQUIVALENT, UNITS, Document, Foreign, Link, Loss, Mark, plain
from readout.imports.reading import parse_json

HINT = "export UIMA CAS JSON 0.4"
#: What every corpus has and nobody annotated: the segmentation, and the document's own structure.
STRUCTURE = frozenset({
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token",
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence",
    "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.TagsetDescription",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.CASMetadata",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.FeatureDefinition",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.LayerDefinition",
})  # fmt: skip
METADATA = ("DocumentMetaData", "uima.tcas.DocumentAnnotation")


def read_cas(text: str, document: Document) -> None:
    """Put what a CAS holds into a document. Raises Foreign."""
    cas = parse_json(text, document.file)
    structures = cas.get("%FEATURE_STRUCTURES")
    if isinstance(structures, dict):
        structures = [{"%ID": int(key), **one} for key, one in structures.items()]
    if not isinstance(structures, list) or not all(isinstance(one, dict) and "%TYPE" in one for one in structures):
        raise Foreign(document.file, 1, "this JSON is no UIMA CAS: it has no %FEATURE_STRUCTURES", HINT)
    sofas = [one for one in structures if one["%TYPE"] == "uima.cas.Sofa"]
    text_of = next((one for one in sofas if isinstance(one.get("sofaString"), str)), None)
    if text_of is None:
        raise Foreign(document.file, 1, "this CAS has no text (sofaString)", HINT)
    document.text, document.count = text_of["sofaString"], UNITS
    _Cas(document, {one.get("%ID"): one for one in structures}, text_of.get("%ID")).read(structures)


class _Cas:
    """The feature structures of one CAS by their ids."""

    def __init__(self, document: Document, by_id: dict[Any, dict[str, Any]], sofa: Any) -> None:
        self.document, self.by_id, self.sofa = document, by_id, sofa
        self.reached: set[Any] = set()

    def read(self, structures: list[dict[str, Any]]) -> None:
        for one in structures:
            name = one["%TYPE"]
            if name in STRUCTURE or name.startswith("uima.cas."):
                continue
            if name.endswith(METADATA):
                self.document.fields |= {key: plain(one[key]) for key in _own(one) if isinstance(one[key], str)}
            elif "@Governor" in one or "@Dependent" in one:
                self._relation(one)
            elif ("begin" in one and "end" in one) or not _connects(one):
                self._mark(one)
        for one in structures:
            if "@target" in one and "begin" not in one and one.get("%ID") not in self.reached:
                loss = Loss("relation", str(one.get("%ID")), _short(one["%TYPE"]), "nothing leads to it")
                self.document.losses.append(loss)

    def _mark(self, one: dict[str, Any]) -> None:
        if one.get("@sofa", self.sofa) != self.sofa:
            loss = Loss("span", str(one.get("%ID")), _short(one["%TYPE"]), "it is of another view of the document")
            self.document.losses.append(loss)
            return
        spans = [(int(one["begin"]), int(one["end"]))] if "begin" in one and "end" in one else []
        mark = Mark(str(one.get("%ID")), _short(one["%TYPE"]), spans)
        self.document.marks.append(mark)
        for key in _own(one):
            if key.startswith("@"):
                self._refer(mark, key[1:], one[key])
            elif (value := plain(one[key])) != "":
                mark.features[key] = value

    def _refer(self, mark: Mark, name: str, target: Any) -> None:
        """A feature that refers: to another mark, or to an array of strings, of marks, or of links with roles."""
        found = self.by_id.get(target)
        if found is None:
            return
        elements = found.get("%ELEMENTS")
        if elements is None:
            self._slot(mark, name, target)
            return
        values = []
        for element in elements if isinstance(elements, list) else ():
            if found["%TYPE"] == "uima.cas.StringArray":
                values.append(plain(element))
            else:
                self._slot(mark, name, element)
        if values:
            mark.features[name] = "; ".join(values)

    def _slot(self, mark: Mark, name: str, target: Any) -> None:
        found = self.by_id.get(target, {})
        self.reached.add(target)
        if name == "next" and _short(found.get("%TYPE", "")) == mark.label:
            name = EQUIVALENT
        if "@target" in found:
            name, target = str(found.get("role") or name), found["@target"]
        self.document.links.append(Link(f"{mark.id}-{target}", name, mark.id, str(target)))

    def _relation(self, one: dict[str, Any]) -> None:
        key, label = str(one.get("%ID")), _short(one["%TYPE"])
        ends = [str(one.get(name, "")) for name in ("@Governor", "@Dependent")]
        features = {name: plain(one[name]) for name in _own(one) if not name.startswith("@")}
        labels = [value for value in features.values() if value] or [label]
        if "" in ends:
            self.document.losses.append(Loss("relation", key, label, "one of its ends is missing"))
        else:
            self.document.links.append(Link(key, labels[0], ends[0], ends[1]))


def _connects(one: dict[str, Any]) -> bool:
    """Whether it only connects others: a slot of a link feature, or the head of a chain."""
    own = _own(one)
    return "@target" in one or bool(own and all(key.startswith("@") for key in own))


def _own(one: dict[str, Any]) -> list[str]:
    """The names of the features that a layer has of its own; numbers carry their type in front (#NaN)."""
    return [key for key in one if key[0] not in "%^#" and key not in ("@sofa", "begin", "end")]


def _short(name: str) -> str:
    """The last part of a type's name: `Quote` of `webanno.custom.Quote`."""
    return name.rpartition(".")[2]
