"""Tests a connection without loading the network libraries before somebody asks."""

import time

from todo_desktop.model.connection import Connection
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.service import ConnectionTester


class LazyTester:
    """`service.ConnectionTester`, for one test; imports on the thread that tests."""

    def __init__(self) -> None:
        self._tester: ConnectionTester | None = None
        self._cancelled = False

    def test(self, connection: Connection) -> Diagnosis:
        """Blocks for seconds; raises only Cancelled."""
        from todo_desktop.nocobase.diagnosis import Diagnostician  # requests costs 80 ms

        tester = self._tester = Diagnostician(monotonic=time.monotonic)
        if self._cancelled:  # it came while the import was under way
            tester.cancel()
        return tester.test(connection)

    def cancel(self) -> None:
        self._cancelled = True
        if self._tester is not None:
            self._tester.cancel()
