"""What lies between a computer of a story and its server: a session whose calls can get lost, each in its own way."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

import requests
import urllib3

from todo_desktop.model.connection import Connection
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.nocobase.failures import error_of
from todo_desktop.nocobase.http import HttpSession, Timeouts
from todo_desktop.nocobase.verdict import Intent, Reply
from todo_desktop.testing.fake_nocobase import FakeNocoBase
from todo_desktop.testing.fake_nocobase.application import Answer, answer_of
from todo_desktop.testing.fake_nocobase.faults import Effect, Fault
from todo_desktop.testing.fake_nocobase.handler import WEB_APP

JSON = "application/json"


class Crash(BaseException):
    """The program ends here, in the middle of whatever it does."""


@dataclass(slots=True)
class Plug:
    """One computer's power and network. `fuse`: so many calls and transactions until it crashes, and stays down until
    it is started again; None: it does not."""

    connected: bool = True
    fuse: int | None = None
    cut_after_write: bool = False
    """The network goes with the answer to the next write, for as long as this is set."""
    wrote: bool = False

    def use(self) -> None:
        """Raises Crash when the fuse has burnt down."""
        if self.fuse is not None:
            self.fuse -= 1
            if self.fuse < 0:
                raise Crash


@dataclass(frozen=True, slots=True)
class Request:
    """What a session asks: the action, its query, its body, and whether it changes something."""

    action: str
    query: dict[str, str]
    body: bytes
    authorization: str
    writes: bool


Exchange = Callable[[Request], Reply]
"""Raises OSError or an error of urllib3, as a socket would."""


class WiredSession(HttpSession):
    """All of the program's own session, but for its sockets: *exchange* stands in for them."""

    def __init__(self, connection: Connection, plug: Plug, exchange: Exchange) -> None:
        super().__init__(connection, monotonic=lambda: 0.0)
        self._plug = plug
        self._exchange_now = exchange

    def _exchange(self, request: requests.Request, intent: Intent) -> tuple[Reply, str]:
        self._plug.use()
        url = str(request.url)
        asked = Request(
            url.removeprefix(f"{self.connection.base_url}/"),
            dict(request.params),
            bytes(request.data),
            f"Bearer {self.connection.api_key.reveal()}",
            intent.writes,
        )
        try:
            if not self._plug.connected or (self._plug.cut_after_write and self._plug.wrote):
                raise ConnectionRefusedError
            reply = self._exchange_now(asked)
        except (OSError, urllib3.exceptions.HTTPError) as error:
            raise error_of(
                error, intent, self.connection, sent=not isinstance(error, ConnectionRefusedError)
            ) from error
        self._plug.wrote = self._plug.cut_after_write and (self._plug.wrote or asked.writes)
        self._plug.use()
        return reply, url


class LossySession(HttpSession):
    """The program's own session on real sockets; *lose* may say that the next call is lost `before` or `after`."""

    def __init__(self, connection: Connection, plug: Plug, lose: Callable[[str], str], timeouts: Timeouts) -> None:
        super().__init__(connection, monotonic=time.monotonic, timeouts=timeouts)
        self._plug = plug
        self._lose = lose

    def _exchange(self, request: requests.Request, intent: Intent) -> tuple[Reply, str]:
        self._plug.use()
        if not self._plug.connected:
            raise error_of(ConnectionRefusedError(), intent, self.connection, sent=False)
        lost = self._lose(str(request.url).rpartition("/")[2])
        if lost == "before":
            raise error_of(ConnectionResetError(), intent, self.connection, sent=True)
        exchanged = super()._exchange(request, intent)
        if lost == "after":
            raise error_of(ConnectionResetError(), intent, self.connection, sent=True)
        self._plug.use()
        return exchanged


class Wired(NocoBase):
    """The program's own view of the server, over *session*."""

    def __init__(self, session: HttpSession) -> None:
        super().__init__(session.connection, monotonic=lambda: 0.0)
        self._http = session


def answered(fake: FakeNocoBase, request: Request) -> Reply:
    """The fake server's answer, or what its next planned fault makes of it."""
    fault = fake.faults.take(request.action)
    if fault is None:
        return _reply(fake, carried_out(fake, request))
    answer = carried_out(fake, request) if fault.carried_out else (200, JSON, b"")
    return _spoilt(fake, fault, answer)


def carried_out(fake: FakeNocoBase, request: Request) -> Answer:
    """Whatever is planned to go wrong on the way."""
    return answer_of(fake, request.action, request.query, request.body, {"Authorization": request.authorization})


def _spoilt(fake: FakeNocoBase, fault: Fault, answer: Answer) -> Reply:
    match fault.effect:
        case Effect.HTML:
            return _reply(fake, (200, "text/html", WEB_APP))
        case Effect.EMPTY_OBJECT:
            return _reply(fake, (200, JSON, b"{}"))
        case Effect.TRUNCATED:
            raise urllib3.exceptions.IncompleteRead(len(answer[2]) // 2, len(answer[2]) // 2)
        case Effect.DRIP | Effect.HANG:
            raise TimeoutError
        case Effect.STATUS:
            message = json.dumps({"errors": [{"message": f"HTTP {fault.status}"}]}).encode()
            return _reply(fake, (fault.status, JSON, message), float(fault.retry_after) if fault.retry_after else None)
        case Effect.DELAY:
            return _reply(fake, answer)
    raise ConnectionResetError


def _reply(fake: FakeNocoBase, answer: Answer, retry_after: float | None = None) -> Reply:
    status, kind, body = answer
    return Reply(status, kind.partition(";")[0], body, fake.clock.now() // 1_000_000 * 1000, retry_after)
