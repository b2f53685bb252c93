"""A disk that is full or fails: the window goes on showing the list, and nothing that was typed is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.window_hands import Hands
from tests.support.gui_desk import Desk
from todo_desktop.gui.message_action import MessageAction
from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.queries import TodoQueries
from todo_desktop.replica.database import FILE_NAME

OpenHands = Callable[[Desk], Hands]
FULL = "The disk is full, so nothing more can be stored. Free some space, then try again."
LONG = "x" * 9000


@pytest.fixture
def full(local: Hands) -> Hands:
    """The local list with three todos, on a disk without room for another page."""
    database = local.desk._database
    database.run(f"PRAGMA max_page_count = {database.value('PRAGMA page_count')}")
    return local


def make_room(hands: Hands) -> None:
    hands.desk._database.run("PRAGMA max_page_count = 1000000")


def test_what_was_typed_into_the_line_stays_there_until_there_is_room(full: Hands) -> None:
    full.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    line = full.window.pane.quick_add
    line.setText(LONG)
    full.key(Qt.Key.Key_Return)
    assert line.text() == LONG
    assert full.text("noticeText") == FULL
    assert full.titles == ["Pay rent", "Call Ana", "Water the plants"]
    make_room(full)
    full.key(Qt.Key.Key_Return)
    assert line.text() == ""
    assert len(full.titles) == 4


def test_an_editor_whose_value_cannot_be_stored_stays_open_and_says_why(full: Hands) -> None:
    full.double_click(0, "title")
    full.editor.setProperty("text", LONG)
    QTest.keyClick(full.editor, Qt.Key.Key_Return)
    assert full.editor.value() == LONG
    assert full.text("editorNote") == FULL
    make_room(full)
    QTest.keyClick(full.editor, Qt.Key.Key_Return)
    full.settle()
    assert full.value(0, "title") == LONG


def test_an_edit_that_was_refused_cannot_be_undone(full: Hands) -> None:
    before = full.desk.service.undo_step
    full.window.pane.quick_add.setText(LONG)
    full.window.pane.quick_add.setFocus()
    full.key(Qt.Key.Key_Return)
    assert full.desk.service.undo_step == before


def test_rows_that_cannot_be_read_are_said_once_with_a_button_that_repairs(desk: Desk, open_hands: OpenHands) -> None:
    desk.fill([{"title": f"Todo {number}", "notes": "n" * 900} for number in range(60)])
    hands = open_hands(desk)
    desk._worker_database.checkpoint()
    (root,) = desk._database.row("SELECT rootpage FROM sqlite_master WHERE name = 'todo'") or (0,)
    path = desk.folder / FILE_NAME
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    path.write_bytes(content)
    desk._database.run("PRAGMA shrink_memory")
    hands.model.refresh_all()
    hands.qtbot.waitUntil(hands.part("noticeBar").isVisible)
    assert hands.text("noticeText").startswith("The file that holds the todos on this computer is damaged.")
    with hands.qtbot.waitSignal(hands.window.problem_action_requested) as asked:
        hands.press("noticeAction")
    assert asked.args == [MessageAction.REPAIR]


def test_a_window_whose_replica_cannot_be_read_says_why_until_it_can(
    desk: Desk, open_hands: OpenHands, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.fill([{"title": "Pay rent"}])
    readable, open_reader = Event(), desk.open_reader

    @contextmanager
    def reluctant() -> Iterator[TodoQueries]:
        if not readable.is_set():
            raise StorageError(Problem.DISK_ERROR)
        with open_reader() as queries:
            yield queries

    monkeypatch.setattr(desk, "open_reader", reluctant)
    hands = open_hands(desk)
    hands.window.pane.contents.search("rent")
    hands.qtbot.waitUntil(hands.part("noticeBar").isVisible)
    assert hands.text("noticeText").startswith("The disk could not be read or written.")
    readable.set()
    hands.qtbot.waitUntil(lambda: not hands.part("noticeBar").isVisible())
    hands.qtbot.waitUntil(lambda: hands.titles == ["Pay rent"])
