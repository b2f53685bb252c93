"""A long outbox is read on the reader thread, and what it says is never older than what was said before."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QElapsedTimer

from tests.gui.window_hands import Hands
from tests.support.gui_desk import Desk
from todo_desktop.gui import outbox_watch
from todo_desktop.gui.outbox_watch import OutboxWatch
from todo_desktop.gui.reader_thread import OutboxAnswer, ReaderThread
from todo_desktop.model.errors import Problem, StorageError

# Qt's off-screen platform says this of every further window.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Watched:
    """A watch whose reader thread does not run: answers come when the test hands them over."""

    def __init__(self, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
        desk = hands.desk
        self._monkeypatch = monkeypatch
        self._desk = desk
        self._list_id = desk.list.id
        self._reader = ReaderThread(desk.open_reader, hands.window)
        self.watch = OutboxWatch(desk.queries, self._reader, lambda: (desk.service.list.id,), hands.window)
        self.counted: list[tuple[int, int]] = []
        self.ordered: list[dict[int, int]] = []
        self.watch.counted.connect(lambda waiting, parked: self.counted.append((waiting, parked)))
        self.watch.ordered.connect(self.ordered.append)

    def open_another(self) -> None:
        store, service = self._desk.store, self._desk.service
        service.open_list(store.local_list(service.list.collection))
        self._list_id = service.list.id

    def call_long(self, from_todos: int) -> None:
        """An outbox of more than so many todos is long."""
        self._monkeypatch.setattr(outbox_watch, "_LITTLE", from_todos)

    def answer(self, waiting: int, order: dict[int, int] | None = None) -> None:
        self._reader.outbox_read.emit(OutboxAnswer((self._list_id,), waiting, 0, order))

    def answer_of(self, list_id: int, order: dict[int, int] | None = None, disputed: list[int] | None = None) -> None:
        self._reader.outbox_read.emit(OutboxAnswer((list_id,), 2, 2, order, disputed))

    def fail(self) -> None:
        self._reader.failed.emit(StorageError(Problem.INTERNAL))

    @property
    def list_id(self) -> int:
        return self._list_id


@pytest.fixture
def watched(server_desk: Desk, open_hands: Callable[[Desk], Hands], monkeypatch: pytest.MonkeyPatch) -> Watched:
    server_desk.fill([{"title": "Pay rent"}])
    server_desk.service.add({"title": "New"})
    return Watched(open_hands(server_desk), monkeypatch)


def test_an_answer_that_was_overtaken_by_a_look_at_once_is_not_told(watched: Watched) -> None:
    watched.call_long(0)
    watched.watch.count()
    watched.watch.order()
    assert (watched.counted, watched.ordered) == ([], [])
    watched.call_long(1)
    watched.watch.count()
    watched.watch.order()
    (order,) = watched.ordered
    watched.answer(1500, {n: n for n in range(1500)})
    assert watched.counted == [(1, 0)]
    assert watched.ordered == [order]


def test_an_answer_that_is_awaited_is_told(watched: Watched) -> None:
    watched.call_long(0)
    watched.watch.count()
    watched.answer(1500)
    assert watched.counted == [(1500, 0)]
    watched.watch.order()
    watched.answer(1499, {1: 1})
    assert watched.ordered == [{1: 1}]


def test_todos_of_a_long_outbox_are_told_once_they_were_read(watched: Watched) -> None:
    watched.call_long(0)
    unsent: list[list[int]] = []
    disputed: list[list[int]] = []
    watched.watch.unsent(lambda found: unsent.append(list(found)))
    watched.watch.in_dispute(lambda found: disputed.append(list(found)))
    watched.answer_of(watched.list_id)
    assert (unsent, disputed) == ([], [])
    watched.answer_of(watched.list_id, order={1: 7, 2: 7, 3: 8})
    watched.answer_of(watched.list_id, order={}, disputed=[9])
    assert (unsent, disputed) == ([[7, 8]], [[9]])


def test_todos_of_a_list_that_was_left_are_not_told_though_the_next_one_answers(watched: Watched) -> None:
    watched.call_long(0)
    told: list[object] = []
    watched.watch.in_dispute(told.append)
    there = watched.list_id
    watched.open_another()
    watched.answer_of(watched.list_id, disputed=[5])
    watched.answer_of(there, disputed=[5])
    assert told == []


def test_who_was_told_of_a_failure_gets_no_todos_later(watched: Watched) -> None:
    watched.call_long(0)
    told: list[object] = []
    watched.watch.in_dispute(told.append)
    watched.fail()
    watched.answer_of(watched.list_id, disputed=[5])
    assert told == []


def test_todos_of_a_short_outbox_are_told_at_once(watched: Watched) -> None:
    told: list[int] = []
    watched.watch.unsent(told.extend)
    watched.watch.in_dispute(told.extend)
    assert len(told) == 1


def test_an_open_panel_rests_after_a_long_answer_in_proportion(
    server_desk: Desk, open_hands: Callable[[Desk], Hands], monkeypatch: pytest.MonkeyPatch
) -> None:
    server_desk.fill([{"title": "Pay rent"}])
    hands = open_hands(server_desk)
    hands.window.outbox.open()
    hands.qtbot.waitUntil(lambda: not hands.window.outbox._rest.isActive())
    monkeypatch.setattr(QElapsedTimer, "elapsed", lambda _timer: 10_000)
    hands.window.outbox.watch.ordered.emit({})
    assert hands.window.outbox._rest.isActive()
    assert hands.window.outbox._rest.interval() >= 10_000
