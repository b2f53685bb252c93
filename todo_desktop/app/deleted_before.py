"""What was deleted in the local list before this start goes into the trash, a few todos at a time."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from todo_desktop.model.errors import StorageError
from todo_desktop.model.lists import TodoList
from todo_desktop.model.values import Milliseconds
from todo_desktop.replica.store import TodoStore

AT_ONCE = 20
"""Some ten milliseconds."""


class DeletedBefore(QObject):
    """From `start` until all of it is done, or `stop`; the next start goes on with it. What is deleted meanwhile can be
    undone and is left alone."""

    failed = Signal(object)
    """The `StorageError` that ended it."""

    def __init__(self, store: TodoStore, now: Callable[[], Milliseconds], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._now = now
        self._left: list[int] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)

    @property
    def busy(self) -> bool:
        return self._timer.isActive()

    def start(self, local: TodoList) -> None:
        """Raises StorageError."""
        self._left = self._store.hidden(local.id)
        if self._left:
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _step(self) -> None:
        some, self._left = self._left[-AT_ONCE:], self._left[:-AT_ONCE]
        if not self._left:
            self._timer.stop()
        try:
            self._store.discard_hidden(some, self._now())
        except StorageError as error:
            self._timer.stop()
            self.failed.emit(error)
