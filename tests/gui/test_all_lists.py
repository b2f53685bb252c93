"""All lists of two servers looked at as one: what is done to a todo goes to its own list."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QMenu, QPushButton, QTableView, QTreeWidget

from tests.gui.filter_hands import choose as choose_in_filter
from tests.gui.lists_of_servers import settings_for
from tests.gui.several_lists_hands import (
    carry_to,
    click_row,
    lists_dialog,
    press,
    rows_of,
    said_of,
    settings_for_both,
    sidebar_of,
)
from tests.sync.remote import Remote
from todo_desktop.gui.messages import host_of
from todo_desktop.gui.recently_removed import RecentlyRemovedDialog
from todo_desktop.gui.todo_details import TodoDetails
from todo_desktop.gui.todo_table.columns import MARK_WIDTH
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.lists import ALL_LISTS
from todo_desktop.settings.api_keys import ApiKeyStore
from todo_desktop.settings.folders import Folders
from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase
from todo_desktop.testing.fake_nocobase.menu import table
from todo_desktop.testing.rights import READ_ONLY
from todo_desktop.testing.running import Starter, TodoDesktop
from todo_desktop.testing.shapes import DEMANDING, FULL
from todo_desktop.testing.trusted_keyring import TrustedKeyring

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

BOTH = ("Of this server", "Of the other server")


def click_all(running: TodoDesktop) -> None:
    view = sidebar_of(running)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(0, 0)).center())


@pytest.fixture
def running(start_todo_desktop: Starter, here: FakeList, there: FakeList) -> TodoDesktop:
    """Both lists were loaded, and all are in sight."""
    started = start_todo_desktop(preferences=settings_for_both(here, there))
    started.list.wait_for("Of this server")
    started.hands.qtbot.waitUntil(lambda: said_of(started, there) == f"{there.collection}, 1 open")
    click_all(started)
    started.list.wait_for(*BOTH)
    return started


@pytest.fixture
def demanding(
    other_fake: FakeNocoBase, todo_desktop_folders: Folders, todo_desktop_keyring: TrustedKeyring
) -> FakeList:
    found = other_fake.open_list(DEMANDING)
    found.write_row({"title": "Demanding", "reason": "so", "createdAt": "2026-01-01T10:00:00.000Z"})
    ApiKeyStore(todo_desktop_folders.key_scope).store(found.base_url, ApiKey(found.key))
    return found


def row_on_server(remote: FakeList, title: str) -> dict[str, object]:
    return next(dict(row) for row in remote.table.rows.values() if row["title"] == title)


def test_all_lists_are_shown_together_in_the_order_of_the_sidebar(running: TodoDesktop) -> None:
    assert running.list.shown == list(BOTH)
    assert running.hands.text("listTitle") == "All my lists"
    assert str(sidebar_of(running).model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)) == (
        "All my lists, 2 open"
    )


def test_lists_of_one_name_are_told_apart_by_their_place(running: TodoDesktop, here: FakeList, there: FakeList) -> None:
    names = [running.list.text(title, "list") for title in BOTH]
    assert names == [f"{each.collection} ({host_of(each.base_url)})" for each in (here, there)]
    model = running.hands.model
    column = running.hands.column("list")
    assert len({model.cell(row, column).chips[0].text for row in range(2)}) == 2


def test_a_tick_and_an_edit_go_to_the_server_of_each_todo(
    running: TodoDesktop, here: FakeList, there: FakeList
) -> None:
    running.list.tick("Of this server")
    running.list.edit("Of the other server", "Renamed there")
    waits = running.hands.qtbot.waitUntil
    waits(lambda: row_on_server(here, "Of this server")["completed"] is True, timeout=10_000)
    waits(lambda: any(row["title"] == "Renamed there" for row in there.table.rows.values()), timeout=10_000)
    assert running.list.shown == ["Of this server", "Renamed there"]
    assert running.list.done == ["Of this server"]


def test_what_is_changed_in_any_list_elsewhere_arrives(running: TodoDesktop, there: FakeList) -> None:
    running.list.select("Of this server")
    there.write_row({"title": "New there", "createdAt": "2026-02-01T10:00:00.000Z"})
    running.window.actions_.refresh.trigger()
    running.list.wait_for(*BOTH, "New there")
    assert running.list.selected == ["Of this server"]


def test_todos_of_both_are_deleted_and_one_undo_brings_both_back(running: TodoDesktop) -> None:
    running.list.delete(*BOTH)
    running.list.wait_for()
    running.list.undo()
    running.list.wait_for(*BOTH)
    running.list.redo()
    running.list.wait_for()
    running.list.undo()
    running.list.wait_for(*BOTH)


def test_search_filter_sort_and_counts_are_of_all(running: TodoDesktop) -> None:
    running.list.tick("Of this server")
    running.hands.qtbot.waitUntil(lambda: running.hands.text("listCounts") == "1 open, 1 done")
    running.list.filter("open")
    running.list.wait_for("Of the other server")
    running.list.filter("all")
    running.list.search("this")
    running.list.wait_for("Of this server")
    running.list.search("")
    running.list.wait_for(*BOTH)
    running.list.sort("title")
    assert running.list.shown == ["Of the other server", "Of this server"]


def test_a_filter_of_all_lists_narrows_each_and_is_kept_as_a_view(running: TodoDesktop, here: FakeList) -> None:
    hands, waits = running.hands, running.hands.qtbot.waitUntil
    running.list.tick("Of this server")
    hands.press_tool("filterButton")
    choose_in_filter(hands, "filterField", "Done")
    choose_in_filter(hands, "filterOperator", "is not ticked")
    running.list.wait_for("Of the other server")
    assert hands.text("filterCount") == "1 todo matches"
    hands.press("filterAdd")
    choose_in_filter(hands, "filterField", "List")
    choose_in_filter(hands, "filterValue", f"{here.collection} · {host_of(here.base_url)}")
    running.list.wait_for()
    running.list.add("Added here")
    running.list.wait_for("Added here")
    running.window.filtering.save("Open here")
    waits(lambda: "Open here" in rows_of(sidebar_of(running)))
    hands.press("filterClear")
    running.list.wait_for("Of this server", "Added here", "Of the other server")
    click_row(sidebar_of(running), rows_of(sidebar_of(running)).index("Open here"))
    running.list.wait_for("Added here")
    running.window.actions_.refresh.trigger()
    here.write_row({"title": "Come in", "createdAt": "2026-02-01T10:00:00.000Z"})
    running.list.wait_for("Added here", "Come in")


def test_a_new_todo_goes_to_the_list_chosen_beside_the_line_and_that_is_remembered(
    running: TodoDesktop, start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    waits = running.hands.qtbot.waitUntil
    running.list.add("Into the first")
    waits(lambda: len(here.table.rows) == 2, timeout=10_000)
    target = running.window.findChild(QComboBox, "quickAddList")
    assert target is not None
    target.setCurrentIndex(1)
    target.activated.emit(1)
    running.list.add("Into the other")
    waits(lambda: len(there.table.rows) == 2, timeout=10_000)
    assert running.list.selected == ["Into the other"]
    running.end()
    running = start_todo_desktop()
    running.list.wait_for(*BOTH, "Into the first", "Into the other")
    assert running.hands.text("listTitle") == "All my lists", "it begins where it ended"
    running.list.add("Once more")
    running.hands.qtbot.waitUntil(lambda: len(there.table.rows) == 3, timeout=10_000)


def test_the_list_of_a_todo_is_gone_to_with_the_todo_selected(running: TodoDesktop, there: FakeList) -> None:
    there.write_row({"title": "Another there", "createdAt": "2026-02-01T10:00:00.000Z"})
    running.window.actions_.refresh.trigger()
    running.list.wait_for(*BOTH, "Another there")
    running.list.select("Another there")
    QTest.keyClick(running.window.pane.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    running.list.wait_for("Of the other server", "Another there")
    running.hands.qtbot.waitUntil(lambda: running.list.selected == ["Another there"])
    assert running.hands.text("listTitle") == there.collection


def test_a_double_click_on_the_list_of_a_row_leads_there(running: TodoDesktop) -> None:
    running.hands.double_click(running.hands.row("Of the other server"), "list")
    running.list.wait_for("Of the other server")


def test_a_list_that_may_only_be_read_says_so_row_by_row_and_the_others_can_be_changed(
    start_todo_desktop: Starter, here: FakeList, there: FakeList, todo_desktop_folders: Folders
) -> None:
    ApiKeyStore(todo_desktop_folders.key_scope).store(there.base_url, ApiKey(there.with_rights(READ_ONLY).key))
    running = start_todo_desktop(preferences=settings_for_both(here, there))
    running.list.wait_for("Of this server")
    running.hands.qtbot.waitUntil(lambda: said_of(running, there) == f"{there.collection}, 1 open")
    click_all(running)
    running.list.wait_for(*BOTH)
    running.list.select("Of the other server")
    actions = running.window.actions_
    assert not actions.delete.isEnabled()
    assert "may not delete" in actions.delete.toolTip()
    assert not actions.move_menu.menuAction().isEnabled()
    running.list.tick("Of the other server")
    assert running.list.done == []
    running.list.select("Of this server")
    assert actions.delete.isEnabled()
    running.list.tick("Of this server")
    assert running.list.done == ["Of this server"]
    running.list.select(*BOTH)
    assert actions.delete.isEnabled(), "one of the two may be deleted"
    actions.delete.trigger()
    running.list.wait_for("Of the other server")
    target = running.window.findChild(QComboBox, "quickAddList")
    assert target is not None
    assert not target.model().flags(target.model().index(1, 0)) & Qt.ItemFlag.ItemIsEnabled


def test_todos_are_moved_from_here_to_one_of_the_lists_and_back(
    running: TodoDesktop, here: FakeList, there: FakeList
) -> None:
    running.list.select(*BOTH)
    carry_to(running, "menuMoveTo", there)
    assert running.hands.text("undoText").startswith(f"Todo moved to “{there.collection} (")
    running.list.wait_for(*BOTH)
    names = [running.list.text(title, "list") for title in sorted(running.list.shown)]
    assert names == [f"{there.collection} ({host_of(there.base_url)})"] * 2
    running.list.undo()
    running.list.wait_for(*BOTH)
    assert running.list.text("Of this server", "list") == f"{here.collection} ({host_of(here.base_url)})"
    running.list.redo()
    running.list.wait_for(*BOTH)
    assert running.list.text("Of this server", "list") == f"{there.collection} ({host_of(there.base_url)})"


def test_where_a_todo_is_already_it_need_not_be_moved_to(running: TodoDesktop, there: FakeList) -> None:
    running.list.select("Of the other server")
    menu = running.window.findChild(QMenu, "menuMoveTo")
    assert menu is not None
    enabled = {host_of(there.base_url) in action.text(): action.isEnabled() for action in menu.actions()}
    assert enabled == {True: False, False: True}


def test_each_row_carries_its_mark_and_says_what_waits(start_todo_desktop: Starter, running: TodoDesktop) -> None:
    running.end()
    offline = start_todo_desktop(offline=True)
    offline.list.wait_for(*BOTH)
    offline.list.edit("Of the other server", "Changed offline")
    assert offline.list.mark("Changed offline") == "waiting"
    assert offline.list.mark("Of this server") == ""
    assert offline.status.waiting == "1 change waiting"


def test_tab_leads_from_cell_to_cell_and_past_the_list(running: TodoDesktop) -> None:
    running.hands.double_click(running.hands.row("Of this server"), "title")
    for _ in range(4):
        editor = running.window.pane.view.delegate.editor
        if editor is not None:
            QTest.keyClick(editor, Qt.Key.Key_Tab)
    model = running.hands.model
    assert not model.flags(model.index(0, running.hands.column("list"))) & Qt.ItemFlag.ItemIsEditable
    assert "Ctrl+Enter" in model.obstacle(0, running.hands.column("list"))
    assert running.list.shown == list(BOTH)


def test_a_conflict_carries_its_mark_and_is_decided_from_here(
    start_todo_desktop: Starter, running: TodoDesktop, there: FakeList
) -> None:
    running.end()
    running = start_todo_desktop(offline=True)
    running.list.wait_for(*BOTH)
    running.list.edit("Of the other server", "Mine")
    (row,) = there.table.rows.values()
    row.update(title="Theirs", updatedAt=row["updatedAt"] + 1_000_000)
    running.window.actions_.offline.trigger()
    waits = running.hands.qtbot.waitUntil
    waits(lambda: running.list.mark("Mine") == "conflict", timeout=10_000)
    assert running.status.parked == "1 needs you"
    running.outbox.open()
    waits(lambda: len(running.outbox.changes) == 1)
    running.outbox.choose("Mine")
    running.outbox.press("takeTheirs")
    waits(lambda: "Theirs" in running.list.shown, timeout=10_000)


def test_a_todo_is_dragged_onto_a_list_but_not_onto_all(running: TodoDesktop) -> None:
    model = sidebar_of(running).model()
    takes = [bool(model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsDropEnabled) for row in range(model.rowCount())]
    assert takes == [False, False, True, False, True], "all, a place, a list, a place, a list"


def test_the_worst_of_the_lists_is_told_with_a_way_to_it(
    start_todo_desktop: Starter, running: TodoDesktop, there: FakeList
) -> None:
    running.status.wait_for("All lists are connected")
    there.revoke_key()
    running.window.actions_.refresh.trigger()
    running.status.wait_for(f"{there.collection}: Sync with {host_of(there.base_url)} is paused")
    running.notice.wait_for(f"{there.collection}: ")
    running.notice.act()
    running.list.wait_for("Of the other server")


def test_keys_and_a_list_that_is_taken_away_lead_out_of_it(
    running: TodoDesktop, start_todo_desktop: Starter, here: FakeList
) -> None:
    running.window.actions_.next_list.trigger()
    running.list.wait_for("Of this server")
    running.window.actions_.previous_list.trigger()
    running.list.wait_for(*BOTH)
    running.end()
    alone = replace(settings_for(here), shown=ALL_LISTS)
    running = start_todo_desktop(preferences=alone)
    running.list.wait_for("Of this server")
    running.hands.qtbot.waitUntil(lambda: running.hands.text("listTitle") == here.collection)


def test_what_any_list_has_lost_is_restored_into_it(running: TodoDesktop, here: FakeList, there: FakeList) -> None:
    for remote in (here, there):
        remote.write_row({"title": "Stays", "createdAt": "2026-02-01T10:00:00.000Z"})
    running.window.actions_.refresh.trigger()
    running.list.wait_for(*BOTH, "Stays", "Stays")
    for remote in (here, there):
        with remote.server.actions.lock:
            del remote.table.rows[min(remote.table.rows)]
    running.window.actions_.refresh.trigger()
    running.list.wait_for("Stays", "Stays")
    running.window.actions_.trash.trigger()
    dialog = running.window.findChild(RecentlyRemovedDialog)
    assert dialog is not None
    removed = dialog.findChild(QTableView, "removedList")
    assert removed is not None
    assert {str(removed.model().index(row, 0).data()) for row in range(2)} == set(BOTH)
    removed.selectAll()
    restore = dialog.findChild(QPushButton, "removedRestore")
    assert restore is not None
    restore.click()
    running.list.wait_for(*BOTH, "Stays", "Stays")
    dialog.close()
    running.hands.qtbot.waitUntil(lambda: [len(each.table.rows) for each in (here, there)] == [2, 2], timeout=10_000)


def test_a_server_that_is_taken_out_takes_its_todos_along(running: TodoDesktop, here: FakeList) -> None:
    dialog = lists_dialog(running)
    tree = dialog.findChild(QTreeWidget, "listsTree")
    assert tree is not None
    tree.setCurrentIndex(tree.model().index(1, 0))
    press(dialog, "listsRemove")
    press(dialog, "removeServerConfirm")
    running.list.wait_for("Of this server")
    running.hands.qtbot.waitUntil(lambda: running.hands.text("listTitle") == here.collection)
    dialog.reject()


def test_a_list_that_was_never_opened_comes_in_once_its_user_is_known(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    both = replace(settings_for_both(here, there), shown=ALL_LISTS)
    running = start_todo_desktop(preferences=both)
    running.list.wait_for(*BOTH)


def test_an_editor_that_is_open_stays_while_todos_arrive(running: TodoDesktop, here: FakeList) -> None:
    running.hands.double_click(running.hands.row("Of the other server"), "title")
    QTest.keyClicks(running.hands.editor, "Typed ")
    here.write_row({"title": "Meanwhile", "createdAt": "2026-02-01T10:00:00.000Z"})
    running.window.actions_.refresh.trigger()
    running.list.wait_for(*BOTH, "Meanwhile")
    assert running.window.pane.view.delegate.editor is not None


def test_what_others_changed_in_any_of_them_is_marked(running: TodoDesktop, there: FakeList) -> None:
    hands = running.hands
    Remote(there.of_another_user()).update(row_on_server(there, "Of the other server")["id"], title="Renamed by others")
    hands.choose("actionRefresh")
    running.list.wait_for("Of this server", "Renamed by others")
    hands.qtbot.waitUntil(lambda: hands.sees("newsText"))
    assert hands.text("newsText").endswith("1 changed elsewhere")
    hands.press("newsShow")
    running.list.wait_for("Renamed by others")
    hands.press("newsSeen")
    running.list.wait_for("Of this server", "Renamed by others")


def test_details_and_the_web_page_are_those_of_the_todos_own_server(
    running: TodoDesktop, there: FakeList, addresses_opened: list[str]
) -> None:
    there.server.menu.add_page("jobs", table(there.collection, "View"))
    running.list.select("Of the other server")
    running.hands.choose("actionDetails")
    details = running.window.findChild(TodoDetails)
    assert details is not None
    assert f"List: {there.collection}" in details.text
    running.hands.choose("actionOpenWeb")
    running.hands.qtbot.waitUntil(lambda: bool(addresses_opened))
    site = there.base_url.removesuffix("/api")
    assert addresses_opened == [f"{site}/admin/jobs/view/view/filterbytk/1"]


def test_enter_leads_from_all_lists_to_what_the_new_todos_own_list_demands(
    start_todo_desktop: Starter, here: FakeList, demanding: FakeList
) -> None:
    running = start_todo_desktop(preferences=settings_for_both(here, demanding))
    running.list.wait_for("Of this server")
    waits = running.hands.qtbot.waitUntil
    waits(lambda: said_of(running, demanding) == f"{demanding.collection}, 1 open")
    click_all(running)
    running.list.wait_for("Of this server", "Demanding")
    lists = running.window.findChild(QComboBox, "quickAddList")
    assert lists is not None
    QTest.keyClick(lists, Qt.Key.Key_Down)
    waits(lambda: running.window.pane.quick_add.placeholderText() == "Add a todo. It also needs: Reason")
    running.list.add("New")
    delegate = running.window.pane.view.delegate
    waits(lambda: delegate.edited is not None and delegate.edited.field.name == "reason")
    assert running.hands.text("listTitle") == demanding.collection
    QTest.keyClicks(running.hands.editor, "because")
    QTest.keyClick(running.hands.editor, Qt.Key.Key_Return)
    waits(lambda: any(row["title"] == "New" for row in demanding.table.rows.values()), timeout=10_000)
    assert row_on_server(demanding, "New")["reason"] == "because"


@pytest.mark.parametrize("width", [1000, 1280])
def test_all_columns_are_in_sight_where_there_is_room_for_them(
    start_todo_desktop: Starter, fake: FakeNocoBase, there: FakeList, todo_desktop_folders: Folders, width: int
) -> None:
    full = fake.open_list(FULL)
    full.seed(60)
    ApiKeyStore(todo_desktop_folders.key_scope).store(full.base_url, ApiKey(full.key))
    running = start_todo_desktop(preferences=replace(settings_for_both(full, there), shown=ALL_LISTS))
    view = running.window.pane.view
    running.hands.qtbot.waitUntil(lambda: view.model().rowCount() == 61)
    running.window.resize(width, 700)
    running.hands.settle()
    assert view.verticalScrollBar().maximum() > 0
    assert view.horizontalScrollBar().maximum() == 0
    assert view.columnWidth(view.model().columnCount() - 1) >= MARK_WIDTH
