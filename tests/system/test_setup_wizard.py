"""The wizard from an empty server to a first todo on it, in the window, on the real server."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.server.admin import USER_PASSWORD
from tests.server.nocobase import ROOT_EMAIL, ROOT_PASSWORD
from tests.server.server import Server
from todo_desktop.gui.setup.dialog import SetupDialog
from todo_desktop.gui.setup.parts import Items
from todo_desktop.model.setup import ROLE
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.preferences import PreferencesFile
from todo_desktop.testing.running import TodoDesktop

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


class Wizard:
    """What a person does in it."""

    def __init__(self, running: TodoDesktop, qtbot: QtBot) -> None:
        running.hands.choose("actionSetup")
        found = running.window.findChild(SetupDialog)
        assert found is not None
        self.dialog = found
        self._qtbot = qtbot

    def press(self, name: str = "setupBegin") -> None:
        found = self.dialog.findChild(QPushButton, name)
        assert found is not None
        assert found.isVisible()
        found.click()

    def type_in(self, **texts: str) -> None:
        for name, text in texts.items():
            found = self.dialog.findChild(QLineEdit, name)
            assert found is not None
            found.setText(text)

    def tick(self, name: str) -> None:
        found = self.dialog.findChild(QCheckBox, name)
        assert found is not None
        found.setChecked(True)

    def said(self, name: str) -> str:
        found = self.dialog.findChild(QWidget, name)
        assert isinstance(found, QLabel | Items)
        return found.text()

    def wait_for(self, name: str, words: str) -> None:
        self._qtbot.waitUntil(lambda: words in self.said(name), timeout=30_000)

    def sign_in(self, server: Server) -> None:
        self.press("setupWayServer")
        self.type_in(setupAddress=server.base_url.removesuffix("/api"), setupAccount=ROOT_EMAIL)
        self.type_in(setupPassword=ROOT_PASSWORD)
        self.press()
        self.wait_for("setupSignedIn", "Signed in as")


@pytest.fixture
def no_todos(nocobase: Server) -> Iterator[None]:
    """The server has no collection of the name that a set-up gives it, neither before nor after."""
    admin = nocobase.admin
    assert not admin.read("collections:list", filter={"name": "todos"})
    yield
    if admin.read("collections:list", filter={"name": "todos"}):
        admin.destroy_collection("todos")
    if admin.read("roles:get", filterByTk=ROLE) is not None:
        admin.call(f"roles:destroy?filterByTk={ROLE}")


@pytest.mark.usefixtures("no_todos")
def test_from_nothing_to_the_first_todo_on_the_server(
    todo_desktop: TodoDesktop, nocobase: Server, qtbot: QtBot
) -> None:
    wizard = Wizard(todo_desktop, qtbot)
    wizard.press("setupWayServer")
    address = nocobase.base_url.removeprefix("http://").removesuffix("/api")
    wizard.type_in(setupAddress=address, setupAccount=ROOT_EMAIL, setupPassword="wrong")
    wizard.press()
    wizard.wait_for("setupTrouble", "does not know this name")
    wizard.type_in(setupPassword=ROOT_PASSWORD)
    wizard.press()
    wizard.wait_for("setupSignedIn", "Signed in as")
    assert "makes the collection todos" in wizard.said("setupPlan")
    wizard.press()
    wizard.wait_for("setupEnd", "Ready")
    wizard.press()
    todo_desktop.status.wait_for("Connected")
    todo_desktop.list.add("My first todo")
    todo_desktop.outbox.wait_until_sent()
    assert [row["title"] for row in nocobase.admin.records("todos")] == ["My first todo"]


@pytest.mark.usefixtures("no_todos")
def test_a_second_time_it_says_that_all_is_there_and_changes_nothing(
    todo_desktop: TodoDesktop, nocobase: Server, qtbot: QtBot
) -> None:
    first = Wizard(todo_desktop, qtbot)
    first.sign_in(nocobase)
    first.tick("setupSamples")
    first.press()
    first.wait_for("setupEnd", "Ready")
    first.press()
    todo_desktop.status.wait_for("Connected")
    qtbot.waitUntil(lambda: len(todo_desktop.list.shown) == 3, timeout=20_000)
    keys = nocobase.cluster.sql('SELECT id FROM "apiKeys"')
    second = Wizard(todo_desktop, qtbot)
    second.sign_in(nocobase)
    assert "todos is there and stays as it is" in second.said("setupPlan")
    assert "It makes a key" not in second.said("setupPlan")
    second.tick("setupSamples")
    second.press()
    second.wait_for("setupEnd", "Ready")
    assert "Made" not in second.said("setupProgress")
    assert "The key at hand works" in second.said("setupProgress")
    second.press()
    assert nocobase.cluster.sql('SELECT id FROM "apiKeys"') == keys
    assert len(nocobase.admin.records("todos")) == 3


@pytest.mark.usefixtures("no_todos")
def test_another_users_key_opens_a_list_of_its_own_beside_the_one_before(
    todo_desktop: TodoDesktop, todo_desktop_folders: Folders, nocobase: Server, qtbot: QtBot
) -> None:
    first = Wizard(todo_desktop, qtbot)
    first.sign_in(nocobase)
    first.press()
    first.wait_for("setupEnd", "Ready")
    first.press()
    todo_desktop.status.wait_for("Connected")
    somebody = nocobase.admin.create_user("member")
    wizard = Wizard(todo_desktop, qtbot)
    wizard.sign_in(nocobase)
    wizard.tick("setupForAnother")
    wizard.type_in(setupOwner=somebody.name, setupOwnerPassword="wrong")
    wizard.press()
    wizard.wait_for("setupWishTrouble", "does not know this name")
    wizard.type_in(setupOwnerPassword=USER_PASSWORD)
    wizard.press()
    wizard.wait_for("setupEnd", "Ready")
    wizard.press()
    qtbot.waitUntil(lambda: len(connections(todo_desktop_folders)) == 2, timeout=20_000)
    assert len(set(connections(todo_desktop_folders))) == 2, "each has a key of its own"
    # The settings are on disk before the window goes over to the new list.
    qtbot.waitUntil(lambda: todo_desktop.window.pane.place.list.endswith(f" {somebody.id}"), timeout=20_000)
    todo_desktop.status.wait_for("Connected")
    todo_desktop.window.activateWindow()
    qtbot.waitUntil(todo_desktop.window.isActiveWindow)
    todo_desktop.list.add("Theirs")
    qtbot.waitUntil(lambda: bool(nocobase.admin.records("todos")), timeout=20_000)
    assert [row["createdById"] for row in nocobase.admin.records("todos")] == [somebody.id]


def connections(folders: Folders) -> list[tuple[str, int]]:
    servers = PreferencesFile(folders.settings_file).load().preferences.servers
    return [(server.base_url, server.login) for server in servers]
