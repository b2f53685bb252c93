"""Every change that is not on the server yet is in sight, in words, and can be retried, edited, discarded, decided."""

from collections.abc import Callable, Mapping

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.gui.outbox_hands import edit, lines, panel, post, read, sync
from tests.gui.window_hands import Hands
from tests.support.gui_desk import NOW, Desk
from todo_desktop.model.change import EntryState
from todo_desktop.model.errors import Problem
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.model.values import Json

OpenHands = Callable[[Desk], Hands]


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
        ({"title": ""}, "Clear Title of “Pay rent”"),
    ],
)
def test_a_change_of_one_field_reads_as_somebody_would_say_it(
    connected: Hands, values: Mapping[str, Json], words: str
) -> None:
    edit(connected, 0, values)
    assert lines(connected) == [f"{words}, waiting to be sent"]


def test_the_first_name_of_a_todo_is_not_said_to_be_the_one_before(server_desk: Desk, open_hands: OpenHands) -> None:
    server_desk.fill([{"title": None, "priority": None}])
    connected = open_hands(server_desk)
    edit(connected, 0, {"title": "Pay rent"})
    assert lines(connected) == ["Rename “Untitled” to “Pay rent”, waiting to be sent"]
    edit(connected, 0, {"priority": "high"})
    assert lines(connected) == ["Change “Untitled”: Title “Pay rent”, Priority “High”, waiting to be sent"]


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
