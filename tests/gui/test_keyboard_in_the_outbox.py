"""Changes on their way, with the keyboard alone: the order in which Tab goes, and who has the keys after a decision."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.gui.outbox_hands import edit, in_dispute, panel, post, read
from tests.gui.window_hands import Hands
from todo_desktop.model.errors import Problem
from todo_desktop.model.status import Phase, SyncStatus


def button(hands: Hands, field: str, name: str) -> QPushButton:
    found = hands.part(f"choice-{field}").findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def names_on_the_way(hands: Hands, steps: int) -> list[str]:
    """What has the keys after each press of Tab."""
    found = []
    for _ in range(steps):
        hands.key(Qt.Key.Key_Tab)
        found.append(hands.window.focusWidget().objectName())
    return found


def test_tab_leads_from_the_change_to_what_is_to_be_decided_and_then_to_the_rest(connected: Hands) -> None:
    in_dispute(connected)
    shown = panel(connected)
    assert shown.view.hasFocus()
    assert names_on_the_way(connected, 10) == [
        "takeMine", "takeTheirs", "takeBoth", "takeMine", "takeTheirs", "takeBoth", "takeAllMine", "takeAllTheirs",
        "changeEdit", "changeDiscard",
    ]  # fmt: skip


def test_what_has_the_keys_is_in_sight(connected: Hands) -> None:
    in_dispute(connected)
    shown = panel(connected)
    shown.setFixedHeight(140)
    for _ in range(10):
        connected.key(Qt.Key.Key_Tab)
        widget = connected.window.focusWidget()
        connected.settle()
        assert widget.visibleRegion().boundingRect().height() > 10, widget.objectName()


def test_enter_presses_the_button_that_has_the_keys(connected: Hands) -> None:
    in_dispute(connected)
    panel(connected)
    button(connected, "title", "takeTheirs").setFocus()
    connected.key(Qt.Key.Key_Return)
    assert connected.titles[0] == "Theirs"


@pytest.mark.parametrize("first", ["takeTheirs", "takeBoth"])
def test_after_a_decision_the_keys_are_at_the_next_one(connected: Hands, first: str) -> None:
    in_dispute(connected)
    panel(connected)
    button(connected, "title", first).setFocus()
    connected.key(Qt.Key.Key_Space)
    connected.qtbot.waitUntil(lambda: button(connected, "tags", "takeMine").hasFocus())
    connected.key(Qt.Key.Key_Space)
    connected.qtbot.waitUntil(connected.part("outboxList").hasFocus)  # the change waits to be sent


def test_after_the_last_decision_the_keys_stay_in_the_panel(connected: Hands) -> None:
    todo_id = edit(connected, 0, {"title": "Mine"})
    read(connected, todo_id, title="Theirs")
    shown = panel(connected)
    connected.key(Qt.Key.Key_Return)
    assert button(connected, "title", "takeMine").hasFocus()
    button(connected, "title", "takeTheirs").setFocus()
    connected.key(Qt.Key.Key_Space)
    connected.qtbot.waitUntil(lambda: shown.model.rowCount() == 0)
    assert shown.isAncestorOf(connected.window.focusWidget())
    connected.key(Qt.Key.Key_Escape)
    assert connected.part("todoTable").hasFocus()


def ask_about_removal(hands: Hands) -> None:
    post(hands, SyncStatus(Phase.PAUSED, Problem.MASS_REMOVAL, "2"))


def hinder(hands: Hands) -> None:
    post(hands, SyncStatus(Phase.PAUSED, Problem.KEY_EXPIRED))


@pytest.mark.parametrize(
    ("say", "name"), [(ask_about_removal, "massRemovalKeep"), (hinder, "noticeAction")], ids=["question", "notice"]
)
def test_where_what_had_the_keys_goes_from_sight_the_list_has_them(
    connected: Hands, say: Callable[[Hands], None], name: str
) -> None:
    say(connected)
    connected.part(name).setFocus()
    post(connected, SyncStatus(Phase.IDLE))
    assert not connected.part(name).isVisible()
    assert connected.part("todoTable").hasFocus()


def test_the_key_that_opens_it_closes_it(connected: Hands) -> None:
    edit(connected, 0, {"title": "Mine"})
    connected.choose("actionOutbox")
    assert connected.part("outboxPanel").isVisible()
    connected.choose("actionOutbox")
    assert not connected.part("outboxPanel").isVisible()
    assert connected.part("todoTable").hasFocus()
