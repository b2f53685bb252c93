"""Todos are moved and copied to a list of another server: from the menus, and by dragging."""

from urllib.parse import urlsplit

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
)

from tests.gui.several_lists_hands import carry_to, choose, opened_both, row_of, settings_for_both, sidebar_of
from todo_desktop.gui.sidebar.delegate import SidebarDelegate
from todo_desktop.gui.sidebar.dragging import packed, unpacked
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.running import Starter

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

LATER = "2026-01-02T10:00:00.000Z"


def _with_its_server(site: FakeList) -> str:
    """What it is called where another list has the same name."""
    return f"{site.collection} ({urlsplit(site.base_url).netloc})"


def test_a_todo_is_moved_to_another_server_and_goes_from_the_first_once_it_is_there(
    start_todo_desktop: Starter, here: FakeList, there: FakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("todo_desktop.service.editor.UNDO_MS", 0)
    running = opened_both(start_todo_desktop, here, there)
    running.list.select("Of this server")
    carry_to(running, "menuMoveTo", there)
    running.list.wait_for()
    assert running.hands.text("undoText") == f"Todo moved to “{_with_its_server(there)}”."
    waits = running.hands.qtbot.waitUntil
    waits(lambda: len(there.table.rows) == 2, timeout=10_000)
    waits(lambda: len(here.table.rows) == 0, timeout=10_000)
    choose(running, there)
    running.list.wait_for("Of the other server", "Of this server")


def test_undo_takes_a_move_back_before_anything_was_deleted(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    running = opened_both(start_todo_desktop, here, there)
    running.list.select("Of this server")
    carry_to(running, "menuMoveTo", there)
    running.list.wait_for()
    running.list.undo()
    running.list.wait_for("Of this server")
    assert len(here.table.rows) == 1


def test_a_copy_is_in_both_lists(start_todo_desktop: Starter, here: FakeList, there: FakeList) -> None:
    running = opened_both(start_todo_desktop, here, there)
    running.list.select("Of this server")
    carry_to(running, "menuCopyTo", there)
    assert running.hands.text("undoText") == f"Todo copied to “{_with_its_server(there)}”."
    running.hands.qtbot.waitUntil(lambda: len(there.table.rows) == 2, timeout=10_000)
    assert running.list.shown == ["Of this server"]
    assert len(here.table.rows) == 1


def test_where_todos_would_fall_is_shown_while_they_are_dragged(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    running = opened_both(start_todo_desktop, here, there)
    view = sidebar_of(running)
    delegate = view.itemDelegate()
    assert isinstance(delegate, SidebarDelegate)
    data, action = packed(running.window.pane.model.ids), Qt.DropAction.MoveAction
    press, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    aims = []
    for site in (there, here):
        place = view.visualRect(row_of(running, site)).center()
        QApplication.sendEvent(view.viewport(), QDragEnterEvent(place, action, data, press, keys))
        QApplication.sendEvent(view.viewport(), QDragMoveEvent(place, action, data, press, keys))
        aims.append(delegate.aim)
    assert aims == [row_of(running, there).row(), -1]


@pytest.mark.parametrize(
    ("action", "left"), [(Qt.DropAction.MoveAction, []), (Qt.DropAction.CopyAction, ["Of this server"])]
)
def test_todos_dropped_on_a_list_are_moved_and_with_ctrl_copied(
    start_todo_desktop: Starter, here: FakeList, there: FakeList, action: Qt.DropAction, left: list[str]
) -> None:
    running = opened_both(start_todo_desktop, here, there)
    view = sidebar_of(running)
    data = packed(running.window.pane.model.ids)
    place = QPointF(view.visualRect(row_of(running, there)).center())
    keys = Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(place, action, data, Qt.MouseButton.LeftButton, keys)
    QApplication.sendEvent(
        view.viewport(), QDragEnterEvent(place.toPoint(), action, data, Qt.MouseButton.LeftButton, keys)
    )
    QApplication.sendEvent(view.viewport(), drop)
    running.list.wait_for(*left)
    running.hands.qtbot.waitUntil(lambda: len(there.table.rows) == 2, timeout=10_000)


def test_todos_that_are_dragged_from_another_window_of_the_program_are_not_taken_for_those_of_this_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = packed([1, 2])
    assert unpacked(data) == [1, 2]
    monkeypatch.setattr("todo_desktop.gui.sidebar.dragging.QCoreApplication.applicationPid", lambda: 1)
    assert unpacked(data) == []


def test_rows_are_still_selected_by_dragging_over_them(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    here.write_row({"title": "Another", "createdAt": LATER, "updatedAt": LATER})
    running = start_todo_desktop(preferences=settings_for_both(here, there))
    running.list.wait_for("Of this server", "Another")
    running.hands.qtbot.waitUntil(running.window.actions_.next_list.isEnabled)
    view = running.window.pane.view
    view.clearSelection()
    first, second = (view.visualRect(view.model().index(row, 1)).center() for row in (0, 1))
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(view.viewport(), second)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=second)
    assert len(view.selected_ids()) == 2
