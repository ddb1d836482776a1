"""Label Studio: its JSON export, tasks with annotations; what models predicted is no annotation."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from readout.imports.model import UNITS, Document, Foreign, Link, Loss, Mark, Source, plain
from readout.imports.reading import files_of, json_entries

HINT = "export JSON (not JSON-MIN) from Label Studio"
#: The keys of a result's value under which its labels stand, and those that are values of features.
LABELS, VALUES = ("labels", "hypertextlabels", "paragraphlabels"), ("choices", "text", "rating", "number", "taxonomy")


class LabelStudio(Source):
    """A JSON export; its tasks are read one by one."""

    def __init__(self, given: Path) -> None:
        self.files = files_of(given, ".json")
        if not self.files:
            raise Foreign(str(given), 0, "there is no .json file here", HINT)

    def __iter__(self) -> Iterator[Document]:
        """The tasks in the order of the file, each as each annotator marked it."""
        for file in self.files:
            for number, task in json_entries(file):
                if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
                    raise Foreign(str(file), 0, f"entry {number:,} is no task: it has no data", HINT)
                yield from _documents(task, number, str(file))


def _documents(task: dict[str, Any], number: int, file: str) -> Iterator[Document]:
    made = [one for one in task.get("annotations") or task.get("completions") or () if not one.get("was_cancelled")]
    cancelled = len(task.get("annotations") or task.get("completions") or ()) - len(made)
    for place, annotation in enumerate(made or [{}]):
        name = plain(task.get("id", number))
        document = Document(name, file, annotator=_annotator(annotation), count=UNITS)
        document.fields = {
            key: plain(value) for key, value in task["data"].items() if not isinstance(value, (dict, list))
        }
        meta = task.get("meta")
        document.fields |= {key: plain(value) for key, value in meta.items()} if isinstance(meta, dict) else {}
        if upload := task.get("file_upload"):
            document.fields["file"] = plain(upload)
        if place == 0:
            _not_annotations(document, task, cancelled)
        try:
            _Results(document, task["data"]).read(annotation.get("result") or [])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            why = f"entry {number:,} has a result that is not as Label Studio writes it ({error})"
            raise Foreign(file, 0, why, HINT) from None
        yield document


def _annotator(annotation: dict[str, Any]) -> str:
    by = annotation.get("completed_by")
    if isinstance(by, dict):
        return plain(by.get("email") or by.get("username") or by.get("id"))
    return plain(by)


def _not_annotations(document: Document, task: dict[str, Any], cancelled: int) -> None:
    for place, prediction in enumerate(task.get("predictions") or (), 1):
        for result in prediction.get("result") or () if isinstance(prediction, dict) else ():
            key = f"prediction {place}: {result.get('id', '')}"
            document.losses.append(
                Loss("span", key, plain(result.get("type")), "a model predicted it; nobody annotated it")
            )
    if cancelled:
        document.losses.append(Loss("document", document.name, "", f"{cancelled} skipped by its annotator"))


class _Results:
    """The results of one annotation: regions with labels, what was chosen for a region or for the task, relations."""

    def __init__(self, document: Document, given: dict[str, Any]) -> None:
        self.document, self.given = document, given
        self.regions: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def read(self, results: list[dict[str, Any]]) -> None:
        sources = {key: value for key, value in self.given.items() if isinstance(value, str)}
        for result in results:
            if result.get("type") == "relation":
                self._relation(result)
            else:
                self.regions[str(result.get("id"))].append(result)
        named = self._name_of_text(results, sources)
        self.document.text = sources.get(named) if named else max(sources.values(), key=len, default=None)
        self.document.fields.pop(named, None)
        for key, group in self.regions.items():
            self._region(key, group)

    def _name_of_text(self, results: list[dict[str, Any]], sources: dict[str, str]) -> str:
        names = [plain(result.get("to_name")) for result in results]
        known = [name for name in (*names, "text") if name in sources]
        return known[0] if known else max(sources, key=lambda name: len(sources[name]), default="")

    def _region(self, key: str, group: list[dict[str, Any]]) -> None:
        spans: list[tuple[int, int]] = []
        words: list[str] = []
        labels: list[str] = []
        features: dict[str, str] = {}
        for result in group:
            value = result.get("value") or {}
            if "start" in value and "end" in value and not spans:
                offsets = value.get("globalOffsets") or value
                spans = [(int(offsets["start"]), int(offsets["end"]))]
                words = [str(value["text"])] if isinstance(value.get("text"), str) else []
            labels += [plain(label) for name in LABELS for label in value.get(name) or ()]
            for name in VALUES:
                if name in value and not (name == "text" and "start" in value and isinstance(value[name], str)):
                    features[plain(result.get("from_name")) or name] = plain(value[name])
            if note := (result.get("meta") or {}).get("text"):
                features["note"] = plain(note)
        if not labels and spans == [] and features:
            for name, chosen in features.items():
                self.document.marks.append(Mark(f"{key}-{name}", name, features={"value": chosen}))
            return
        for label in labels or ["region"]:
            mark_id = key if len(labels) < 2 else f"{key} ({label})"
            self.document.marks.append(Mark(mark_id, label, list(spans), list(words), dict(features)))

    def _relation(self, result: dict[str, Any]) -> None:
        ends = str(result["from_id"]), str(result["to_id"])
        source, target = ends if result.get("direction") != "left" else reversed(ends)
        labels = [plain(label) for label in result.get("labels") or ()] or ["relation"]
        for label in labels:
            self.document.links.append(Link(f"{source}-{target}", label, source, target))
