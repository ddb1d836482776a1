"""A Dask cluster that runs our functions: of our version, not waited for in vain."""

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from time import monotonic
from typing import Any

from distributed import Client, Future, KilledWorker, wait
from distributed.comm.core import CommClosedError

from readout.scale.faults import OtherVersion, Unreachable, WorkerDies
from readout.scale.job import Job
from readout.scale.versions import Versions, agree, our_versions
from readout.step import Step

#: In seconds: for the scheduler to answer, for a first worker, and while there is none left.
ANSWER, FIRST_WORKER, NO_WORKER = 10, 30, 60
#: In seconds: how often it is looked whether anybody is still at work.
LOOK = 5


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A connection to a scheduler that has workers of our version. Raises Unreachable and OtherVersion."""
    try:
        client = Client(address, timeout=ANSWER, set_as_default=False)
    except (OSError, ValueError, CommClosedError) as error:
        raise Unreachable(
            f"no Dask scheduler answers at {address} ({_said(error)}); look at the address, at the network between, "
            "and whether `dask scheduler` runs there"
        ) from error
    try:
        try:
            client.wait_for_workers(1, timeout=FIRST_WORKER)
        except TimeoutError as error:
            raise Unreachable(f"the scheduler at {address} has no workers; start `dask worker {address}`") from error
        _same_versions(client)
        with client.as_current():
            yield client
    finally:
        client.close()


def run(
    client: Client, label: str, function: Callable[..., Any], job: Job, tasks: Sequence[tuple[Any, ...]], step: Step
) -> list[Any]:
    """What a function gives for a job and each of some tasks, in their order.

    Raises what the function raises, and WorkerDies, Unreachable, OtherVersion.
    """
    futures = [client.submit(_task, function, job, *task, pure=False) for task in tasks]
    number = {future.key: at for at, future in enumerate(futures)}
    results: list[Any] = [None] * len(tasks)
    left, seen = futures, monotonic()
    try:
        while left:
            step(label, len(tasks) - len(left), len(tasks))
            try:
                done, not_done = wait(left, timeout=LOOK, return_when="FIRST_COMPLETED")
            except TimeoutError:
                seen = _somebody_works(client, seen)
                continue
            for future in done:
                results[number[future.key]] = _result(future, label)
                future.release()
            left, seen = [future for future in left if future in not_done], monotonic()
    except CommClosedError as error:
        raise Unreachable(f"the scheduler went away ({_said(error)}); what was there before is as it was") from error
    finally:
        client.cancel(left)
    step(label, len(tasks), len(tasks))
    return results


def _task(function: Callable[..., Any], job: Job, *values: Any) -> Any:
    """On a worker, which may have come later than the others: run a function if it is of the same version."""
    agree(job.versions, our_versions(), "a worker")
    gc.disable()  # rows have no circles, and to look for some again and again takes its time
    try:
        return function(job, *values)
    finally:
        gc.enable()
        gc.collect(0)


def _result(future: "Future[Any]", label: str) -> Any:
    try:
        return future.result()
    except KilledWorker as error:
        raise WorkerDies(
            f"workers died {error.allowed_failures + 1} times at the same task ({label}), most likely for want of "
            "memory; give each more (`dask worker --memory-limit`), with one thread (`--nthreads 1`), or see the logs"
        ) from error
    except MemoryError as error:
        raise WorkerDies(
            f"a worker has no memory left ({label}); give each more (`dask worker --memory-limit`)"
        ) from error
    except ImportError as error:
        raise OtherVersion(f"a worker lacks the module {error.name}; install readout[scale] on all workers") from error
    except (CancelledError, CommClosedError) as error:
        raise Unreachable("the scheduler went away; what was there before is as it was") from error


def _same_versions(client: Client) -> None:
    for worker, theirs in client.run(our_versions, on_error="return").items():
        if isinstance(theirs, OSError):
            continue  # it is gone by now; whoever comes in its place is asked with each task
        if isinstance(theirs, ImportError):
            raise OtherVersion(f"the worker {worker} has no Readout ({theirs}); install readout[scale] on all workers")
        if not isinstance(theirs, Versions):
            raise OtherVersion(f"the worker {worker} can't be asked for its version ({_said(theirs)})")
        agree(our_versions(), theirs, f"the worker {worker}")


def _somebody_works(client: Client, seen: float) -> float:
    """When there was last a worker. Raises Unreachable where there has been none for too long."""
    if client.status != "running":
        raise Unreachable("the scheduler went away; what was there before is as it was")
    if client.scheduler_info(n_workers=-1)["workers"]:
        return monotonic()
    if monotonic() - seen > NO_WORKER:
        raise Unreachable(
            f"no worker is left, for {NO_WORKER} seconds now; look at the workers' logs, start more, run it again"
        )
    return seen


def _said(error: object) -> str:
    return str(error).partition("\n")[0] or type(error).__name__


__all__ = ["Client", "connected", "run"]
