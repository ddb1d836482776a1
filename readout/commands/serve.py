"""Build if needed, then start Datasette on the database."""

import os
from importlib.metadata import version
from pathlib import Path

import click

from readout.commands.build import build_database, tell
from readout.commands.follow import end_as_by_ctrl_c, follow
from readout.commands.say import flush
from readout.commands.screen import show_update
from readout.commands.serving import Served, built
from readout.inspected import write_inspected
from readout.live import Live, Update
from readout.manifest import manifest_of
from readout.on_disk import Building, OnDisk
from readout.project import database_of, find_root
from readout.server import datasette_arguments, free_port, is_free, is_loopback, listen, surroundings
from readout.source import has_many_files
from readout.supervisor import NotStarted, Supervisor

#: So many files are too many to be held in memory while they are watched.
MANY = 5_000


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port; without it the first free one from 8001.")
@click.option(
    "--texts", envvar="READOUT_TEXTS", type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder with the articles' texts, to show them on this machine alone (or set READOUT_TEXTS).",
)  # fmt: skip
@click.option("--watch", is_flag=True, help="Go on: build again on every save, and load the open pages again.")
@click.pass_obj
def command(start: Path, host: str, port: int | None, texts: Path | None, watch: bool) -> None:
    """Build if needed, then start Datasette on the database."""
    if texts and not is_loopback(host):
        raise click.UsageError(f"texts are shown on this machine only, not on {host}; leave out --host or the texts")
    root = find_root(start)
    if not watch:
        tell(build_database(root))
    if port and not is_free(host, port):
        raise click.UsageError(f"port {port} on {host} can't be listened on; leave out --port to take a free one")
    port = port or free_port(host)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"

    files = [database_of(root), root / "metadata.yml"]
    in_place = watch and has_many_files(root, MANY)

    def arguments(folder: Path) -> list[str]:
        database, metadata = files[0] if in_place else folder / files[0].name, folder / files[1].name
        counts = None if in_place else write_inspected(database, folder, manifest_of(files[0]))
        return datasette_arguments(database, metadata, host, port, version("datasette"), in_place, counts)

    end_as_by_ctrl_c()
    with listen(host, port) as listening:
        around = surroundings(os.environ, texts)
        served = Served(Supervisor(listening, files[0].parent, arguments, around), files, in_place)
        try:
            if watch:
                _watch(root, served, address, in_place)
            served.start()
            click.echo(f"Readout is at {address}  (Ctrl-C ends it)")
            flush()
            served.keep()
        except KeyboardInterrupt:
            raise SystemExit(0) from None
        except NotStarted as error:
            raise click.ClickException(f"{error}; what it said stands above") from error
        finally:
            served.close()


def _watch(root: Path, served: Served, address: str, many: bool) -> None:
    """Serve the last build without problems until Ctrl-C; each change is built and served in its place.

    Few files are held in memory, and built when they have no problems; of many the build alone knows.
    """
    building = Building(lambda paths: build_database(root, paths=paths))
    on_disk = OnDisk(root, building) if many else None

    def serve() -> None:
        served.start(on_disk.state if on_disk else building.build().inputs)

    def tell(update: Update, paths: set[str]) -> None:
        if not on_disk:
            building.note(paths)
        update = built(update, serve)
        served.tell(update)
        if not served.is_up and served.can_start:
            served.start("before")
        when = "is" if served.is_up else "will be, once there are no problems,"
        show_update(update, root, f"Readout {when} at {address}")

    follow(on_disk or Live(root), tell)
