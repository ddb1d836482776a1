"""Follow a project while somebody works on it: tell each change as soon as it is checked."""

from collections.abc import Callable

from readout.editors import write_schemas
from readout.live import AROUND, Live, Update
from readout.source import FOLDER, register_of
from readout.watching import Watched

#: What to do before the first change, and after each: with the update, and the paths that changed.
Told = Callable[[Update, set[str]], None]


def follow(live: Live, told: Told) -> None:
    """Read the project, then take in every change of it, until Ctrl-C."""
    watched = Watched(live.root, (FOLDER, "views", "queries"), ("schema.yaml",))
    told(live.read(), set())
    keep_schemas(live)
    for paths in watched.changes():
        update = live.change(paths)
        if update.changed:
            told(update, paths)
            if any(register_of(path) or path.startswith(AROUND) for path in paths):
                keep_schemas(live)


def keep_schemas(live: Live) -> None:
    """Let editors know the ids that there are now."""
    if live.project is not None:
        write_schemas(live.root, live.project.world)
