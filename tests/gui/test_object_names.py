"""The README's table of object names is true: each name is there, and no other is."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.outbox_hands import edit, lose, read, sync
from tests.gui.window_hands import Hands
from tests.support.gui_desk import Desk
from todo_desktop.gui.about_dialog import AboutDialog
from todo_desktop.gui.all_lists.target_field import TargetField
from todo_desktop.gui.capture_window import CaptureWindow
from todo_desktop.gui.carry_dialog import CarryDialog
from todo_desktop.gui.column_layout import LayoutBook
from todo_desktop.gui.crash_dialog import CrashDialog
from todo_desktop.gui.doctor_dialog import DoctorDialog, Look
from todo_desktop.gui.filter_bar.views import ViewNameDialog
from todo_desktop.gui.licences_dialog import LicencesDialog
from todo_desktop.gui.lists_dialog import Asking, ListsDialog
from todo_desktop.gui.report_dialog import ReportDialog
from todo_desktop.gui.request_log.dialog import RequestLogDialog
from todo_desktop.gui.request_log.log import RequestLog
from todo_desktop.gui.settings_dialog.dialog import SettingsDialog
from todo_desktop.gui.setup.dialog import SetupDialog
from todo_desktop.gui.setup.renewal_dialog import RenewalDialog
from todo_desktop.gui.setup.visit import Visit
from todo_desktop.gui.sidebar.entries import ListEntry
from todo_desktop.gui.todo_details import TodoDetails
from todo_desktop.gui.todo_table.editors.moment import MomentEditor
from todo_desktop.gui.tray import Tray
from todo_desktop.gui.upload_dialog import UploadDialog
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.model.errors import Problem
from todo_desktop.model.filter import Condition, Group, Operator
from todo_desktop.model.lists import ListAddress
from todo_desktop.model.misfits import Misfits
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.service import ConnectionTester
from todo_desktop.settings.preferences import Preferences, ServerSettings

# Qt's off-screen platform says this of every dialog, popup and icon in the tray.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support|systemTrayWindowChanged", extend=True)

README = Path(__file__).parents[2] / "README.md"
FIELD_NOTE = "Note"
BY_FIELD = "choice-"
"""Of a group named after a field of the list."""


EVERY_PART_OF_A_FILTER = Group(
    True,
    (
        Condition("tags", Operator.ANY_OF, ("home",)),
        Group(False, (Condition("due", Operator.ON, "2026-11-25"), Condition("due", Operator.EMPTY))),
    ),
)


def named_in_the_readme() -> dict[str, list[str]]:
    """Object names by the part that the table's row is about."""
    section = README.read_text(encoding="utf-8").split("## For GUI test harnesses")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| ")][2:]
    return {
        part.strip(): [name for name in re.findall(r"`([\w-]+)`", names) if name != BY_FIELD] for part, names in rows
    }


NAMED = named_in_the_readme()
LISTS = [ListEntry(ListAddress(), "To do", "Here"), ListEntry(ListAddress("http://a/api", "todos"), "Todos", "a")]
SERVER = ServerSettings("http://a/api", ("todos",))
MISFITS = Misfits(("Due",), todos=1)


def names_in(*roots: QObject) -> set[str]:
    """Of the widgets, actions and menus of *roots*, but for Qt's own."""
    found = [child for root in roots for child in (root, *root.findChildren(QObject))]
    names = {child.objectName() for child in found if isinstance(child, QWidget | QAction)}
    return {name for name in names if name and not name.startswith(("qt_", "_q_", BY_FIELD))}


@pytest.fixture
def hands(server_desk: Desk, open_hands: Callable[[Desk], Hands]) -> Hands:
    server_desk.fill([{"title": title, "due": "2026-11-25"} for title in ("Pay rent", "Call Ana", "Buy milk")])
    return open_hands(server_desk)


def in_the_window(hands: Hands) -> set[str]:
    """With editors, undo bar and the outbox opened, and something to decide in it."""
    hands.double_click(0, "due")
    editor = hands.editor
    assert isinstance(editor, MomentEditor)
    editor.open_calendar()
    found = names_in(hands.window)
    calendar = QApplication.activePopupWidget()
    assert calendar is not None
    calendar.close()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    hands.double_click(0, "assignee")
    found |= names_in(hands.window)
    QTest.keyClick(hands.editor, Qt.Key.Key_Escape)
    disputed = edit(hands, 0, {"title": "Mine", "tags": ["home"]})
    read(hands, disputed, title="Theirs", tags=["work"])
    refused = edit(hands, 1, {"title": "Refused"})
    sync(hands, refused, lambda entry: entry.parked(Problem.FIELD_REFUSED))
    gone = edit(hands, 2, {"title": "Gone"})
    lose(hands, gone)
    for todo_id in (disputed, refused, gone):
        hands.window.outbox.open(todo_id)
        found |= names_in(hands.window)
    hands.window.notices.let_renew(True)
    hands.window.notices.show_status(SyncStatus(Phase.PAUSED, Problem.KEY_EXPIRED))
    hands.choose("actionHints")
    hands.window.pane.narrow(EVERY_PART_OF_A_FILTER)
    hands.choose("actionFilter")
    found |= names_in(hands.window)
    hands.window.filtering.clear()
    hands.window.show_lists(LISTS, LISTS[0].address)
    hands.press("filterDone")
    hands.window.search.setText("mine")
    hands.qtbot.waitUntil(lambda: hands.window.findChild(QWidget, "emptyOtherAction") is not None)
    return found | names_in(hands.window)


