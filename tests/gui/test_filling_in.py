"""A new todo that lacks what its list demands: said beforehand, led to, marked, and not sent before it is there."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.conftest import OpenHands
from tests.gui.window_hands import Hands
from tests.support.gui_desk import FULL_COLLECTION, MakeDesk
from todo_desktop.model.change import Entry, EntryState
from todo_desktop.model.errors import Problem
from todo_desktop.model.permissions import Grant, Permissions

DEMANDED = ("estimate", "notes")
MANDATORY = replace(
    FULL_COLLECTION,
    fields=tuple(replace(f, required=True) if f.name in DEMANDED else f for f in FULL_COLLECTION.fields),
)


@pytest.fixture
def hands(make_desk: MakeDesk, open_hands: OpenHands) -> Hands:
    desk = make_desk(MANDATORY)
    desk.fill([{"title": "From the server"}])
    return open_hands(desk)


def entry(hands: Hands) -> Entry:
    found = hands.desk.queries.entries_of(hands.model.id_at(row_of(hands)))
    assert len(found) == 1
    return found[0]


def row_of(hands: Hands) -> int:
    return hands.titles.index("New")


def shown(hands: Hands, field: str) -> str:
    return hands.model.cell(row_of(hands), hands.column(field)).text


def test_the_line_at_the_top_says_beforehand_what_else_is_needed(hands: Hands) -> None:
    assert hands.window.pane.quick_add.placeholderText() == "Add a todo. It also needs: Notes, Estimate"


def test_enter_leads_from_field_to_field_and_back_to_the_line(hands: Hands) -> None:
    hands.add("New")
    hands.settle()
    delegate = hands.window.pane.view.delegate
    assert delegate.edited is not None
    assert delegate.edited.field.name == "notes"
    assert hands.text("editorNote") == "Required: Notes. Esc leaves it for later."
    assert entry(hands).problem is Problem.INCOMPLETE
    QTest.keyClicks(hands.editor, "a word")
    QTest.keyClick(hands.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.qtbot.waitUntil(lambda: delegate.edited is not None and delegate.edited.field.name == "estimate")
    assert shown(hands, "notes") == "a word"
    QTest.keyClicks(hands.editor, "5")
    QTest.keyClick(hands.editor, Qt.Key.Key_Return)
    hands.qtbot.waitUntil(hands.window.pane.quick_add.hasFocus)
    assert delegate.editor is None
    assert entry(hands).state is EntryState.WAITING
    assert entry(hands).wanted == {"title": "New", "notes": "a word", "estimate": 5}


def test_who_leaves_is_led_no_further_and_the_todo_is_kept_and_says_what_it_lacks(hands: Hands) -> None:
    hands.add("New")
    hands.settle()
    QTest.keyClick(hands.editor, Qt.Key.Key_Escape)
    assert hands.window.pane.view.delegate.editor is None
    assert [shown(hands, field) for field in DEMANDED] == ["Required", "Required"]
    mark = hands.model.columnCount() - 1
    assert "Still to be filled in: Notes, Estimate." in hands.model.tooltip_text(row_of(hands), mark)
    hands.double_click(row_of(hands), "estimate")
    QTest.keyClicks(hands.editor, "5")
    QTest.keyClick(hands.editor, Qt.Key.Key_Return)
    assert hands.window.pane.view.delegate.editor is None, "nobody asked to be led on"
    assert entry(hands).problem is Problem.INCOMPLETE
    assert "Still to be filled in: Notes." in hands.model.tooltip_text(row_of(hands), mark)


def test_several_pasted_todos_are_kept_and_nobody_is_led_anywhere(hands: Hands) -> None:
    hands.window.pane.quick_add.entered.emit(["New", "Another"])
    hands.settle()
    assert hands.window.pane.view.delegate.editor is None
    assert entry(hands).problem is Problem.INCOMPLETE


def test_a_demanded_column_that_is_hidden_comes_into_sight(hands: Hands) -> None:
    keeper = hands.window.pane.keeper
    column = next(column for column in hands.model.columns if column.key == "notes")
    keeper.set_visible(column, False)
    hands.add("New")
    hands.settle()
    assert keeper.is_visible(column)
    assert hands.window.pane.view.delegate.edited is not None


def test_edit_in_the_outbox_leads_to_what_is_lacking(hands: Hands) -> None:
    hands.add("New")
    hands.settle()
    QTest.keyClick(hands.editor, Qt.Key.Key_Escape)
    hands.window.outbox.open(hands.model.id_at(row_of(hands)))
    hands.press("changeEdit")
    hands.settle()
    edited = hands.window.pane.view.delegate.edited
    assert edited is not None
    assert edited.field.name == "notes"


def test_what_the_role_may_not_write_is_not_asked_for(make_desk: MakeDesk, open_hands: OpenHands) -> None:
    title_only = Grant(fields=frozenset({"title"}))
    hands = open_hands(make_desk(MANDATORY, Permissions(create=title_only)))
    assert hands.window.pane.quick_add.placeholderText() == "Add a todo"
    hands.add("New")
    hands.settle()
    assert hands.window.pane.view.delegate.editor is None
    assert entry(hands).state is EntryState.WAITING, "the server decides"


def test_a_list_that_demands_nothing_stays_as_it_is(make_desk: MakeDesk, open_hands: OpenHands) -> None:
    hands = open_hands(make_desk(FULL_COLLECTION))
    hands.add("New")
    hands.settle()
    assert hands.window.pane.quick_add.hasFocus()
    assert hands.window.pane.quick_add.placeholderText() == "Add a todo"
