"""Follow records through the commits: from file to file, and from an id to the next."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from readout.difference import FieldChange
from readout.git import prefix_of
from readout.history.blocks import Key, blocks, keys_of
from readout.history.commits import Commit, commits, contents, renamed_from
from readout.history.entry import Entry
from readout.history.fields import changes, read_block
from readout.schema import Schema

#: As much of a commit's hash as is told.
SHORT = 10
#: How like the texts of a record that went and one that came must be to be the same under another id.
LIKE = 0.6
#: Of more records than this that came or went in one commit, only those that say so are followed to another id.
MOST = 20

#: A record in one version: the file that it stands in, and its text.
Stand = tuple[str, str]


@dataclass(frozen=True)
class Step:
    """What one commit did to one record."""

    key: Key
    kind: str
    former: str
    before: Stand | None
    after: Stand | None


def histories(root: Path, schema: Schema) -> Iterator[tuple[Key, list[Entry]]]:
    """The histories of all records that git knows, removed ones too. Raises GitError."""
    found = _follow(root, schema, ["sources"], None)
    yield from sorted(found.items())


def history_of(root: Path, schema: Schema, table: str, record: str) -> list[Entry]:
    """The history of one record, the oldest entry first; none where git never saw it. Raises GitError."""
    if table != schema.article.table:
        paths = [f"sources/{table}.yaml", f"sources/{table}"]
        return _follow(root, schema, paths, (table, record)).get((table, record), [])
    ids, prefix = [record], prefix_of(root)
    while True:
        paths = [f":(glob)sources/articles/*/{name}.md" for name in ids]
        found = _follow(root, schema, paths, (table, record)).get((table, record), [])
        older = _older(root, prefix, paths, ids[-1]) if found else ""
        if not older or older in ids:
            return found
        ids.append(older)


def _older(root: Path, prefix: str, paths: list[str], record: str) -> str:
    """The id that an article had before the first commit that has it under this one."""
    for commit in commits(root, prefix, paths):
        for path, (old, _) in commit.files.items():
            if keys_of(path) == ("articles", record) and not old:
                key = keys_of(renamed_from(root, prefix, commit.hash, path))
                return key[1] if key else ""
    return ""


def _follow(root: Path, schema: Schema, paths: list[str], wanted: Key | None) -> dict[Key, list[Entry]]:
    """Entries by record. With `wanted`, only the fields of that record and of those it once was are worked out."""
    steps = [(commit, step) for commit in commits(root, prefix_of(root), paths) for step in _steps(root, commit)]
    kept = _once(steps, wanted) if wanted else None
    found: dict[Key, list[Entry]] = defaultdict(list)
    for commit, step in steps:
        if kept is not None and step.key not in kept:
            continue
        if step.kind == "renamed":
            found[step.key] = found.pop((step.key[0], step.former), [])
        fields = _fields(step, schema)
        if step.kind != "changed" or fields:
            entry = Entry(commit.hash[:SHORT], commit.date, commit.subject, step.kind, step.former, fields)
            found[step.key].append(entry)
    return found


def _once(steps: list[tuple[Commit, Step]], wanted: Key) -> set[Key]:
    """A record and all that it once was."""
    kept = {wanted}
    for _, step in reversed(steps):
        if step.key in kept and step.kind == "renamed":
            kept.add((step.key[0], step.former))
    return kept


def _steps(root: Path, commit: Commit) -> Iterator[Step]:
    """What a commit did to each record that it touched."""
    before, after = _stands(root, commit)
    gone = [key for key in before if key not in after]
    came = [key for key in after if key not in before]
    former = dict(_renames(before, after, gone, came))
    left = set(former.values())
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if key in former:
            yield Step(key, "renamed", former[key][1], before[former[key]], new)
        elif old is None or new is None:
            if key not in left:
                yield Step(key, "added" if old is None else "removed", "", old, new)
        elif old[1] != new[1]:
            yield Step(key, "changed", "", old, new)
        elif old[0] != new[0]:
            yield Step(key, "moved", "", old, new)


def _stands(root: Path, commit: Commit) -> tuple[dict[Key, Stand], dict[Key, Stand]]:
    """The records in the files that a commit touched, before it and after it."""
    went = any(keys_of(path) and not new for path, (_, new) in commit.files.items())
    only_new = {path for path, (old, _) in commit.files.items() if keys_of(path) and not old and not went}
    wanted = {name for path, names in commit.files.items() if path not in only_new for name in names}
    have = contents(root, wanted)
    sides: tuple[dict[Key, Stand], dict[Key, Stand]] = ({}, {})
    for path, names in commit.files.items():
        if path in only_new:  # its text says nothing that is told
            sides[1].update({key: (path, "") for key in [keys_of(path)] if key})
            continue
        for side, name in zip(sides, names, strict=True):
            if name:
                side.update({key: (path, text) for key, text in blocks(path, have[name]).items()})
    return sides


def _renames(
    before: dict[Key, Stand], after: dict[Key, Stand], gone: list[Key], came: list[Key]
) -> Iterator[tuple[Key, Key]]:
    """Which record that came is which that went: by its former ids, or by its likeness to one alone."""
    left = set(gone)
    for key in came if gone else ():
        path, text = after[key]
        said = read_block(key[0], path, text).get("former_ids") if "former_ids" in text else None
        old = next(((key[0], str(name)) for name in said or () if (key[0], str(name)) in left), None)
        if old is None and len(gone) <= MOST and len(came) <= MOST:
            old = _alike(key, text, {each: before[each][1] for each in left})
        if old:
            left.discard(old)
            yield key, old


def _alike(key: Key, text: str, others: dict[Key, str]) -> Key | None:
    """The only record of the same table whose text is much like this one's; the line with the id does not count."""
    bare = _bare(key, text)
    found = [other for other, words in others.items() if other[0] == key[0] and _is_like(bare, _bare(other, words))]
    return found[0] if len(found) == 1 else None


def _bare(key: Key, text: str) -> str:
    return text if key[0] == "articles" else text.partition("\n")[2]


def _is_like(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.splitlines(), other.splitlines(), autojunk=False)
    return matcher.quick_ratio() >= LIKE and matcher.ratio() >= LIKE


def _fields(step: Step, schema: Schema) -> tuple[FieldChange, ...]:
    """The fields that a step changed; none for a record that came or went as a whole."""
    if step.before is None or step.after is None:
        return ()
    if step.kind == "moved":
        return (FieldChange("file", step.before[0], step.after[0]),)
    table = step.key[0]
    old, new = (read_block(table, path, text) for path, text in (step.before, step.after))
    moved = (FieldChange("file", step.before[0], step.after[0]),) if step.before[0] != step.after[0] else ()
    return (*moved, *changes(old, new, table, schema))
