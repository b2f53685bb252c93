"""What waits to be sent, in numbers and in order: read at once where that is little, else on the reader thread."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from todo_desktop.gui.reader_thread import OutboxAnswer, OutboxQuestion, ReaderThread
from todo_desktop.queries import TodoQueries

_LITTLE = 1_000
"""Todos: a few milliseconds."""

Todos: TypeAlias = Sequence[int]


class _Awaited(Struct, frozen=True):
    """Todos of some lists that somebody waits for: those in dispute, or all with unsent changes."""

    list_ids: tuple[int, ...]
    disputed: bool
    then: Callable[[Todos], None]


class OutboxWatch(QObject):
    """Of the lists that *list_ids* names. Each question raises StorageError, or `ReaderThread.failed` tells of it."""

    counted = Signal(int, int)
    """So many todos have unsent changes, and so many need a person."""
    ordered = Signal(object)
    """Each entry's todo by its place in the outbox, a dict: what needs a person first, then in order."""

    def __init__(
        self, queries: TodoQueries, reader: ReaderThread, list_ids: Callable[[], tuple[int, ...]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._list_ids = list_ids
        self._queries = queries
        self._reader = reader
        self._awaits_counts = self._awaits_order = False
        """Whether the reader's answer is still wanted: what was read at once since is newer."""
        self._awaited: list[_Awaited] = []
        reader.outbox_read.connect(self._take)
        reader.failed.connect(self._give_up)

    def _is_long(self, list_ids: tuple[int, ...]) -> bool:
        return any(self._queries.is_outbox_longer(list_id, _LITTLE) for list_id in list_ids)

    def count(self) -> None:
        """`counted` follows, mostly at once."""
        list_ids = self._list_ids()
        self._awaits_counts = self._is_long(list_ids)
        if self._awaits_counts:
            self._reader.ask_outbox(OutboxQuestion(list_ids))
        else:
            self.counted.emit(*self._queries.outbox_counts(*list_ids))

    def order(self) -> None:
        """`ordered` follows, mostly at once."""
        list_ids = self._list_ids()
        self._awaits_order = self._is_long(list_ids)
        if self._awaits_order:
            self._reader.ask_outbox(OutboxQuestion(list_ids, order=True))
        else:
            self.ordered.emit(dict(self._queries.outbox(*list_ids)))

    def in_dispute(self, then: Callable[[Todos], None]) -> None:
        """*then* gets the todos that were changed here and there, mostly at once; never once another list is open."""
        list_ids = self._list_ids()
        if self._is_long(list_ids):
            self._awaited.append(_Awaited(list_ids, disputed=True, then=then))
            self._reader.ask_outbox(OutboxQuestion(list_ids, disputed=True))
        else:
            then([todo_id for list_id in list_ids for todo_id in self._queries.in_dispute(list_id)])

    def unsent(self, then: Callable[[Todos], None]) -> None:
        """*then* gets every todo with unsent changes, as above."""
        list_ids = self._list_ids()
        if self._is_long(list_ids):
            self._awaited.append(_Awaited(list_ids, disputed=False, then=then))
            self._reader.ask_outbox(OutboxQuestion(list_ids, order=True))
        else:
            then(_todos_of(dict(self._queries.outbox(*list_ids))))

    def _give_up(self) -> None:
        """Who waited for todos is told of the failure, and asks again."""
        self._awaited.clear()

    def _take(self, answer: OutboxAnswer) -> None:
        if answer.list_ids != self._list_ids():
            return
        if self._awaits_counts:
            self.counted.emit(answer.waiting, answer.parked)
        if self._awaits_order and answer.order is not None:
            self.ordered.emit(answer.order)
        awaited, self._awaited = self._awaited, []
        for one in awaited:
            found = answer.disputed if one.disputed else answer.order
            if one.list_ids != answer.list_ids:
                continue
            if found is None:
                self._awaited.append(one)
            else:
                one.then(found if isinstance(found, list) else _todos_of(found))


def _todos_of(order: dict[int, int]) -> list[int]:
    """Each once."""
    return list(dict.fromkeys(order.values()))
