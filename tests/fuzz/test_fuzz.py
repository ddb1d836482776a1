"""The targets hold for what was found before, and for a little that is new at every change of the code."""

from random import Random

import pytest

from tests.fuzz.__main__ import KEPT, seeds
from tests.fuzz.mutate import mutated
from tests.fuzz.targets import TARGETS

#: New inputs of each target; the same at every run.
TRIED = {"yaml": 300, "plain": 300, "dates": 300, "anchors": 60, "article": 40, "register": 60, "fmt": 15, "fix": 30}
FOUND = sorted(file for file in KEPT.rglob("*") if file.is_file())


@pytest.mark.parametrize("target", TARGETS)
def test_what_was_found_before_holds(target: str) -> None:
    """Each kept input, whichever target it was found for."""
    for file in FOUND:
        TARGETS[target](file.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_a_little_that_is_new_holds(target: str) -> None:
    """Mutations of the kept inputs and of the made-up project's files."""
    chance, known = Random(target), seeds(target)
    for _ in range(TRIED[target]):
        TARGETS[target](mutated(chance.choice(known), known, chance))


def test_every_kept_input_belongs_to_a_target() -> None:
    """They lie in folders by target, and are small."""
    assert {file.parent.name for file in FOUND} <= set(TARGETS)
    assert all(file.stat().st_size < 5_000 for file in FOUND)
