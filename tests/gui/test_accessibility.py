"""What an assistive program is told of the window, and what it can do there without a mouse and without keys."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from tests.gui.outbox_hands import edit, sync
from tests.gui.window_hands import Hands
from tests.support.gui_desk import Desk
from todo_desktop.model.errors import Problem

TOGGLE = "Toggle"


@pytest.fixture
def hands(server_desk: Desk, open_hands: Callable[[Desk], Hands]) -> Hands:
    server_desk.fill([{"title": title, "flagged": False} for title in ("Pay rent", "Call Ana", "Buy milk")])
    return open_hands(server_desk)


def cell(hands: Hands, name: str, row: int = 0) -> QAccessibleInterface:
    table = QAccessible.queryAccessibleInterface(hands.view)
    parts = [table.child(place) for place in range(table.childCount())]
    found = [part for part in parts if part.text(QAccessible.Text.Name).startswith(name)]
    assert len(found) > row, f"there is no {name}"
    return found[row]


def description(part: QAccessibleInterface) -> str:
    return part.text(QAccessible.Text.Description)


@pytest.mark.parametrize("field", ["completed", "flagged"])
def test_a_checkbox_that_a_program_presses_is_ticked_and_the_selection_stays(hands: Hands, field: str) -> None:
    hands.click(1, "title")
    label = hands.model.columns[hands.column(field)].label
    for expected in (True, False):
        part = cell(hands, f"{label}: ", row=2)
        part.actionInterface().doAction(TOGGLE)
        hands.settle()
        assert hands.value(2, field) is expected
        assert bool(cell(hands, f"{label}: ", row=2).state().checked) is expected
    assert hands.selected == ["Call Ana"]


def test_any_other_cell_that_a_program_presses_selects_its_row(hands: Hands) -> None:
    cell(hands, "Title: Call Ana").actionInterface().doAction(TOGGLE)
    assert hands.selected == ["Call Ana"]
    cell(hands, "Title: Call Ana").actionInterface().doAction(TOGGLE)
    assert hands.selected == []


def test_a_press_on_a_column_heading_selects_nothing(hands: Hands) -> None:
    hands.click(1, "title")
    header = hands.view.header
    place = header.sectionViewportPosition(hands.column("title")) + 30
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 10))
    hands.settle()
    assert hands.selected == ["Call Ana"]


def test_why_a_todo_is_marked_and_a_cell_in_dispute_is_told(hands: Hands) -> None:
    refused = edit(hands, 0, {"title": "Refused"})
    sync(hands, refused, lambda entry: entry.parked(Problem.FIELD_REFUSED))
    assert cell(hands, "State: ").text(QAccessible.Text.Name) == "State: Could not be sent"
    assert "did not accept" in description(cell(hands, "State: "))
    assert "did not accept" in description(cell(hands, "Title: Refused"))
    assert cell(hands, "State: ", row=1).text(QAccessible.Text.Name) == "State: "
    assert description(cell(hands, "Title: Call Ana")) == ""
    assert "filled in by itself" in description(cell(hands, "Created at: "))


def test_what_is_typed_is_added_by_a_press_on_new_todo(hands: Hands) -> None:
    quick_add = hands.window.pane.quick_add
    quick_add.setText("Water the plants")
    hands.press("newButton")
    assert "Water the plants" in hands.titles
    assert quick_add.text() == ""
    assert quick_add.hasFocus()


def test_new_todo_asks_for_words_where_none_are_typed(hands: Hands) -> None:
    hands.press("newButton")
    assert len(hands.titles) == 3
    assert hands.window.pane.quick_add.hasFocus()


@pytest.mark.parametrize("menu", ["menuFile", "menuEdit", "menuView", "menuHelp"])
def test_each_entry_of_a_menu_has_a_letter_of_its_own(hands: Hands, menu: str) -> None:
    part = hands.part(menu)
    assert isinstance(part, QMenu)
    entries = [action.text() for action in part.actions() if not action.isSeparator()]
    letters = [text.partition("&")[2][:1].lower() for text in entries]
    assert "" not in letters
    assert len(set(letters)) == len(letters), entries
