"""The fake server's side of HTTP: what the gateway refuses, and faults. The answers are the application's."""

import email.utils
import json
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

from todo_desktop.testing.fake_nocobase.actions import TIME_ZONE
from todo_desktop.testing.fake_nocobase.application import Answer, answer_of, json_answer
from todo_desktop.testing.fake_nocobase.faults import Effect, Fault
from todo_desktop.testing.loopback import Cut, LoopbackHandler

if TYPE_CHECKING:
    from todo_desktop.testing.fake_nocobase.server import FakeNocoBase

LONGEST_ADDRESS = 16_000
LARGEST_BODY = 10 * 1024 * 1024
WEB_APP = b"<!DOCTYPE html>\n<html><head><title>NocoBase</title></head><body></body></html>"
STARTING = {"error": {"status": 503, "maintaining": True, "message": "starting", "code": "APP_COMMANDING"}}
PREPARING = {"error": {"status": 503, "maintaining": True, "message": "preparing", "code": "APP_PREPARING"}}
MISSING = {"error": {"status": 404, "maintaining": True, "message": "not found", "code": "APP_NOT_FOUND"}}


class Request(Struct, frozen=True):
    """One request as it arrived: `path` with its query, `action` without the API's path."""

    method: str
    path: str
    action: str
    body: bytes
    authorization: str = ""


class Handler(LoopbackHandler):
    """One connection."""

    @property
    def fake(self) -> "FakeNocoBase":
        return cast("FakeNocoBase", self.server.owner)

    def serve(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        action = parts.path.removeprefix(self.fake.base_path)
        authorization = self.headers.get("Authorization") or ""
        self.fake.note(Request(self.command, self.path, action, body, authorization))
        self._with(self.fake.faults.take(action), action, parts.query, body)

    def _with(self, fault: Fault | None, action: str, query: str, body: bytes) -> None:
        if fault is not None and fault.effect is Effect.DELAY:
            self.fake.wait(fault.seconds)
        answer = (200, "text/plain", b"")
        if fault is None or fault.carried_out:
            answer = self._refusal(body) or self._answer(action, query, body)
        if fault is None or fault.effect is Effect.DELAY:
            self._send(*answer)
        else:
            self._spoil(fault, *answer)

    def _spoil(self, fault: Fault, status: int, kind: str, content: bytes) -> None:
        match fault.effect:
            case Effect.CUT:
                raise Cut
            case Effect.HTML:
                self._send(200, "text/html; charset=utf-8", WEB_APP)
            case Effect.EMPTY_OBJECT:
                self._send(200, "application/json; charset=utf-8", b"{}")
            case Effect.TRUNCATED:
                self._send(status, kind, content[: len(content) // 2], claimed=len(content))
                raise Cut
            case Effect.DRIP:
                self._drip(status, kind, len(content))
            case Effect.HANG:
                self.fake.wait(None)
                raise Cut
            case Effect.STATUS:
                message = json.dumps({"errors": [{"message": f"HTTP {fault.status}"}]}).encode()
                self._send(fault.status, "application/json; charset=utf-8", message, retry_after=fault.retry_after)

    def _refusal(self, body: bytes) -> Answer | None:
        """What the gateway says before the application hears of it."""
        if len(self.path) > LONGEST_ADDRESS:
            return 431, "", b""
        if not self.path.startswith(self.fake.base_path):
            return 200, "text/html; charset=utf-8", WEB_APP
        if self.fake.starting:
            return json_answer(503, STARTING)
        if "X-App" in self.headers:
            return self._unknown_application(self.headers["X-App"])
        if len(body) > LARGEST_BODY:
            return json_answer(413, {"errors": [{"message": "request entity too large"}]})
        return None

    def _unknown_application(self, name: str) -> Answer:
        """Looked for when it is asked for first, missing from then on."""
        known_to_be_missing = name in self.fake.missing_applications
        self.fake.missing_applications.add(name)
        return json_answer(404, MISSING) if known_to_be_missing else json_answer(503, PREPARING)

    def _answer(self, action: str, query: str, body: bytes) -> Answer:
        parameters = dict(parse_qsl(query, keep_blank_values=True))
        if TIME_ZONE in self.headers:
            parameters[TIME_ZONE] = self.headers[TIME_ZONE]
        return answer_of(self.fake, action, parameters, body, self.headers)

    def _send(
        self, status: int, kind: str, content: bytes, *, claimed: int | None = None, retry_after: str = ""
    ) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        if retry_after:
            self.send_header("Retry-After", retry_after)
        self.send_header("Content-Length", str(len(content) if claimed is None else claimed))
        self.end_headers()
        self.wfile.write(content)

    def _drip(self, status: int, kind: str, length: int) -> None:
        """A byte now and then, always before a read times out, and never an end."""
        self._send(status, kind, b"{", claimed=max(length, 1_000_000))
        while not self.fake.wait(0.02):
            self.wfile.write(b" ")
        raise Cut

    def date_time_string(self, timestamp: float | None = None) -> str:
        return email.utils.formatdate(
            self.fake.clock.now() / 1_000_000 if timestamp is None else timestamp, usegmt=True
        )
