"""Makes an edition: first the tables' files, then page after page from link to link, last the search."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

from datasette.utils import tilde_encode

from readout.freeze.addresses import PLOTS, find
from readout.freeze.application import Application, saved_queries
from readout.freeze.fill import fill
from readout.freeze.names import safe
from readout.freeze.own import Place, write_own
from readout.freeze.plan import ON_A_PAGE, Plan, Wanted, make_plan
from readout.freeze.tables import Unwell, write_table
from readout.freeze.target import Target
from readout.freeze.words import write_index
from readout.web.kinds import KINDS

BATCH, WAITING = 16, 8
HOME = Target("index.html", "/")


@dataclass(frozen=True)
class Made:
    """What was made: how many pages were asked for, and how many texts can be searched."""

    pages: int
    texts: int


class Work:
    """What one process does, with an application of its own."""

    mine: "Work"

    def __init__(self, place: Place, plan: Plan) -> None:
        self.place, self.plan = place, plan
        self.app = Application(place.database, place.metadata, plan.wanted.base_url)

    def table(self, name: str) -> list[str]:
        """Write a table's files; returns its ids in order."""
        return write_table(self.app, self.place.folder, name, self.plan.counts[name])

    def pages(self, targets: list[Target]) -> list[Target]:
        """Fill some files; returns where they lead, each once."""
        found: dict[str, Target] = {}
        for target in targets:
            for other in fill(self.app, self.plan, self.place.folder, target):
                _known(found, other)
        return list(found.values())


def _begin(place: Place, plan: Plan) -> None:
    Work.mine = Work(place, plan)


def _table(name: str) -> list[str]:
    return Work.mine.table(name)


def _pages(targets: list[Target]) -> list[Target]:
    return Work.mine.pages(targets)


def make_edition(place: Place, wanted: Wanted, jobs: int, step: Callable[[int], None]) -> tuple[Plan, Made]:
    """Fill an empty folder with the edition of a database. `step` is called with the number of files that were made.

    Raises NoSuch for a slice that is not there, Unwell for a page that can't be had, OSError.
    """
    plan = make_plan(place.database, wanted, saved_queries(place.metadata))
    shutil.copyfile(place.database, place.folder / "readout.db")
    with _workers(place, plan, jobs) as run:
        for name, ids in zip(plan.counts, run(_table, list(plan.counts)), strict=True):
            step(2)
            if plan.has_pages(name) and not plan.has_rows(name):
                plan.places[name] = {key: number // ON_A_PAGE + 1 for number, key in enumerate(ids)}
    with _workers(place, plan, jobs) as run:
        pages = _crawl(run, seeds(plan), step)
    write_own(place, plan)
    return plan, Made(pages, write_index(plan, place.database, place.folder, step))


@contextmanager
def _workers(place: Place, plan: Plan, jobs: int) -> Iterator["Crew"]:
    if jobs == 1:
        _begin(place, plan)
        try:
            yield Crew(None)
        finally:
            Work.mine.app.close()
        return
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(place, plan)) as pool:
        try:
            yield Crew(pool)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


class Crew:
    """Processes that work, or this one alone."""

    def __init__(self, pool: ProcessPoolExecutor | None) -> None:
        self.pool = pool

    def __call__(self, work: Callable[[str], list[str]], of: list[str]) -> Iterable[list[str]]:
        """The results of some work for each, in order."""
        return self.pool.map(work, of) if self.pool else map(work, of)

    def pages(self, targets: list[Target]) -> "Future[list[Target]]":
        """Fill some files, sooner or later."""
        if self.pool:
            return self.pool.submit(_pages, targets)
        done: Future[list[Target]] = Future()
        done.set_result(_pages(targets))
        return done


def _crawl(run: Crew, begin: list[Target], step: Callable[[int], None]) -> int:
    """Fill files until no page leads to one that is not there; returns how many there are."""
    seen: dict[str, Target] = {}
    todo = [target for target in begin if _known(seen, target)]
    pending: dict[Future[list[Target]], int] = {}
    while todo or pending:
        while todo and len(pending) < WAITING:
            batch, todo = todo[-BATCH:], todo[:-BATCH]
            pending[run.pages(batch)] = len(batch)
        done, _ = wait(pending, return_when=FIRST_COMPLETED)
        for each in done:
            step(pending.pop(each))
            todo += [target for target in each.result() if target.kind != "data" and _known(seen, target)]
    return len(seen)


def _known(seen: dict[str, Target], target: Target) -> bool:
    """Note a target; whether it is new. Raises Unwell where two addresses want the same file."""
    before = seen.setdefault(target.file, target)
    if before is not target and before.ask != target.ask:
        raise Unwell(f"{before.ask} and {target.ask} would both be {target.file}")
    return before is target


def seeds(plan: Plan) -> list[Target]:
    """Where the crawl begins: all that may stand without a link to it."""
    paths = ["/", "/search", "/compare", "/plots", "/readout", "/feeds/articles.atom", "/feeds/changes.atom"]
    paths += ["/sitemap.xml", *(f"/plots/{name}" for name in PLOTS)]
    paths += [f"/{kind}/{quote(name)}" for kind, ids in plan.records.items() for name in sorted(ids)]
    paths += [f"/readout/{tilde_encode(name)}" for name in (*plan.counts, *sorted(plan.queries))]
    found = [target for path in paths if (target := find(plan, path, HOME))]
    for table, former in plan.former:
        if table in KINDS:
            found.append(Target(f"{table}/{safe(former)}.html", f"/{table}/{quote(former)}"))
    return [*found, Target("404.html", "/no-such-page")]
