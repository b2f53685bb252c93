"""The first steps: there for who has taken none, gone for good once they are dismissed."""

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton

from todo_desktop.gui.setup.dialog import SetupDialog
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.preferences import Preferences, PreferencesFile
from todo_desktop.testing import GivenServer
from todo_desktop.testing.running import Starter, TodoDesktop

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


def shown(running: TodoDesktop) -> bool:
    return running.hands.sees("firstHints")


def test_who_is_here_for_the_first_time_is_told_what_to_type_and_how_to_connect(todo_desktop: TodoDesktop) -> None:
    hands = todo_desktop.hands
    assert shown(todo_desktop)
    assert "press Enter" in hands.text("hintsKeysText")
    assert "Where are your todos to be?" in hands.text("hintsWhereText")
    todo_desktop.list.add("Pay rent")
    assert todo_desktop.list.shown == ["Pay rent"], "they stand in nobody's way"
    hands.press("hintsWayKey")
    hands.qtbot.waitUntil(lambda: todo_desktop.settings.is_open)
    todo_desktop.settings.cancel()


def test_the_wizard_begins_with_the_sign_in_where_that_way_was_chosen_here(todo_desktop: TodoDesktop) -> None:
    todo_desktop.hands.press("hintsWayServer")
    dialog = todo_desktop.window.findChild(SetupDialog)
    assert dialog is not None
    address = dialog.findChild(QLineEdit, "setupAddress")
    assert address is not None
    assert address.isVisible()
    assert not dialog.isModal(), "the list works meanwhile"
    todo_desktop.list.add("Pay rent")
    dialog.reject()


def test_who_stays_on_this_computer_is_not_asked_again(
    start_todo_desktop: Starter, todo_desktop_folders: Folders
) -> None:
    first = start_todo_desktop()
    first.hands.press("hintsWayHere")
    assert not first.hands.sees("hintsWhereText")
    assert first.hands.sees("hintsKeysText")
    first.end()
    assert not shown(start_todo_desktop())


def test_who_is_connected_and_wants_to_stay_here_is_shown_first_what_that_means(
    todo_desktop: TodoDesktop, todo_desktop_server: GivenServer
) -> None:
    todo_desktop.settings.connect_to(todo_desktop_server)
    todo_desktop.status.wait_for("Connected to")
    todo_desktop.hands.choose("actionSetup")
    dialog = todo_desktop.window.findChild(SetupDialog)
    assert dialog is not None
    here = dialog.findChild(QPushButton, "setupWayHere")
    assert here is not None
    here.click()
    todo_desktop.hands.qtbot.waitUntil(lambda: todo_desktop.settings.is_open)
    assert "stays on this computer" in todo_desktop.hands.text("otherListNote")
    todo_desktop.settings.cancel()
    assert "Connected to" in todo_desktop.status.connection


def test_dismissed_they_do_not_come_back_by_themselves(
    start_todo_desktop: Starter, todo_desktop_folders: Folders
) -> None:
    first = start_todo_desktop()
    first.hands.press_tool("hintsDismiss")
    assert not shown(first)
    first.end()
    again = start_todo_desktop()
    assert not shown(again)
    again.hands.choose("actionHints")
    assert shown(again)
    assert PreferencesFile(todo_desktop_folders.settings_file).load().preferences.hints_dismissed


def test_who_has_todos_already_is_left_alone(start_todo_desktop: Starter) -> None:
    first = start_todo_desktop()
    first.list.add("Pay rent")
    first.end()
    again = start_todo_desktop()
    assert not shown(again)


def test_who_is_connected_already_is_left_alone(start_todo_desktop: Starter, todo_desktop_server: GivenServer) -> None:
    running = start_todo_desktop(todo_desktop_server)
    running.status.wait_for("Connected to")
    assert not shown(running)


def test_who_connects_meanwhile_is_no_longer_told_how(
    todo_desktop: TodoDesktop, todo_desktop_server: GivenServer
) -> None:
    assert todo_desktop.hands.sees("hintsWayKey")
    todo_desktop.settings.connect_to(todo_desktop_server)
    todo_desktop.status.wait_for("Connected to")
    assert todo_desktop.hands.sees("hintsKeysText")
    assert not todo_desktop.hands.sees("hintsWayKey")
    assert not todo_desktop.hands.sees("hintsWhereText")


def test_settings_that_are_saved_meanwhile_do_not_bring_them_back(
    todo_desktop: TodoDesktop, todo_desktop_folders: Folders
) -> None:
    todo_desktop.settings.open()
    todo_desktop.hands.press_tool("hintsDismiss")
    todo_desktop.settings.save()
    kept = PreferencesFile(todo_desktop_folders.settings_file).load().preferences
    assert kept == Preferences(hints_dismissed=True)
