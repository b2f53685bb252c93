"""What stays open beside the window is there once: asked for again, it comes forward."""

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from todo_desktop.testing.running import TodoDesktop

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True)


def open_dialogs(running: TodoDesktop, name: str) -> list[QDialog]:
    return [each for each in running.window.findChildren(QDialog, name) if each.isVisible()]


@pytest.mark.parametrize(
    ("action", "name"),
    [
        ("actionSetup", "setupDialog"),
        ("actionLists", "listsDialog"),
        ("actionRequestLog", "requestLogDialog"),
        ("actionDoctor", "doctorDialog"),
        ("actionTrash", "recentlyRemovedDialog"),
        ("actionReport", "reportDialog"),
        ("actionShortcuts", "shortcutsDialog"),
    ],
)
def test_what_is_open_already_comes_forward(todo_desktop: TodoDesktop, qtbot: QtBot, action: str, name: str) -> None:
    todo_desktop.hands.choose(action)
    (first,) = open_dialogs(todo_desktop, name)
    todo_desktop.window.activateWindow()
    qtbot.waitUntil(todo_desktop.window.isActiveWindow)
    todo_desktop.hands.choose(action)
    assert open_dialogs(todo_desktop, name) == [first]
    qtbot.waitUntil(first.isActiveWindow)
    first.reject()
    todo_desktop.hands.choose(action)
    (second,) = open_dialogs(todo_desktop, name)
    assert second is not first
    second.reject()


def test_the_wizard_that_is_open_goes_on_where_the_first_steps_lead(todo_desktop: TodoDesktop) -> None:
    todo_desktop.hands.choose("actionSetup")
    (wizard,) = open_dialogs(todo_desktop, "setupDialog")
    assert not todo_desktop.hands.part("setupPassword").isVisible()
    todo_desktop.hands.press_tool("hintsWayServer")
    assert open_dialogs(todo_desktop, "setupDialog") == [wizard]
    assert todo_desktop.hands.part("setupPassword").isVisible()
    wizard.reject()
