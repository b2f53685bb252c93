"""The icon in the tray: what it tells, what its menu does, and what closing the window means with it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.lists_of_servers import take_settings
from tests.gui.window_hands import Hands
from todo_desktop.gui.capture_window import CaptureWindow
from todo_desktop.gui.settings_dialog.desktop_page import DesktopPage
from todo_desktop.gui.settings_dialog.dialog import Page, SettingsDialog
from todo_desktop.gui.settings_dialog.result import DesktopState
from todo_desktop.gui.tray import Tray, counted_icon
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.preferences import Preferences, PreferencesFile
from todo_desktop.testing.running import Starter, TodoDesktop

# Qt's off-screen platform says this of every icon in the tray, and of every dialog.
pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged|This plugin does not support", extend=True)


@pytest.fixture
def tray(local: Hands) -> Iterator[Tray]:
    made = Tray(local.desk.theme.icons, local.window.actions_.offline, local.window)
    yield made
    made.close()


@pytest.fixture
def has_tray(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a desktop with a tray: the off-screen one has none."""
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)


def action(tray: Tray, name: str) -> QAction:
    found = tray.menu.findChild(QAction, name)
    assert isinstance(found, QAction)
    return found


def tray_of(running: TodoDesktop) -> Tray:
    (found,) = running.program.findChildren(Tray)
    assert isinstance(found, Tray)
    return found


@pytest.mark.parametrize(("count", "words"), [(0, "0 open todos"), (1, "1 open todo"), (12, "12 open todos")])
def test_it_says_how_many_todos_are_open(tray: Tray, count: int, words: str) -> None:
    tray.show_count(count)
    assert tray.tooltip == f"Todo Desktop\n{words}"


