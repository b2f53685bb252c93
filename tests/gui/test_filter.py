"""The filter bar: conditions by hand, NocoBase's JSON on the clipboard, views with names, and what a filter hides."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDateEdit, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from tests.gui.filter_hands import boxes, choose
from tests.gui.window_hands import Hands
from tests.support.gui_desk import FULL_COLLECTION, Desk, MakeDesk
from todo_desktop.gui.dates_in_words import typed_day
from todo_desktop.model.changes import Changes
from todo_desktop.model.filter import Condition, Group, Operator
from todo_desktop.model.filter_dates import Period, Unit
from todo_desktop.model.found import FoundRecords
from todo_desktop.model.query import Show
from todo_desktop.model.schema import Field

# Qt's off-screen platform says this of every menu.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

OpenHands = Callable[[Desk], Hands]
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
RENT = Group(True, (Condition("title", Operator.CONTAINS, "rent"),))
TODAY = Period(Unit.DAY)


@pytest.fixture
def hands(server_desk: Desk, open_hands: OpenHands) -> Hands:
    server_desk.fill(
        [
            {"title": "Pay rent", "priority": "high", "due": "2026-11-24", "tags": ["home"]},
            {"title": "Call Ana", "priority": "low", "completed": True},
            {"title": "Rent a car", "tags": ["home", "work"], "cost": "10.50"},
        ]
    )
    return open_hands(server_desk)


def value_of(hands: Hands, kind: type[QWidget]) -> QWidget:
    return [each for each in hands.part("filterBar").findChildren(kind, "filterValue") if each.isVisible()][-1]


def type_value(hands: Hands, text: str) -> None:
    line = value_of(hands, QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setText("")
    QTest.keyClicks(line, text)
    hands.settle()


def pasted(hands: Hands, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    hands.choose("actionPasteFilter")


def test_a_condition_is_made_with_the_keyboard_and_narrows_the_list(hands: Hands) -> None:
    hands.key(Qt.Key.Key_F, CTRL_SHIFT)
    assert hands.sees("filterBar")
    assert hands.window.focusWidget() is boxes(hands, "filterField")[0]
    type_value(hands, "rent")
    assert hands.titles == ["Pay rent", "Rent a car"]
    assert hands.text("filterCount") == "2 todos match"
    assert hands.text("listCounts") == "2 open, 0 done found"
    choose(hands, "filterOperator", "does not contain")
    assert hands.titles == ["Call Ana"]
    assert hands.text("filterCount") == "1 todo matches"


def test_tab_goes_from_the_field_to_the_operator_the_value_and_the_next_condition(hands: Hands) -> None:
    hands.key(Qt.Key.Key_F, CTRL_SHIFT)
    choose(hands, "filterField", "Due")
    choose(hands, "filterOperator", "is between")
    hands.press("filterAdd")
    hands.part("filterField").setFocus()
    gone_through: list[str] = []
    for _ in range(24):
        focused = hands.window.focusWidget()
        assert focused is not None
        if focused.objectName() not in gone_through[-1:]:  # a date has three parts
            gone_through.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert gone_through[:16] == [
        "filterField", "filterOperator", "filterValue", "filterDay", "filterLastDay", "filterRemove",
        "filterField", "filterOperator", "filterValue", "filterRemove",
        "filterAdd", "filterAddGroup", "filterViews", "filterClear", "filterClose", "quickAdd",
    ]  # fmt: skip


def test_each_kind_of_field_has_its_operators_and_its_editor(hands: Hands) -> None:
    hands.key(Qt.Key.Key_F, CTRL_SHIFT)
    choose(hands, "filterField", "Priority")
    choose(hands, "filterValue", "High")
    assert hands.titles == ["Pay rent"]
    choose(hands, "filterField", "Completed")
    assert hands.titles == ["Call Ana"]
    choose(hands, "filterOperator", "is not ticked")
    assert hands.titles == ["Pay rent", "Rent a car"]
    choose(hands, "filterField", "Cost")
    choose(hands, "filterOperator", "≥")
    type_value(hands, "10.5")
    assert hands.titles == ["Rent a car"]
    choose(hands, "filterField", "Due")
    day = value_of(hands, QComboBox)
    assert isinstance(day, QComboBox)
    entry = hands.part("filterDay")
    assert isinstance(entry, QDateEdit)
    today = date.fromisoformat(entry.date().toString(Qt.DateFormat.ISODate))
    assert entry.text() == typed_day(today, entry.locale()), "written as in the table's editor"
    assert hands.titles == ["Pay rent"]  # it begins with today
    choose(hands, "filterValue", "Tomorrow")
    assert hands.titles == []


def test_several_options_are_ticked_in_a_menu_that_stays_open(hands: Hands) -> None:
    hands.key(Qt.Key.Key_F, CTRL_SHIFT)
    choose(hands, "filterField", "Tags")
    choose(hands, "filterOperator", "has all of")
    button = value_of(hands, QPushButton)
    assert isinstance(button, QPushButton)
    menu = button.menu()
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
    home, work, _ = menu.actions()
    for action in (home, work):
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
        assert menu.isVisible()
    menu.close()
    hands.settle()
    assert button.text() == "home, work"
    assert hands.titles == ["Rent a car"]


def test_any_of_several_conditions_and_a_group(hands: Hands) -> None:
    hands.key(Qt.Key.Key_F, CTRL_SHIFT)
    type_value(hands, "ana")
    hands.press("filterAdd")
    choose(hands, "filterField", "Priority")
    choose(hands, "filterValue", "High")
    assert hands.titles == []
    choose(hands, "filterMatch", "any of these")
    assert hands.titles == ["Pay rent", "Call Ana"]
    hands.press("filterAddGroup")
    type_value(hands, "car")
    assert hands.titles == ["Pay rent", "Call Ana", "Rent a car"]
    assert hands.text("filterButton") == "Filter (3)"
    hands.press_tool("filterRemoveGroup")
    assert hands.titles == ["Pay rent", "Call Ana"]


def test_any_of_no_conditions_leaves_what_stands_there_alone(hands: Hands) -> None:
    hands.key(Qt.Key.Key_F, CTRL_SHIFT)
    choose(hands, "filterField", "Notes")
    type_value(hands, "x")
    choose(hands, "filterMatch", "any of these")
    line = value_of(hands, QLineEdit)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    hands.settle()
    assert len(hands.titles) == 3
    assert boxes(hands, "filterMatch")[0].currentText() == "any of these"
    assert boxes(hands, "filterField")[0].currentText() == "Notes"


def test_a_condition_without_a_value_hides_nothing(hands: Hands) -> None:
    hands.key(Qt.Key.Key_F, CTRL_SHIFT)
    choose(hands, "filterField", "Priority")
    assert len(hands.titles) == 3
    assert hands.window.pane.filter_in_force is None


def test_search_and_what_is_shown_go_together_with_the_filter(hands: Hands) -> None:
    hands.window.pane.narrow(RENT)
    hands.settle()
    hands.window.search.setText("car")
    hands.settle()
    assert hands.titles == ["Rent a car"]
    hands.press("filterDone")
    assert hands.titles == []
    assert hands.text("emptyTitle") == "Nothing done matches “car”."
    hands.window.search.setText("ana")
    hands.settle()
    assert hands.text("emptyTitle") == "Nothing that the filter shows matches “ana”."
    hands.press("emptyAction")
    assert hands.titles == ["Call Ana"]


def test_where_nothing_matches_the_filter_can_be_cleared(hands: Hands) -> None:
    hands.window.pane.narrow(Group(True, (Condition("title", Operator.IS, "x"),)))
    hands.settle()
    assert hands.text("emptyTitle") == "Nothing matches the filter."
    hands.press("emptyAction")
    assert len(hands.titles) == 3
    assert hands.text("filterButton") == "Filter"


def test_the_icon_of_the_filter_tells_that_one_is_in_force(hands: Hands) -> None:
    def picture() -> QImage:
        button = hands.part("filterButton")
        assert isinstance(button, QToolButton)
        return button.icon().pixmap(16, 16).toImage()

    before = picture()
    hands.window.pane.narrow(RENT)
    assert picture() != before
    hands.window.pane.narrow(None)
    assert picture() == before


def test_escape_goes_back_to_the_list_and_closing_the_bar_leaves_the_filter_in_force(hands: Hands) -> None:
    hands.key(Qt.Key.Key_F, CTRL_SHIFT)
    type_value(hands, "rent")
    QTest.keyClick(hands.part("filterBar"), Qt.Key.Key_Escape)
    assert hands.window.focusWidget() is hands.view
    hands.press_tool("filterClose")
    assert not hands.sees("filterBar")
    assert hands.titles == ["Pay rent", "Rent a car"]
    assert hands.text("filterButton") == "Filter (1)"


def test_the_filter_is_copied_as_nocobase_writes_it_and_pasted_again(hands: Hands) -> None:
    hands.window.pane.narrow(Group(True, (*RENT.parts, Condition("due", Operator.ON, TODAY))))
    hands.settle()
    hands.choose("actionCopyFilter")
    copied = QGuiApplication.clipboard().text()
    assert json.loads(copied) == {"$and": [{"title": {"$includes": "rent"}}, {"due": {"$dateOn": {"type": "today"}}}]}
    hands.window.filtering.clear()
    pasted(hands, copied)
    assert hands.titles == ["Pay rent"]
    assert hands.sees("filterBar")


def test_what_cannot_be_pasted_is_named_and_changes_nothing(hands: Hands) -> None:
    hands.window.pane.narrow(RENT)
    pasted(hands, '{"titel": {"$includes": "x"}}')
    assert hands.text("filterNote") == "This list has no field “titel”. The filter is as it was."
    assert hands.window.pane.filter_in_force == RENT
    pasted(hands, "<b>no</b>")
    assert hands.text("filterNote").startswith("What is on the clipboard is not JSON")
    type_value(hands, "ana")
    assert not hands.sees("filterNote")


@pytest.mark.parametrize("then", ["save", "update_view", "rename", "open", "delete", "copy", "paste"])
def test_why_a_paste_was_not_taken_is_not_said_of_what_is_done_next(hands: Hands, then: str) -> None:
    filtering = hands.window.filtering
    hands.window.pane.narrow(RENT)
    hands.settle()
    filtering.save("Rent")
    filtering.copy()
    copied = QGuiApplication.clipboard().text()
    pasted(hands, "<b>no</b>")
    assert hands.sees("filterNote")
    QGuiApplication.clipboard().setText(copied)
    verb = getattr(filtering, then)
    verb("Rent") if then in ("save", "rename", "open") else verb()
    assert not hands.sees("filterNote")
    assert hands.window.pane.filter_in_force == RENT


def test_a_new_todo_is_given_what_the_filter_asks_of_all(hands: Hands) -> None:
    asked = (
        Condition("priority", Operator.IS, "high"), Condition("due", Operator.ON, TODAY),
        Condition("tags", Operator.ALL_OF, ("home", "work")), Condition("flagged", Operator.TRUE),
    )  # fmt: skip
    hands.window.pane.narrow(Group(True, asked))
    hands.add("New")
    assert hands.titles == ["New"]
    todo = hands.desk.queries.rows([hands.model.id_at(0)])[0]
    wanted = {"priority": "high", "due": "2026-11-24", "tags": ["home", "work"], "flagged": True}
    assert {name: todo.values.get(name) for name in wanted} == wanted


def test_a_new_todo_that_the_filter_hides_is_told_of_and_can_be_shown(hands: Hands) -> None:
    hands.window.pane.narrow(RENT)
    hands.settle()
    hands.add("Buy milk")
    assert hands.text("noticeText") == "The todo is in the list, but the filter hides it."
    assert hands.titles == ["Pay rent", "Rent a car"]
    hands.press("noticeAction")
    hands.qtbot.waitUntil(lambda: hands.selected == ["Buy milk"])
    assert not hands.sees("noticeText")


def test_a_field_that_goes_takes_its_condition_out_of_force_and_it_is_said(hands: Hands) -> None:
    hands.window.pane.narrow(Group(True, (*RENT.parts, Condition("priority", Operator.IS, "high"))))
    hands.settle()
    assert hands.titles == ["Pay rent"]
    fields = tuple(field for field in FULL_COLLECTION.fields if field.name != "priority")
    collection = replace(FULL_COLLECTION, fields=fields)
    hands.window.pane.quick_add.setFocus()
    hands.desk.worker.save_schema(hands.desk.list.id, collection, hands.desk.list.permissions)
    hands.desk.bridge.post_changes(Changes(hands.desk.list.id, schema=True))
    hands.qtbot.waitUntil(lambda: hands.titles == ["Pay rent", "Rent a car"])
    flaws = [each for each in hands.part("filterBar").findChildren(QLabel, "filterFlaw") if each.isVisible()]
    assert [each.text() for each in flaws] == [
        "There is no field “priority” in this list any more: the condition is left out."
    ]
    assert hands.window.focusWidget() is hands.part("quickAdd"), "who types goes on typing"
    hands.choose("actionCopyFilter")
    assert json.loads(QGuiApplication.clipboard().text()) == {"$and": [{"title": {"$includes": "rent"}}]}


def test_the_day_turns_and_the_filter_turns_with_it(hands: Hands) -> None:
    hands.window.pane.narrow(Group(True, (Condition("due", Operator.ON, TODAY),)))
    hands.settle()
    assert hands.titles == ["Pay rent"]
    hands.desk.now += 86_400_000
    hands.window.pane._tell_time()
    hands.settle()
    assert hands.titles == []


def name_view(hands: Hands, action: str, name: str) -> str:
    """What was said of it before."""
    hands.choose(action)
    said = hands.text("viewNote")
    line, save = hands.part("viewName"), hands.part("viewSave")
    assert isinstance(line, QLineEdit)
    assert isinstance(save, QPushButton)
    line.setText(name)
    save.click()
    hands.qtbot.waitUntil(lambda: hands.window.findChild(QWidget, "viewName") is None)
    return said


def entries(hands: Hands) -> list[str]:
    """Of the menu of views, above its first line."""
    menu = hands.window.actions_.views_menu
    menu.aboutToShow.emit()
    found: list[str] = []
    for action in menu.actions():
        if action.isSeparator():
            break
        found.append(("* " if action.isChecked() else "") + action.text())
    return found


def test_a_view_is_saved_opened_renamed_updated_and_deleted(hands: Hands) -> None:
    hands.window.pane.narrow(RENT)
    hands.press("filterOpen")
    name_view(hands, "actionSaveView", "Rent & more")
    assert entries(hands) == ["All todos", "* Rent && more"]
    hands.window.filtering.open("")
    hands.press("filterAll")
    assert len(hands.titles) == 3
    assert entries(hands) == ["* All todos", "Rent && more"]
    hands.window.actions_.views_menu.actions()[1].trigger()
    hands.settle()
    assert hands.titles == ["Pay rent", "Rent a car"]
    assert hands.window.pane.contents.query.show is Show.OPEN
    assert name_view(hands, "actionRenameView", "Rent") == "What it keeps stays as it is."
    assert entries(hands) == ["All todos", "* Rent"]
    hands.window.pane.narrow(Group(True, (Condition("title", Operator.CONTAINS, "car"),)))
    hands.choose("actionUpdateView")
    hands.window.filtering.open("")
    hands.window.filtering.open("Rent")
    hands.settle()
    assert hands.titles == ["Rent a car"]
    entries(hands)
    hands.choose("actionDeleteView")
    assert entries(hands) == ["All todos"]
    assert hands.titles == ["Rent a car"]


def test_the_filter_and_the_views_are_there_the_next_time(hands: Hands) -> None:
    hands.window.pane.narrow(RENT)
    hands.window.filtering.save("Rent")
    hands.settle()
    hands.window.close()
    again = Hands(hands.desk, hands.qtbot)
    assert again.titles == ["Pay rent", "Rent a car"]
    assert again.text("filterButton") == "Filter (1)"
    assert again.window.filtering.view == "Rent"


def test_each_list_has_a_filter_of_its_own(hands: Hands) -> None:
    hands.key(Qt.Key.Key_F, CTRL_SHIFT)
    type_value(hands, "rent")
    narrower = replace(FULL_COLLECTION, fields=FULL_COLLECTION.fields[:4])
    other = hands.desk.store.local_list(narrower)
    hands.desk.service.open_list(other)
    hands.window.show_list()
    hands.settle()
    assert hands.window.pane.filter_in_force is None
    assert hands.text("filterButton") == "Filter"
    (offered,) = boxes(hands, "filterField")
    assert {offered.itemText(place) for place in range(offered.count())} == {"ID", "Title", "Completed", "Tags"}


def test_a_filter_of_a_long_list_is_not_asked_on_the_windows_thread(
    make_desk: MakeDesk, open_hands: OpenHands, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(FULL_COLLECTION)
    desk.fill([{"title": f"todo {n}"} for n in range(20)])
    hands = open_hands(desk)
    hands.window.pane.narrow(Group(True, (Condition("title", Operator.IS, "todo 7"),)))
    hands.settle()
    hands.window.close()

    def refuse(*_: object) -> None:
        raise AssertionError("asked on the window's thread")

    monkeypatch.setattr(desk.queries, "first_ids", refuse)
    again = open_hands(desk)
    assert again.titles == ["todo 7"]


class People:
    """A finder that knows two."""

    def of(self, _todo_id: int) -> "People":
        return self

    def look(self, _field: Field, _text: str) -> "People":
        return self

    def find(self) -> FoundRecords:
        return FoundRecords(({"id": 2, "nickname": "Bo"}, {"id": 1, "nickname": "Ana"}, {"id": 2, "nickname": "Bo"}))

    def cancel(self) -> None:
        pass


def test_a_related_record_is_chosen_by_its_name(hands: Hands) -> None:
    hands.desk.receive([{"id": 9, "title": "Hers", "assignee": {"id": 1, "nickname": "Ana"}}])
    hands.window.set_finder(People())
    hands.key(Qt.Key.Key_F, CTRL_SHIFT)
    choose(hands, "filterField", "Assignee")
    hands.qtbot.waitUntil(lambda: boxes(hands, "filterValue")[0].count() == 2)
    assert [boxes(hands, "filterValue")[0].itemText(place) for place in range(2)] == ["Ana", "Bo"]
    choose(hands, "filterValue", "Ana")
    assert hands.titles == ["Hers"]
    choose(hands, "filterOperator", "is any of")
    button = value_of(hands, QPushButton)
    assert isinstance(button, QPushButton)
    hands.qtbot.waitUntil(lambda: len(button.menu().actions()) == 2)
    button.menu().actions()[0].trigger()
    assert button.text() == "Ana"
    hands.settle()
    assert hands.titles == ["Hers"]
