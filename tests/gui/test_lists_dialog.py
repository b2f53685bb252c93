"""Lists and servers come and go in their dialog, while the window goes on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QTreeWidget,
    QTreeWidgetItem,
)

from tests.gui.lists_of_servers import Titles, settings_for
from tests.gui.several_lists_hands import choose, lists_dialog, press, sidebar_of
from todo_desktop.app.settings_flow import SettingsFlow
from todo_desktop.gui.lists_dialog import ListsDialog
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.lists import ListAddress
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.running import Starter
from todo_desktop.testing.trusted_keyring import TrustedKeyring

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


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


def test_a_server_whose_key_was_put_right_is_asked_again_for_its_collections(
    start_todo_desktop: Starter, here: FakeList
) -> None:
    more = here.another_collection()
    running = start_todo_desktop(preferences=settings_for(here))
    running.list.wait_for("Of this server")
    here.revoke_key()
    dialog = lists_dialog(running)
    waits = running.hands.qtbot.waitUntil
    waits(lambda: "refused the key" in running.hands.text("listsNote"))
    assert collection_item(dialog, more.collection) is None
    access, now = here.server.access, here.server.clock.now() // 1_000_000
    settings = running.program.findChild(SettingsFlow)
    assert settings is not None
    key = ApiKey(access.sign(here.user, here.role, now, valid_for=3600))
    settings.use_key(key, ListAddress(here.base_url, here.collection))
    waits(lambda: collection_item(dialog, more.collection) is not None)
    assert running.hands.text("listsNote") == ""
    dialog.reject()


def test_collections_are_ticked_one_after_the_other_with_keys_and_stay_where_they_are(
    start_todo_desktop: Starter, here: FakeList
) -> None:
    more = [here.another_collection() for _ in range(3)]
    running = start_todo_desktop(preferences=settings_for(here))
    running.list.wait_for("Of this server")
    dialog = lists_dialog(running)
    tree = dialog.findChild(QTreeWidget, "listsTree")
    assert tree is not None
    waits = running.hands.qtbot.waitUntil
    waits(lambda: collection_item(dialog, more[-1].collection) is not None)

    def shown() -> list[str]:
        server = tree.topLevelItem(0)
        assert server is not None
        return [child.text(0) for row in range(server.childCount()) if (child := server.child(row)) is not None]

    def ticked() -> set[str]:
        items = tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
        return {item.text(0) for item in items if item.checkState(0) is Qt.CheckState.Checked}

    first = shown()
    open_one = collection_item(dialog, here.collection)
    assert open_one is not None
    tree.setCurrentItem(open_one)
    for name in first[first.index(here.collection) + 1 :]:
        QTest.keyClick(tree, Qt.Key.Key_Down)
        with running.hands.qtbot.waitSignal(dialog.lists_chosen):
            QTest.keyClick(tree, Qt.Key.Key_Space)
        assert name in ticked()
    assert shown() == first
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
