"""A project that is kept read, and what a fresh check says of it, for the tests of watching."""

from pathlib import Path

from readout.live import Live, Update
from readout.problem import Faulty, Problem
from readout.project import open_project

ARTICLES = "sources/articles"
LANTERN = f"{ARTICLES}/otterby-lantern/2024-05-03-ferry-bumps-bridge.md"
COURIER = f"{ARTICLES}/quill-courier/2024-05-04-crash-shuts-bridge.md"
WIRE = f"{ARTICLES}/tidewire/2024-05-05-owners-to-visit.md"
CLAIMS, ACTORS = "sources/claims/otterby.yaml", "sources/actors.yaml"


def fresh(root: Path) -> list[Problem]:
    """What a check that reads everything finds."""
    try:
        return open_project(root).problems
    except Faulty as fault:
        return fault.problems


def agreed(live: Live, update: Update) -> Update:
    """The update, which says what a fresh check says."""
    assert sorted(update.problems, key=Problem.sort_key) == fresh(live.root)
    return update


def told(live: Live, *paths: str) -> Update:
    """What a change of some paths comes to, which is what a fresh check says."""
    return agreed(live, live.change(paths))


def read_live(project: Path) -> Live:
    """The made-up project, read; it has no problems."""
    kept = Live(project)
    update = agreed(kept, kept.read())
    assert (update.problems, update.new, update.gone, update.anew) == ([], 0, 0, True)
    assert kept.project is not None
    assert update.checked == len(kept.project.world.units) == 12
    return kept