@pytest.mark.parametrize("size", [16, 22, 24, 32, 48, 64])
@pytest.mark.parametrize("count", [1, 42, 1000])
def test_the_number_stands_in_the_corner_and_leaves_the_rest_of_the_icon(local: Hands, size: int, count: int) -> None:
    program = local.desk.theme.icons.program()
    image = counted_icon(program, count).pixmap(size, size).toImage()
    plain = program.pixmap(size, size).toImage()
    badge = QColor("#B42318")
    reds = [(x, y) for x in range(size) for y in range(size) if image.pixelColor(x, y) == badge]
    assert reds
    upper = QRect(0, 0, size, size // 3)
    assert image.copy(upper) == plain.copy(upper).convertToFormat(image.format())


def test_pause_and_work_offline_are_one_switch(local: Hands, tray: Tray) -> None:
    pause, offline = action(tray, "actionTrayPause"), local.window.actions_.offline
    pause.trigger()
    assert local.desk.control.offline is offline.isChecked() is True
    offline.trigger()
    assert local.desk.control.offline is pause.isChecked() is False


@pytest.mark.usefixtures("has_tray")
def test_its_menu_shows_the_window_opens_the_small_one_and_quits(start_todo_desktop: Starter, qtbot: QtBot) -> None:
    running = start_todo_desktop(preferences=Preferences(close_to_tray=True))
    qtbot.waitUntil(lambda: bool(running.program.findChildren(Tray)))
    tray = tray_of(running)
    running.window.close()
    assert not running.window.isVisible()
    action(tray, "actionTrayAdd").trigger()
    capture = running.program._capture_window
    assert isinstance(capture, CaptureWindow)
    assert capture.isVisible()
    assert not running.window.isVisible()
    action(tray, "actionTrayShow").trigger()
    assert running.window.isVisible()
    with qtbot.waitSignal(running.window.closed):
        action(tray, "actionTrayQuit").trigger()


@pytest.mark.usefixtures("has_tray")
def test_the_number_follows_the_list_and_not_what_is_searched_for(start_todo_desktop: Starter, qtbot: QtBot) -> None:
    running = start_todo_desktop(preferences=Preferences())
    qtbot.waitUntil(lambda: bool(running.program.findChildren(Tray)))
    running.window.pane.commands.add(["Pay rent", "Call Ana"], lambda _titles: None)
    qtbot.waitUntil(lambda: "2 open todos" in tray_of(running).tooltip)
    running.window.search.setText("rent")
    running.list.wait_for("Pay rent")
    assert "2 open todos" in tray_of(running).tooltip
    running.window.search.clear()
    running.list.wait_for("Pay rent", "Call Ana")
    running.window.pane.commands.toggle_done([running.window.pane.model.id_at(0)])
    qtbot.waitUntil(lambda: "1 open todo" in tray_of(running).tooltip)


@pytest.mark.usefixtures("has_tray")
def test_closing_ends_the_program_unless_its_user_wants_otherwise(start_todo_desktop: Starter, qtbot: QtBot) -> None:
    running = start_todo_desktop(preferences=Preferences())
    qtbot.waitUntil(lambda: bool(running.program.findChildren(Tray)))
    with qtbot.waitSignal(running.window.closed):
        running.window.close()


@pytest.mark.usefixtures("has_tray")
def test_the_first_time_it_says_where_the_window_went_and_keeps_what_was_typed(
    start_todo_desktop: Starter, todo_desktop_folders: Folders, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(Tray, "explain", lambda _tray, text: said.append(text))
    running = start_todo_desktop(preferences=Preferences(close_to_tray=True))
    qtbot.waitUntil(lambda: bool(running.program.findChildren(Tray)))
    running.window.pane.quick_add.setText("half a thou")
    for _ in range(2):
        running.window.close()
        running.window.come_forward()
    assert len(said) == 1
    assert "Quit" in said[0]
    assert PreferencesFile(todo_desktop_folders.settings_file).load().preferences.told_of_tray
    assert "half a thou" in todo_desktop_folders.window_file.read_text(encoding="utf-8")


@pytest.mark.usefixtures("has_tray")
@pytest.mark.parametrize("way", ["quit", "signal"])
def test_what_ends_the_program_ends_it_though_closing_would_not(
    start_todo_desktop: Starter, qtbot: QtBot, way: str
) -> None:
    running = start_todo_desktop(preferences=Preferences(close_to_tray=True))
    qtbot.waitUntil(lambda: running.window.hides_when_closed)
    running.window.close()
    with qtbot.waitSignal(running.window.closed):
        if way == "quit":
            running.window.actions_.quit.trigger()
        else:
            running.window.end()


def test_without_a_tray_closing_ends_the_program_whatever_was_chosen(start_todo_desktop: Starter, qtbot: QtBot) -> None:
    running = start_todo_desktop(preferences=Preferences(close_to_tray=True))
    qtbot.waitUntil(lambda: running.program._desktop is not None)
    assert running.program.findChildren(Tray) == []
    with qtbot.waitSignal(running.window.closed):
        running.window.close()


@pytest.mark.usefixtures("has_tray")
def test_the_settings_take_the_icon_away_and_bring_it_back(start_todo_desktop: Starter, qtbot: QtBot) -> None:
    running = start_todo_desktop(preferences=Preferences(close_to_tray=True))
    qtbot.waitUntil(lambda: running.window.hides_when_closed)
    take_settings(running, Preferences(tray_icon=False, close_to_tray=True))
    assert not running.window.hides_when_closed
    take_settings(running, Preferences(tray_icon=True, close_to_tray=True))
    assert running.window.hides_when_closed


def test_start_at_login_is_turned_on_and_off_in_the_settings(
    start_todo_desktop: Starter, todo_desktop_folders: Folders, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = todo_desktop_folders.data / "config"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config))
    running = start_todo_desktop(preferences=Preferences())
    qtbot.waitUntil(lambda: running.program._desktop is not None)
    for wanted in (True, False):
        running.window.settings_requested.emit()
        dialog = running.window.findChildren(SettingsDialog)[-1]
        dialog.show_page(Page.DESKTOP)
        box = box_named(dialog, "startAtLoginField")
        assert box.property("checked") is not wanted
        box.setProperty("checked", wanted)
        dialog._on_save()
        entries = [entry.read_text(encoding="utf-8") for entry in config.glob("autostart/*.desktop")]
        assert [f"--data-dir {todo_desktop_folders.data} --hidden" in entry for entry in entries] == [True] * wanted


def box_named(page: QWidget, name: str) -> QWidget:
    found = page.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found


def test_the_page_hands_back_what_was_chosen_and_says_where_there_is_no_tray(qtbot: QtBot) -> None:
    chosen = Preferences(tray_icon=False, close_to_tray=True, notify=False, notify_added=True)
    page = DesktopPage(chosen, DesktopState(has_tray=False, starts_at_login=True))
    qtbot.addWidget(page)
    assert page.applied_to(Preferences()) == chosen
    assert page.start_at_login
    assert not box_named(page, "trayFieldNote").isHidden()
    assert not box_named(page, "closeToTrayField").isEnabled()
    box_named(page, "trayField").setProperty("checked", True)
    assert box_named(page, "closeToTrayField").isEnabled()
