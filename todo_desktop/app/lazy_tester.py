"""Tests a connection without loading the network libraries before somebody asks."""

import time
from collections.abc import Callable

from todo_desktop.model.connection import Connection
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.model.exchange import Exchange
from todo_desktop.model.values import Milliseconds
from todo_desktop.service import ConnectionTester


class LazyTester:
    """`service.ConnectionTester`, for one test after another until it is cancelled; imports on the thread that
    tests."""

    def __init__(
        self, watch: Callable[[Exchange], None] | None = None, now: Callable[[], Milliseconds] | None = None
    ) -> None:
        """*watch* is told of each call, on the thread that tests. With *now* the clocks are compared."""
        self._watch = watch
        self._now = now
        self._tester: ConnectionTester | None = None
        self._cancelled = False

    def test(self, connection: Connection) -> Diagnosis:
        """Blocks for seconds; raises only Cancelled."""
        from todo_desktop.nocobase.diagnosis import Diagnostician  # requests costs 80 ms

        tester = self._tester = Diagnostician(monotonic=time.monotonic, watch=self._watch, now=self._now)
        if self._cancelled:  # it came while the import was under way
            tester.cancel()
        return tester.test(connection)

    def cancel(self) -> None:
        self._cancelled = True
        if self._tester is not None:
            self._tester.cancel()
