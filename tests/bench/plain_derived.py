"""The plain script's derived tables and columns: what follows from the rows of all files together.

From Readout it has the comparison of two renderings, the bounds of dates, and ids.
"""

import json
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from readout.dates import bounds
from readout.row import row_id
from readout.schema import Schema
from readout.variants import Rendering, compare, pairs, same_language, show, split_words

from .plain_rows import Values, redirect

Tables = dict[str, list[Values]]
STATUS = "annotation_status"
FARES = ("kept", "moved", "near", "elsewhere", "lost")


def add_dates_and_firsts(schema: Schema, tables: Tables) -> None:
    """Beside each date its bounds, and the columns that are the first of others."""
    for table in schema.tables.values():
        for column in table.columns.values():
            for row in tables[table.name] if column.first_of or column.format == "edtf" else ():
                if column.first_of:
                    row[column.name] = next((row[name] for name in column.first_of if row.get(name)), None)
                elif row.get(column.name):
                    _put_bounds(row, column.name, row[column.name], row.get("time_zone"))


def _put_bounds(row: Values, name: str, date: str, zone: str | None) -> None:
    row[f"{name}_earliest"], row[f"{name}_latest"] = bounds(date, zone)


def add_values(tables: Tables) -> None:
    """The values of coverage as dates and numbers."""
    kinds = {claim["id"]: claim.get("value_type") for claim in tables["claims"]}
    zones = {article["id"]: article.get("time_zone") for article in tables["articles"]}
    for row in tables["coverage"]:
        if row.get("value") is not None and kinds[row["claim"]] == "date":
            _put_bounds(row, "value", row["value"], zones[row["article"]])
        elif row.get("value") is not None and kinds[row["claim"]] == "number":
            row["value_number"] = float(row["value"])


def add_anchors(tables: Tables, articles: dict[str, Path]) -> None:
    """Offsets of evidence, what the texts add up to, and their versions, from the files of anchors."""
    evidence = defaultdict(list)
    for row in tables["evidence"]:
        evidence[row["article"]].append(row)
    quoted = {row["id"] for row in tables["quotes"] if row["type"] in ("direct", "mixed")}
    for article in tables["articles"]:
        file = articles[article["id"]].with_suffix(".anchors.json")
        if not file.exists():
            continue
        found = json.loads(file.read_text(encoding="utf-8"))
        for row in evidence[article["id"]]:
            anchor = found["anchors"].get(row["id"], {})
            row.update({key: value for key, value in anchor.items() if key != "exact"})
        article["text_sha256"], article["text_length"] = found["sha256"], found["length"]
        article["text_words"] = found.get("words")
        article["quoted_share"] = _quoted_share(evidence[article["id"]], quoted, found["length"])
        _add_versions(tables, article, found)


def _quoted_share(evidence: list[Values], quoted: set[str], length: int) -> float:
    anchored = [row for row in evidence if row.get("start") is not None]
    words = [(row["start"], row["end"]) for row in anchored if row["field"] == "exact" and row["annotation"] in quoted]
    ends = {row["annotation"]: row["end"] for row in anchored if row["field"] == "to"}
    open_ended = {row["annotation"] for row in evidence if row["kind"] == "zone"}
    open_ended -= {row["annotation"] for row in evidence if row["kind"] == "zone" and row["field"] == "to"}
    zones = []
    starts = {row["annotation"]: row["start"] for row in reversed(anchored) if row["field"] == "from"}
    for zone, start in starts.items():
        if zone in ends or zone in open_ended:
            zones.append((start, ends.get(zone, length)))
    return round(_covered(words) / max(1, length - _covered(zones)), 4)


def _covered(spans: list[tuple[int, int]]) -> int:
    total = reached = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _add_versions(tables: Tables, article: Values, found: Values) -> None:
    only = {"sha256": found["sha256"], "length": found["length"], "retrieved": article.get("retrieved")}
    for seq, version in enumerate(found.get("versions") or [only]):
        row = {
            "id": row_id(article["id"], "article_versions", str(seq), version["sha256"]), "article": article["id"],
            "seq": seq, "text_sha256": version["sha256"], "text_length": version["length"],
            "retrieved": version.get("retrieved"), **version.get("fared", dict.fromkeys(FARES)),
        }  # fmt: skip
        tables["article_versions"].append(row)


