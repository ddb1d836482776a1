"""What an import did: counts, and every span, attribute, relation and document that was not carried over, and why."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, Any

from readout.imports.complete import Made
from readout.imports.model import Document, Loss
from readout.imports.names import Names
from readout.imports.rows import Tally
from readout.near import plural
from readout.problem import NAMES

#: So many reasons, and so many names, are told to people; the file of --report has all.
MOST = 12


@dataclass
class Report:
    """Counts, and the losses in a file of their own, so that memory stays as it is however many there are."""

    format: str
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    to_complete: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    examples: dict[tuple[str, str, str], str] = field(default_factory=dict)
    spool: IO[str] = field(default_factory=lambda: TemporaryFile("w+", encoding="utf-8"))  # noqa: SIM115  # kept open

    def lost(self, document: Document, loss: Loss) -> None:
        """One thing that is not carried over."""
        reason = f"{loss.reason}: {loss.because}" if loss.because else loss.reason
        entry = {"document": document.name, "file": document.file, "line": loss.line or None, "what": loss.what,
                 "id": loss.id, "label": loss.label, "reason": reason}  # fmt: skip
        self.spool.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self.counts[f"{loss.what}s not carried"] += 1
        key = (loss.what, loss.label, loss.reason)
        self.reasons[key] += 1
        self.examples.setdefault(key, document.name if loss.what == "document" else f"{document.name} {loss.id}")

    def tally(self, document: Document, tally: Tally, made: list[Made]) -> None:
        """What became of one document's marks."""
        self.counts["spans carried"] += tally.carried
        self.counts["spans in comments"] += tally.proposed
        self.counts["attributes carried"] += tally.features
        self.counts["relations carried"] += tally.links
        for loss in tally.losses:
            self.lost(document, loss)
        for remark in tally.remarks:
            self.remark(document, remark)
        for row in made:
            self.counts[f"{row.to} in comments" if row.lacks else row.to] += 1
            for guess in () if row.lacks else row.guessed:
                self.to_complete[f"{row.to}: {guess}"] += 1
            for lack in row.lacks:
                self.spool.write(json.dumps({
                    "document": document.name, "file": document.file, "line": row.mark.line or None, "what": "row",
                    "id": row.mark.id, "label": row.mark.label, "reason": f"in a comment: {lack}",
                }, ensure_ascii=False) + "\n")  # fmt: skip
                self.to_complete[f"{row.to} in comments: {lack.partition(':')[0]}"] += 1

    def remark(self, document: Document, remark: str) -> None:
        """Something that was carried otherwise than it stood there."""
        entry = {"document": document.name, "file": document.file, "what": "remark", "reason": remark}
        self.spool.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self.counts["remarks"] += 1

    def text(self, names: Names) -> Iterator[str]:
        """The report for people, in lines."""
        for what in ("span", "attribute", "relation"):
            carried, lost = self.counts[f"{what}s carried"], self.counts[f"{what}s not carried"]
            waiting = self.counts[f"{what}s in comments"]
            comments = f", {waiting:,} in comments" if waiting else ""
            if carried or lost or waiting:
                yield f"{what}s: {carried:,} carried{comments}, {lost:,} not carried"
        for (what, label, reason), count in self.reasons.most_common(MOST):
            where = self.examples[what, label, reason]
            yield f"  {count:,} × {what}{f' {label}' if label else ''}: {reason} (first: {where})"
        if (more := len(self.reasons) - MOST) > 0:
            yield f"  and {plural(more, 'other reason')}; --report FILE has all"
        for said, count in self.to_complete.most_common(MOST):
            yield f"  {count:,} × to look at: {said}"
        for (table, word), count in names.missing.most_common(MOST):
            near = names.near(table, word)
            yield f"  not in {table}: '{word[:60]}' ({count:,} ×)" + (f"; near: {', '.join(near)}" if near else "")
        if self.problems:
            said = ", ".join(f"{count:,} × {code} {NAMES[code]}" for code, count in self.problems.most_common())
            yield f"readout check names {plural(self.problems.total(), 'problem')} in these drafts: {said}"

    def json(self, names: Names, drafts: list[dict[str, Any]]) -> Iterator[str]:
        """The report for programs: one JSON object, in pieces."""
        head = {
            "format": self.format,
            "counts": dict(sorted(self.counts.items())),
            "to_complete": dict(self.to_complete.most_common()),
            "problems": dict(sorted(self.problems.items())),
            "names": [
                {"register": table, "name": word, "times": count, "near": names.near(table, word)}
                for (table, word), count in names.missing.most_common()
            ],
            "documents": drafts,
        }
        yield json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "entries": ['
        self.spool.seek(0)
        for number, line in enumerate(self.spool):
            yield f"{',' if number else ''}\n  {line.rstrip()}"
        yield "\n ]\n}\n"
