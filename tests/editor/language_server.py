"""The real YAML language server over its pipes: the little of its protocol we ask.

The server is a Node package (see `package.json` beside this file); `make` installs it.
Schemas and documents are files of this machine; the server is told to fetch nothing.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from pathlib import Path
from typing import IO, Any, Self

TOP = Path(__file__).parents[2]
SCRIPT = "node_modules/yaml-language-server/bin/yaml-language-server"
PATIENCE = 60.0  # seconds until an answer that does not come is a failure


def find_server() -> list[str] | None:
    """Return the command that starts the server, or None where it is not installed."""
    node = shutil.which("node")
    installed = os.environ.get("HOTLINE_RULES_EDITOR") or TOP / ".venv" / "editor"
    script = Path(installed) / SCRIPT
    return [node, str(script), "--stdio"] if node and script.is_file() else None


class LanguageServer:
    """One running server; use it in a `with` statement."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._came: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._kept: list[dict[str, Any]] = []
        self._asked = 0
        assert self._process.stdout is not None
        reader = threading.Thread(
            target=_read, args=(self._process.stdout, self._came), daemon=True
        )
        reader.start()

    def __enter__(self) -> Self:
        markup = {"hover": {"contentFormat": ["markdown"]}}
        self.ask(
            "initialize",
            processId=None,
            locale="zh-cn",  # as an editor in Chinese says
            capabilities={"textDocument": markup},
        )
        self.tell("initialized")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def open(self, path: Path, text: str | None = None) -> str:
        """Show the server a document and return its address."""
        uri = path.as_uri()
        shown = path.read_text("utf-8") if text is None else text
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": shown}
        self.tell("textDocument/didOpen", textDocument=document)
        return uri

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """Return what the server underlines in a document just opened."""
        while True:
            came = self._next(
                lambda m: m.get("method") == "textDocument/publishDiagnostics"
            )
            if came["params"]["uri"] == uri:
                found: list[dict[str, Any]] = came["params"]["diagnostics"]
                return found

    def hover(self, uri: str, line: int, column: int) -> str:
        """Return what is shown over a place (both counted from 0)."""
        found = self.ask("textDocument/hover", **_place(uri, line, column))
        return found["contents"]["value"] if found else ""

    def completion(self, uri: str, line: int, column: int) -> dict[str, dict[str, Any]]:
        """Return what is offered at a place, by label."""
        found = self.ask("textDocument/completion", **_place(uri, line, column))
        return {item["label"]: item for item in found["items"]}

    def ask(self, method: str, **params: Any) -> Any:
        """Send a request and wait for its answer."""
        self._asked += 1
        number = self._asked
        self._send({"id": number, "method": method, "params": params})
        answer = self._next(lambda m: m.get("id") == number and "method" not in m)
        assert "error" not in answer, answer
        return answer["result"]

    def tell(self, method: str, **params: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def _next(self, wanted: Any) -> dict[str, Any]:
        for index, kept in enumerate(self._kept):
            if wanted(kept):
                return self._kept.pop(index)
        while True:
            message = self._came.get(timeout=PATIENCE)
            assert message is not None, "the language server ended"
            if "id" in message and "method" in message:
                self._answer(message)
            elif wanted(message):
                return message
            else:
                self._kept.append(message)

    def _answer(self, request: dict[str, Any]) -> None:
        """Answer what the server asks its editor: its settings, mostly."""
        result = None
        if request["method"] == "workspace/configuration":
            yaml = {
                "validate": True,
                "hover": True,
                "completion": True,
                "schemaStore": {"enable": False},
            }
            settings = {"yaml": yaml}
            items = request["params"]["items"]
            result = [settings.get(item.get("section"), {}) for item in items]
        self._send({"id": request["id"], "result": result})

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()


def _place(uri: str, line: int, column: int) -> dict[str, Any]:
    return {
        "textDocument": {"uri": uri},
        "position": {"line": line, "character": column},
    }


def _read(pipe: IO[bytes], came: queue.Queue[dict[str, Any] | None]) -> None:
    """Put every message of the server in the queue, then None."""
    while header := pipe.readline():
        length = 0
        while header.strip():
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
            header = pipe.readline()
        came.put(json.loads(pipe.read(length)))
    came.put(None)