def add_annotators(tables: Tables, seconds: list[dict[str, Any]]) -> None:
    """Who annotated and reviewed each article; takes the second annotations, each with its article's id."""
    known = {article["id"] for article in tables["articles"]}
    had = [(article, "curator", "annotated") for article in tables["articles"]]
    had += [(article, "reviewed_by", "reviewed") for article in tables["articles"] if article.get("reviewed_by")]
    had += [(second, "curator", "annotated-independently") for second in seconds if second["id"] in known]
    for article, field, role in had:
        row = {
            "id": row_id(article["id"], "article_annotators", article[field], role), "article": article["id"],
            "curator": article[field], "role": role, "status": article["status"], "guide": article.get("guide"),
        }  # fmt: skip
        tables["article_annotators"].append(row)


def add_variants(tables: Tables) -> None:
    """Renderings of one utterance against each other, and against the original in the same language."""
    languages = {article["id"]: article["language"] for article in tables["articles"]}
    renderings = defaultdict(list)
    for quote in sorted(tables["quotes"], key=lambda row: str(row["id"])):
        words = split_words(quote.get("exact") or "")
        if words and quote.get("utterance"):
            renderings[quote["utterance"]].append(Rendering(quote["id"], quote["article"], words))
    for utterance in tables["utterances"]:
        found = renderings[utterance["id"]]
        compared = list(pairs(found))
        original = Rendering(None, None, split_words(utterance.get("original") or ""))
        if original.words:
            same = (one for one in found if same_language(utterance["language"], languages[one.article or ""]))
            compared += [(original, one) for one in same]
        for a, b in compared:
            _add_variant(tables, utterance["id"], a, b)


def _add_variant(tables: Tables, utterance: str, a: Rendering, b: Rendering) -> None:
    changes = compare(a, b)
    count = dict.fromkeys(("same", "respelt", "dropped", "added", "replaced"), 0)
    variant = row_id(utterance, "quote_variants", a.quote or "", b.quote or "")
    for seq, change in enumerate(changes):
        count[change.operation] += len(change.words_a) or len(change.words_b)
        row = {
            "id": f"{variant}-{seq}", "variant": variant, "seq": seq, "operation": change.operation,
            "words_a": " ".join(change.words_a) or None, "words_b": " ".join(change.words_b) or None,
        }  # fmt: skip
        tables["quote_changes"].append(row)
    likeness = round(2 * (count["same"] + count["respelt"]) / (len(a.words) + len(b.words)), 4)
    row = {
        "id": variant, "utterance": utterance, "quote_a": a.quote, "article_a": a.article, "quote_b": b.quote,
        "article_b": b.article, "likeness": likeness, "difference": show(changes),
        **{f"words_{name}": number for name, number in count.items()},
    }  # fmt: skip
    tables["quote_variants"].append(row)


def add_redirects(tables: Tables) -> None:
    """A redirect from each merged id, and each leads to the end of its chain."""
    for row in tables["withdrawn"]:
        if row.get("merged_into"):
            record = row["record"]
            tables["redirects"].append(redirect(row["table_name"], record, record, row["merged_into"], "merged"))
    leads = {(row["table_name"], row["former"]): row["record"] for row in tables["redirects"]}
    for row in tables["redirects"]:
        seen = {row["former"]}
        while (further := leads.get((row["table_name"], row["record"]))) and row["record"] not in seen:
            seen.add(row["record"])
            row["record"] = further


def add_status(schema: Schema, tables: Tables) -> None:
    """Beside each row that refers to an article, or to a row that does, the status that has come least far."""
    status = {("articles", article["id"]): article["status"] for article in tables["articles"]}
    graph = {}
    for name, table in schema.tables.items():
        if STATUS in table.columns:
            targets = {target for target in table.references.values() if STATUS in schema.tables[target].columns}
            graph[name] = targets - {name}
    for name in TopologicalSorter(graph).static_order():
        table = schema.tables[name]
        vocabulary = table.columns[STATUS].vocabulary
        assert vocabulary
        steps = list(vocabulary.meanings)
        references = [(column, target) for column, target in table.references.items() if target != name]
        for row in tables[name]:
            found = [status.get((target, row.get(column))) for column, target in references]
            row[STATUS] = min((one for one in found if one), key=steps.index, default=None)
            if row[STATUS]:
                status[name, row["id"]] = row[STATUS]
