"""Connections whose calls can be ended from another thread, last no longer than allowed, and are not reused when stale.

A read timeout bounds each read only: a server that drips bytes would hold a call for ever, and closing a session from
another thread does not wake a read that waits. So each connection reads through a clock, and its socket is remembered
so that it can be shut down.
"""

import contextlib
import http.client
import io
import socket
import ssl
import weakref
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import urllib3
from msgspec import Struct
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util import wait_for_read

# The server ends a kept connection after 5 s; a request that crosses that end is lost after it was sent.
IDLE_SECONDS = 3.0
PATIENCE = 5.0
"""A call that has heard nothing of the server for so many seconds is told of, and goes on waiting."""


class Call(Struct):
    """The call that this thread makes now. `sent`: some of the request may have left this machine."""

    deadline: float
    sent: bool = False


class Lifelines:
    """The live sockets of one session, and the word that ends them. Safe to use from any thread. `on_silence` hears, on
    the thread of the call, that the server has been silent for PATIENCE."""

    def __init__(self, monotonic: Callable[[], float], on_silence: Callable[[], None]) -> None:
        self.monotonic = monotonic
        self.on_silence = on_silence
        self.cancelled = False
        self.call: ContextVar[Call] = ContextVar("call")
        self._sockets: dict[int, weakref.ref[socket.socket]] = {}

    def add(self, sock: socket.socket) -> None:
        """Remember *sock* until it is gone. Ends it at once where all were ended already."""
        self._sockets[id(sock)] = weakref.ref(sock)
        for key, reference in self._sockets.copy().items():
            if reference() is None:
                self._sockets.pop(key, None)
        if self.cancelled:
            _shut(sock)

    def cancel(self) -> None:
        """Wake every read, write and connect that waits, and let no later one wait."""
        self.cancelled = True
        for reference in self._sockets.copy().values():
            sock = reference()
            if sock is not None:
                _shut(sock)


def _shut(sock: socket.socket) -> None:
    # SSLSocket.shutdown would take the TLS state away under the thread that reads.
    with contextlib.suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _is_readable(sock: Any, seconds: float) -> bool:
    """Whether a read would not have to wait, now or within *seconds*. A socket under two layers of TLS, one of them a
    proxy's, is not waited for: it may hold bytes that no look at it tells of."""
    if not isinstance(sock, socket.socket) or (isinstance(sock, ssl.SSLSocket) and sock.pending()):
        return True
    return wait_for_read(sock, seconds)


class _TimedReader(io.RawIOBase):
    """The bytes of one answer, none of them after the call's deadline."""

    def __init__(self, sock: socket.socket, lifelines: Lifelines) -> None:
        super().__init__()
        self._sock = sock
        # makefile keeps the socket open after its connection was told to close.
        self._raw = sock.makefile("rb", buffering=0)
        self._lifelines = lifelines
        self._deadline = lifelines.call.get().deadline
        self._timeout = sock.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._left()
        if left > PATIENCE and not _is_readable(self._sock, PATIENCE):
            self._lifelines.on_silence()
            left = min(left - PATIENCE, self._left())
        self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def _left(self) -> float:
        """Seconds that this read may take. Raises TimeoutError where there are none."""
        left = self._deadline - self._lifelines.monotonic()
        if left <= 0:
            raise TimeoutError("the answer took too long")
        return left if self._timeout is None else min(left, self._timeout)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TrackedConnection(HTTPConnection):
    """What the plain and the TLS connection have in common: tracked, timed, never stale."""

    lifelines: Lifelines
    _used_at = 0.0

    def _new_conn(self) -> socket.socket:
        """A connected socket that could be shut down all the while it was connecting."""
        try:
            found = socket.getaddrinfo(self._dns_host, self.port or self.default_port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            raise NameResolutionError(self.host, self, _as_resolver_error(error)) from error
        failure: OSError = OSError("no address")
        for family, kind, protocol, _, address in found:
            sock = socket.socket(family, kind, protocol)
            try:
                return self._connected(sock, address)
            except OSError as error:
                sock.close()
                failure = error
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(self, f"no connection to {self.host} in {self.timeout} s") from failure
        raise NewConnectionError(self, str(failure)) from failure

    def _connected(self, sock: socket.socket, address: Any) -> socket.socket:
        for option in self.socket_options or ():
            sock.setsockopt(*option)
        if self.timeout is None or isinstance(self.timeout, int | float):
            sock.settimeout(self.timeout)
        self.lifelines.add(sock)
        sock.connect(address)
        return sock

    def connect(self) -> None:
        try:
            super().connect()
        finally:
            # A proxy's CONNECT goes through `send` too, but it is not the request.
            self.lifelines.call.get().sent = False
        self._used_at = self.lifelines.monotonic()
        if self.sock is not None:
            self.lifelines.add(self.sock)

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        call = self.lifelines.call.get()
        call.sent = True
        self.sock.settimeout(max(call.deadline - self.lifelines.monotonic(), 0.001))
        super().send(data)

    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]
        response = super().getresponse()
        self._used_at = self.lifelines.monotonic()
        return response

    @property
    def is_connected(self) -> bool:
        """False for a stale connection too: the pool then opens a new one."""
        return super().is_connected and self.lifelines.monotonic() - self._used_at < IDLE_SECONDS


class _TrackedTlsConnection(_TrackedConnection, HTTPSConnection):
    """The same under TLS."""

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        # The handshake takes over the descriptor of `sock`; its twin can still be shut down meanwhile.
        self._twin = sock.dup()
        self.lifelines.add(self._twin)
        return sock

    def connect(self) -> None:
        try:
            super().connect()
        finally:
            twin = self.__dict__.pop("_twin", None)
            if twin is not None:
                twin.close()


def _as_resolver_error(error: socket.gaierror | UnicodeError) -> socket.gaierror:
    return error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))


def _pools(lifelines: Lifelines) -> dict[str, Any]:
    """urllib3's pool classes by scheme, making connections that belong to *lifelines*."""

    class Response(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
            super().__init__(sock, *args, **options)
            self.fp.close()
            self.fp = io.BufferedReader(_TimedReader(sock, lifelines))

    class Plain(_TrackedConnection):
        response_class = Response

    class Tls(_TrackedTlsConnection):
        response_class = Response

    Plain.lifelines = Tls.lifelines = lifelines

    class PlainPool(urllib3.HTTPConnectionPool):
        ConnectionCls = Plain

    class TlsPool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Tls

        def _validate_conn(self, conn: Any) -> None:
            # Without the warning where verification is off: that is the user's choice, and the window shows it.
            if conn.is_closed:
                conn.connect()

    return {"http": PlainPool, "https": TlsPool}


class TrackedAdapter(HTTPAdapter):
    """A requests adapter over such connections: kept alive, never retried, with *tls* where one is given."""

    def __init__(self, lifelines: Lifelines, tls: ssl.SSLContext | None, connections: int) -> None:
        self._classes = _pools(lifelines)
        self._tls = {"ssl_context": tls} if tls is not None else {}
        # urllib3 would sleep on Retry-After where nothing can wake it.
        super().__init__(pool_connections=2, pool_maxsize=connections, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        super().init_poolmanager(connections, maxsize, block, **self._tls, **options)
        self.poolmanager.pool_classes_by_scheme = self._classes

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **self._tls, **options)
        manager.pool_classes_by_scheme = self._classes
        return manager
