"""Records in which chance put anything anywhere: the checks never fail, and each problem has its place."""

from copy import deepcopy
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readout.record import split_front_matter
from readout.report import render
from tests.conftest import CORPUS
from tests.fuzz.targets import ARTICLE, article

FRONT = split_front_matter((CORPUS / ARTICLE).read_text(encoding="utf-8"))[0]
RECORD: dict[str, Any] = yaml.safe_load(FRONT or "")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["R411", "-"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value in a record."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, one in inner for found in places(one, (*path, key)))]


PLACES = places(RECORD)[1:]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(st.tuples(st.sampled_from(PLACES), VALUES), min_size=1, max_size=4), fresh=VALUES)
def test_a_record_with_anything_in_it_is_checked(changes: list[tuple[tuple[Any, ...], Any]], fresh: Any) -> None:
    """Other values in up to four places of an article, and a field that nobody knows."""
    record = deepcopy(RECORD)
    for place, value in changes:
        holder = record
        try:
            for step in place[:-1]:
                holder = holder[step]
            holder[place[-1]] = value
        except (TypeError, IndexError, KeyError):  # another change took it away
            continue
    record["a"] = fresh
    article(f"---\n{yaml.safe_dump(record, allow_unicode=True, sort_keys=False)}---\n".encode("utf-8", "replace"))
    assert render("line", [], lambda path: []) == ""
