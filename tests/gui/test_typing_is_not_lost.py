"""What is typed in a cell is stored, or stays where its user sees it, whatever becomes of the cell meanwhile."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.gui.window_hands import Hands
from tests.support.gui_desk import FULL_COLLECTION, Desk
from todo_desktop.gui.verb_queue import FEW
from todo_desktop.model import editing
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import Problem
from todo_desktop.model.lists import local_collection
from todo_desktop.model.permissions import Grant, Permissions
from todo_desktop.model.query import Show
from todo_desktop.model.schema import Collection, Field, FieldKind
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.model.values import Record

OpenHands = Callable[[Desk], Hands]


@pytest.fixture
def hands(server_desk: Desk, open_hands: OpenHands) -> Hands:
    """Three open todos of a server."""
    server_desk.fill([{"title": "Pay rent"}, {"title": "Call Ana"}, {"title": "Water the plants"}])
    return open_hands(server_desk)


def half_typed(hands: Hands, field: str = "title", text: str = "Half a word") -> int:
    """Type *text* into that cell of *Call Ana*, and stay there; the todo's local id."""
    row = hands.titles.index("Call Ana")
    hands.double_click(row, field)
    QTest.keyClicks(hands.editor, text)
    return hands.model.id_at(row)


def take_away(hands: Hands, todo_id: int) -> None:
    """As the sync does with a row that was deleted on the server."""
    with hands.qtbot.waitSignal(hands.desk.bridge.changes):
        hands.desk.remove([todo_id])
    hands.settle()


def change_schema(hands: Hands, collection: Collection, permissions: Permissions | None = None) -> None:
    desk = hands.desk
    desk.worker.save_schema(desk.list.id, collection, permissions or Permissions())
    with hands.qtbot.waitSignal(desk.bridge.changes):
        desk.bridge.post_changes(Changes(desk.list.id, schema=True))
    hands.settle()


def notice(hands: Hands, text: str) -> str:
    """The notice that holds *text*, once it is there."""
    hands.qtbot.waitUntil(lambda: text in hands.text("noticeText"))
    assert hands.part("noticeBar").isVisible()
    return hands.text("noticeText")


def test_the_text_typed_in_a_row_that_is_deleted_stays_in_sight_and_can_be_copied(hands: Hands) -> None:
    take_away(hands, half_typed(hands))
    assert hands.titles == ["Pay rent", "Water the plants"]
    assert notice(hands, "Half a word") == (
        "What you typed in Title of “Call Ana” was not stored: “Half a word”. This todo is no longer in the list."
    )
    hands.press("noticeAction")
    assert QGuiApplication.clipboard().text() == "Half a word"
    hands.press_tool("noticeDismiss")
    assert not hands.part("noticeBar").isVisible()


def test_it_stays_in_sight_whatever_else_there_is_to_say(hands: Hands) -> None:
    todo_id = half_typed(hands)
    take_away(hands, todo_id)
    notice(hands, "Half a word")
    hands.window.pane.commands.failed.emit("Something else went wrong.")
    with hands.qtbot.waitSignal(hands.desk.bridge.status):
        hands.desk.bridge.post_status(SyncStatus(Phase.PAUSED, Problem.KEY_EXPIRED))
    notice(hands, "Half a word")
    hands.press_tool("noticeDismiss")
    assert hands.text("noticeText") == "Something else went wrong."
    hands.press_tool("noticeDismiss")
    assert "has expired" in hands.text("noticeText")


def test_a_long_text_is_copied_whole(hands: Hands) -> None:
    text = "Word after word " * 30
    take_away(hands, half_typed(hands, "notes", text))
    notice(hands, "Word after word")
    hands.press("noticeAction")
    assert QGuiApplication.clipboard().text() == text


def test_half_a_number_typed_in_a_row_that_is_deleted_stays_in_sight(hands: Hands) -> None:
    take_away(hands, half_typed(hands, "estimate", "12x"))
    assert "“12x”" in notice(hands, "12x")


def test_a_row_that_another_window_deletes_leaves_no_blank_row(hands: Hands) -> None:
    todo_id = half_typed(hands)
    desk = hands.desk
    held = desk.worker.held([todo_id])[todo_id]
    desk.worker.put(editing.deleted(held, tracked=True, operation="there", now=desk.now, not_before=desk.now + 8_000))
    hands.window.follow()
    notice(hands, "Half a word")
    hands.qtbot.waitUntil(lambda: hands.titles == ["Pay rent", "Water the plants"])
    assert [entry.kind for entry in desk.worker.held([todo_id])[todo_id].entries] == ["delete"]


def test_what_is_typed_over_a_value_that_somebody_else_changed_meanwhile_is_decided_not_overwritten(
    hands: Hands,
) -> None:
    todo_id = half_typed(hands, "title", "Mine")
    with hands.qtbot.waitSignal(hands.desk.bridge.changes):
        hands.desk.receive([{"id": 2, "title": "Theirs", "updatedAt": "2026-11-24T09:59:59.000Z", "updatedById": 5}])
    QTest.keyClick(hands.editor, Qt.Key.Key_Return)
    hands.settle()
    assert "Mine" in hands.titles
    (entry,) = hands.desk.queries.entries_of(todo_id)
    assert (entry.problem, entry.wanted, entry.theirs) == (Problem.CONFLICT, {"title": "Mine"}, {"title": "Theirs"})
    assert hands.text("statusParked") == "1 needs you"
    hands.window.actions_.undo.trigger()
    hands.settle()
    assert "Theirs" in hands.titles


