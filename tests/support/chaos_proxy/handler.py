"""One connection of the chaos proxy: each request is passed on, and its fault happens to it."""

import contextlib
import http.client
import json
import select
import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from todo_desktop.testing.fake_nocobase.faults import Effect, Fault
from todo_desktop.testing.loopback import Cut, LoopbackHandler

if TYPE_CHECKING:
    from tests.support.chaos_proxy.proxy import ChaosProxy

PATIENCE_SECONDS = 60
MOST_PIECES = 400
SIGN_IN_PATH = "/portal/sign-in"
SIGN_IN_PAGE = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><form></form></body></html>"
_HTML = "text/html; charset=utf-8"
_JSON = "application/json; charset=utf-8"
_OF_ONE_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes


class ProxyHandler(LoopbackHandler):
    """One connection, perhaps with TLS."""

    @property
    def proxy(self) -> "ChaosProxy":
        return cast("ChaosProxy", self.server.owner)

    def setup(self) -> None:
        super().setup()
        if isinstance(self.connection, ssl.SSLSocket):
            self.proxy.wait(self.proxy.handshake_seconds)
            self.connection.do_handshake()

    def serve(self, body: bytes) -> None:
        if self.path.startswith(SIGN_IN_PATH):
            self._send(_answer(200, _HTML, SIGN_IN_PAGE))
            return
        action = urlsplit(self.path).path.removeprefix("/api/")
        fault = self.proxy.fault_for(action)
        if fault is None:
            self._send(self._forward(action, body))
        else:
            self._spoil(fault, action, body)

    def _spoil(self, fault: Fault, action: str, body: bytes) -> None:
        if fault.effect is Effect.ELSEWHERE:
            self._send(self._passed_to(self.proxy.elsewhere, body))
            return
        if fault.effect is Effect.DELAY:
            self.proxy.wait(fault.seconds)
        answer = self._forward(action, body) if fault.carried_out else _answer(200, _JSON, b"{}")
        match fault.effect:
            case Effect.DELAY:
                self._send(answer)
            case Effect.DUPLICATE:
                self._send(self._forward(action, body))
            case Effect.CUT:
                raise Cut
            case Effect.HANG:
                self._until_hung_up()
            case Effect.TRUNCATED:
                self._send_head(answer, len(answer.content))
                self.wfile.write(answer.content[: len(answer.content) // 2])
                raise Cut
            case Effect.DRIP | Effect.TRICKLE:
                self._drip(answer, fault)
            case _:
                self._send(_wrong_answer(fault, answer))

    def _forward(self, action: str, body: bytes) -> Answer:
        self.proxy.count_delivery(action)
        return self._passed_to(self.proxy.target, body)

    def _passed_to(self, base_url: str, body: bytes) -> Answer:
        """The server's whole answer. Raises Cut where it gives none."""
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _OF_ONE_HOP}
        connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=PATIENCE_SECONDS)
        try:
            connection.request(self.command, self.path, body if self.command == "POST" else None, headers)
            response = connection.getresponse()
            kept = tuple(pair for pair in response.getheaders() if pair[0].lower() not in _OF_ONE_HOP)
            return Answer(response.status, kept, response.read())
        except (OSError, http.client.HTTPException) as error:
            raise Cut from error
        finally:
            connection.close()

    def _send(self, answer: Answer) -> None:
        self._send_head(answer, len(answer.content))
        self.wfile.write(answer.content)

    def _send_head(self, answer: Answer, length: int) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def _drip(self, answer: Answer, fault: Fault) -> None:
        """A byte (of a long answer some bytes) now and then: all in that many seconds, or a drip that has no end."""
        if fault.effect is Effect.DRIP:
            self._send_head(answer, len(answer.content) + 1_000_000)
            while not self.proxy.wait(0.02):
                self.wfile.write(b" ")
            raise Cut
        self._send_head(answer, len(answer.content))
        size = max(len(answer.content) // MOST_PIECES, 1)
        pieces = range(0, len(answer.content), size)
        for place in pieces:
            if self.proxy.wait(fault.seconds / len(pieces)):
                raise Cut
            self.wfile.write(answer.content[place : place + size])

    def _until_hung_up(self) -> None:
        """No answer at all, until the client has gone or the proxy stops."""
        with contextlib.suppress(OSError):
            while not self.proxy.wait(0):
                readable, _, _ = select.select([self.connection], [], [], 0.05)
                if readable and not socket.socket.recv(self.connection, 1, socket.MSG_PEEK):
                    break
        raise Cut


def _answer(status: int, kind: str, content: bytes, *more: tuple[str, str]) -> Answer:
    return Answer(status, (("Content-Type", kind), *more), content)


def _wrong_answer(fault: Fault, answer: Answer) -> Answer:
    """What the client gets instead of *answer*."""
    match fault.effect:
        case Effect.HTML:
            return _answer(200, _HTML, SIGN_IN_PAGE)
        case Effect.EMPTY_OBJECT:
            return _answer(200, _JSON, b"{}")
        case Effect.REDIRECT:
            return _answer(302, _HTML, b"", ("Location", SIGN_IN_PATH))
        case Effect.STATUS:
            message = json.dumps({"errors": [{"message": f"HTTP {fault.status}"}]}).encode()
            wish = (("Retry-After", fault.retry_after),) if fault.retry_after else ()
            return _answer(fault.status, _JSON, message, *wish)
        case Effect.HALF_JSON:
            return Answer(answer.status, answer.headers, answer.content[: len(answer.content) // 2])
        case Effect.MALFORMED_JSON:
            return Answer(answer.status, answer.headers, answer.content.replace(b":", b"=", 1))
    raise NotImplementedError(fault)
