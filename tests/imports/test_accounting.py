"""Nothing is dropped in silence: whatever a corpus holds, what was carried, waits or is listed adds up to it."""

import random
from collections import Counter
from pathlib import Path

from tests.imports.conftest import Importer
from tests.imports.corpora import TEXT

LABELS = ("Quote", "Indirect", "Speaker", "Cue", "Naming", "Stance", "Frame", "Claim", "Oddity")
VALUES = {
    "medium": "speech", "toward": "marigold-line", "score": "1", "concept": "the-bump", "Loudness": "high",
    "reason": "So it says in the text.", "note": "Look.", "voice": "own", "cue": "said",
}  # fmt: skip
NAMED = "documents:\n  name: '(?P<outlet>[a-z-]+)_((?P<published>[0-9]{4}-[0-9-]+)_)?'\n"


def made(chance: random.Random, holds: Counter[str]) -> str:
    """The annotations of a document: some stand elsewhere or nowhere, some lead to what there is not."""
    lines, keys = [], [f"T{number}" for number in range(1, chance.randint(1, 9))]
    for key in keys:
        start = chance.randrange(len(TEXT) - 100)
        end = start + chance.choice([1, 7, 30, 90])
        words = " ".join(TEXT[start:end].split("\n")) if chance.random() < 0.9 else "zeppelin"
        away = chance.choice([0, 0, 0, 3, 90_000])
        lines.append(f"{key}\t{chance.choice(LABELS)} {start + away} {end + away}\t{words}\n")
    others = [*keys, "T99"]
    attributes = {(chance.choice(others), chance.choice(list(VALUES))) for _ in range(len(keys))}
    for number, (key, name) in enumerate(sorted(attributes), 1):
        lines.append(f"A{number}\t{name} {key} {VALUES[name]}\n")
    for number in range(1, len(keys)):
        ends = (chance.choice(others), chance.choice(others))
        label = chance.choice(["speaker", "cue", "Likes"])
        lines.append(f"R{number}\t{label} Arg1:{ends[0]} Arg2:{ends[1]}\n")
    lines.append(f"E1\tQuote:{keys[0]} Speaker:{keys[-1]}\n" if keys else "")
    holds.update(span=len(keys), attribute=len(attributes), relation=max(0, len(keys) - 1) + bool(keys))
    return "".join(lines)


def test_all_adds_up(bring: Importer, tmp_path: Path) -> None:
    """Of documents made by chance, of which some can't be articles, each span, attribute and relation is told of."""
    chance, holds = random.Random(7), Counter[str]()
    (tmp_path / "brat").mkdir()
    for number in range(120):
        outlet = chance.choice(["otterby-lantern", "tidewire", "nobody"])
        day = chance.choice([f"2024-05-{number % 28 + 1:02}_", ""])
        name = tmp_path / "brat" / f"{outlet}_{day}{number}"
        name.with_suffix(".txt").write_text(TEXT, encoding="utf-8")
        name.with_suffix(".ann").write_text(made(chance, holds), encoding="utf-8")
    counts = bring("brat", tmp_path / "brat", mapping=NAMED).report["counts"]
    again = bring("brat", tmp_path / "brat", mapping=NAMED)
    assert counts["drafts written"] > 20
    assert counts["documents not imported"] > 20
    listed = Counter(entry["what"] for entry in again.report["entries"])
    for what, count in holds.items():
        told = [counts.get(f"{what}s {where}", 0) for where in ("carried", "in comments", "not carried")]
        assert sum(told) == count, (what, told)
        assert min(told[0], told[2]) > 10, (what, told)
        assert again.report["counts"][f"{what}s not carried"] == listed[what] == told[2]
