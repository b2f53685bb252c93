"""Tests connections without loading the network libraries before somebody asks."""

import time

from todo_desktop.model.connection import Connection
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.service import ConnectionTester


class LazyTester:
    """`service.ConnectionTester`; imports on the thread that tests."""

    def __init__(self) -> None:
        self._tester: ConnectionTester | None = None

    def test(self, connection: Connection) -> Diagnosis:
        """Blocks for seconds."""
        from todo_desktop.nocobase.diagnosis import Diagnostician  # noqa: PLC0415  (requests costs 80 ms)

        self._tester = Diagnostician(monotonic=time.monotonic)
        return self._tester.test(connection)

    def cancel(self) -> None:
        if self._tester is not None:
            self._tester.cancel()
