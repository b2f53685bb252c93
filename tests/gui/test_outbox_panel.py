"""Every change that is not on the server yet is in sight, in words, and can be retried, edited, discarded, decided."""

from collections.abc import Callable, Mapping

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget

from tests.gui.window_hands import Hands
from tests.support.gui_desk import FULL_COLLECTION, NOW, Desk, MakeDesk
from todo_desktop.gui.outbox.panel import OutboxPanel
from todo_desktop.model.change import Entry, EntryState
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import Problem
from todo_desktop.model.instants import to_instant
from todo_desktop.model.permissions import Grant, Permissions
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.model.values import Json
from todo_desktop.sync import plan

OpenHands = Callable[[Desk], Hands]


@pytest.fixture
def connected(server_desk: Desk, open_hands: OpenHands) -> Hands:
    """A server's list with two todos."""
    server_desk.fill([{"title": title, "priority": None} for title in ("Pay rent", "Call Ana")])
    return open_hands(server_desk)


def post(hands: Hands, status: SyncStatus) -> None:
    with hands.qtbot.waitSignal(hands.desk.bridge.status):
        hands.desk.bridge.post_status(status)
    hands.settle()


def sync(hands: Hands, todo_id: int, change: Callable[[Entry], Entry]) -> None:
    """As the sync moves the entries of a todo."""
    held = hands.desk.worker.held([todo_id])[todo_id]
    hands.desk.worker.put(replace(held, entries=tuple(change(entry) for entry in held.entries)))
    tell(hands, todo_id)


def read(hands: Hands, todo_id: int, **values: Json) -> None:
    """The sync reads the todo's row with these values: what was edited here too is in dispute."""
    held = hands.desk.worker.held([todo_id])[todo_id]
    row = {**(held.base or {}), "updatedAt": to_instant(NOW - 120_000), "updatedById": 5, **values}
    hands.desk.worker.put(plan.on_read(held, row, FULL_COLLECTION))
    tell(hands, todo_id)


def lose(hands: Hands, todo_id: int) -> None:
    """The sync finds the todo's row gone."""
    gone = plan.on_absent(hands.desk.worker.held([todo_id])[todo_id])
    assert gone is not None
    hands.desk.worker.put(gone)
    tell(hands, todo_id)


def tell(hands: Hands, todo_id: int) -> None:
    with hands.qtbot.waitSignal(hands.desk.bridge.changes):
        hands.desk.bridge.post_changes(Changes(hands.desk.list.id, changed=frozenset({todo_id}), outbox=True))
    hands.settle()


def edit(hands: Hands, row: int, values: Mapping[str, Json]) -> int:
    todo_id = hands.model.id_at(row)
    hands.desk.service.edit([todo_id], values)
    hands.settle()
    return todo_id


def panel(hands: Hands) -> OutboxPanel:
    hands.window.actions_.outbox.trigger()
    found = hands.part("outboxPanel")
    assert isinstance(found, OutboxPanel)
    return found


def lines(hands: Hands) -> list[str]:
    model = panel(hands).model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def words_in(part: QWidget) -> str:
    return "\n".join(label.text() for label in part.findChildren(QLabel))


def test_each_change_is_told_in_words(connected: Hands) -> None:
    service = connected.desk.service
    ids = [connected.model.id_at(row) for row in (0, 1)]
    service.edit([ids[0]], {"title": "Pay the rent"})
    service.edit([ids[1]], {"completed": True, "priority": "high", "due": "2026-11-25"})
    service.add({"title": "Water the plants"})
    assert lines(connected) == [
        "Rename “Pay rent” to “Pay the rent”, waiting to be sent",
        "Change “Call Ana”: Completed “Done”, Due “Tomorrow”, Priority “High”, waiting to be sent",
        "Add “Water the plants”, waiting to be sent",
    ]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"completed": True}, "Mark “Pay rent” done"),
        ({"priority": "high"}, "Set Priority of “Pay rent” to High"),
        ({"tags": ["home", "work"]}, "Set Tags of “Pay rent” to home, work"),
        ({"flagged": True}, "Set Flagged of “Pay rent” to Yes"),
        ({"title": "<b>Pay</b>"}, "Rename “Pay rent” to “<b>Pay</b>”"),
    ],
)
def test_a_change_of_one_field_reads_as_somebody_would_say_it(
    connected: Hands, values: Mapping[str, Json], words: str
) -> None:
    edit(connected, 0, values)
    assert lines(connected) == [f"{words}, waiting to be sent"]


def test_a_delete_says_that_it_can_still_be_undone(connected: Hands) -> None:
    connected.desk.service.delete([connected.model.id_at(0)])
    assert lines(connected) == ["Delete “Pay rent”, not sent yet, so that it can be undone"]
    assert not connected.part("changeEdit").isEnabled()
    connected.press("changeDiscard")
    assert connected.text("discardText") == "“Pay rent” comes back."
    connected.press("discardConfirm")
    assert "Pay rent" in connected.titles


