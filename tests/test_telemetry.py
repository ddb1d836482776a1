"""No telemetry: Readout has no client for any network, and its pages load nothing from elsewhere."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT

#: What Python programs reach a network with, in the standard library and besides; a module in it is meant as well.
CLIENTS = {
    "_socket", "aiohttp", "asyncore", "boto3", "distributed", "fsspec", "ftplib", "grpc",
    "http.client", "http.server", "httpcore", "httplib2",
    "httpx", "imaplib", "nntplib", "opentelemetry", "paramiko", "poplib", "posthog", "pycurl", "requests", "sentry_sdk",
    "smtplib", "socket", "socketserver", "ssl", "statsd", "telnetlib", "urllib.request", "urllib3", "webbrowser",
    "websocket", "websockets", "xmlrpc",
}  # fmt: skip
#: What listens for visitors, or looks for a free port to listen on.
LISTENING = {"server.py", "supervisor.py", "worker.py"}
#: What speaks to the cluster and to the addresses that `readout build --scheduler` and `readout slice` are given.
GIVEN = {("scale/cluster.py", "distributed"), ("scale/place.py", "fsspec")}
#: How a program begins to speak to another machine.
REACHING = {
    "connect", "connect_ex", "create_connection", "create_datagram_endpoint", "getaddrinfo", "gethostbyname",
    "open_connection", "sendmsg", "sendto", "sock_connect",
}  # fmt: skip


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module that a file imports, by statement or by name as a text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in ("import_module", "__import__") and node.args and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


def clients(source: str) -> set[str]:
    """The network clients that a module's source imports."""
    named = set(imports(ast.parse(source)))
    return {client for client in CLIENTS for name in named if name == client or name.startswith(f"{client}.")}


def test_no_module_imports_a_network_client() -> None:
    """But for the sockets of what listens and for addresses that a person gives; what Datasette does is not ours."""
    package = ROOT / "readout"
    found = {
        (file.relative_to(package).as_posix(), client)
        for file in package.rglob("*.py")
        for client in clients(file.read_text(encoding="utf-8"))
    }
    assert found - {(name, "socket") for name in LISTENING} == GIVEN


def reaches(source: str) -> set[str]:
    """The names by which a module's source begins to speak to another machine; a database's connect() is none."""
    names = {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}
    return names & (REACHING if clients(source) else REACHING - {"connect"})


def test_what_listens_speaks_to_nobody_first() -> None:
    """It binds and accepts, and has no way out; nor has any other module, by way of asyncio."""
    files = {str(file): file.read_text(encoding="utf-8") for file in (ROOT / "readout").rglob("*.py")}
    assert {name: found for name, text in files.items() if (found := reaches(text))} == {}
    for planted in ("import socket\nsocket.socket().connect(1)", "asyncio.open_connection('a.example', 1)"):
        assert reaches(planted)


@pytest.mark.parametrize(
    "source",
    ["import socket", "import urllib.request as r", "from urllib import request", "from http.client import responses",
     "def f():\n    import httpx", "import importlib\nimportlib.import_module('requests.api')", "__import__('ssl')"],
)  # fmt: skip
def test_a_network_client_would_be_found(source: str) -> None:
    """However it is imported."""
    assert clients(source)


def test_what_looks_like_a_client_is_none() -> None:
    """Taking addresses apart needs no network."""
    assert clients("from urllib.parse import urlsplit\nimport asyncio\nimport http") == set()


REMOTE = re.compile(
    r"""<(?:script|link|img|iframe|source|video|audio|object|embed|form)\b[^>]*(?:src|href|action|data)=["']?(?:https?:)?//"""
    r"""|url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//|\b(?:fetch|sendBeacon|WebSocket|EventSource|importScripts)"""
    r"""\(\s*["'`](?:https?:|wss?:)?//""",
    re.IGNORECASE,
)


def test_pages_load_nothing_from_elsewhere() -> None:
    """No template, style or script names another machine to fetch from or to report to."""
    files = [file for part in ("templates", "static") for file in (ROOT / "readout" / "web" / part).rglob("*.*")]
    assert files
    found = [
        f"{file.name}: {match[0]}" for file in files for match in REMOTE.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []
    for planted in ('<img src="https://a.example/p.gif">', "@import '//a.example/x.css'", "fetch('https://a.example')"):
        assert REMOTE.search(planted)
