"""The language server, and the made-up project as an editor sees it."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .client import Client

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SERVER = HERE / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
NODE = shutil.which("node")
SETTINGS = ROOT / ".vscode" / "settings.json"
MISSING = not NODE or not SERVER.is_file()

#: Without a server only `test_there_is_a_server` is left, so that one line says why; but never where CI=true.
if MISSING and os.environ.get("CI") != "true":
    collect_ignore = ["test_editor.py"]


def need_a_server() -> list[str]:
    """The server's command; where something is missing skip, or fail where CI=true."""
    if NODE and not MISSING:
        return [NODE, str(SERVER), "--stdio"]
    reason = "The schemas for editors are not tried; to do so: install Node.js, then npm ci --prefix tests/editor"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def workspace_settings() -> dict[str, Any]:
    """The committed settings as a server asks for them: by section, `yaml.format.enable` within `yaml`, `format`."""
    sections: dict[str, Any] = {}
    for name, value in json.loads(SETTINGS.read_text(encoding="utf-8")).items():
        *around, last = name.split(".") if not name.startswith("[") else [name]
        holder = sections
        for part in around:
            holder = holder.setdefault(part, {})
        holder[last] = value
    return sections


def start(root: Path, settings: dict[str, Any]) -> Client:
    """A server for a project, which is to be stopped. It has no way to the network, and no need of one."""
    surroundings = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return Client(need_a_server(), root, settings, surroundings)


@pytest.fixture(scope="module")
def server(editor_project: Path) -> Iterator[Client]:
    """A server for the made-up project, with the committed settings."""
    client = start(editor_project, workspace_settings())
    yield client
    client.stop()
