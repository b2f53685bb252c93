"""Hands on a window with several lists: its sidebar, the dialog of its lists, and the menus that lead to another."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QPushButton,
)

from tests.gui.lists_of_servers import settings_for
from todo_desktop.gui.lists_dialog import ListsDialog
from todo_desktop.gui.messages import host_of
from todo_desktop.settings.preferences import Preferences
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.running import Starter, TodoDesktop


def settings_for_both(here: FakeList, there: FakeList) -> Preferences:
    first, second = settings_for(here), settings_for(there)
    return first.with_servers([*first.servers, *second.servers])


def opened_both(start_todo_desktop: Starter, here: FakeList, there: FakeList, *titles: str) -> TodoDesktop:
    """Both lists were loaded; the first is in sight, with todos of these *titles*."""
    running = start_todo_desktop(preferences=settings_for_both(here, there))
    running.list.wait_for(*(titles or ["Of this server"]))
    running.hands.qtbot.waitUntil(lambda: said_of(running, there) == f"{there.collection}, 1 open")
    return running


def sidebar_of(running: TodoDesktop) -> QAbstractItemView:
    view = running.window.findChild(QAbstractItemView, "sidebarView")
    assert view is not None
    return view


def row_of(running: TodoDesktop, remote: FakeList) -> QModelIndex:
    """Its list in the sidebar, below its server's name."""
    model = sidebar_of(running).model()
    texts = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    return model.index(texts.index(remote.collection, texts.index(host_of(remote.base_url))), 0)


def rows_of(view: QAbstractItemView) -> list[object]:
    model = view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def click_row(view: QAbstractItemView, row: int) -> None:
    where = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)


def choose(running: TodoDesktop, remote: FakeList) -> None:
    view = sidebar_of(running)
    place = view.visualRect(row_of(running, remote)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def said_of(running: TodoDesktop, remote: FakeList) -> str:
    """What a screen reader says of it."""
    return str(row_of(running, remote).data(Qt.ItemDataRole.AccessibleTextRole))


def lists_dialog(running: TodoDesktop) -> ListsDialog:
    running.window.actions_.lists.trigger()
    dialog = running.window.findChild(ListsDialog)
    assert dialog is not None
    return dialog


def press(dialog: ListsDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    button.click()


def carry_to(running: TodoDesktop, menu: str, remote: FakeList) -> None:
    """Choose the list of that server in one of the two menus."""
    found = running.window.findChild(QMenu, menu)
    assert found is not None
    next(action for action in found.actions() if host_of(remote.base_url) in action.text()).trigger()
