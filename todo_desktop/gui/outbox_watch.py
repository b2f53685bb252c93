"""What waits to be sent, in numbers and in order: read at once where that is little, else on the reader thread."""

from PySide6.QtCore import QObject, Signal

from todo_desktop.gui.reader_thread import OutboxAnswer, OutboxQuestion, ReaderThread
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService

_LITTLE = 1_000
"""Todos: a few milliseconds."""


class OutboxWatch(QObject):
    """Of `service.list`. Each question raises StorageError, or `ReaderThread.failed` tells of it."""

    counted = Signal(int, int)
    """So many todos have unsent changes, and so many need a person."""
    ordered = Signal(object)
    """Each entry's todo by its place in the outbox, a dict: what needs a person first, then in order."""

    def __init__(self, service: TodoService, queries: TodoQueries, reader: ReaderThread, parent: QObject) -> None:
        super().__init__(parent)
        self._service = service
        self._queries = queries
        self._reader = reader
        self._awaits_counts = self._awaits_order = False
        """Whether the reader's answer is still wanted: what was read at once since is newer."""
        reader.outbox_read.connect(self._take)

    def count(self) -> None:
        """`counted` follows, mostly at once."""
        list_id = self._service.list.id
        self._awaits_counts = self._queries.is_outbox_longer(list_id, _LITTLE)
        if self._awaits_counts:
            self._reader.ask_outbox(OutboxQuestion(list_id, order=False))
        else:
            self.counted.emit(*self._queries.outbox_counts(list_id))

    def order(self) -> None:
        """`ordered` follows, mostly at once."""
        list_id = self._service.list.id
        self._awaits_order = self._queries.is_outbox_longer(list_id, _LITTLE)
        if self._awaits_order:
            self._reader.ask_outbox(OutboxQuestion(list_id, order=True))
        else:
            self.ordered.emit(dict(self._queries.outbox(list_id)))

    def _take(self, answer: OutboxAnswer) -> None:
        if answer.list_id != self._service.list.id:
            return
        if self._awaits_counts:
            self.counted.emit(answer.waiting, answer.parked)
        if self._awaits_order and answer.order is not None:
            self.ordered.emit(answer.order)
