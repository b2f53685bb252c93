"""What needs a person: both values side by side, and one question where there is nothing to compare."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel, QMenu, QPushButton

from tests.gui.outbox_hands import choose, edit, in_dispute, lose, panel, post, read, sync, tell, words_in
from tests.gui.window_hands import Hands
from tests.support.gui_desk import FULL_COLLECTION, Desk, MakeDesk
from todo_desktop.model.change import EntryState
from todo_desktop.model.errors import Problem
from todo_desktop.model.permissions import Grant, Permissions
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.sync import plan

OpenHands = Callable[[Desk], Hands]


def test_a_conflict_shows_both_values_with_who_and_when(connected: Hands) -> None:
    in_dispute(connected)
    assert connected.text("statusParked") == "1 needs you"
    connected.press("statusParked")
    said = words_in(connected.part("choice-title"))
    assert said.splitlines() == [
        "Title", "Yours, just now", "Mine", "On the server: user 5, 2 min ago", "Theirs", "Both", "Theirs / Mine",
    ]  # fmt: skip
    mark = len(connected.model.columns) - 1
    assert "Title: “Mine” here, “Theirs” on the server." in connected.model.tooltip_text(0, mark)


def test_how_long_ago_both_values_were_written_goes_on_while_they_are_looked_at(connected: Hands) -> None:
    in_dispute(connected)
    connected.press("statusParked")
    choice = connected.part("choice-title")
    connected.desk.now += 60_000
    said = ("Yours, 1 min ago", "On the server: user 5, 3 min ago")
    connected.qtbot.waitUntil(lambda: all(each in words_in(choice).splitlines() for each in said))
    assert connected.part("choice-title") is choice, "what is looked at, and may have the focus, stays"


def test_a_conflict_is_settled_field_by_field(connected: Hands) -> None:
    todo_id = in_dispute(connected)
    connected.press("statusParked")
    choose(connected, "title", "takeTheirs")
    assert connected.titles[0] == "Theirs"
    assert connected.text("statusParked") == "1 needs you"
    choose(connected, "tags", "takeBoth")
    assert connected.value(0, "tags") == ["work", "home"]
    assert not connected.part("statusParked").isVisible()
    assert [e.wanted for e in connected.desk.queries.entries_of(todo_id)] == [{"tags": ["work", "home"]}]


@pytest.mark.parametrize(("button", "title"), [("takeAllMine", "Mine"), ("takeAllTheirs", "Theirs")])
def test_a_todo_is_settled_at_once(connected: Hands, button: str, title: str) -> None:
    in_dispute(connected)
    connected.press("statusParked")
    connected.press(button)
    assert connected.titles[0] == title
    assert not connected.part("statusParked").isVisible()


@pytest.mark.parametrize(("action", "titles"), [("settleAllMine", ["Mine"] * 2), ("settleAllTheirs", ["Theirs"] * 2)])
def test_all_todos_are_settled_at_once_and_that_can_be_undone(connected: Hands, action: str, titles: list[str]) -> None:
    in_dispute(connected, 0)
    in_dispute(connected, 1)
    connected.press("statusParked")
    menu = connected.window.findChild(QMenu, "menuSettleAll")
    assert isinstance(menu, QMenu)
    next(act for act in menu.actions() if act.objectName() == action).trigger()
    connected.settle()
    assert connected.titles == titles
    assert not connected.part("statusParked").isVisible()
    connected.window.actions_.undo.trigger()
    connected.settle()
    assert connected.titles == ["Mine", "Mine"]
    assert connected.text("statusParked") == "2 need you"


@pytest.mark.parametrize(("button", "left"), [("insist", ["Mine", "Call Ana"]), ("giveIn", ["Call Ana"])])
def test_an_edited_todo_that_is_gone_is_brought_back_or_let_go(connected: Hands, button: str, left: list[str]) -> None:
    todo_id = edit(connected, 0, {"title": "Mine"})
    lose(connected, todo_id)
    connected.press("statusParked")
    assert connected.button_text("insist") == "Bring it back"
    assert connected.button_text("giveIn") == "Let it go"
    connected.press(button)
    assert connected.titles == left


@pytest.mark.parametrize(("button", "left"), [("insist", ["Call Ana"]), ("giveIn", ["Pay rent", "Call Ana"])])
def test_a_delete_that_meets_a_change_is_carried_out_or_given_up(
    connected: Hands, button: str, left: list[str]
) -> None:
    todo_id = connected.model.id_at(0)
    connected.desk.service.delete([todo_id])
    read(connected, todo_id, priority="high")
    connected.press("statusParked")
    assert connected.text("changeReason") == (
        "You deleted this todo, but somebody has changed it since: Priority “High”. It is kept until you choose."
    )
    assert connected.button_text("insist") == "Delete anyway"
    assert connected.button_text("giveIn") == "Keep it"
    connected.press(button)
    connected.qtbot.waitUntil(lambda: connected.titles == left)


@pytest.mark.parametrize("button", ["insist", "giveIn"])
def test_a_new_todo_that_may_have_arrived_is_sent_again_or_is_there_already(connected: Hands, button: str) -> None:
    (todo_id,) = connected.desk.service.add({"title": "New"}).added
    sync(connected, todo_id, lambda entry: entry.parked(Problem.AMBIGUOUS_CREATE))
    connected.press("statusParked")
    assert connected.button_text("insist") == "Send it again"
    assert connected.button_text("giveIn") == "It is there already"
    connected.press(button)
    entries = connected.desk.queries.entries_of(todo_id)
    assert [entry.state for entry in entries] == ([EntryState.WAITING] if button == "insist" else [])
    assert ("New" in connected.titles) is (button == "insist")


@pytest.mark.parametrize(
    ("rights", "because"),
    [
        (Permissions(), "it kept its own value."),
        (Permissions(update=Grant(fields=frozenset({"title"}))), "your role may not write it."),
    ],
)
def test_a_refused_field_is_marked_on_its_cell_and_says_why(
    make_desk: MakeDesk, open_hands: OpenHands, rights: Permissions, because: str
) -> None:
    desk = make_desk(FULL_COLLECTION)
    desk.fill([{"title": "Pay rent", "priority": "low"}])
    hands = open_hands(desk)
    todo_id = edit(hands, 0, {"priority": "high"})
    desk.store.save_schema(desk.list.id, FULL_COLLECTION, rights)
    desk.service.reload_list()
    sync(hands, todo_id, lambda entry: entry.parked(Problem.FIELD_REFUSED))
    assert hands.model.cell(0, hands.column("priority")).trouble
    assert not hands.model.cell(0, hands.column("title")).trouble
    said = f"The server did not accept “Priority”: {because}"
    assert said in hands.model.tooltip_text(0, hands.column("priority"))
    hands.press("statusParked")
    assert hands.text("changeReason") == said


def test_a_value_whose_column_was_dropped_is_shown_with_the_reason(make_desk: MakeDesk, open_hands: OpenHands) -> None:
    desk = make_desk(FULL_COLLECTION)
    desk.fill([{"title": "Pay rent", "notes": "old"}])
    hands = open_hands(desk)
    todo_id = edit(hands, 0, {"notes": "mine"})
    without = replace(FULL_COLLECTION, fields=tuple(f for f in FULL_COLLECTION.fields if f.name != "notes"))
    desk.store.save_schema(desk.list.id, without, Permissions())
    desk.service.reload_list()
    held = desk.worker.held([todo_id])[todo_id]
    row = {name: value for name, value in (held.base or {}).items() if name != "notes"}
    desk.worker.put(plan.on_read(held, row, without))
    tell(hands, todo_id)
    hands.press("statusParked")
    said = [label.text() for label in hands.part("choice-notes").findChildren(QLabel)]
    assert said[2::2] == ["mine", "The column is gone"]
    give_up = hands.part("takeServer")
    assert isinstance(give_up, QPushButton)
    assert give_up.text() == "Let mine go"
    assert hands.text("changeReason") == "The server has no column “notes” any more. Your value is kept here."
    hands.press("takeServer")
    assert desk.queries.entries_of(todo_id) == ()


@pytest.mark.parametrize(("button", "value", "left"), [("keepTrying", "high", 1), ("takeServer", "low", 0)])
def test_a_refused_field_is_tried_again_or_given_up(
    server_desk: Desk, open_hands: OpenHands, button: str, value: str, left: int
) -> None:
    server_desk.fill([{"title": "Pay rent", "priority": "low"}])
    hands = open_hands(server_desk)
    todo_id = edit(hands, 0, {"priority": "high"})
    sync(hands, todo_id, lambda entry: entry.parked(Problem.FIELD_REFUSED))
    hands.press("statusParked")
    choose(hands, "priority", button)
    assert hands.value(0, "priority") == value
    assert len(hands.desk.queries.entries_of(todo_id)) == left
    assert not hands.model.cell(0, hands.column("priority")).trouble


def test_what_is_being_decided_stays_while_other_changes_come_and_go(connected: Hands) -> None:
    in_dispute(connected, 0)
    connected.press("statusParked")
    panel(connected).detail.take_focus()
    focused = connected.window.focusWidget()
    edit(connected, 1, {"priority": "high"})
    post(connected, SyncStatus(Phase.SYNCING))
    assert connected.window.focusWidget() is focused
    assert connected.text("changeText") == "Change “Pay rent”: Title “Mine”, Tags “home”"


@pytest.mark.parametrize(("size", "whole"), [((1280, 1000), True), ((1280, 720), False), ((640, 760), False)])
def test_what_is_to_be_decided_is_seen_whole_as_far_as_the_window_allows(
    connected: Hands, size: tuple[int, int], whole: bool
) -> None:
    connected.window.resize(*size)
    todo_id = edit(connected, 0, {"title": "Mine", "estimate": 1})
    read(connected, todo_id, title="Theirs", estimate=2)
    shown = panel(connected)
    connected.qtbot.waitUntil(lambda: (shown.detail.verticalScrollBar().maximum() == 0) == whole)
    room = shown.height() + connected.window.pane.height()
    assert whole or shown.height() > room * 55 // 100
    assert connected.view.height() > 60
