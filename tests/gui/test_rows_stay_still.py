"""A notice that comes or goes moves no row away from under the pointer; where it has to, no click hits another."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest

from tests.gui.window_hands import Hands
from tests.support.gui_desk import Desk
from todo_desktop.gui.todo_table import still_rows

OpenHands = Callable[[Desk], Hands]


@pytest.fixture
def many(desk: Desk, open_hands: OpenHands) -> Hands:
    """More rows than there is room for."""
    desk.fill([{"title": f"Todo {number:02}"} for number in range(60)])
    return open_hands(desk)


@pytest.fixture
def few(desk: Desk, open_hands: OpenHands) -> Hands:
    desk.fill([{"title": f"Todo {number}"} for number in range(6)])
    return open_hands(desk)


def point_at(hands: Hands, row: int) -> QPoint:
    """Move the pointer over the title of that row; where that is on the screen."""
    place = hands.cell(row, "title").center()
    QTest.mouseMove(hands.view.viewport(), place)
    hands.qtbot.waitUntil(hands.view.viewport().underMouse)
    return hands.view.viewport().mapToGlobal(place)


def at(hands: Hands, where: QPoint) -> str:
    """The title of the row that is there."""
    return hands.titles[hands.view.rowAt(hands.view.viewport().mapFromGlobal(where).y())]


def warn(hands: Hands) -> None:
    hands.window.notices.warn("Something could not be done.")
    hands.qtbot.waitUntil(lambda: hands.window.notices.height() > 0)
    hands.settle()


def dismiss(hands: Hands) -> None:
    hands.press_tool("noticeDismiss")
    hands.qtbot.waitUntil(lambda: hands.window.notices.height() == 0)
    hands.settle()


def click(hands: Hands, where: QPoint) -> None:
    hands.click_at(hands.view.viewport(), hands.view.viewport().mapFromGlobal(where))


@pytest.mark.parametrize("scrolled", [0, 300, 10_000])
def test_a_notice_leaves_the_row_under_the_pointer_there(many: Hands, scrolled: int) -> None:
    bar = many.view.verticalScrollBar()
    bar.setValue(scrolled)
    many.settle()
    before = bar.value()
    where = point_at(many, many.view.rowAt(200))
    row = at(many, where)
    warn(many)
    assert at(many, where) == row
    click(many, where)
    assert many.selected == [row], "and it can be clicked at once"
    dismiss(many)
    assert at(many, where) == row
    assert bar.value() == before


def test_the_first_row_is_in_sight_again_once_a_notice_was_dismissed(many: Hands) -> None:
    point_at(many, 4)
    warn(many)
    assert many.view.verticalScrollBar().value() > 0
    QTest.mouseMove(many.part("noticeDismiss"))
    dismiss(many)
    assert many.view.verticalScrollBar().value() == 0


def test_nobody_who_points_elsewhere_loses_sight_of_the_first_row(many: Hands) -> None:
    rows = many.view.viewport()
    QCursor.setPos(many.part("listTitle").mapToGlobal(QPoint(2, 2)))
    many.qtbot.waitUntil(lambda: not rows.rect().contains(rows.mapFromGlobal(QCursor.pos())))
    warn(many)
    assert many.view.verticalScrollBar().value() == 0


def test_a_click_in_the_moment_in_which_rows_had_to_move_hits_none(few: Hands) -> None:
    where = point_at(few, 3)
    warn(few)
    assert at(few, where) != "Todo 3", "a short list cannot be scrolled"
    click(few, where)
    assert few.selected == []
    few.qtbot.waitUntil(lambda: clicked_again(few, where) == [at(few, where)])


def clicked_again(hands: Hands, where: QPoint) -> list[str]:
    click(hands, where)
    return hands.selected


def test_a_press_in_that_moment_is_no_half_of_a_click_later(few: Hands) -> None:
    where = point_at(few, 3)
    warn(few)
    rows = few.view.viewport()
    guard = rows.findChild(still_rows.ClickGuard)
    assert guard is not None
    assert guard.lasts
    box = QPoint(few.cell(3, "completed").center().x(), rows.mapFromGlobal(where).y())
    QTest.mousePress(rows, Qt.MouseButton.LeftButton, pos=box)
    few.qtbot.waitUntil(lambda: not guard.lasts)
    QTest.mouseRelease(rows, Qt.MouseButton.LeftButton, pos=box)
    assert few.selected == []
    few.click(3, "title")
    assert few.selected == ["Todo 3"], "and then all is as ever"
