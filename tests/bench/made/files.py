"""A story and its articles as files of the sources."""

from collections.abc import Iterator
from typing import Any

from readout.anchoring import Text, anchor_article
from readout.anchors_file import write_anchors
from readout.modeline import NOTE_MARK, modeline
from readout.row import Row

from .article import Article, make_article
from .contract import Key, contract
from .emit import emit_article, emit_register
from .english import prose, title
from .happenings import add_events, add_utterances
from .questions import add_claims, add_concepts
from .second import second_of
from .story import Known, Story

#: What a record has in rows of their own; these refer to it, so that it is not unused.
LISTS = {"actors", "grounds", "with", "relations", "allow"}
#: A file's path within the project, and what it holds.
File = tuple[str, bytes]


def story_files(story: Story, used: set[Key], anchored: float = 0.8) -> Iterator[File]:
    """All files of one story, article by article; puts into `used` what they refer to.

    `anchored` is the share of articles with anchors. A text is the file `texts/NAME`. Records of the story that
    nothing refers to are left out at the end, but for a few that say why they are there.
    """
    add_events(story)
    add_utterances(story)
    add_claims(story)
    add_concepts(story)
    for head in story.heads:
        article = make_article(story, head)
        yield f"texts/{article.id}.txt", article.text.encode()
        yield from _annotation(story, article, article.record, "", used, anchored)
        if "allow" not in article.record and story.turns("second annotation", 0.01):
            used.add(("curators", curator := _other(story, article.record["curator"])))
            second = second_of(article.record, curator, story.shared.random("second", head.id))
            yield from _annotation(story, article, second, f".{curator}", used, anchored)
    for register, known in (("claims", story.claims), ("utterances", story.utterances), ("events", story.events),
                            ("concepts", story.concepts)):  # fmt: skip
        if records := _in_use(story, register, known, used):
            yield register_file(register, story.id, records)


def story_record(story: Story) -> dict[str, Any]:
    """The story's own record in the register of stories."""
    random = story.shared.random("story record", story.number)
    record = {"title": title(random, 3, 8), "summary": prose(random, random.randint(20, 80))}
    return record if story.number % 5 == 4 else record | {"started": story.started}


def register_file(register: str, name: str, records: dict[str, Any]) -> File:
    """A file of a register; without a name the register's only one."""
    path = f"sources/{register}/{name}.yaml" if name else f"sources/{register}.yaml"
    return path, f"{modeline(path)}\n{emit_register(records)}".encode()


def _other(story: Story, curator: str) -> str:
    return next(other for other in story.shared.curators if other != curator)


def _annotation(
    story: Story, article: Article, record: dict[str, Any], curator: str, used: set[Key], anchored: float
) -> Iterator[File]:
    path = f"sources/articles/{article.outlet}/{article.id}{curator}.md"
    front = emit_article(record)
    note = f"\n{NOTE_MARK}\n\n{article.note}\n" if article.note else ""
    yield path, f"---\n{modeline(path)}\n{front}---\n{note}".encode()
    rows = contract().article_rows(article.id, {**record, "outlet": article.outlet}, path)
    used |= set(contract().references(rows))
    if story.turns("anchors", anchored):
        yield path.removesuffix(".md") + ".anchors.json", _anchors(story, article, rows)


def _anchors(story: Story, article: Article, rows: list[Row]) -> bytes:
    """The anchors as `readout anchor` writes them; of some articles the text was once another."""
    evidence = [row for row in rows if row.table == "evidence"]
    name = f"{article.id}.txt"
    before = None
    if story.turns("changed text", 0.03):
        head, gap, body = article.text.partition("\n\n")
        # digits are in no other words, so nothing is found at them
        earlier = Text(name, f"{head}{gap}{story.first_day}{gap}{body}".encode())
        before = anchor_article(rows[0], evidence, earlier).anchors
    anchored = anchor_article(rows[0], evidence, Text(name, article.text.encode()), before)
    assert not anchored.problems, anchored.problems
    return write_anchors(anchored.anchors)


def _in_use(story: Story, register: str, known: list[Known], used: set[Key]) -> dict[str, Any]:
    """The records of a register that something refers to, the last ones first looked at: they refer to earlier ones."""
    kept: dict[str, Any] = {}
    for one in reversed(known):
        if (register, one.id) not in used:
            if LISTS & one.record.keys() or not story.turns(f"unused {register}", 0.05):
                continue
            one.record["allow"] = {"R417": prose(story.random, 10)}
        kept[one.id] = one.record
        used |= set(contract().references(contract().record_rows(register, one.id, one.record)))
    return dict(reversed(kept.items()))
