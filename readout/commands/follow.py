"""Follow a project while somebody works on it: tell each change as soon as it is checked."""

import signal
from collections.abc import Callable

from readout.live import Followed, Update
from readout.source import ARTICLES_FOLDER, FOLDER
from readout.watching import Watched

#: Asked to end, or its terminal closed: nothing is left behind then either.
ENDING = ("SIGTERM", "SIGHUP")
#: What to do before the first change, and after each: with the update, and the paths that changed.
Told = Callable[[Update, set[str]], None]


def follow(live: Followed, told: Told) -> None:
    """Read the project, then take in every change of it, until Ctrl-C (or a signal that asks to end as it does)."""
    end_as_by_ctrl_c()
    watched = Watched(live.root, (FOLDER, "views", "queries"), ("schema.yaml",))
    told(live.read(), set())
    live.keep_schemas()
    for paths in watched.changes():
        update = live.change(paths)
        if update.changed:
            told(update, paths)
            if not all(path.startswith(ARTICLES_FOLDER) for path in paths):
                live.keep_schemas()


def end_as_by_ctrl_c() -> None:
    """Let a signal that asks to end do what Ctrl-C does."""
    for name in ENDING:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
