"""A server on this computer that answers what one first sync asks: rows are kept, and read as they were written.

Whatever else it is asked, it refuses: it is there for the self-test and knows no more of NocoBase.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from todo_desktop.app.clock import now
from todo_desktop.model.instants import to_instant

COLLECTION = "todos"
KEY = "self.test.key"
GET_INFO = "app:getInfo"
_ROW_FIELDS = (("id", "bigInt", "id"), ("title", "string", "input"), ("completed", "boolean", "checkbox"))
_TIMES = (("createdAt", "date", "createdAt"), ("updatedAt", "date", "updatedAt"))


def _description() -> dict[str, Any]:
    fields: list[dict[str, Any]] = [
        {"name": name, "type": kind, "interface": interface, "uiSchema": {"title": name.capitalize()}}
        for name, kind, interface in (*_ROW_FIELDS, *_TIMES)
    ]
    fields[0] |= {"primaryKey": True, "autoIncrement": True}
    return {"name": COLLECTION, "title": "Todos", "fields": fields}


_ABOUT: dict[str, Any] = {
    GET_INFO: {"version": "self-test"},
    "auth:check": {"id": 1, "nickname": "Self-test"},
    "roles:check": {"role": "self-test", "allowAll": True},
    "collections:listMeta": [_description()],
}


class LoopbackServer(ThreadingHTTPServer):
    """`rows` are what the collection holds, by id."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.rows: dict[int, dict[str, Any]] = {}

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api"

    def answer(self, action: str, query: dict[str, list[str]], body: Any) -> Any:
        """The data of an answer; None for what it does not know."""
        match action:
            case "todos:create":
                return self._create(body)
            case "todos:list":
                return self._list(query)
            case "todos:query":
                newest = max((row["updatedAt"] for row in self.rows.values()), default=None)
                return [{"count": len(self.rows), "newest": newest}]
        return _ABOUT.get(action)

    def _list(self, query: dict[str, list[str]]) -> list[dict[str, Any]] | None:
        """All rows, or those with some ids: no other filter is known."""
        match json.loads(query.get("filter", ["{}"])[0]):
            case {"id": {"$in": [*ids]}, **rest} if not rest:
                return [self.rows[key] for key in sorted(self.rows) if key in ids]
            case {**rest} if not rest:
                return [self.rows[key] for key in sorted(self.rows)]
        return None

    def _create(self, values: dict[str, Any]) -> dict[str, Any]:
        at = to_instant(now())
        key = len(self.rows) + 1
        row = {"title": None, "completed": False, "createdAt": at, **values, "updatedAt": at, "id": key}
        self.rows[key] = row
        return row


@contextmanager
def loopback_server() -> Iterator[LoopbackServer]:
    """It listens on a free port until the end of the block."""
    with LoopbackServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="loopback-server")
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: LoopbackServer

    def do_GET(self) -> None:
        self._reply(None)

    def do_POST(self) -> None:
        self._reply(json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0"))) or "null"))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing: the self-test says what is to be said."""

    def _reply(self, body: Any) -> None:
        parts = urlsplit(self.path)
        action = parts.path.removeprefix("/api/")
        if action != GET_INFO and self.headers.get("Authorization") != f"Bearer {KEY}":
            self._send(401, {"errors": [{"code": "INVALID_TOKEN", "message": "another key"}]})
            return
        data = self.server.answer(action, parse_qs(parts.query), body)
        if data is None:
            self._send(400, {"errors": [{"message": f"the self-test's server does not answer {self.path}"}]})
        else:
            self._send(200, {"data": data})

    def _send(self, status: int, answer: dict[str, Any]) -> None:
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
