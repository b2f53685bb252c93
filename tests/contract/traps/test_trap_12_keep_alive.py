"""Trap 12: the server ends a connection that was idle for five seconds."""

import socket
import time
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.contract.site import TodoList, connection_to
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.nocobase.sockets import IDLE_SECONDS

PATIENCE_SECONDS = 30


def test_an_idle_connection_is_ended_by_the_server_but_not_while_we_use_it(todos: TodoList) -> None:
    idle = HTTPConnection(urlsplit(todos.base_url).netloc, timeout=PATIENCE_SECONDS)
    idle.request("GET", "/api/app:getInfo")
    idle.getresponse().read()
    started = time.monotonic()
    assert idle.sock.recv(1) == b"", "the server has hung up"
    assert time.monotonic() - started > IDLE_SECONDS
    idle.close()


def test_a_connection_that_was_idle_too_long_is_not_written_on(
    todos: TodoList, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    connect = socket.socket.connect

    def counted(self: socket.socket, address: object) -> None:
        opened.append(address)
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", counted)
    now = 100.0
    client = NocoBase(connection_to(todos), monotonic=lambda: now)
    client.describe()
    client.create({"title": "soon after"})
    assert len(opened) == 1
    now += IDLE_SECONDS
    client.create({"title": "after a while"})
    assert len(opened) == 2
    client.close()
