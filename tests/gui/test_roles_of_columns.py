"""Which column is the title, the checkbox for done and so on can be said in its menu, and stays so."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from tests.gui.conftest import OpenHands
from tests.gui.window_hands import Hands
from tests.support.gui_desk import FULL_COLLECTION, Desk
from todo_desktop.gui.todo_table.columns import Part


@pytest.fixture
def hands(server_desk: Desk, open_hands: OpenHands) -> Hands:
    server_desk.fill(
        [
            {"title": "Pay rent", "notes": "Of June", "completed": True, "flagged": False},
            {"title": "Call Ana", "notes": "At noon", "completed": False, "flagged": True},
        ]
    )
    return open_hands(server_desk)


def offered(hands: Hands, field: str) -> dict[str, QAction]:
    """The roles that the menu of columns offers for that of the current cell, by their words."""
    hands.view.setCurrentIndex(hands.model.index(0, hands.column(field)))
    menu = hands.window.actions_.columns_menu
    menu.aboutToShow.emit()
    roles = [action.menu() for action in menu.actions() if isinstance(action.menu(), QMenu)]
    return {action.text(): action for found in roles if isinstance(found, QMenu) for action in found.actions()}


def choose(hands: Hands, field: str, role: str) -> None:
    offered(hands, field)[role].trigger()
    hands.settle()
    hands.window.actions_.columns_menu.aboutToHide.emit()


def test_another_column_becomes_the_checkbox_for_done(hands: Hands) -> None:
    choose(hands, "flagged", "Checkbox for done")
    assert hands.field_of(Part.DONE) == "flagged"
    hands.press("filterDone")
    assert hands.titles == ["Call Ana"]


def test_another_column_becomes_the_title(hands: Hands) -> None:
    choose(hands, "notes", "Title")
    assert hands.titles == ["Of June", "At noon"]


def test_the_menu_shows_what_a_column_is_and_takes_that_away(hands: Hands) -> None:
    assert offered(hands, "due")["Due date"].isChecked()
    choose(hands, "due", "Due date")
    assert hands.desk.service.list.collection.roles.due == ""
    assert not offered(hands, "due")["Due date"].isChecked()


def test_a_list_always_has_a_title(hands: Hands) -> None:
    assert not offered(hands, "title")["Title"].isEnabled()


def test_a_column_that_fits_no_role_offers_none(hands: Hands) -> None:
    assert offered(hands, "cost") == {}


def test_the_choice_outlives_a_sync_that_reads_the_schema_again(hands: Hands) -> None:
    choose(hands, "flagged", "Checkbox for done")
    desk = hands.desk
    assert desk.worker.save_schema(desk.list.id, FULL_COLLECTION, desk.list.permissions) is False
    assert desk.worker.todo_list(desk.list.id).collection.roles.done == "flagged"


def test_rows_are_read_rightly_before_they_are_moved_and_after(hands: Hands) -> None:
    choose(hands, "flagged", "Checkbox for done")
    values = [hands.value(row, "flagged") for row in range(2)]
    while hands.desk.worker.maintain():
        pass
    hands.desk.bridge.post_changes(hands.desk.receive([]))
    assert [hands.value(row, "flagged") for row in range(2)] == values == [False, True]
    assert [hands.value(row, "completed") for row in range(2)] == [True, False]


def test_a_role_that_is_chosen_right_after_another_one_has_its_turn_once_the_rows_are_in_order(hands: Hands) -> None:
    choose(hands, "flagged", "Checkbox for done")
    offered(hands, "completed")["Checkbox for done"].trigger()
    assert hands.window.pane.commands.busy, "the window goes on"
    hands.qtbot.waitUntil(lambda: not hands.window.pane.commands.busy)
    hands.settle()
    assert hands.field_of(Part.DONE) == "completed"
