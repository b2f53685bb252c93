"""Todos that are missing on the server all at once, and what was removed: nothing goes without a way back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QTableView

from tests.gui.window_hands import Hands
from tests.support.gui_desk import NOW, Desk
from todo_desktop.model.errors import Problem
from todo_desktop.model.status import Phase, SyncStatus

OpenHands = Callable[[Desk], Hands]
PADDING = 14
"""At either side of a button's word."""
MISSING = SyncStatus(Phase.PAUSED, Problem.MASS_REMOVAL, "12")


@pytest.fixture
def connected(server_desk: Desk, open_hands: OpenHands) -> Hands:
    server_desk.fill([{"title": "Pay rent"}, {"title": "Call Ana"}, {"title": "Water the plants"}])
    return open_hands(server_desk)


def post(hands: Hands, status: SyncStatus) -> None:
    with hands.qtbot.waitSignal(hands.desk.bridge.status):
        hands.desk.bridge.post_status(status)
    hands.settle()


@pytest.mark.parametrize(
    ("button", "answer"), [("massRemovalKeep", "bring back 12"), ("massRemovalRemove", "remove 12")]
)
def test_many_missing_todos_are_asked_about_in_a_bar(connected: Hands, button: str, answer: str) -> None:
    post(connected, MISSING)
    assert connected.part("massRemovalBar").isVisible()
    assert connected.text("massRemovalText").startswith("12 todos are gone from demo.example all at once.")
    answers = [connected.button_text(name).lower() for name in ("massRemovalKeep", "massRemovalRemove")]
    assert all(words in connected.text("massRemovalText").lower() for words in answers), "as its buttons say it"
    assert not connected.part("noticeBar").isVisible()
    connected.add("Goes on meanwhile")
    connected.press(button)
    assert connected.desk.control.answers == [answer]
    assert not connected.part("massRemovalBar").isVisible()


def test_the_question_can_be_put_off_and_taken_up_again(connected: Hands) -> None:
    post(connected, MISSING)
    connected.press("massRemovalLater")
    assert not connected.part("massRemovalBar").isVisible()
    assert connected.desk.control.answers == []
    assert connected.button_text("statusAction") == "Review"
    connected.press("statusAction")
    assert connected.part("massRemovalBar").isVisible()


def test_the_question_goes_when_the_todos_are_back(connected: Hands) -> None:
    post(connected, MISSING)
    post(connected, SyncStatus(Phase.IDLE, last_sync=NOW))
    assert not connected.part("massRemovalBar").isVisible()


def removed(hands: Hands) -> QDialog:
    hands.window.actions_.trash.trigger()
    found = hands.part("recentlyRemovedDialog")
    assert isinstance(found, QDialog)
    return found


def removed_view(hands: Hands) -> QTableView:
    found = hands.part("removedList")
    assert isinstance(found, QTableView)
    return found


def titles_in(view: QTableView) -> list[str]:
    model = view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
def test_what_the_server_removed_can_be_restored_under_its_id(connected: Hands) -> None:
    todo_id = connected.model.id_at(0)
    before = connected.desk.queries.held([todo_id])[todo_id].server_id
    connected.desk.remove([todo_id, connected.model.id_at(1)])
    connected.qtbot.waitUntil(lambda: connected.titles == ["Water the plants"])
    dialog = removed(connected)
    view = removed_view(connected)
    assert sorted(titles_in(view)) == ["Call Ana", "Pay rent"]
    assert view.model().index(0, 1).data() == "just now"
    assert not connected.part("removedRestore").isEnabled()
    view.selectRow(titles_in(view).index("Pay rent"))
    connected.press("removedRestore")
    assert sorted(connected.titles) == ["Pay rent", "Water the plants"]
    assert titles_in(view) == ["Call Ana"]
    held = connected.desk.queries.held([todo_id])[todo_id]
    assert (held.server_id, len(held.entries)) == (before, 1)
    dialog.close()


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
def test_the_button_that_restores_has_room_for_its_bold_word(connected: Hands) -> None:
    dialog = removed(connected)
    restore = connected.part("removedRestore")
    bold = QFont(restore.font())
    bold.setWeight(QFont.Weight.DemiBold)
    assert restore.width() >= QFontMetrics(bold).horizontalAdvance("Restore") + 2 * PADDING
    dialog.close()


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
def test_everything_can_be_restored_at_once(connected: Hands) -> None:
    connected.desk.remove([connected.model.id_at(row) for row in range(3)])
    connected.qtbot.waitUntil(lambda: connected.titles == [])
    dialog = removed(connected)
    view = removed_view(connected)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    connected.press("removedRestore")
    assert len(connected.titles) == 3
    assert connected.text("removedHint") == "Nothing was removed in the last 30 days."
    dialog.close()
    connected.window.actions_.undo.trigger()
    connected.settle()
    assert connected.titles == []


@pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")
def test_what_was_removed_since_it_was_opened_is_there_when_it_is_asked_for_again(connected: Hands) -> None:
    dialog = removed(connected)
    connected.desk.remove([connected.model.id_at(0)])
    assert removed(connected) is dialog
    assert titles_in(removed_view(connected)) == ["Pay rent"]
    dialog.close()


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
def test_what_undo_brings_back_is_not_listed_any_more(connected: Hands) -> None:
    connected.click(0, "title")
    connected.window.actions_.delete.trigger()
    connected.desk.remove([next(iter(connected.desk.store.hidden(connected.desk.service.list.id)))])
    dialog = removed(connected)
    assert titles_in(removed_view(connected)) == ["Pay rent"]
    connected.window.actions_.undo.trigger()
    connected.settle()
    assert titles_in(removed_view(connected)) == []
    dialog.close()
