"""A list that may only be read says so where one looks, and nothing else is hidden by that."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.gui.conftest import OpenHands
from tests.support.gui_desk import FULL_COLLECTION, MakeDesk
from todo_desktop.model.permissions import FORBIDDEN, Permissions


def test_the_status_stays_in_sight_while_the_pointer_is_over_a_cell(make_desk: MakeDesk, open_hands: OpenHands) -> None:
    desk = make_desk(FULL_COLLECTION, Permissions(create=FORBIDDEN, update=FORBIDDEN, destroy=FORBIDDEN))
    desk.fill([{"title": "Pay rent"}])
    hands = open_hands(desk)
    for x in (200, 240):
        QTest.mouseMove(hands.view.viewport(), QPoint(x, 12))
    assert hands.part("statusConnection").isVisible()
    assert not hands.model.index(0, hands.column("title")).data(Qt.ItemDataRole.StatusTipRole)
    assert hands.window.status.currentMessage() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Delete])
def test_a_key_for_what_the_role_may_not_do_is_answered_with_the_reason(
    make_desk: MakeDesk, open_hands: OpenHands, key: Qt.Key
) -> None:
    desk = make_desk(FULL_COLLECTION, Permissions(create=FORBIDDEN, update=FORBIDDEN, destroy=FORBIDDEN))
    desk.fill([{"title": "Pay rent"}])
    hands = open_hands(desk)
    hands.view.select_row(0)
    hands.view.setFocus()
    QTest.keyClick(hands.view, key)
    note = hands.part("editorNote")
    assert isinstance(note, QLabel)
    assert note.isVisible()
    assert "role" in note.text()
    QTest.keyClick(hands.view, Qt.Key.Key_Down)
    assert not note.isVisible(), "it goes with the next key"
