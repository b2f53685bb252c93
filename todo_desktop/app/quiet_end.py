"""Ends a program that nobody can see: as soon as what was typed has been sent, and soon where it cannot be."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.model.errors import StorageError
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService

LONGEST_MS = 20_000
"""After that the next start sends it: it is on the disk."""
_CANNOT_SEND = (Phase.LOCAL, Phase.OFFLINE, Phase.UNREACHABLE, Phase.PAUSED)


class QuietEnd(QObject):
    """Nothing happens before `begin`; what can be seen by then, or comes into sight, goes on."""

    def __init__(
        self, service: TodoService, queries: TodoQueries, bridge: SyncBridge, window: MainWindow, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._queries = queries
        self._window = window
        self._phase = Phase.CONNECTING
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LONGEST_MS)
        self._timer.timeout.connect(self._end)
        bridge.status.connect(self._take_status)
        bridge.changes.connect(self._look)

    def begin(self) -> None:
        self._timer.start()
        self._look()

    def cancel(self) -> None:
        self._timer.stop()

    def _take_status(self, status: SyncStatus) -> None:
        self._phase = status.phase
        self._look()

    def _look(self) -> None:
        if self._timer.isActive() and (self._phase in _CANNOT_SEND or not self._waits()):
            self._end()

    def _waits(self) -> bool:
        try:
            return self._queries.outbox_counts(*(each.id for each in self._service.list.parts))[0] > 0
        except StorageError:
            return False

    def _end(self) -> None:
        """Unless somebody has come back meanwhile."""
        self._timer.stop()
        if not any(widget.isVisible() for widget in QApplication.topLevelWidgets()):
            self._window.end()
