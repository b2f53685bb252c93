"""Lists of two servers in one window: each is synced, whichever is in sight."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QToolButton,
)

from tests.gui.lists_of_servers import Titles, settings_for, take_settings
from tests.gui.several_lists_hands import (
    choose,
    click_row,
    opened_both,
    row_of,
    rows_of,
    said_of,
    settings_for_both,
    sidebar_of,
)
from todo_desktop.app.settings_flow import SettingsFlow
from todo_desktop.gui.sidebar.model import SidebarModel
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.model.filter import Condition, Group, Operator
from todo_desktop.model.lists import ListAddress
from todo_desktop.replica.store import TodoStore
from todo_desktop.settings.api_keys import ApiKeyStore
from todo_desktop.settings.folders import Folders
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.rights import READ_ONLY
from todo_desktop.testing.running import Starter

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


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


def test_a_new_key_for_a_list_that_is_not_in_sight_leaves_the_one_that_is(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    running = opened_both(start_todo_desktop, here, there)
    settings = running.program.findChild(SettingsFlow)
    assert settings is not None
    with running.hands.qtbot.waitSignal(settings.finished) as taken:
        settings.use_key(ApiKey(there.key), ListAddress(there.base_url, there.collection))
    assert taken.args == [ListAddress(there.base_url, there.collection)]
    running.hands.qtbot.waitUntil(lambda: said_of(running, there) == f"{there.collection}, 1 open")
    assert running.list.shown == ["Of this server"]


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


def test_the_right_button_marks_no_list_that_is_not_in_sight(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    running = opened_both(start_todo_desktop, here, there)
    view = sidebar_of(running)
    for place in (view.visualRect(row_of(running, there)).center(), view.visualRect(row_of(running, here)).center()):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.RightButton, pos=place)
        assert view.selectionModel().isSelected(row_of(running, here))


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
    running.window.pane.narrow(None)
    click_row(view, place)
    assert running.window.pane.filter_in_force == narrow, "a click shows it as it was kept"
    click_row(view, place - 1)
    running.hands.qtbot.waitUntil(lambda: running.window.pane.filter_in_force is None)


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


def fails(*_: object) -> None:
    raise StorageError(Problem.DISK_ERROR)


def test_a_list_that_the_disk_does_not_give_says_so_and_is_opened_with_the_next_try(
    start_todo_desktop: Starter, here: FakeList, there: FakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = opened_both(start_todo_desktop, here, there)
    with monkeypatch.context() as failing:
        failing.setattr(TodoStore, "todo_list", fails)
        choose(running, there)
        assert "The disk could not be read" in running.notice.text
        assert running.list.shown == ["Of this server"]
    running.notice.act()
    assert running.list.shown == ["Of the other server"]


def test_a_new_list_that_the_disk_does_not_give_is_paused_and_opened_with_the_next_try(
    start_todo_desktop: Starter, here: FakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = start_todo_desktop()
    with monkeypatch.context() as failing:
        failing.setattr(TodoStore, "latest_list", fails)
        take_settings(running, settings_for(here))
        running.notice.wait_for("The disk could not be read")
    running.notice.act()
    running.list.wait_for("Of this server")
