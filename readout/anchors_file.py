"""The anchors beside an article, DATE-SLUG.anchors.json: what such a file holds, and how it is written.

    text, sha256, length, words   the text's file name, the SHA-256 of its bytes, its length in code points and in words
    versions                      every text that was annotated, the oldest first, the present one last; left out while
                                  there is but one and nobody has written down when it was retrieved
    anchors                       by the id of the evidence: exact, start, end, prefix, suffix, and the normalisation
                                  under which the words were found, if they do not stand in the text just so

A version is {sha256, length, retrieved, fared}: `retrieved` is the article's own field as it was when the version
was anchored; `fared` counts the anchors of the version before: kept, moved, near, elsewhere (confirmed by a person)
and lost (their annotations were changed or taken out). Files without `words` or `versions` are as good as they were.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

#: Of what `readout anchor` writes: numbers (a text has no more bytes than that), characters of a string.
LARGEST, LONGEST = 4_000_000, 20_000
FARES = ("kept", "moved", "near", "elsewhere", "lost")
#: Halves of characters, which JSON can name and UTF-8 can't.
HALVES = re.compile("[\ud800-\udfff]")
WORDS = {"exact", "prefix", "suffix"}
NEEDED = WORDS | {"start", "end"}
HINT = "it is written by `readout anchor`; delete it and run that again"
HISTORY_HINT = "take the file as it was from the history of the repository, then run `readout anchor`"


def parse_anchors(text: str) -> tuple[dict[str, Any] | None, str, str]:
    """What an anchors file holds; or None, what is wrong with it, and a hint."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None, "this is not JSON", HINT
    sound = (
        isinstance(found, dict)
        and _holds(found, {"sha256": str, "length": int}, {"words": int, "text": str})
        and isinstance(found.get("anchors"), dict)
        and all(_is_anchor(anchor, found["length"]) for anchor in found["anchors"].values())
        and ("\\u" not in text or _is_whole(found["anchors"].values()))
    )
    if not sound:
        return None, "this is no file of anchors", HINT
    if "versions" in found and not _are_versions(found["versions"], found):
        return None, "its versions are not as `readout anchor` writes them", HISTORY_HINT
    return found, "", ""


def write_anchors(anchors: dict[str, Any]) -> bytes:
    """The anchors file: JSON, one version and one anchor a line, anchors in the order of the text."""
    lines = []
    for key, value in anchors.items():
        if key == "versions":
            lines.append(f'  "versions": [\n{_lines(map(_json, value))}\n  ]')
        elif key == "anchors":
            inner = _lines(f"{_json(name)}: {_json(anchor)}" for name, anchor in value.items())
            lines.append(f'  "anchors": {{\n{inner}\n  }}')
        else:
            lines.append(f"  {_json(key)}: {_json(value)}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def versions_of(anchors: dict[str, Any] | None, retrieved: str | None = None) -> list[dict[str, Any]]:
    """All versions of an article's text, the oldest first.

    Takes what its anchors file holds, and the date (EDTF) that stands for a first version of which
    the file does not say it.
    """
    if anchors is None:
        return []
    first = {"sha256": anchors["sha256"], "length": anchors["length"]}
    if retrieved is not None:
        first["retrieved"] = retrieved
    versions: list[dict[str, Any]] = anchors.get("versions") or [first]
    return versions


def _lines(parts: Iterable[str]) -> str:
    return ",\n".join(f"    {part}" for part in parts)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _holds(found: dict[str, Any], needed: dict[str, type], allowed: dict[str, type]) -> bool:
    """Whether a mapping has the needed keys, and each key a value of its type (a bool is no int)."""
    right = all(
        type(found[key]) is kind and _is_sound(found[key])
        for key, kind in {**allowed, **needed}.items()
        if key in found
    )
    return right and needed.keys() <= found.keys()


def _is_sound(value: Any) -> bool:
    """Whether a number or a string could have been written by `readout anchor`, and can stand in a database."""
    if isinstance(value, str):
        return len(value) <= LONGEST and not HALVES.search(value)
    return not isinstance(value, int) or 0 <= value <= LARGEST


def _is_anchor(anchor: Any, length: int) -> bool:
    """Whether this is an anchor in a text of so many characters; of these there are too many for `_holds`."""
    if type(anchor) is not dict or not anchor.keys() >= NEEDED:
        return False
    start, end, name = anchor["start"], anchor["end"], anchor.get("normalisation", "")
    for each in (anchor["exact"], anchor["prefix"], anchor["suffix"], name):
        if type(each) is not str or len(each) > LONGEST:
            return False
    return type(start) is int and type(end) is int and 0 <= start <= end <= length


def _is_whole(anchors: Iterable[dict[str, Any]]) -> bool:
    """Whether no anchor has half a character, which JSON can name and no other file."""
    names = WORDS | {"normalisation"}
    return not any(HALVES.search(anchor[name]) for anchor in anchors for name in names & anchor.keys())


def _are_versions(versions: Any, head: dict[str, Any]) -> bool:
    if not isinstance(versions, list) or not versions:
        return False
    return (
        all(map(_is_version, versions))
        and "fared" not in versions[0]
        and all(_is_fared(version.get("fared")) for version in versions[1:])
        and all(versions[-1][key] == head[key] for key in ("sha256", "length"))
    )


def _is_version(found: Any) -> bool:
    needed: dict[str, type] = {"sha256": str, "length": int}
    return isinstance(found, dict) and _holds(found, needed, {"retrieved": str, "fared": dict})


def _is_fared(fared: Any) -> bool:
    if not isinstance(fared, dict) or fared.keys() != set(FARES):
        return False
    return all(type(number) is int and number >= 0 for number in fared.values())
