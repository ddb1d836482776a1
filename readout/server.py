"""Datasette on the built database: the command line that starts it, for 0.65 and for 1.0."""

import socket
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path

#: Set for a server that `readout serve --watch` starts (see web/watched.py).
WATCH, WATCH_BUILD = "READOUT_WATCH", "READOUT_WATCH_BUILD"
#: Connections that may wait to be accepted, as uvicorn has it.
BACKLOG = 2048
FIRST_PORT = 8001
LAST_PORT = 8999
SETTINGS = {
    "suggest_facets": "off",
    "default_facet_size": "20",
    "default_page_size": "50",
    "sql_time_limit_ms": "1500",
    "facet_time_limit_ms": "1000",
    "max_csv_mb": "0",
    "truncate_cells_html": "300",
    "default_cache_ttl": "60",
}


def free_port(host: str) -> int:
    """The first port from 8001 on which nothing listens. Raises OSError where there is none."""
    for port in range(FIRST_PORT, LAST_PORT + 1):
        if is_free(host, port):
            return port
    raise OSError(f"no port from {FIRST_PORT} to {LAST_PORT} is free on {host}")


def is_free(host: str, port: int) -> bool:
    """Whether nothing listens on a port, and this process may."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on an address. Raises OSError where that can't be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def datasette_arguments(
    database: Path,
    metadata: Path,
    host: str,
    port: int,
    version: str,
    changes: bool = False,
    counts: Path | None = None,
) -> list[str]:
    """The arguments of the command `datasette` that serve one database, which nobody `changes`, with its metadata.

    Takes Datasette's version: 1.0 reads saved queries from a configuration file and the rest from
    the metadata, so it is given the same file as both. With an inspect file nothing is counted at the start.
    """
    given = [str(database)] if changes else ["--immutable", str(database)]
    given += ["--inspect-file", str(counts)] if counts else []
    command = ["serve", *given, "--metadata", str(metadata)]
    if not version.startswith("0."):
        command += ["--config", str(metadata)]
    for name, value in SETTINGS.items():
        command += ["--setting", name, value]
    return [*command, "--host", host, "--port", str(port)]


def is_loopback(host: str) -> bool:
    """Whether an address, or a host's name, is this machine's own."""
    bare = host.removeprefix("[").removesuffix("]")
    if bare == "localhost":
        return True
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return False


def surroundings(given: Mapping[str, str], texts: Path | None) -> dict[str, str]:
    """The environment for Datasette: with a folder of texts, to be shown on this machine alone, or without one.

    A proxy's word on who asks, and how, is taken only from the addresses that FORWARDED_ALLOW_IPS names.
    """
    kept = {name: value for name, value in given.items() if not name.startswith(("READOUT_TEXTS", WATCH))}
    kept.setdefault("FORWARDED_ALLOW_IPS", "")
    return kept | ({"READOUT_TEXTS": str(texts.resolve()), "READOUT_TEXTS_LOCAL": "1"} if texts else {})
