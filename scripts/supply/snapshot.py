"""Advisories from a file, given to pip-audit as OSV's service gives them: on this machine only, without a network."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ECOSYSTEM = "PyPI"


class NoAdvisories(Exception):
    """There is nothing to compare the locked packages with."""


@dataclass
class Snapshot:
    """Advisories by package; `newest` is when the last of them was changed, in RFC 3339."""

    count: int = 0
    newest: str = ""
    by_package: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def of(self, name: str, version: str) -> list[dict[str, Any]]:
        """The advisories that a version of a package is affected by."""
        known = self.by_package.get(canonicalize_name(name), [])
        return [advisory for advisory in known if is_affected(advisory, name, version)]


def read_snapshot(file: Path) -> Snapshot:
    """The advisories of one ZIP file, a JSON file in OSV's format each. Raises NoAdvisories."""
    snapshot = Snapshot()
    try:
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                if name.endswith(".json"):
                    _add(snapshot, json.loads(archive.read(name)))
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        raise NoAdvisories(f"{file}: {error}") from error
    if not snapshot.by_package:
        raise NoAdvisories(f"{file} holds no advisories on Python packages")
    return snapshot


def _add(snapshot: Snapshot, advisory: dict[str, Any]) -> None:
    packages = [one["package"] for one in advisory.get("affected", ()) if "package" in one]
    ours = [one for one in packages if one.get("ecosystem") == ECOSYSTEM]
    for one in ours:  # pip-audit finds the fixed versions by the exact name
        one["name"] = canonicalize_name(one["name"])
    for name in {one["name"] for one in ours}:
        snapshot.by_package.setdefault(name, []).append(advisory)
    snapshot.count += 1
    snapshot.newest = max(snapshot.newest, advisory.get("modified", ""))


def is_affected(advisory: dict[str, Any], name: str, version: str) -> bool:
    """Whether an advisory's lists or ranges of versions hold a version of a package, as OSV's schema has it."""
    wanted = Version(version)
    for one in advisory.get("affected", ()):
        package = one.get("package", {})
        if package.get("ecosystem") != ECOSYSTEM or canonicalize_name(package["name"]) != canonicalize_name(name):
            continue
        if any(_version(listed) == wanted for listed in one.get("versions", ())):
            return True
        spans = [span["events"] for span in one.get("ranges", ()) if span.get("type") == "ECOSYSTEM"]
        if any(_is_within(events, wanted) for events in spans):
            return True
    return False


def _is_within(events: list[dict[str, str]], wanted: Version) -> bool:
    """The last event at or before a version tells: introduced, or fixed; `last_affected` ends after it.

    A range with a version that can't be read holds every version: rather a false alarm than none.
    """
    told = [(_version(value), kind) for event in events for kind, value in event.items()]
    inside = any(version is None for version, _ in told)
    for version, kind in sorted([(version, kind) for version, kind in told if version], key=lambda one: one[0]):
        if kind == "introduced" and version <= wanted:
            inside = True
        elif (kind == "fixed" and version <= wanted) or (kind == "last_affected" and version < wanted):
            inside = False
    return inside


def _version(text: str) -> Version | None:
    """A version, or None for one from before versions had rules."""
    try:
        return Version(text)
    except InvalidVersion:
        return None


@contextmanager
def serving(snapshot: Snapshot) -> Iterator[str]:
    """Answer OSV's queries from a snapshot while the block runs; gives the address to ask."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found = snapshot.of(asked["package"]["name"], asked["version"])
            body = json.dumps({"vulns": found} if found else {}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *_: object) -> None:
            """Say nothing for each query."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1/query"
        finally:
            server.shutdown()
