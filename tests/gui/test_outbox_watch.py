"""A long outbox is read on the reader thread, and what it says is never older than what was said before."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QElapsedTimer

from tests.gui.window_hands import Hands
from tests.support.gui_desk import Desk
from todo_desktop.gui import outbox_watch
from todo_desktop.gui.outbox_watch import OutboxWatch
from todo_desktop.gui.reader_thread import OutboxAnswer, ReaderThread

# Qt's off-screen platform says this of every further window.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Watched:
    """A watch whose reader thread does not run: answers come when the test hands them over."""

    def __init__(self, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
        desk = hands.desk
        self._monkeypatch = monkeypatch
        self._list_id = desk.list.id
        self._reader = ReaderThread(desk.open_reader, hands.window)
        self.watch = OutboxWatch(desk.service, desk.queries, self._reader, hands.window)
        self.counted: list[tuple[int, int]] = []
        self.ordered: list[dict[int, int]] = []
        self.watch.counted.connect(lambda waiting, parked: self.counted.append((waiting, parked)))
        self.watch.ordered.connect(self.ordered.append)

    def call_long(self, from_todos: int) -> None:
        """An outbox of more than so many todos is long."""
        self._monkeypatch.setattr(outbox_watch, "_LITTLE", from_todos)

    def answer(self, waiting: int, order: dict[int, int] | None = None) -> None:
        self._reader.outbox_read.emit(OutboxAnswer(self._list_id, waiting, 0, order))


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


def test_an_open_panel_rests_after_a_long_answer_in_proportion(
    server_desk: Desk, open_hands: Callable[[Desk], Hands], monkeypatch: pytest.MonkeyPatch
) -> None:
    server_desk.fill([{"title": "Pay rent"}])
    hands = open_hands(server_desk)
    hands.window.outbox.open()
    hands.qtbot.waitUntil(lambda: not hands.window.outbox._rest.isActive())
    monkeypatch.setattr(QElapsedTimer, "elapsed", lambda _timer: 10_000)
    hands.window._watch.ordered.emit({})
    assert hands.window.outbox._rest.isActive()
    assert hands.window.outbox._rest.interval() >= 10_000