@pytest.mark.parametrize(
    "ask", [lambda hands: hands.window.pane.filter(Show.DONE), lambda hands: hands.window.pane.search("zebra")]
)
def test_what_is_typed_in_a_row_that_is_filtered_away_is_an_edit(hands: Hands, ask: Callable[[Hands], None]) -> None:
    todo_id = half_typed(hands)
    ask(hands)
    hands.settle()
    hands.qtbot.waitUntil(lambda: hands.desk.queries.rows([todo_id])[0].values["title"] == "Half a word")
    assert hands.view.delegate.editor is None
    assert hands.titles == []


def test_a_row_that_stays_for_its_editor_goes_with_it(hands: Hands) -> None:
    hands.window.pane.filter(Show.OPEN)
    hands.settle()
    half_typed(hands)
    row: Record = {"id": 2, "title": "Call Ana", "completed": True, "updatedAt": "2026-11-24T09:59:59.000Z"}
    with hands.qtbot.waitSignal(hands.desk.bridge.changes):
        hands.desk.receive([row])
    hands.settle()
    assert "Call Ana" in hands.titles
    QTest.keyClick(hands.editor, Qt.Key.Key_Escape)
    hands.qtbot.waitUntil(lambda: hands.titles == ["Pay rent", "Water the plants"])
    assert not hands.part("noticeBar").isVisible()


def test_the_text_typed_in_a_column_that_is_dropped_stays_in_sight(hands: Hands) -> None:
    half_typed(hands, "notes")
    without = tuple(f for f in FULL_COLLECTION.fields if f.name != "notes")
    change_schema(hands, replace(FULL_COLLECTION, fields=without))
    assert notice(hands, "Half a word").endswith("The list no longer has this field.")
    assert "notes" not in [column.key for column in hands.model.columns]
    assert len(hands.titles) == 3


def test_the_text_typed_in_a_column_that_the_role_loses_stays_in_sight(hands: Hands) -> None:
    half_typed(hands, "notes")
    rest = frozenset(f.name for f in FULL_COLLECTION.fields if f.name != "notes")
    change_schema(hands, FULL_COLLECTION, Permissions(view=Grant(fields=rest), update=Grant(fields=rest)))
    notice(hands, "Half a word")
    assert "notes" not in [column.key for column in hands.model.columns]


def test_a_column_that_comes_while_somebody_types_waits_for_the_end_of_it(hands: Hands) -> None:
    half_typed(hands)
    editor = hands.editor
    wider = (*FULL_COLLECTION.fields, Field("place", FieldKind.TEXT, "Place"))
    change_schema(hands, replace(FULL_COLLECTION, fields=wider))
    assert hands.editor is editor
    QTest.keyClicks(editor, " more")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: "place" in [column.key for column in hands.model.columns])
    hands.settle()
    assert "Half a word more" in hands.titles


def test_what_is_typed_when_another_list_is_opened_is_stored_in_its_own(hands: Hands) -> None:
    todo_id = half_typed(hands)
    hands.desk.service.open_list(hands.desk.store.local_list(local_collection({})))
    hands.window.show_list()
    hands.settle()
    assert hands.desk.queries.rows([todo_id])[0].values["title"] == "Half a word"
    assert not hands.part("noticeBar").isVisible()


def test_half_a_number_typed_when_another_list_is_opened_stays_in_sight(hands: Hands) -> None:
    half_typed(hands, "estimate", "12x")
    hands.desk.service.open_list(hands.desk.store.local_list(local_collection({})))
    hands.window.show_list()
    hands.settle()
    notice(hands, "“12x”")


def test_what_is_typed_in_a_row_that_a_long_delete_takes_first_stays_in_sight(
    server_desk: Desk, open_hands: OpenHands
) -> None:
    ids = server_desk.fill([{"title": f"Todo {n:04}"} for n in range(4 * FEW)])
    hands = open_hands(server_desk)
    commands = hands.window.pane.commands
    commands.delete(ids)
    assert commands.write([ids[-1]], {"title": "Half a word"}) == ""
    hands.qtbot.waitUntil(lambda: not commands.busy, timeout=30_000)
    hands.settle()
    assert "“Half a word”" in notice(hands, "Half a word")


def test_what_a_cell_would_not_take_at_the_end_is_told_at_the_next_start(hands: Hands, open_hands: OpenHands) -> None:
    half_typed(hands, "due", "31.02.")
    hands.window.keep()  # as a signal does, and again at the end
    hands.window.close()
    hands.window.keep()
    hands.window.deleteLater()
    again = open_hands(hands.desk)
    notice(again, "What you typed in Due of “Call Ana” was not stored: “31.02.”. This is not a day.")
    again.press("noticeAction")
    assert QGuiApplication.clipboard().text() == "31.02."
    again.press_tool("noticeDismiss")
    again.window.close()
    again.window.deleteLater()
    assert not open_hands(hands.desk).part("noticeBar").isVisible()


def test_what_the_cell_took_after_all_is_not_told_of(hands: Hands, open_hands: OpenHands) -> None:
    half_typed(hands, "due", "31.02.")
    hands.window.keep()
    assert isinstance(hands.editor, QLineEdit)
    hands.editor.setText("2026-12-24")
    hands.window.close()
    hands.window.deleteLater()
    again = open_hands(hands.desk)
    assert not again.part("noticeBar").isVisible()