def test_no_next_try_is_told_that_a_wrong_clock_has_put_off_for_years(connected: Hands) -> None:
    todo_id = edit(connected, 0, {"title": "Pay the rent"})
    sync(connected, todo_id, lambda entry: replace(entry, tries=1, not_before=NOW + 40_000))
    (line,) = lines(connected)
    assert line.endswith(", did not go through, next try in 40 s")
    sync(connected, todo_id, lambda entry: replace(entry, tries=1, not_before=NOW + 365 * 86_400_000))
    (line,) = lines(connected)
    assert line.endswith(", waiting to be sent")


def test_it_says_when_the_next_try_is_and_counts(connected: Hands) -> None:
    edit(connected, 0, {"title": "Pay the rent"})
    post(connected, SyncStatus(Phase.UNREACHABLE, Problem.CONNECTION_REFUSED, next_try=NOW + 40_000))
    (line,) = lines(connected)
    assert line == "Rename “Pay rent” to “Pay the rent”, waiting for the network, next try in 40 s"
    connected.desk.now += 3_000
    connected.qtbot.waitUntil(lambda: "in 37 s" in connected.text("changeState"), timeout=3_000)


@pytest.mark.parametrize(
    ("state", "words"),
    [(EntryState.SENT, "being sent"), (EntryState.ACKNOWLEDGED, "accepted by the server, to be confirmed by a look")],
)
def test_it_follows_what_the_sync_does(connected: Hands, state: EntryState, words: str) -> None:
    todo_id = edit(connected, 0, {"priority": "high"})
    panel(connected)
    sync(connected, todo_id, lambda entry: replace(entry, state=state))
    assert lines(connected) == [f"Set Priority of “Pay rent” to High, {words}"]


def test_what_has_arrived_goes_and_an_empty_outbox_says_so(connected: Hands) -> None:
    todo_id = edit(connected, 0, {"priority": "high"})
    panel(connected)
    read(connected, todo_id, priority="high")
    assert lines(connected) == []
    assert connected.part("outboxEmpty").isVisible()
    assert connected.text("outboxEmpty") == "Everything has reached the server."


def test_the_status_bar_and_the_rows_mark_lead_to_it(connected: Hands) -> None:
    edit(connected, 0, {"title": "Pay the rent"})
    edit(connected, 1, {"title": "Call Ana back"})
    connected.press("statusWaiting")
    assert connected.part("outboxPanel").isVisible()
    connected.press_tool("outboxClose")
    assert not connected.part("outboxPanel").isVisible()
    mark = connected.model.columns[-1].key
    connected.click(1, mark)
    assert connected.part("outboxPanel").isVisible()
    assert connected.text("changeText") == "Rename “Call Ana” to “Call Ana back”"


def test_the_current_row_stays_in_sight_where_it_opens(server_desk: Desk, open_hands: OpenHands) -> None:
    server_desk.fill([{"title": f"Todo {number}"} for number in range(10)])
    hands = open_hands(server_desk)
    view, height = hands.view, hands.view.viewport().height()
    view.select_row(9)
    assert view.rowViewportPosition(9) + view.rowHeight(9) <= height, "all are in sight"
    assert view.verticalScrollBar().value() == 0
    hands.window.actions_.outbox.trigger()
    hands.qtbot.waitUntil(lambda: view.viewport().height() < height)
    assert view.rowViewportPosition(9) + view.rowHeight(9) <= view.viewport().height()


def test_the_row_menu_leads_to_the_rows_change(connected: Hands) -> None:
    edit(connected, 1, {"title": "Call Ana back"})
    connected.click(1, "title")
    connected.window.actions_.show_change.trigger()
    assert connected.text("changeText") == "Rename “Call Ana” to “Call Ana back”"


def test_escape_closes_it_and_gives_the_list_the_focus(connected: Hands) -> None:
    edit(connected, 0, {"title": "Pay the rent"})
    panel(connected)
    connected.key(Qt.Key.Key_Escape)
    assert not connected.part("outboxPanel").isVisible()
    assert connected.view.hasFocus()


def test_retry_does_not_wait(connected: Hands) -> None:
    todo_id = edit(connected, 0, {"title": "x" * 255})
    sync(connected, todo_id, lambda entry: entry.parked(Problem.INVALID_INPUT, "value too long"))
    panel(connected)
    assert "value too long" in connected.text("changeReason")
    connected.press("changeRetry")
    assert connected.desk.queries.entries_of(todo_id)[0].state is EntryState.WAITING
    assert connected.desk.control.woken == 1


