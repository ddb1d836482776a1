"""Keep the anchors current while somebody edits annotations, or texts change."""

from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from readout.anchoring import Anchored, Texts
from readout.anchors_file import write_anchors
from readout.commands.anchor import anchor_unit, is_history_broken, is_settled
from readout.commands.follow import end_as_by_ctrl_c
from readout.commands.screen import show_update
from readout.files import write_if_other
from readout.live import Live, Update
from readout.near import plural
from readout.places import with_lines
from readout.problem import Problem
from readout.source import FOLDER
from readout.unit import Unit
from readout.watching import Watched, name_in


@dataclass
class Kept:
    """The anchors of a project, and what was found wrong with them, by the path of the article."""

    live: Live
    texts: Path
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    def take_in(self, update: Update, paths: set[str] | None) -> tuple[Update, int]:
        """Anchor again what changed (all of it for None); returns what was found, and how many files were written."""
        project = self.live.project
        if project is None:
            return update, 0
        units = [unit for _, unit in sorted(project.world.units.items()) if unit.article and not unit.article.broken]
        self.problems = {unit.path: self.problems.get(unit.path, []) for unit in units}
        written = sum(self._anchor(unit) for unit in units if paths is None or self._concerns(unit, paths))
        settled = {path for unit in units for path in (unit.path, unit.anchors_path)}
        found = [problem for problems in self.problems.values() for problem in problems]
        left = [problem for problem in update.problems if not is_settled(problem, settled)]
        shown = with_lines(found, project.workspace.index_of())
        return replace(update, problems=[*shown, *left]), written

    def have_changed(self, paths: set[str]) -> bool:
        """Whether a text at or below some paths is another than the one that was anchored."""
        project = self.live.project
        units = project.world.units.values() if project else ()
        return any(self._digest(unit) != self.digests.get(unit.path) for unit in units if self._concerns(unit, paths))

    def _digest(self, unit: Unit) -> str:
        """SHA-256 of an article's text; empty where it can't be read."""
        name = unit.article.values.get("text") if unit.article else None
        try:
            return sha256((self.texts / str(name)).read_bytes()).hexdigest()
        except OSError:
            return ""

    def _concerns(self, unit: Unit, paths: set[str]) -> bool:
        """Whether a change of these paths is one of the article, a folder around it, or its text."""
        text = unit.article.values.get("text") if unit.article else None
        named = {unit.path, name_in(self.live.root, self.texts / text) if text else unit.path}
        return any(name == path or name.startswith(path + "/") for name in named for path in paths)

    def _anchor(self, unit: Unit) -> int:
        project = self.live.project
        assert project is not None
        self.digests[unit.path] = self._digest(unit)
        found = anchor_unit(unit, project.world, Texts(self.texts))
        if not isinstance(found, Anchored):
            self.problems[unit.path] = [found] if found else []
            return 0
        self.problems[unit.path] = list(found.problems)
        if found.problems or is_history_broken(unit):
            return 0
        return int(write_if_other(project.root / unit.anchors_path, write_anchors(found.anchors)))


def watch_anchors(live: Live, texts: Path) -> None:
    """Anchor all articles, then again each that changes, or whose text does, until Ctrl-C."""
    end_as_by_ctrl_c()
    kept = Kept(live, texts.resolve())
    folder = name_in(live.root, kept.texts)
    watched = Watched(live.root, (FOLDER, folder), ("schema.yaml",))

    def tell(update: Update, paths: set[str] | None) -> None:
        update, written = kept.take_in(update, paths)
        show_update(update, live.root, f"{plural(written, 'anchors file')} written" if written else "")

    tell(live.read(), None)
    live.keep_schemas()
    for paths in watched.changes():
        outside = {path for path in paths if path == folder or path.startswith(folder + "/")}
        update = live.change(paths - outside)
        if update.changed:
            tell(update, None if update.anew else paths)
        elif kept.have_changed(outside):
            tell(update, outside)
