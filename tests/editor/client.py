"""A tiny client of the Language Server Protocol: JSON-RPC over the pipes of a server of one's own."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

#: Seconds in which a server answers, or something is wrong.
PATIENCE = 30.0


class Client:
    """Starts a language server and talks with it, as an editor does."""

    def __init__(self, command: list[str], root: Path, settings: dict[str, Any], env: dict[str, str]) -> None:
        """Start a server for the project in `root`. `settings` are an editor's, such as {"yaml": {…}}."""
        self.root = root
        self.settings = settings
        self.process = subprocess.Popen(command, cwd=root, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.inbox: Queue[dict[str, Any] | None] = Queue()
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.last_id = 0
        self.last_version = 0
        Thread(target=self._listen, daemon=True).start()
        self._begin()

    def open(self, file: Path, text: str | None = None) -> list[dict[str, Any]]:
        """Open a file, or a text in its place; what the server finds wrong with it."""
        uri = file.as_uri()
        self.diagnostics.pop(uri, None)
        found = file.read_text(encoding="utf-8") if text is None else text
        self.last_version += 1  # the server keeps what it parsed by address and version, also of a closed file
        document = {"uri": uri, "languageId": "yaml", "version": self.last_version, "text": found}
        self._notify("textDocument/didOpen", {"textDocument": document})
        self._until(lambda message: uri in self.diagnostics)
        return self.diagnostics[uri]

    def close(self, file: Path) -> None:
        """Close a file, so that it can be opened with another text."""
        uri = file.as_uri()
        self.diagnostics.pop(uri, None)
        self._notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        self._until(lambda message: uri in self.diagnostics)  # the server takes back what it found

    def completion(self, file: Path, line: int, character: int) -> list[dict[str, Any]]:
        """What the server offers at a place of an open file; lines and characters count from 0."""
        found = self._ask("textDocument/completion", _at(file, line, character))
        return found["items"] if isinstance(found, dict) else found or []

    def hover(self, file: Path, line: int, character: int) -> str:
        """What the server shows for a place of an open file, in Markdown; nothing where it has nothing to say."""
        found = self._ask("textDocument/hover", _at(file, line, character))
        return found["contents"]["value"] if found else ""

    def changed(self, file: Path) -> None:
        """Tell the server that a file on the disk is another now."""
        self._notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": file.as_uri(), "type": 2}]})

    def stop(self) -> None:
        """End the server."""
        self._ask("shutdown", None)
        self._notify("exit", None)
        self.process.wait(PATIENCE)

    def _begin(self) -> None:
        capabilities = {
            "workspace": {"configuration": True, "workspaceFolders": True},
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
            },
        }
        folder = {"uri": self.root.as_uri(), "name": self.root.name}
        self._ask(
            "initialize",
            {"processId": None, "rootUri": folder["uri"], "workspaceFolders": [folder], "capabilities": capabilities},
        )
        self._notify("initialized", {})
        self._notify("workspace/didChangeConfiguration", {"settings": self.settings})
        self._until(lambda message: message.get("method") == "workspace/configuration")

    def _ask(self, method: str, parameters: Any) -> Any:
        self.last_id += 1
        wanted = self.last_id
        self._send({"id": wanted, "method": method, "params": parameters})
        answer = self._until(lambda message: message.get("id") == wanted and "method" not in message)
        assert "error" not in answer, answer
        return answer.get("result")

    def _notify(self, method: str, parameters: Any) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _listen(self) -> None:
        assert self.process.stdout
        while header := self.process.stdout.readline():
            length = 0
            while header.strip():
                name, _, value = header.decode().partition(":")
                length = int(value) if name.lower() == "content-length" else length
                header = self.process.stdout.readline()
            self.inbox.put(json.loads(self.process.stdout.read(length)))
        self.inbox.put(None)

    def _until(self, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Take messages until the one that is waited for; answer the server's own questions meanwhile."""
        while True:
            try:
                message = self.inbox.get(timeout=PATIENCE)
            except Empty:
                raise AssertionError("the language server does not answer") from None
            assert message is not None, "the language server has ended"
            if message.get("method") == "textDocument/publishDiagnostics":
                self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
            elif "method" in message and "id" in message:
                self._send({"id": message["id"], "result": self._answer(message)})
            if is_it(message):
                return message

    def _answer(self, message: dict[str, Any]) -> Any:
        if message["method"] == "workspace/configuration":
            return [self.settings.get(wanted["section"]) for wanted in message["params"]["items"]]
        return None


def _at(file: Path, line: int, character: int) -> dict[str, Any]:
    return {"textDocument": {"uri": file.as_uri()}, "position": {"line": line, "character": character}}
