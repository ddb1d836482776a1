"""Attacks by number: so much of something that what is done for each of them, or each pair, would take for ever."""

from pathlib import Path

from readout.problem import MOST
from tests.hostile.attack import ANCHORS, ARTICLE, PLACES, Attack, Found, change, put, register

QUOTE = "  - {{speaker: jana-marsh, exact: w{n}, type: direct, medium: speech}}\n"
SAME = "  - {{speaker: s{n}, exact: the same, type: direct, medium: speech}}\n"
ZONE = "  - {{kind: caption, from: f{n}, to: t{n}}}\n"
LAST = "p12000: {name: Q, kind: city, part_of: p0}\n"
NOTHING = '{"sha256": "0", "length": 4000000, "anchors": {'
GROUNDS = ", country: null, grounds: {{country: {{basis: not-found, ground: x}}}}"
ANCHOR = '"{n}": {{"exact": "a", "prefix": "", "suffix": "", "start": 0, "end": 1}}'


def rows(count: int, text: str, between: str = "") -> str:
    """So many rows, each with its number."""
    return between.join(text.format(n=number, after=number + 1) for number in range(count))


def places(count: int, more: str = "") -> str:
    """A register of so many places, each on its line."""
    return rows(count, "p{n}: {{name: Quay, kind: building" + more + "}}\n")


def too_many(path: str, code: str) -> list[Found]:
    """As many problems of one code as are told, and that there are more."""
    return [*[(path, code)] * MOST, (path, "R119")]


def many(name: str, content: str, code: str) -> Attack:
    """A register with more problems than are told."""
    return Attack(name, put(PLACES, content), too_many(PLACES, code))


def front(name: str, old: str, new: str, found: list[Found]) -> Attack:
    """An article with rows without end."""
    return Attack(name, change(ARTICLE, old, old + new), found)


def references(project: Path) -> None:
    """A register of twenty thousand long ids, and another that misspells two thousand of them."""
    ids = [f"a-place-with-a-name-that-is-long-{number:06}" for number in range(20_000)]
    put("sources/places/ids.yaml", "".join(f"{name}: {{name: Q, kind: city}}\n" for name in ids))(project)
    put(PLACES, "".join(f"p{n}: {{name: Q, kind: city, part_of: {ids[n]}x}}\n" for n in range(2_000)))(project)


ATTACKS = [
    register("half a million keys and values", rows(260_000, "{n:x}: \n"), "R118"),
    register("half a million keys in brackets", "{" + rows(300_000, "{n:x}", ",") + "}", "R118"),
    register("many times one key", "a: {name: Quay, kind: city}\n" * 20_000, "R105"),
    register("half a million entries", "a:\n" + "- a\n" * 520_000, "R118"),
    register("half a million entries in brackets", "a: [" + "a," * 520_000 + "]", "R118"),
    many("very many unknown fields", "a: {" + rows(30_000, "f{n}: ", ",") + "}", "R201"),
    many("entries of a wrong type", "a: {name: Q, kind: city, names: [" + rows(20_000, "[{n}]", ",") + "]}", "R203"),
    many("records without a field", rows(20_000, "p{n}: {{kind: city}}\n"), "R202"),
    many("records that are none", rows(30_000, "p{n}: a\n"), "R203"),
    many("records with their grounds", places(8_000, GROUNDS), "R417"),
    Attack("records in a chain", put(PLACES, places(12_000, ", part_of: p{after}")), [(PLACES, "R301")]),
    Attack("records in a circle", put(PLACES, places(12_000, ", part_of: p{after}") + LAST), [(PLACES, "R304")]),
    Attack("misspelt ids", references, too_many(PLACES, "R301")),
    front("five thousand quotes", "quotes:\n", rows(5_000, QUOTE), [(ARTICLE, "R118")]),
    front("quotes of the same words", "quotes:\n", rows(1_500, SAME), too_many(ARTICLE, "R303")),
    front("unknown claims", "absent: [", rows(15_000, "c{n}, "), too_many(ARTICLE, "R301")),
    front("zones upon zones", "curator: ferry-desk\n", "zones:\n" + rows(1_500, ZONE), [(ARTICLE, "R503")]),
    Attack("anchors for nothing", put(ANCHORS, NOTHING + rows(20_000, ANCHOR, ",") + "}}"), [(ARTICLE, "R503")]),
]  # fmt: skip
