"""A build on a real cluster of two worker processes: the tables of one machine, whatever befalls the workers."""

import os
import signal
import socket
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import dask
import pytest
from distributed import LocalCluster

from readout.manifest import manifest_of, parse_manifest
from readout.problem import Faulty
from readout.project import database_of, open_project, read_schema
from readout.scale import cluster as our_cluster
from readout.scale.build import Sizes, build_on_cluster
from readout.scale.cluster import connected, run
from readout.scale.complete import read_complete
from readout.scale.faults import Changed, OtherVersion, Unreachable, WorkerDies
from readout.scale.job import Job
from readout.scale.place import Place
from readout.scale.versions import our_versions
from tests.conftest import run_readout
from tests.scale.made import SMALL, files_of, made_project, rows_of, second_project, tables_of


@pytest.fixture(scope="module")
def workers() -> Iterator[LocalCluster]:
    """A cluster of two processes; a task at which two workers died is given up."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0"
        ) as started,
    ):
        yield started


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made project with its database built on this machine; not to be changed."""
    project = made_project(tmp_path_factory.mktemp("made") / "project")
    ended = run_readout("build", project=project)
    assert ended.code == 0, ended.stdout + ended.stderr
    return project


def same_as_here(project: Path, target: Path) -> None:
    """The tables at the target hold what those of the project's database hold, by their hashes and row for row."""
    database = database_of(project)
    manifest, complete = parse_manifest(manifest_of(database).read_bytes()), read_complete(Place(str(target)))
    tables = read_schema(project).tables.values()
    assert complete.tables == {table.name: manifest.tables[table.name] for table in tables}
    assert complete.dataset == manifest.dataset
    with sqlite3.connect(database) as connection:
        for table in tables:
            assert rows_of(target, table) == connection.execute(f"SELECT * FROM {table.name} ORDER BY id").fetchall()


def test_a_killed_worker_changes_nothing(workers: LocalCluster, made: Path, tmp_path: Path) -> None:
    """In the middle of each step one of the two is killed; the tables are those of one machine, row for row."""
    killed: dict[str, int] = {}

    def kill_one(label: str, done: int, total: int) -> None:
        if label in {"reading", "checking"} and label not in killed and done:
            killed[label] = workers.workers[len(killed)].pid
            os.kill(killed[label], signal.SIGKILL)

    build_on_cluster(made, workers.scheduler_address, str(tmp_path), sizes=SMALL, step=kill_one)
    assert set(killed) == {"reading", "checking"}
    same_as_here(made, tmp_path)
    assert len(list((tables_of(tmp_path) / "quotes").iterdir())) > 1, "one part is no test of parts"
    assert {file.name for file in tmp_path.iterdir()} == {"_complete.json", tables_of(tmp_path).name}


def test_the_bytes_do_not_depend_on_who_made_them(workers: LocalCluster, tmp_path: Path) -> None:
    """Groups of other sizes, by other workers: the same files, byte for byte; with second annotations, too."""
    project = second_project(tmp_path / "project")
    assert run_readout("build", project=project).code == 0
    for name, group in (("one", 1_000_000), ("many", 10_000)):
        build_on_cluster(project, workers.scheduler_address, str(tmp_path / name), sizes=Sizes(group, part=15_000))
    assert files_of(tmp_path / "one") == files_of(tmp_path / "many")
    same_as_here(project, tmp_path / "many")


def test_problems_are_those_of_one_machine(workers: LocalCluster, tmp_path: Path) -> None:
    """All of them, with lines and hints; and nothing is written, what was there before stays."""
    project = second_project(tmp_path / "project")
    target = tmp_path / "target"
    build_on_cluster(project, workers.scheduler_address, str(target))
    before = files_of(target)
    for path in ("sources/actors.yaml", *map(str, sorted((project / "sources/claims").iterdir()))):
        file = project / path
        file.write_text(file.read_text(encoding="utf-8").replace("story: ", "story: no-", 2), encoding="utf-8")
    (project / "sources" / "stray.txt").write_text("?", encoding="utf-8")
    with pytest.raises(Faulty) as fault:
        build_on_cluster(project, workers.scheduler_address, str(target), sizes=SMALL)
    wanted = open_project(project).problems
    assert {problem.code for problem in wanted} >= {"R301", "R111"}
    assert fault.value.problems == wanted
    assert files_of(target) == before


def test_a_file_that_changes_meanwhile(workers: LocalCluster, tmp_path: Path) -> None:
    """It is told by its name, and there is no result."""
    project = second_project(tmp_path / "project")

    def edit(label: str, done: int, total: int) -> None:
        if label == "checking" and not done:
            file = project / "sources" / "actors.yaml"
            file.write_text(file.read_text(encoding="utf-8") + "# later\n", encoding="utf-8")

    with pytest.raises(Changed, match=r"sources/actors\.yaml: changed while the sources were read; let nobody write"):
        build_on_cluster(project, workers.scheduler_address, str(tmp_path / "target"), step=edit)
    assert files_of(tmp_path / "target") == {}


def die(job: Job) -> None:
    """What happens to a worker that takes more memory than there is."""
    os.kill(os.getpid(), signal.SIGKILL)


def job_in(folder: Path, **versions: str) -> Job:
    """A job for which nothing is prepared."""
    return Job(Place(str(folder)), Place(str(folder)), replace(our_versions(), **versions), 1, 1)


def quiet(*_: Any) -> None:
    """No progress."""


def test_workers_that_die_again_and_again(workers: LocalCluster, tmp_path: Path) -> None:
    """The build ends, says at what they died, and what to do."""
    with (
        connected(workers.scheduler_address) as client,
        pytest.raises(WorkerDies, match=r"workers died 2 times at the same task \(reading\).*--memory-limit"),
    ):
        run(client, "reading", die, job_in(tmp_path), [()], quiet)


def test_a_worker_of_another_version(workers: LocalCluster, tmp_path: Path) -> None:
    """Its result is not taken, though it came after the others had been asked."""
    with (
        connected(workers.scheduler_address) as client,
        pytest.raises(
            OtherVersion, match=rf"a worker has readout {our_versions().readout}, we 0\.0\.1; install the same"
        ),
    ):
        run(client, "reading", die, job_in(tmp_path, readout="0.0.1"), [()], quiet)


def test_a_scheduler_without_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing, and how it is started."""
    monkeypatch.setattr(our_cluster, "FIRST_WORKER", 0.2)
    with (
        LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as empty,  # type: ignore[no-untyped-call]
        pytest.raises(Unreachable, match="has no workers; start `dask worker tcp://"),
        connected(empty.scheduler_address),
    ):
        pass


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{port}", "nonsense://there", "no address"])
def test_a_cluster_that_cannot_be_reached(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address, and what to look at."""
    monkeypatch.setattr(our_cluster, "ANSWER", 0.5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        given = address.format(port=free.getsockname()[1])
    with (
        pytest.raises(Unreachable, match=rf"no Dask scheduler answers at {given} .* whether `dask scheduler` runs"),
        connected(given),
    ):
        pass
