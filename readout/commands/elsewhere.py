"""A build on a cluster, as `readout build --scheduler` runs it: what it says, and how it fails."""

import time
from pathlib import Path

import click

from readout.commands.say import note
from readout.commands.steps import steps
from readout.near import plural


def build_elsewhere(root: Path, scheduler: str, files: str | None, to: str | None) -> None:
    """Build a project on a cluster, and say what was done.

    Takes the project's folder, the scheduler's address, where the sources are if not in that folder, and where the
    tables go. Raises Faulty where the sources have problems, click.ClickException where the cluster or an address is
    not as it has to be, and Crash.
    """
    if to is None:
        raise click.UsageError("--scheduler needs --to ADDRESS: a folder that all workers reach, for the tables")
    try:
        from readout.scale.build import build_on_cluster  # noqa: PLC0415  # large libraries that only this needs
        from readout.scale.faults import ScaleFault  # noqa: PLC0415
    except ModuleNotFoundError as error:
        hint = "pip install 'readout[scale]', or in this folder: .venv/bin/pip install '.[scale]'"
        raise click.ClickException(f"a build on a cluster needs the package {error.name}: {hint}") from error
    begun = time.perf_counter()
    try:
        with steps("tasks") as step:
            complete = build_on_cluster(root, scheduler, to, files, step=step)
    except ScaleFault as fault:
        raise click.ClickException(str(fault)) from fault
    rows = sum(table.rows for table in complete.tables.values())
    note(f"read {plural(complete.files, 'file')}, {plural(rows, 'row')}, in {plural(complete.parts, 'part')}")
    note(f"wrote {to} ({time.perf_counter() - begun:.1f} s); `readout slice --from {to}` cuts databases from it")
