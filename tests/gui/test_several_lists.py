"""Lists of two servers in one window: each is synced, whichever is in sight."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QMenu,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
)

from tests.gui.lists_of_servers import settings_for
from todo_desktop.gui.lists_dialog import ListsDialog
from todo_desktop.gui.messages import host_of
from todo_desktop.gui.sidebar.dragging import packed
from todo_desktop.gui.sidebar.model import SidebarModel
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.filter import Condition, Group, Operator
from todo_desktop.model.query import Query
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.settings.api_keys import ApiKeyStore
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.preferences import Preferences
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.rights import READ_ONLY
from todo_desktop.testing.running import Starter, TodoDesktop
from todo_desktop.testing.trusted_keyring import TrustedKeyring

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

LATER = "2026-01-02T10:00:00.000Z"
Titles = Callable[[FakeList], list[object]]


def settings_for_both(here: FakeList, there: FakeList) -> Preferences:
    first, second = settings_for(here), settings_for(there)
    return first.with_servers([*first.servers, *second.servers])


@pytest.fixture
def titles(todo_desktop_folders: Folders) -> Titles:
    """What the replica holds of a list, as another process would read it."""

    def read(remote: FakeList) -> list[object]:
        database = open_database(Path(todo_desktop_folders.replica), Purpose.READER)
        try:
            todo_list = TodoStore(database).latest_list(remote.base_url, remote.collection)
            if todo_list is None:
                return []
            reader = Reader(database)
            return [todo.values["title"] for todo in reader.rows(reader.ids(Query(todo_list.id)))]
        finally:
            database.close()

    return read


def test_a_list_that_is_not_in_sight_is_synced_too(
    start_todo_desktop: Starter, here: FakeList, there: FakeList, titles: Titles
) -> None:
    running = start_todo_desktop(preferences=settings_for_both(here, there))
    running.list.wait_for("Of this server")
    running.hands.qtbot.waitUntil(lambda: titles(there) == ["Of the other server"])
    assert running.list.shown == ["Of this server"]


def test_a_server_that_cannot_be_reached_holds_no_other_up(
    start_todo_desktop: Starter, here: FakeList, there: FakeList, titles: Titles
) -> None:
    away = replace(settings_for(here), base_url="http://127.0.0.1:9/api")
    both = away.with_servers([*away.servers, *settings_for(there).servers])
    running = start_todo_desktop(preferences=both)
    running.hands.qtbot.waitUntil(lambda: titles(there) == ["Of the other server"])


def sidebar_of(running: TodoDesktop) -> QAbstractItemView:
    view = running.window.findChild(QAbstractItemView, "sidebarView")
    assert view is not None
    return view


def row_of(running: TodoDesktop, remote: FakeList) -> QModelIndex:
    """Its list in the sidebar, below its server's name."""
    model = sidebar_of(running).model()
    texts = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    return model.index(texts.index(remote.collection, texts.index(host_of(remote.base_url))), 0)


