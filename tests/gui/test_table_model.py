"""The table's model keeps Qt's rules and reads only what is drawn."""

from array import array
from collections.abc import Mapping, Sequence

import pytest
from PySide6.QtCore import QLocale, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.support.gui_desk import FULL_COLLECTION, IDENTITY, NOW
from todo_desktop.gui.todo_table.columns import columns_of
from todo_desktop.gui.todo_table.display import CellDisplay
from todo_desktop.gui.todo_table.model import TodoTableModel
from todo_desktop.gui.todo_table.row_cache import WINDOW, WINDOWS
from todo_desktop.model.lists import TodoList
from todo_desktop.model.permissions import FORBIDDEN, Grant, Permissions
from todo_desktop.model.todo import SyncState, Todo
from todo_desktop.model.values import Json

LIST = TodoList(1, IDENTITY, FULL_COLLECTION)
TITLE, TAGS = 1, 2


class Shelf:
    """Todos in memory, and which of them were read."""

    def __init__(self, count: int) -> None:
        self.todos = {n: Todo(n, 1, n, {"title": f"Todo {n}", "completed": n % 2 == 0}) for n in range(1, count + 1)}
        self.read: list[int] = []
        self.written: list[tuple[Sequence[int], Mapping[str, Json]]] = []
        self.answer = ""

    def rows(self, todo_ids: Sequence[int]) -> list[Todo]:
        self.read += todo_ids
        return [self.todos[todo_id] for todo_id in todo_ids if todo_id in self.todos]

    def write(self, todo_ids: Sequence[int], values: Mapping[str, Json], _seen: Mapping[str, Json] | None) -> str:
        self.written.append((todo_ids, values))
        return self.answer


def model_of(shelf: Shelf, todo_list: TodoList = LIST) -> TodoTableModel:
    model = TodoTableModel(shelf.rows, shelf.write, lambda todo, _field: f"{todo.state.name} <b>")
    model.show(columns_of(todo_list), CellDisplay(QLocale("en_US"), NOW, "completed", "due"), array("q", shelf.todos))
    return model


def titles(model: TodoTableModel) -> list[str]:
    return [str(model.index(row, TITLE).data()) for row in range(model.rowCount())]


def test_qt_finds_no_fault_through_every_kind_of_change(qtmodeltester: ModelTester) -> None:
    shelf = Shelf(30)
    model = model_of(shelf)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.set_order(array("q", [*range(5, 31)]))
    model.set_order(array("q", [1, *range(5, 20), 2, *range(20, 31)]))
    model.set_order(array("q", [30, 1, *range(5, 20), 2, *range(20, 30)]))
    model.set_order(array("q", range(30, 0, -1)))
    model.refresh(frozenset({3, 4}))
    assert titles(model) == [f"Todo {n}" for n in range(30, 0, -1)]


def test_only_the_windows_that_are_looked_at_are_read() -> None:
    shelf = Shelf(10_000)
    model = model_of(shelf)
    model.cell(5_000, TITLE)
    assert 0 < len(shelf.read) <= WINDOW
    assert 5_001 in shelf.read


def test_what_is_kept_in_memory_does_not_grow_with_the_list() -> None:
    shelf = Shelf((WINDOWS + 20) * WINDOW)
    model = model_of(shelf)
    for row in range(0, model.rowCount(), WINDOW):
        model.cell(row, TITLE)
    assert len(model._rows._todos) <= WINDOWS * WINDOW


def test_a_page_that_arrives_reads_nothing_of_what_is_there() -> None:
    shelf = Shelf(1_000)
    model = model_of(shelf)
    model.set_order(array("q", range(1, 501)))
    model.cell(0, TITLE)
    shelf.read.clear()
    model.set_order(array("q", range(1, 1_001)))
    model.cell(0, TITLE)
    assert shelf.read == []


def test_a_refreshed_row_shows_its_new_value_and_only_it_is_told(qtbot: QtBot) -> None:
    shelf = Shelf(10)
    model = model_of(shelf)
    titles(model)
    shelf.todos[4] = Todo(4, 1, 4, {"title": "New"}, SyncState.WAITING)
    with qtbot.waitSignal(model.dataChanged) as told:
        model.refresh(frozenset({4}))
    assert told.args is not None
    assert (told.args[0].row(), told.args[1].row()) == (3, 3)
    assert titles(model)[3] == "New"


