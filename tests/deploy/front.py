"""nginx with the configuration of `deploy/nginx`, on free ports of this machine, in front of any server."""

import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser.served import free_port
from tests.conftest import ROOT

CONFIGURATION = ROOT / "deploy" / "nginx"
NAME = "readout.example.org"
NAMES = ("readout-http.conf", "readout.conf", "readout-pages.conf")
#: The address of the server behind nginx, as it stands in the files.
SERVER = "127.0.0.1:8001"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
#: What nginx.conf of Debian has around the files of a site, as far as it matters here.
AROUND = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/errors.log info;
events {{ worker_connections 768; }}
http {{
    types {{ text/html html; text/css css; application/json json; }}
    default_type application/octet-stream;
    access_log {folder}/access.log;
    gzip on;
    {temporary}
    include {folder}/conf/*.conf;
}}
"""


@dataclass
class Front:
    """nginx as it runs: the ports for HTTP and HTTPS, and the folder with its logs and what it keeps."""

    port: int
    tls_port: int
    folder: Path
    clients: list[httpx.Client] = field(default_factory=list)

    def client(self, address: str = "127.0.0.1", **headers: str) -> httpx.Client:
        """A visitor who comes from an address of this machine."""
        certificate = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        transport = httpx.HTTPTransport(verify=certificate, local_address=address)
        base = f"https://127.0.0.1:{self.tls_port}"
        client = httpx.Client(
            base_url=base, transport=transport, timeout=60, trust_env=False, headers={"host": NAME, **headers}
        )
        client.get = partial(client.get, extensions={"sni_hostname": NAME})  # type: ignore[method-assign]
        client.stream = partial(client.stream, extensions={"sni_hostname": NAME})  # type: ignore[method-assign]
        self.clients.append(client)
        return client


@contextmanager
def fronting(
    folder: Path, changes: Mapping[str, str], more: str = "", names: tuple[str, ...] = NAMES
) -> Iterator[Front]:
    """Run nginx with the files of these names, with some changes to their texts, among them the server's address.

    `more` is the text of a further file for nginx. Skips the test where there is no nginx.
    """
    if NGINX is None:
        pytest.skip("nginx is not installed; on Debian: apt-get install nginx-light")
    front = Front(free_port(), free_port(), folder)
    _certificate(folder)
    _configure(front, changes, more, names)
    with (folder / "said.log").open("wb") as said:
        process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=said)
    try:
        _wait(process, front)
        yield front
    finally:
        for client in front.clients:
            client.close()
        process.terminate()
        process.wait(10)


def _configure(front: Front, changes: Mapping[str, str], more: str, names: tuple[str, ...]) -> None:
    """Write the files as an administrator would put them, for the folder and the ports of the test."""
    folder = front.folder
    for name in ("conf", "cache", "snippets"):
        (folder / name).mkdir()
    places = {
        "/var/cache/nginx/readout": f"{folder}/cache", "/var/log/nginx": str(folder),
        "/etc/nginx/snippets": f"{folder}/snippets", f"/etc/letsencrypt/live/{NAME}": str(folder),
    }  # fmt: skip
    for number, name in enumerate(names):
        text = (CONFIGURATION / name).read_text(encoding="utf-8")
        for old, new in {**places, **changes}.items():
            text = text.replace(old, new)
        text = re.sub(r"listen +\[::\].*\n", "", text)
        text = re.sub(r"(listen +)80\b", rf"\g<1>{front.port}", text)
        text = re.sub(r"(listen +)443\b", rf"\g<1>{front.tls_port}", text)
        is_snippet = name.endswith("pages.conf")  # the others are read in this order, as on a server
        place = folder / "snippets" / name if is_snippet else folder / "conf" / f"{number}-{name}"
        place.write_text(text, encoding="utf-8")
    (folder / "conf" / "zz-more.conf").write_text(more, encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/temporary/{kind};" for kind in kinds)
    (folder / "temporary").mkdir()
    user = "user root;" if Path("/proc/self").stat().st_uid == 0 else ""
    around = AROUND.format(folder=folder, user=user, temporary=temporary)
    (folder / "nginx.conf").write_text(around, encoding="utf-8")


def _certificate(folder: Path) -> None:
    """A certificate of the site for a day, signed by itself."""
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "1", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
            "-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem"),
        ],
        check=True, capture_output=True,
    )  # fmt: skip


def _wait(process: subprocess.Popen[bytes], front: Front) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        assert process.poll() is None, (front.folder / "said.log").read_text()
        with suppress(OSError), socket.create_connection(("127.0.0.1", front.port), timeout=1):
            return
        time.sleep(0.02)
    raise AssertionError("nginx does not answer")


def kept(answer: httpx.Response) -> Any:
    """Whether nginx had an answer (HIT), or not (MISS)."""
    return answer.headers.get("x-cache-status")