def test_a_retry_from_outside_the_window_needs_no_panel(connected: Hands) -> None:
    todo_id = edit(connected, 0, {"title": "x" * 255})
    sync(connected, todo_id, lambda entry: entry.parked(Problem.INVALID_INPUT, "value too long"))
    connected.window.outbox.retry_all()
    connected.settle()
    assert connected.desk.queries.entries_of(todo_id)[0].state is EntryState.WAITING


def test_edit_opens_the_cell_that_the_change_is_about(connected: Hands) -> None:
    todo_id = edit(connected, 1, {"estimate": 5})
    sync(connected, todo_id, lambda entry: entry.parked(Problem.INVALID_INPUT))
    panel(connected)
    connected.press("changeEdit")
    edited = connected.view.delegate.edited
    assert edited is not None
    assert (edited.todo_id, edited.field.name) == (todo_id, "estimate")
    QTest.keyClicks(connected.editor, "7")
    QTest.keyClick(connected.editor, Qt.Key.Key_Return)
    connected.settle()
    (entry,) = connected.desk.queries.entries_of(todo_id)
    assert (entry.state, entry.wanted) == (EntryState.WAITING, {"estimate": 7})


def test_a_todo_that_the_search_hides_is_shown_all_the_same(connected: Hands) -> None:
    edit(connected, 1, {"title": "Call Ana back"})
    connected.window.search.setText("rent")
    connected.qtbot.waitUntil(lambda: connected.titles == ["Pay rent"])
    panel(connected)
    connected.press("changeShow")
    connected.qtbot.waitUntil(lambda: connected.selected == ["Call Ana back"])
    assert connected.window.search.text() == ""


def test_discarding_says_what_goes_back_to_what_and_can_be_left(connected: Hands) -> None:
    edit(connected, 0, {"title": "Pay the rent", "priority": "high"})
    panel(connected)
    connected.press("changeDiscard")
    assert connected.text("discardText") == (
        "Title goes back from “Pay the rent” to “Pay rent”. Priority goes back from “High” to empty."
    )
    connected.key(Qt.Key.Key_Escape)
    assert not connected.part("discardQuestion").isVisible()
    assert connected.titles[0] == "Pay the rent"
    connected.press("changeDiscard")
    connected.press("discardConfirm")
    assert connected.titles[0] == "Pay rent"
    assert not connected.part("statusWaiting").isVisible()
    connected.window.actions_.undo.trigger()
    connected.settle()
    assert connected.titles[0] == "Pay the rent"


def test_the_keyboard_alone_will_do(connected: Hands) -> None:
    edit(connected, 0, {"title": "Pay the rent"})
    edit(connected, 1, {"title": "Call Ana back"})
    panel(connected)
    connected.key(Qt.Key.Key_Down)
    connected.key(Qt.Key.Key_Delete)
    assert connected.part("discardConfirm").hasFocus()
    connected.key(Qt.Key.Key_Space)
    assert connected.titles == ["Pay the rent", "Call Ana"]


def test_in_a_narrow_window_nothing_is_cut_off(connected: Hands) -> None:
    connected.window.resize(460, 720)
    edit(connected, 0, {"title": f"A long {'long ' * 40}title", "notes": "Mine " * 80})
    read(connected, connected.model.id_at(0), title=f"Another {'long ' * 30}title", notes="Theirs " * 80)
    shown = panel(connected)
    content = shown.detail.widget()
    assert content is not None
    connected.qtbot.waitUntil(lambda: content.width() <= shown.detail.viewport().width())
    assert shown.width() <= connected.window.width()


def test_ten_thousand_changes_are_one_list(server_desk: Desk, open_hands: OpenHands) -> None:
    ids = server_desk.fill([{"title": f"Todo {n}"} for n in range(10_000)])
    server_desk.service.set_done(ids, True)
    hands = open_hands(server_desk)
    shown = panel(hands)
    assert shown.model.rowCount() == 0, "they are read beside the window"
    hands.qtbot.waitUntil(lambda: shown.model.rowCount() == 10_000)
    assert hands.text("statusWaiting").replace(",", "") == "10000 changes waiting"
    assert hands.text("outboxHeading").replace(",", "") == "10000 changes on their way"
    assert len(shown.findChildren(QPushButton)) < 20
    shown.select(9_999)
    assert hands.text("changeText") == "Mark “Todo 9999” done"


# What needs a person


def in_dispute(hands: Hands, row: int = 0) -> int:
    """Title and tags were changed here and there."""
    todo_id = edit(hands, row, {"title": "Mine", "tags": ["home"]})
    read(hands, todo_id, title="Theirs", tags=["work"])
    return todo_id


def choose(hands: Hands, field: str, button: str) -> None:
    group = hands.part(f"choice-{field}")
    found = group.findChild(QPushButton, button)
    assert isinstance(found, QPushButton)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    hands.settle()


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
    assert [label.text() for label in hands.part("choice-notes").findChildren(QLabel)][2::2] == ["mine", "Out of sight"]
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