@pytest.mark.parametrize("asked", [True, False])
def test_what_a_view_holds_on_to_follows_its_todo_through_a_new_order(asked: bool, qtmodeltester: ModelTester) -> None:
    shelf = Shelf(500)
    model = model_of(shelf)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    held, gone = QPersistentModelIndex(model.index(0, TITLE)), QPersistentModelIndex(model.index(1, TITLE))
    model.set_order(array("q", [n for n in range(500, 0, -1) if n % 3 != 2]), asked=asked)
    assert model.id_at(held.row()) == 1
    assert not gone.isValid()


def test_a_row_that_has_gone_from_the_replica_is_drawn_empty_until_the_order_follows() -> None:
    shelf = Shelf(3)
    model = model_of(shelf)
    del shelf.todos[2]
    model.refresh(frozenset({2}))
    assert titles(model) == ["Todo 1", "", "Todo 3"]
    assert not model.setData(model.index(1, TAGS), ["home"]) or shelf.written


def test_a_value_is_written_for_its_todo_and_a_refusal_is_said() -> None:
    shelf = Shelf(3)
    model = model_of(shelf)
    assert model.setData(model.index(1, TITLE), "Pay rent")
    assert shelf.written == [((2,), {"title": "Pay rent"})]
    shelf.answer = "No."
    assert not model.setData(model.index(1, TITLE), "Again")
    assert model.store(1, TITLE, "Again") == "No."


def test_the_same_value_is_no_edit() -> None:
    shelf = Shelf(3)
    assert model_of(shelf).store(0, TITLE, "Todo 1") == ""
    assert shelf.written == []


def test_a_checkbox_is_set_through_its_check_state() -> None:
    shelf = Shelf(3)
    model = model_of(shelf)
    assert model.index(1, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    assert model.setData(model.index(0, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert shelf.written == [((1,), {"completed": True})]


def test_a_read_only_list_cannot_be_edited_and_says_why() -> None:
    shelf = Shelf(3)
    model = model_of(shelf, TodoList(1, IDENTITY, FULL_COLLECTION, Permissions(update=FORBIDDEN)))
    index = model.index(0, TITLE)
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    assert not model.setData(index, "x")
    assert "Your role may not change todos" in str(index.data(Qt.ItemDataRole.ToolTipRole))
    assert shelf.written == []


def test_a_checkbox_that_the_role_may_not_tick_looks_so_and_a_heading_says_why_its_column_is_shut() -> None:
    limited = Permissions(update=Grant(fields=frozenset({"title"})))
    model = model_of(Shelf(2), TodoList(1, IDENTITY, FULL_COLLECTION, limited))
    assert [model.cell(row, 0).shut for row in range(2)] == [True, True]
    role, across = Qt.ItemDataRole.ToolTipRole, Qt.Orientation.Horizontal
    assert "Your role may not change this field." in str(model.headerData(0, across, role))
    assert "role" not in str(model.headerData(TITLE, across, role))


def test_a_checkbox_of_a_todo_that_may_not_be_changed_opens_with_the_right() -> None:
    model = model_of(Shelf(2))
    model.hinder(lambda todo: "It is another's." if todo.id == 1 else "")
    assert [model.cell(row, 0).shut for row in range(2)] == [True, False]
    model.hinder(None)
    assert [model.cell(row, 0).shut for row in range(2)] == [False, False]


@pytest.mark.parametrize("column", [TITLE, len(FULL_COLLECTION.fields)])
def test_no_tooltip_takes_a_title_or_a_reason_for_markup(column: int) -> None:
    shelf = Shelf(1)
    shelf.todos[1] = Todo(1, 1, 1, {"title": "<b>bold</b> <img src=x>"}, SyncState.FAILED)
    model = model_of(shelf)
    shown = str(model.index(0, column).data(Qt.ItemDataRole.ToolTipRole))
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown


def test_a_screen_reader_hears_the_column_and_the_value() -> None:
    model = model_of(Shelf(2))
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(1, TITLE).data(role) == "Title: Todo 2"
    assert model.index(1, 0).data(role) == "Completed: Done"
    assert model.headerData(0, Qt.Orientation.Horizontal, role) == "Completed"
