"""A list that may only be read says so where one looks, and nothing else is hidden by that."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

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