def in_dialogs(hands: Hands, qtbot: QtBot) -> Iterator[QWidget]:
    window, icons = hands.window, hands.desk.theme.icons
    for action in (window.actions_.shortcuts, window.actions_.trash):
        action.trigger()
        yield QApplication.activeWindow() or window
    yield TargetField(hands.desk.service, LayoutBook(hands.desk.layouts), window)
    yield ViewNameDialog("Save as view", "", "", [], window)
    yield AboutDialog(icons, hands.desk.folder, hands.desk.folder, window)
    yield TodoDetails(lambda _todo_id: None, window)
    yield LicencesDialog(str, window)
    yield ReportDialog(lambda: str, window)
    yield CrashDialog("a trace", parent=window)
    yield DoctorDialog(lambda: Look(lambda: "well", lambda: None), window)
    yield SetupDialog("", nobody_signs_in, window)
    lists = ListsDialog(lambda _server: Asking(lambda: Diagnosis("http://a/api"), lambda: None), window)
    lists.show_servers([SERVER])
    yield lists
    remove = lists.findChild(QPushButton, "listsRemove")
    assert remove is not None
    remove.click()
    yield QApplication.activeModalWidget() or lists
    yield CarryDialog(2, "Jobs", MISFITS, moves=True, parent=window)
    yield RequestLogDialog(RequestLog(lambda: 0, window), lambda _url: ApiKey(""), window)
    yield RenewalDialog("demo.example", "", nobody_renews, window)
    yield UploadDialog(2, "demo.example", MISFITS, parent=window)
    yield settings_of(hands)
    yield CaptureWindow(hands.desk.service, window.pane.commands, icons)


def nobody_renews(_owner: object, _manager: object, _lifetime: object, _demand_wanted: object) -> ApiKey:
    raise AssertionError("nothing is renewed")


def nobody_signs_in(_base_url: object, _login: object) -> Visit:
    raise AssertionError("nobody signs in")


def settings_of(hands: Hands) -> SettingsDialog:
    def no_tester() -> ConnectionTester:
        raise AssertionError("nothing is tested")

    return SettingsDialog(Preferences(), None, lambda _url: ApiKey(""), no_tester, hands.desk.theme.icons, hands.window)


def fields_of(dialog: SettingsDialog) -> list[str]:
    """Those of the connection page that have a line below them."""
    names = names_in(dialog)
    return [name for name in names if f"{name}{FIELD_NOTE}" in names]


def test_every_name_of_the_table_is_there_and_every_name_is_in_the_table(hands: Hands, qtbot: QtBot) -> None:
    found = in_the_window(hands)
    for dialog in in_dialogs(hands, qtbot):
        found |= names_in(dialog)
    tray = Tray(hands.desk.theme.icons, hands.window.actions_.offline, hands.window)
    found |= {"trayIcon"} & {child.objectName() for child in tray.findChildren(QSystemTrayIcon)} | names_in(tray.menu)
    tray.close()
    notes = {f"{name}{FIELD_NOTE}" for name in fields_of(settings_of(hands))}
    assert notes
    listed = {name for names in NAMED.values() for name in names}
    assert sorted(listed - found) == []
    assert sorted(found - notes - listed) == []


def test_a_name_stands_for_one_thing() -> None:
    listed = [name for part, names in NAMED.items() for name in names if part != "below a field"]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("name", NAMED.get("actions", []))
def test_a_named_action_is_in_a_menu_and_has_words(hands: Hands, name: str) -> None:
    action = hands.window.findChild(QAction, name)
    assert isinstance(action, QAction)
    assert action.text()
    menus = [menu for menu in hands.window.findChildren(QMenu) if action in menu.actions()]
    assert menus or name == "actionShowChange", "it can only be reached by its key"


@pytest.mark.parametrize("name", ["search", "quickAdd", "todoTable", "newButton", "filterOpen", "tableHeader"])
def test_what_is_typed_in_or_clicked_has_an_accessible_name(hands: Hands, name: str) -> None:
    part = hands.part(name)
    assert part.accessibleName() or (getattr(part, "text", str)() and not isinstance(part, QLineEdit))
