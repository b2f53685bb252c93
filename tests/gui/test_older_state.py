"""A server that was put back to a backup: the window says how many todos went back, and what they held is restored."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtWidgets import QDialog, QTableView, QToolButton

from tests.gui.window_hands import Hands
from tests.support.gui_desk import NOW, Desk
from todo_desktop.model.changes import Changes

TITLES = ["Pay rent", "Call Ana", "Water the plants"]


@pytest.fixture
def connected(server_desk: Desk, open_hands: Callable[[Desk], Hands]) -> Hands:
    server_desk.fill([{"title": title} for title in TITLES])
    return open_hands(server_desk)


def go_back(hands: Hands, titles: Sequence[str]) -> None:
    """The sync reads these todos in an older state, of the same titles with a question mark."""
    desk = hands.desk
    for title in titles:
        todo_id = hands.model.id_at(hands.titles.index(title))
        held = desk.store.held([todo_id])[todo_id]
        desk.store.keep_state(held, NOW)
        desk.receive([{**held.values, "title": f"{title}?"}])
        with hands.qtbot.waitSignal(desk.bridge.changes):
            desk.bridge.post_changes(Changes(held.list_id, went_back=frozenset({todo_id})))
    hands.settle()


def test_how_many_todos_went_back_is_said_until_that_is_dismissed(connected: Hands) -> None:
    go_back(connected, ["Pay rent"])
    said = "A todo is in an older state on the server than it was before. "
    kept = "What was there before is kept for 30 days and can be restored."
    assert connected.text("noticeText") == said + kept
    go_back(connected, ["Call Ana"])
    assert connected.text("noticeText").startswith("2 todos are in an older state on the server than they were before.")
    dismiss = connected.part("noticeDismiss")
    assert isinstance(dismiss, QToolButton)
    dismiss.click()
    assert not connected.part("noticeBar").isVisible()
    go_back(connected, ["Water the plants"])
    assert connected.text("noticeText").startswith("A todo is ")


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
def test_what_they_held_is_restored_from_the_notice_and_can_be_undone(connected: Hands) -> None:
    go_back(connected, ["Pay rent", "Call Ana"])
    assert connected.button_text("noticeAction") == "Recently removed"
    connected.press("noticeAction")
    dialog, view = connected.part("recentlyRemovedDialog"), connected.part("removedList")
    assert isinstance(dialog, QDialog)
    assert isinstance(view, QTableView)
    rows = [str(view.model().index(row, 0).data()) for row in range(2)]
    assert rows == ["Call Ana (before it went back)", "Pay rent (before it went back)"]
    view.selectRow(1)
    connected.press("removedRestore")
    assert sorted(connected.titles) == ["Call Ana?", "Pay rent", "Water the plants"]
    assert view.model().rowCount() == 1
    dialog.close()
    connected.window.actions_.undo.trigger()
    connected.settle()
    assert sorted(connected.titles) == ["Call Ana?", "Pay rent?", "Water the plants"]
