"""HTTP on a loopback port, a thread for each connection, that can go away and come back on the same port."""

import contextlib
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

KEEP_ALIVE_SECONDS = 5.0


class LoopbackServer:
    """Safe to use from any thread.

    `keep_alive`: seconds after which an idle connection ends. `certificate`: a file with certificate and key; then it
    speaks TLS.
    """

    name = "loopback"
    handler: type["LoopbackHandler"]

    def __init__(self, *, keep_alive: float = KEEP_ALIVE_SECONDS, certificate: Path | None = None) -> None:
        self.keep_alive = keep_alive
        self.certificate = certificate
        self.connections: set[socket.socket] = set()
        self._closing = threading.Event()
        self._listener: _Listener | None = None
        self._thread: threading.Thread | None = None
        self._port = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def base_url(self) -> str:
        return f"{'http' if self.certificate is None else 'https'}://127.0.0.1:{self._port}/api"

    def start(self) -> None:
        """Listen, after a stop on the same port as before."""
        self._closing.clear()
        self._listener = _Listener(self, self._port)
        self._port = self._listener.server_address[1]
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.01,), name=self.name)
        self._thread.start()

    def stop(self) -> None:
        """Refuse connections and cut those that are open."""
        if self._listener is None or self._thread is None:
            return
        self._closing.set()
        self._listener.shutdown()
        for connection in tuple(self.connections):
            with contextlib.suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
        self._listener.server_close()
        self._thread.join()
        self._listener = None

    def wait(self, seconds: float | None) -> bool:
        """Wait that long, or for ever; True as soon as the server is to stop."""
        return self._closing.wait(seconds)


class LoopbackHandler(BaseHTTPRequestHandler):
    """One connection. `serve` answers each request; whatever it raises of `Cut` or an OSError ends the connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "_Listener"

    def setup(self) -> None:
        super().setup()
        self.connection.settimeout(self.server.owner.keep_alive)
        self.server.owner.connections.add(self.connection)

    def finish(self) -> None:
        self.server.owner.connections.discard(self.connection)
        super().finish()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class's name)
        """Nothing is printed."""

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def serve(self, body: bytes) -> None:
        raise NotImplementedError

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True  # the caller has gone in the middle of its request: it is not carried out
            return
        # A test may hold the answer back for longer than an idle connection lives.
        self.connection.settimeout(None)
        try:
            self.serve(body)
        except (Cut, ConnectionError):
            self.close_connection = True
        else:
            self.connection.settimeout(self.server.owner.keep_alive)


class Cut(Exception):
    """The connection ends without an answer, or in the middle of one."""


class _Listener(ThreadingHTTPServer):
    """The socket. Each connection has a thread, and all of them end with it."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 64

    def __init__(self, owner: LoopbackServer, port: int) -> None:
        self.owner = owner
        super().__init__(("127.0.0.1", port), owner.handler)
        if owner.certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(owner.certificate)
            # The handshake is left to the connection's own thread.
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error of the server's."""
