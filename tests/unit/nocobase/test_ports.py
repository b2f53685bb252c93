"""The server side fits what the sync and the service ask for. mypy reads this file: that is the test."""

import time

from todo_desktop.model.connection import Connection
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.nocobase.diagnosis import Diagnostician
from todo_desktop.service import ConnectionTester
from todo_desktop.sync.ports import Server

SERVER: type[Server] = NocoBase
TESTER: type[ConnectionTester] = Diagnostician


def test_they_are_made_of_a_connection_and_a_clock() -> None:
    server: Server = NocoBase(Connection("http://127.0.0.1:9/api"), monotonic=time.monotonic)
    tester: ConnectionTester = Diagnostician(monotonic=time.monotonic)
    server.cancel()
    tester.cancel()
