"""The last calls, held in memory as long as the program runs."""

from collections import deque
from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal

from todo_desktop.model.exchange import Exchange
from todo_desktop.model.values import Milliseconds

MOST = 1_000
"""Calls that are kept. With their bodies, which are cut, some megabytes."""


class RequestLog(QObject):
    """Lives on the window's thread; `post` may be called from any."""

    added = Signal(object)
    """An `Exchange`."""
    cleared = Signal()
    _posted = Signal(object)

    def __init__(self, now: Callable[[], Milliseconds], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._posted.connect(self._add, Qt.ConnectionType.QueuedConnection)
        self._exchanges: deque[Exchange] = deque(maxlen=MOST)

    @property
    def exchanges(self) -> list[Exchange]:
        """Oldest first."""
        return list(self._exchanges)

    @property
    def of_several_servers(self) -> bool:
        return len({exchange.host for exchange in self._exchanges}) > 1

    def post(self, exchange: Exchange) -> None:
        """It has ended just now."""
        self._posted.emit(replace(exchange, at=self._now()))

    def clear(self) -> None:
        self._exchanges.clear()
        self.cleared.emit()

    def _add(self, exchange: Exchange) -> None:
        self._exchanges.append(exchange)
        self.added.emit(exchange)
