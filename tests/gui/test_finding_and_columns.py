"""Search, filter, sort and columns, and how they are found again the next time."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from tests.gui.window_hands import Hands
from tests.support.gui_desk import Desk
from todo_desktop.gui.column_layout import ColumnLayout, WindowLayout, column_layout, window_layout
from todo_desktop.gui.todo_table.columns import Part
from todo_desktop.gui.todo_table.delegate import PADDING
from todo_desktop.model.query import Show, SortKey
from todo_desktop.model.values import Json

OpenHands = Callable[[Desk], Hands]
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def reopened(hands: Hands) -> Hands:
    hands.window.close()
    return Hands(hands.desk, hands.qtbot)


def click_header(hands: Hands, field: str) -> None:
    header = hands.view.header
    left = header.sectionViewportPosition(hands.column(field))
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(left + 20, 10))
    hands.settle()


def test_the_list_narrows_with_every_letter(local: Hands) -> None:
    local.key(Key.Key_F, CTRL)
    assert local.window.focusWidget() is local.part("search")
    local.type("a")
    assert len(local.titles) == 3
    local.type("n")
    assert sorted(local.titles) == ["Call Ana", "Water the plants"]
    assert local.text("listCounts") == "1 open, 1 done found"


def test_escape_clears_the_search_and_then_leaves_it(local: Hands) -> None:
    local.key(Key.Key_F, CTRL)
    local.type("rent")
    local.key(Key.Key_Escape)
    assert len(local.titles) == 3
    local.key(Key.Key_Escape)
    assert local.window.focusWidget() is local.view


def test_a_slash_finds_the_search_field_but_can_be_typed_in_a_title(local: Hands) -> None:
    local.click(0, "title")
    local.key(Key.Key_Slash)
    assert local.window.focusWidget() is local.part("search")
    local.add("Either/or")
    assert "Either/or" in local.titles


def test_a_search_without_a_match_offers_the_way_out(local: Hands) -> None:
    local.key(Key.Key_F, CTRL)
    local.type("zzz")
    assert local.text("emptyTitle") == "Nothing matches “zzz”."
    local.press("emptyAction")
    assert len(local.titles) == 3
    assert local.text("search") == ""


def test_a_search_that_only_done_todos_match_offers_to_look_there(local: Hands) -> None:
    local.press("filterOpen")
    local.key(Key.Key_F, CTRL)
    local.type("ana")
    assert local.text("emptyTitle") == "Nothing open matches “ana”."
    local.press("emptyAction")
    assert local.titles == ["Call Ana"]


def test_a_click_on_a_filter_leaves_the_keys_with_the_list(local: Hands) -> None:
    local.click(0, "title")
    local.press("filterOpen")
    assert local.window.focusWidget() is local.view


def test_the_selected_todo_is_still_selected_when_a_search_finds_it_too(local: Hands) -> None:
    local.click(local.titles.index("Water the plants"), "title")
    local.key(Key.Key_F, CTRL)
    local.type("water")
    assert local.selected == ["Water the plants"]


def test_a_click_on_a_header_sorts_up_down_and_not_at_all(local: Hands) -> None:
    own = local.titles
    click_header(local, "title")
    assert local.titles == sorted(own)
    click_header(local, "title")
    assert local.titles == sorted(own, reverse=True)
    click_header(local, "title")
    assert local.titles == own


def test_the_sort_menu_does_the_same_from_the_keyboard(local: Hands) -> None:
    menu = local.window.actions_.sort_menu
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == "Title").trigger()
    local.settle()
    assert local.titles == sorted(local.titles)
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == "Descending").trigger()
    local.settle()
    assert local.titles == sorted(local.titles, reverse=True)


def toggle_column(menu: QMenu, label: str) -> None:
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == label).trigger()


def test_a_column_is_hidden_and_shown_from_the_menu(local: Hands) -> None:
    menu = local.window.actions_.columns_menu
    header = local.view.header
    toggle_column(menu, "Notes")
    assert header.isSectionHidden(local.column("notes"))
    toggle_column(menu, "Notes")
    assert not header.isSectionHidden(local.column("notes"))
    toggle_column(menu, "Created")
    assert not header.isSectionHidden(local.column("createdAt"))


def test_columns_widths_order_sort_filter_and_density_are_as_they_were_left(local: Hands) -> None:
    header = local.view.header
    header.resizeSection(local.column("due"), 201)
    header.moveSection(header.visualIndex(local.column("priority")), 1)
    toggle_column(local.window.actions_.columns_menu, "Notes")
    click_header(local, "title")
    click_header(local, "title")
    local.press("filterOpen")
    local.window.actions_.compact.trigger()
    again = reopened(local)
    header = again.view.header
    assert header.sectionSize(again.column("due")) == 201
    assert header.visualIndex(again.column("priority")) == 1
    assert header.isSectionHidden(again.column("notes"))
    assert again.titles == ["Water the plants", "Pay rent"]
    assert again.view.rowHeight(0) == 28
    assert again.window.actions_.show_open.isChecked()


def test_a_day_that_is_overdue_fits_into_its_column_from_the_start(local: Hands) -> None:
    room = local.view.header.sectionSize(local.column("due")) - 2 * PADDING
    assert local.view.fontMetrics().horizontalAdvance("Overdue, yesterday") <= room


def test_the_checkbox_stays_first_and_the_mark_last(local: Hands) -> None:
    header, columns = local.view.header, local.model.columns
    header.moveSection(header.visualIndex(local.column("due")), 0)
    header.moveSection(header.visualIndex(local.column("title")), header.count() - 1)
    assert columns[header.logicalIndex(0)].part is Part.DONE
    assert columns[header.logicalIndex(header.count() - 1)].part is Part.MARK


def test_the_title_takes_the_room_that_is_left_until_its_width_is_set_by_hand(local: Hands) -> None:
    header = local.view.header
    assert header.length() == local.view.viewport().width()
    local.window.resize(1000, 700)
    local.qtbot.waitUntil(lambda: header.length() == local.view.viewport().width())
    header.resizeSection(local.column("title"), 260)
    local.window.resize(1200, 700)
    local.qtbot.waitUntil(lambda: local.view.viewport().width() > 1100)
    assert header.sectionSize(local.column("title")) == 260


def test_a_mark_stays_in_sight_where_its_column_is_scrolled_away(server_desk: Desk, open_hands: OpenHands) -> None:
    server_desk.fill([{"title": "Pay rent"}])
    hands = open_hands(server_desk)
    hands.window.resize(640, 480)
    hands.double_click(0, "title")
    QTest.keyClicks(hands.editor, "Pay the rent")
    QTest.keyClick(hands.editor, Key.Key_Return)
    hands.settle()
    edge = QPoint(hands.view.viewport().width() - 10, 10)
    assert hands.view.tooltip_at(edge) == "Waiting to be sent: Title"


@pytest.mark.parametrize("clicks", [1, 2])
def test_a_click_on_such_a_mark_leaves_the_cell_below_it_alone(
    server_desk: Desk, open_hands: OpenHands, clicks: int
) -> None:
    server_desk.fill([{"title": "Pay rent"}])
    hands = open_hands(server_desk)
    hands.window.resize(640, 480)
    hands.double_click(0, "title")
    QTest.keyClicks(hands.editor, "Pay the rent")
    QTest.keyClick(hands.editor, Key.Key_Return)
    hands.settle()
    viewport, title = hands.view.viewport(), hands.view.currentIndex()
    edge = QPoint(viewport.width() - 10, 10)
    with hands.qtbot.waitSignal(hands.view.mark_clicked):
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=edge)
    if clicks == 2:
        QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=edge)
    assert hands.view.currentIndex() == title
    assert hands.view.delegate.editor is None
    assert hands.view.selected_ids() == [hands.model.id_at(0)]


def test_a_layout_comes_back_as_it_was_kept() -> None:
    layout = ColumnLayout(
        ("a", "b"), {"a": 10}, frozenset({"c"}), frozenset({"b"}), (SortKey("a", descending=True),), Show.OPEN
    )
    assert column_layout(layout.as_json()) == layout
    assert window_layout(WindowLayout("AAAA", compact=True).as_json()) == WindowLayout("AAAA", compact=True)


def test_a_layout_that_makes_no_sense_starts_fresh() -> None:
    nonsense: dict[str, Json] = {
        "order": 3,
        "widths": {"a": "wide"},
        "sort": [{"field": 1}, 7],
        "show": "most",
        "hidden": [1],
    }
    values: tuple[Json, ...] = (None, 7, [], "x", nonsense, nonsense | {"show": ["all"]})
    for value in values:
        assert column_layout(value) == ColumnLayout()
        assert window_layout(value) == WindowLayout()


def test_actions_have_their_icons_once_a_menu_opens(local: Hands) -> None:
    actions = local.window.actions_
    assert actions.delete.icon().isNull()
    local.part("menuEdit").aboutToShow.emit()  # type: ignore[attr-defined]
    assert not actions.delete.icon().isNull()


def test_rows_reach_the_edge_where_the_columns_do_not(local: Hands) -> None:
    header = local.view.header
    header.resizeSection(local.column("title"), 240)
    assert header.length() == local.view.viewport().width()
    again = reopened(local)
    header = again.view.header
    assert header.sectionSize(again.column("title")) == 240
    assert header.length() == again.view.viewport().width()
    again.window.resize(900, 600)
    again.qtbot.waitUntil(lambda: header.length() == again.view.viewport().width())
    assert header.sectionSize(again.column("title")) == 240


def test_going_back_to_the_title_shows_the_checkbox_too(server_desk: Desk, open_hands: OpenHands) -> None:
    server_desk.fill([{"title": "Pay rent"}])
    hands = open_hands(server_desk)
    hands.window.resize(640, 480)
    bar = hands.view.horizontalScrollBar()
    hands.qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    hands.add("Call Ana")
    assert bar.value() == 0
