"""How many pages a second one and two copies of the server give behind nginx, which keeps none. Needs nginx and wrk."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from tests.browser.addresses import main_pages
from tests.browser.served import free_port, serving
from tests.conftest import ROOT
from tests.deploy.front import NGINX

from .cache import PAGES, measure
from .timing import machine, show_table

CONFIGURATION = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/errors.log;
events {{ worker_connections 768; }}
http {{
    access_log off;
    upstream readout {{ {servers} }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://readout;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $host;
        }}
    }}
}}
"""


@click.command("replicas")
def command() -> None:
    """Each page asked for again and again, of one server and of two that have copies of one database."""
    if shutil.which("wrk") is None or NGINX is None:
        raise click.ClickException("wrk or nginx is not installed; on Debian: apt-get install wrk nginx-light")
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(4)]
        served = [stack.enter_context(serving(ROOT / "sources", folder)) for folder in folders[:2]]
        servers = [one.address.removeprefix("http://") for one in served]
        one = stack.enter_context(fronted(folders[2], servers[:1]))
        two = stack.enter_context(fronted(folders[3], servers))
        pages = main_pages(served[0])
        rows = [(name, *measure(one, pages[name]), *measure(two, pages[name])) for name in PAGES]
    click.echo(machine())
    show_table(("page", "one copy: a second", "99 %", "two copies: a second", "99 %"), rows)


@contextmanager
def fronted(folder: Path, servers: list[str]) -> Iterator[str]:
    """nginx before some servers, in turns; gives its address."""
    port, file = free_port(), folder / "nginx.conf"
    listed = " ".join(f"server {server};" for server in servers)
    file.write_text(CONFIGURATION.format(folder=folder, port=port, servers=listed), encoding="utf-8")
    with subprocess.Popen([str(NGINX), "-c", str(file), "-p", str(folder)]) as running:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()
