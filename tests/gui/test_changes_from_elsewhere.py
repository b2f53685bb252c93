"""What the sync changes arrives quietly: selection, scroll position and open editors stay."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.window_hands import Hands
from tests.support.gui_desk import Desk
from todo_desktop.model.changes import Changes
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.values import Json, Record

OpenHands = Callable[[Desk], Hands]
LATER = "2026-11-24T09:59:59.000Z"


def records(ids: Sequence[int], **values: Json) -> list[Record]:
    return [{"id": n, "title": f"Todo {n:05}", "createdAt": LATER, "updatedAt": LATER, **values} for n in ids]


def filled(desk: Desk, open_hands: OpenHands, count: int, *, step: int = 1) -> Hands:
    """A list of todos with the ids step, 2 * step, ... sorted by title, that is by id."""
    desk.worker.adopt(desk.list.id, records(range(step, step * count + 1, step)))
    hands = open_hands(desk)
    hands.view.header.sectionClicked.emit(hands.column("title"))
    hands.settle()
    return hands


def receive(hands: Hands, rows: Sequence[Record]) -> None:
    with hands.qtbot.waitSignal(hands.desk.bridge.changes):
        hands.desk.receive(rows)
    hands.settle()


def test_a_row_that_arrives_is_shown(server_desk: Desk, open_hands: OpenHands) -> None:
    hands = filled(server_desk, open_hands, 3)
    receive(hands, records([4]))
    assert hands.titles == ["Todo 00001", "Todo 00002", "Todo 00003", "Todo 00004"]
    assert hands.text("listCounts") == "4 open, 0 done"


def test_a_changed_row_shows_its_new_value(server_desk: Desk, open_hands: OpenHands) -> None:
    hands = filled(server_desk, open_hands, 3)
    receive(hands, records([2], title="Todo 00002 changed"))
    assert hands.titles[1] == "Todo 00002 changed"


def test_a_removed_row_goes(server_desk: Desk, open_hands: OpenHands) -> None:
    hands = filled(server_desk, open_hands, 3)
    with hands.qtbot.waitSignal(server_desk.bridge.changes):
        server_desk.remove([hands.model.id_at(1)])
    hands.settle()
    assert hands.titles == ["Todo 00001", "Todo 00003"]


def test_the_selection_stays_with_its_todos(server_desk: Desk, open_hands: OpenHands) -> None:
    hands = filled(server_desk, open_hands, 20, step=10)
    hands.click(2, "title")
    hands.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert hands.selected == ["Todo 00030", "Todo 00040"]
    receive(hands, records([5, 15, 35, 500]))
    assert hands.selected == ["Todo 00030", "Todo 00040"]


def test_what_is_looked_at_stays_where_it_is(server_desk: Desk, open_hands: OpenHands) -> None:
    hands = filled(server_desk, open_hands, 500, step=10)
    hands.view.verticalScrollBar().setValue(100 * 36 + 7)
    top = hands.titles[hands.view.rowAt(0)]
    offset = hands.view.rowViewportPosition(hands.view.rowAt(0))
    receive(hands, records([11, 12, 13, 21, 4_000]))
    assert hands.titles[hands.view.rowAt(0)] == top
    assert hands.view.rowViewportPosition(hands.view.rowAt(0)) == offset


def test_it_stays_too_where_so_much_changes_that_all_is_laid_out_anew(server_desk: Desk, open_hands: OpenHands) -> None:
    hands = filled(server_desk, open_hands, 500, step=10)
    hands.view.verticalScrollBar().setValue(100 * 36 + 7)
    top = hands.titles[hands.view.rowAt(0)]
    receive(hands, records(range(5, 5_000, 10)))
    assert len(hands.titles) == 1_000
    assert hands.titles[hands.view.rowAt(0)] == top


def test_what_is_being_typed_survives_every_change(server_desk: Desk, open_hands: OpenHands) -> None:
    hands = filled(server_desk, open_hands, 300, step=10)
    hands.double_click(3, "title")
    editor = hands.editor
    QTest.keyClicks(editor, "Half a wo")
    receive(hands, records(range(5, 3_000, 10)))
    receive(hands, records([40], title="Todo 00040 changed there", notes="x"))
    assert hands.view.delegate.editor is editor
    QTest.keyClicks(editor, "rd")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    hands.settle()
    assert "Half a word" in hands.titles


def test_a_row_under_edit_stays_while_it_no_longer_matches(server_desk: Desk, open_hands: OpenHands) -> None:
    hands = filled(server_desk, open_hands, 5)
    hands.press("filterOpen")
    hands.double_click(2, "title")
    QTest.keyClicks(hands.editor, "Mine")
    receive(hands, records([3], completed=True))
    QTest.keyClick(hands.editor, Qt.Key.Key_Return)
    hands.settle()
    hands.press("filterDone")
    assert hands.titles == ["Mine"]


def test_a_new_column_appears_when_the_servers_schema_has_one(server_desk: Desk, open_hands: OpenHands) -> None:

    hands = filled(server_desk, open_hands, 3)
    hands.click(1, "title")
    collection = server_desk.list.collection
    wider = replace(collection, fields=(*collection.fields, Field("place", FieldKind.TEXT, "Place")))
    server_desk.worker.save_schema(server_desk.list.id, wider, server_desk.list.permissions)
    with hands.qtbot.waitSignal(server_desk.bridge.changes):
        server_desk.bridge.post_changes(Changes(server_desk.list.id, schema=True))
    hands.settle()
    assert "place" in [column.key for column in hands.model.columns]
    assert hands.selected == ["Todo 00002"]
    assert len(hands.titles) == 3
