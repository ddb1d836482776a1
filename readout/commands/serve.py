"""Build if needed, then start Datasette on the database."""

import os
from importlib.metadata import version
from pathlib import Path

import click

from readout.commands.build import build_database, is_fresh, write_metadata
from readout.commands.say import flush
from readout.project import open_project
from readout.server import datasette_command, free_port, is_loopback, surroundings


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port; without it the first free one from 8001.")
@click.option(
    "--texts", envvar="READOUT_TEXTS", type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder with the articles' texts, to show them on this machine alone (or set READOUT_TEXTS).",
)  # fmt: skip
@click.pass_obj
def command(start: Path, host: str, port: int | None, texts: Path | None) -> None:
    """Build if needed, then start Datasette on the database."""
    if texts and not is_loopback(host):
        raise click.UsageError(f"texts are shown on this machine only, not on {host}; leave out --host or the texts")
    project = open_project(start)
    if project.problems or not is_fresh(project):
        build_database(project)
    write_metadata(project)
    port = port or free_port(host)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Readout is at http://{shown}:{port}/  (Ctrl-C ends it)")
    flush()
    command = datasette_command(project.database, project.root / "metadata.yml", host, port, version("datasette"))
    os.execve(command[0], command, surroundings(os.environ, texts))