def choose(running: TodoDesktop, remote: FakeList) -> None:
    view = sidebar_of(running)
    place = view.visualRect(row_of(running, remote)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def said_of(running: TodoDesktop, remote: FakeList) -> str:
    """What a screen reader says of it."""
    return str(row_of(running, remote).data(Qt.ItemDataRole.AccessibleTextRole))


def test_a_list_that_is_chosen_is_there_with_the_next_frame(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    running = opened_both(start_todo_desktop, here, there)
    choose(running, there)
    assert running.list.shown == ["Of the other server"], "nobody has waited for it"
    choose(running, here)
    assert running.list.shown == ["Of this server"]


def test_the_sidebar_of_the_start_before_leaves_the_list_its_room(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    running = opened_both(start_todo_desktop, here, there)
    width = sidebar_of(running).width()
    assert running.window.pane.width() > 2 * width
    start_todo_desktop.end()
    running = opened_both(start_todo_desktop, here, there)
    running.hands.qtbot.waitUntil(lambda: sidebar_of(running).isVisible())
    assert sidebar_of(running).width() == width
    assert running.window.pane.width() > 2 * width


def test_one_list_alone_has_no_sidebar(start_todo_desktop: Starter, here: FakeList) -> None:
    running = start_todo_desktop(preferences=settings_for(here))
    running.list.wait_for("Of this server")
    assert running.window.findChild(QAbstractItemView, "sidebarView") is None
    assert not running.window.actions_.sidebar.isEnabled()


def test_the_list_that_is_chosen_is_shown_and_shown_again_at_the_next_start(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    running = start_todo_desktop(preferences=settings_for_both(here, there))
    running.list.wait_for("Of this server")
    running.hands.qtbot.waitUntil(lambda: running.window.findChild(QAbstractItemView, "sidebarView") is not None)
    choose(running, there)
    running.list.wait_for("Of the other server")
    running.list.add("Typed there")
    running.hands.qtbot.waitUntil(lambda: len(there.table.rows) == 2)
    assert len(here.table.rows) == 1
    running.end()
    running = start_todo_desktop()
    running.list.wait_for("Of the other server", "Typed there")


def test_a_list_that_was_loaded_behind_another_opens_with_its_columns_and_rights(
    start_todo_desktop: Starter, here: FakeList, there: FakeList, todo_desktop_folders: Folders
) -> None:
    read_only = there.with_rights(READ_ONLY)
    ApiKeyStore(todo_desktop_folders.key_scope).store(there.base_url, ApiKey(read_only.key))
    running = start_todo_desktop(preferences=settings_for_both(here, there))
    running.list.wait_for("Of this server")
    running.hands.qtbot.waitUntil(lambda: said_of(running, there) == f"{there.collection}, 1 open")
    choose(running, there)
    running.list.wait_for("Of the other server")
    assert running.hands.sees("listReadOnly")


def test_the_sidebar_tells_what_is_open_and_what_waits_in_each_list(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    running = start_todo_desktop(preferences=settings_for_both(here, there))
    running.list.wait_for("Of this server")
    running.hands.qtbot.waitUntil(lambda: said_of(running, there) == f"{there.collection}, 1 open")
    running.end()
    running = start_todo_desktop(offline=True)
    running.list.add("Typed offline")
    running.hands.qtbot.waitUntil(lambda: said_of(running, here) == f"{here.collection}, 2 open, 1 change waiting")
    assert said_of(running, there) == f"{there.collection}, 1 open"


def test_a_paused_list_that_is_not_in_sight_is_told_of_in_the_sidebar_alone(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    there.revoke_key()
    running = start_todo_desktop(preferences=settings_for_both(here, there))
    running.list.wait_for("Of this server")
    running.hands.qtbot.waitUntil(lambda: "The sync is paused." in said_of(running, there))
    running.status.wait_for("Connected to")
    assert running.notice.text == ""


def test_keys_lead_from_list_to_list(start_todo_desktop: Starter, here: FakeList, there: FakeList) -> None:
    running = start_todo_desktop(preferences=settings_for_both(here, there))
    running.list.wait_for("Of this server")
    running.hands.qtbot.waitUntil(running.window.actions_.next_list.isEnabled)
    running.window.actions_.next_list.trigger()
    running.list.wait_for("Of the other server")
    view = sidebar_of(running)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Up)
    running.list.wait_for("Of this server")


def test_who_walks_through_the_lists_by_keys_gets_there_though_the_lists_change_meanwhile(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    running = opened_both(start_todo_desktop, here, there)
    view = sidebar_of(running)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    model = view.model()
    assert isinstance(model, SidebarModel)
    entries = model.entries
    others = [replace(entries[0], title="Renamed"), *entries[1:]]
    running.window.show_lists(others, entries[1].address)
    running.list.wait_for("Of the other server")


def lists_dialog(running: TodoDesktop) -> ListsDialog:
    running.window.actions_.lists.trigger()
    dialog = running.window.findChild(ListsDialog)
    assert dialog is not None
    return dialog


def collection_item(dialog: ListsDialog, name: str) -> QTreeWidgetItem | None:
    tree = dialog.findChild(QTreeWidget, "listsTree")
    assert tree is not None
    found = tree.findItems(name, Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive)
    return next((item for item in found if item.parent() is not None), None)


def test_a_collection_that_is_ticked_becomes_a_list_and_leaves_with_the_tick(
    start_todo_desktop: Starter, here: FakeList, titles: Titles
) -> None:
    more = here.another_collection()
    more.write_row({"title": "Of the second collection"})
    running = start_todo_desktop(preferences=settings_for(here))
    running.list.wait_for("Of this server")
    dialog = lists_dialog(running)
    waits = running.hands.qtbot.waitUntil
    waits(lambda: collection_item(dialog, more.collection) is not None)
    item = collection_item(dialog, more.collection)
    assert item is not None
    item.setCheckState(0, Qt.CheckState.Checked)
    waits(lambda: titles(more) == ["Of the second collection"])
    waits(lambda: running.window.findChild(QAbstractItemView, "sidebarView") is not None)
    choose(running, more)
    running.list.wait_for("Of the second collection")
    item = collection_item(dialog, more.collection)
    assert item is not None
    item.setCheckState(0, Qt.CheckState.Unchecked)
    running.list.wait_for("Of this server")
    waits(lambda: not sidebar_of(running).isVisible())
    assert titles(more) == ["Of the second collection"], "it stays on this computer"
    dialog.reject()


def test_a_second_server_is_added_and_removed_and_the_first_goes_on(
    start_todo_desktop: Starter, here: FakeList, there: FakeList, todo_desktop_keyring: TrustedKeyring
) -> None:
    running = start_todo_desktop(preferences=settings_for(here))
    running.list.wait_for("Of this server")
    dialog = lists_dialog(running)
    press(dialog, "listsAdd")
    assert running.settings.dialog.windowTitle() == "Add a server"
    running.settings.fill_in(there)
    running.settings.save()
    running.list.wait_for("Of the other server")
    choose(running, here)
    running.list.wait_for("Of this server")
    tree = dialog.findChild(QTreeWidget, "listsTree")
    assert tree is not None
    tree.setCurrentIndex(tree.model().index(1, 0))
    press(dialog, "listsRemove")
    press(dialog, "removeServerConfirm")
    running.hands.qtbot.waitUntil(lambda: tree.topLevelItemCount() == 1)
    running.hands.qtbot.waitUntil(lambda: len(todo_desktop_keyring.passwords) == 1)
    dialog.reject()
    running.window.activateWindow()
    running.hands.qtbot.waitUntil(running.window.isActiveWindow)
    running.list.add("Goes on")
    running.hands.qtbot.waitUntil(lambda: len(here.table.rows) == 2)


def press(dialog: ListsDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    button.click()


def carry_to(running: TodoDesktop, menu: str, remote: FakeList) -> None:
    """Choose the list of that server in one of the two menus."""
    found = running.window.findChild(QMenu, menu)
    assert found is not None
    next(action for action in found.actions() if host_of(remote.base_url) in action.text()).trigger()


def opened_both(start_todo_desktop: Starter, here: FakeList, there: FakeList) -> TodoDesktop:
    """Both lists were loaded; the first is in sight."""
    running = start_todo_desktop(preferences=settings_for_both(here, there))
    running.list.wait_for("Of this server")
    running.hands.qtbot.waitUntil(lambda: said_of(running, there) == f"{there.collection}, 1 open")
    return running


def test_a_todo_is_moved_to_another_server_and_goes_from_the_first_once_it_is_there(
    start_todo_desktop: Starter, here: FakeList, there: FakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("todo_desktop.service.editor.UNDO_MS", 0)
    running = opened_both(start_todo_desktop, here, there)
    running.list.select("Of this server")
    carry_to(running, "menuMoveTo", there)
    running.list.wait_for()
    assert running.hands.text("undoText") == f"Todo moved to “{there.collection}”."
    waits = running.hands.qtbot.waitUntil
    waits(lambda: len(there.table.rows) == 2, timeout=10_000)
    waits(lambda: len(here.table.rows) == 0, timeout=10_000)
    choose(running, there)
    running.list.wait_for("Of the other server", "Of this server")


def test_undo_takes_a_move_back_before_anything_was_deleted(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    running = opened_both(start_todo_desktop, here, there)
    running.list.select("Of this server")
    carry_to(running, "menuMoveTo", there)
    running.list.wait_for()
    running.list.undo()
    running.list.wait_for("Of this server")
    assert len(here.table.rows) == 1


def test_a_copy_is_in_both_lists(start_todo_desktop: Starter, here: FakeList, there: FakeList) -> None:
    running = opened_both(start_todo_desktop, here, there)
    running.list.select("Of this server")
    carry_to(running, "menuCopyTo", there)
    running.hands.qtbot.waitUntil(lambda: len(there.table.rows) == 2, timeout=10_000)
    assert running.list.shown == ["Of this server"]
    assert len(here.table.rows) == 1


@pytest.mark.parametrize(
    ("action", "left"), [(Qt.DropAction.MoveAction, []), (Qt.DropAction.CopyAction, ["Of this server"])]
)
def test_todos_dropped_on_a_list_are_moved_and_with_ctrl_copied(
    start_todo_desktop: Starter, here: FakeList, there: FakeList, action: Qt.DropAction, left: list[str]
) -> None:
    running = opened_both(start_todo_desktop, here, there)
    view = sidebar_of(running)
    data = packed(running.window.pane.model.ids)
    place = QPointF(view.visualRect(row_of(running, there)).center())
    keys = Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(place, action, data, Qt.MouseButton.LeftButton, keys)
    QApplication.sendEvent(
        view.viewport(), QDragEnterEvent(place.toPoint(), action, data, Qt.MouseButton.LeftButton, keys)
    )
    QApplication.sendEvent(view.viewport(), drop)
    running.list.wait_for(*left)
    running.hands.qtbot.waitUntil(lambda: len(there.table.rows) == 2, timeout=10_000)


def test_rows_are_still_selected_by_dragging_over_them(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    here.write_row({"title": "Another", "createdAt": LATER, "updatedAt": LATER})
    running = start_todo_desktop(preferences=settings_for_both(here, there))
    running.list.wait_for("Of this server", "Another")
    running.hands.qtbot.waitUntil(running.window.actions_.next_list.isEnabled)
    view = running.window.pane.view
    view.clearSelection()
    first, second = (view.visualRect(view.model().index(row, 1)).center() for row in (0, 1))
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(view.viewport(), second)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=second)
    assert len(view.selected_ids()) == 2


def test_the_tray_counts_the_open_todos_of_all_lists(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    running = start_todo_desktop(preferences=settings_for_both(here, there))
    counted: list[object] = []
    running.window.open_counted.connect(counted.append)
    running.list.wait_for("Of this server")
    running.hands.qtbot.waitUntil(lambda: counted[-1:] == [2])


def test_views_stand_below_their_list_and_lead_to_it(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    running = start_todo_desktop(preferences=settings_for_both(here, there))
    running.list.wait_for("Of this server")
    narrow = Group(True, (Condition("title", Operator.CONTAINS, "this"),))
    running.window.pane.narrow(narrow)
    running.window.filtering.save("Mine & yours")
    view = sidebar_of(running)
    rows = rows_of(view)
    place = rows.index("Mine & yours")
    assert view.currentIndex().row() == place
    other = next(n for n, row in enumerate(rows) if n > place and view.model().flags(view.model().index(n, 0)))
    click_row(view, other)
    running.list.wait_for("Of the other server")
    click_row(view, place)
    running.list.wait_for("Of this server")
    running.hands.qtbot.waitUntil(lambda: running.window.filtering.view == "Mine & yours")
    assert running.window.pane.filter_in_force == narrow
    click_row(view, place - 1)
    running.hands.qtbot.waitUntil(lambda: running.window.pane.filter_in_force is None)


def rows_of(view: QAbstractItemView) -> list[object]:
    model = view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def click_row(view: QAbstractItemView, row: int) -> None:
    where = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_without_a_sidebar_the_button_of_the_lists_tells_which_one_needs_somebody(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    running = opened_both(start_todo_desktop, here, there)
    running.window.actions_.sidebar.trigger()
    button = running.window.findChild(QToolButton, "listsButton")
    assert button is not None
    assert button.isVisible()
    assert button.accessibleName() == "Lists"
    there.revoke_key()
    running.window.actions_.refresh.trigger()
    running.hands.qtbot.waitUntil(lambda: "The sync is paused." in button.accessibleName(), timeout=10_000)
    assert there.collection in button.accessibleName()


def all_in_the_outbox(running: TodoDesktop) -> None:
    running.outbox.open()
    box = running.window.findChild(QCheckBox, "outboxAllLists")
    assert box is not None
    assert box.isVisible()
    box.click()


def test_the_outbox_shows_the_changes_of_all_lists_each_with_its_list(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    opened_both(start_todo_desktop, here, there).end()
    running = start_todo_desktop(offline=True)
    running.list.add("Typed here")
    running.hands.qtbot.waitUntil(running.window.actions_.next_list.isEnabled)
    choose(running, there)
    running.list.wait_for("Of the other server")
    running.list.edit("Of the other server", "Changed there")
    running.outbox.open()
    assert len(running.outbox.changes) == 1
    all_in_the_outbox(running)
    running.hands.qtbot.waitUntil(lambda: len(running.outbox.changes) == 2)
    of_here, of_there = running.outbox.changes
    assert "Typed here" in of_here
    assert f"{here.collection} · {host_of(here.base_url)} · " in of_here
    assert f"{there.collection} · {host_of(there.base_url)} · " in of_there


def test_a_change_of_a_list_out_of_sight_is_discarded_and_undone_in_the_outbox(
    start_todo_desktop: Starter, here: FakeList, there: FakeList, titles: Titles
) -> None:
    opened_both(start_todo_desktop, here, there).end()
    running = start_todo_desktop(offline=True)
    running.list.edit("Of this server", "Changed here")
    running.hands.qtbot.waitUntil(running.window.actions_.next_list.isEnabled)
    choose(running, there)
    running.list.wait_for("Of the other server")
    all_in_the_outbox(running)
    running.hands.qtbot.waitUntil(lambda: len(running.outbox.changes) == 1)
    running.outbox.choose("Changed here")
    running.outbox.press("changeDiscard")
    running.outbox.press("discardConfirm")
    running.hands.qtbot.waitUntil(lambda: running.outbox.changes == [])
    assert titles(here) == ["Of this server"]
    running.list.undo()
    running.hands.qtbot.waitUntil(lambda: len(running.outbox.changes) == 1)
    assert titles(here) == ["Changed here"]
    running.outbox.choose("Changed here")
    running.outbox.press("changeShow")
    running.list.wait_for("Changed here")
    assert running.list.selected == ["Changed here"]
    running.outbox.press("changeEdit")
    running.hands.qtbot.waitUntil(lambda: running.window.pane.view.delegate.editor is not None)


def test_a_conflict_in_a_list_out_of_sight_is_decided_in_the_outbox(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    opened_both(start_todo_desktop, here, there).end()
    running = start_todo_desktop(offline=True)
    running.list.edit("Of this server", "Mine")
    (row,) = here.table.rows.values()
    row.update(title="Theirs", updatedAt=row["updatedAt"] + 1_000_000)
    running.hands.qtbot.waitUntil(running.window.actions_.next_list.isEnabled)
    choose(running, there)
    running.list.wait_for("Of the other server")
    running.window.actions_.offline.trigger()
    waits = running.hands.qtbot.waitUntil
    waits(lambda: "1 needs you" in said_of(running, here), timeout=10_000)
    all_in_the_outbox(running)
    waits(lambda: len(running.outbox.changes) == 1)
    running.outbox.choose("Mine")
    running.outbox.press("takeMine")
    waits(lambda: [each["title"] for each in here.table.rows.values()] == ["Mine"], timeout=10_000)
