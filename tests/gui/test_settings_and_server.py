"""The settings against a server: what a person sees for each way in which a connection can fail."""

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QThread
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from todo_desktop.gui.settings_dialog.dialog import SettingsDialog
from todo_desktop.gui.settings_dialog.result import SettingsResult
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.palette import LIGHT
from todo_desktop.model.connection import ApiKey
from todo_desktop.nocobase.diagnosis import Diagnostician
from todo_desktop.settings.preferences import Preferences
from todo_desktop.settings.resources import resources_folder
from todo_desktop.testing.fake_nocobase import FakeNocoBase, faults
from todo_desktop.testing.rights import NO_RIGHTS, READ_ONLY
from todo_desktop.testing.shapes import TUTORIAL

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

W = TypeVar("W", bound=QWidget)


class Form:
    """The dialog, filled in by hand."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        icons = Icons(resources_folder() / "icons", LIGHT)
        self.dialog = SettingsDialog(
            Preferences(), None, lambda _url: ApiKey(""), lambda: Diagnostician(monotonic=time.monotonic), icons
        )
        self.results: list[SettingsResult] = []
        self.dialog.accepted_settings.connect(self.results.append)
        qtbot.addWidget(self.dialog)
        self.dialog.show()

    def find(self, kind: type[W], name: str) -> W:
        found = self.dialog.findChild(kind, name)
        assert found is not None, name
        return found

    def fill(self, base_url: str, key: str, collection: str) -> None:
        self.find(QLineEdit, "baseUrlField").setText(base_url)
        self.find(QLineEdit, "apiKeyField").setText(key)
        self.find(QComboBox, "collectionField").setEditText(collection)

    def press(self, name: str) -> None:
        button = self.find(QPushButton, "testConnectionButton")
        self.find(QPushButton, name).click()
        self.qtbot.waitUntil(lambda: button.text() == "Test connection", timeout=20_000)

    def test(self) -> str:
        self.press("testConnectionButton")
        return self.find(QLabel, "testResult").text()

    def note(self, name: str) -> str:
        return self.find(QLabel, f"{name}Note").text()


@pytest.fixture
def server() -> Iterator[FakeNocoBase]:
    with FakeNocoBase() as running:
        yield running


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[Form]:
    yield Form(qtbot)
    app = QCoreApplication.instance()
    assert app is not None
    qtbot.waitUntil(lambda: not app.findChildren(QThread))


def test_a_connection_typed_without_api_is_completed_tested_and_saved(form: Form, server: FakeNocoBase) -> None:
    todos = server.open_list(TUTORIAL)
    form.fill(server.base_url.removesuffix("/api"), todos.key, todos.collection)
    form.press("saveButton")
    saved = form.results[0]
    assert saved.preferences.base_url == server.base_url
    assert saved.new_key == ApiKey(todos.key)
    assert saved.diagnosis is not None
    assert saved.diagnosis.user_id == todos.user_id


def test_what_the_key_may_see_is_offered(form: Form, server: FakeNocoBase) -> None:
    todos = server.open_list(TUTORIAL)
    form.fill(server.base_url, todos.key, todos.collection)
    assert form.test() == "The connection works."
    combo = form.find(QComboBox, "collectionField")
    assert todos.collection in [combo.itemData(row) for row in range(combo.count())]


def test_a_key_that_may_only_read_is_told_what_it_may_not(form: Form, server: FakeNocoBase) -> None:
    todos = server.open_list(TUTORIAL).with_rights(READ_ONLY)
    form.fill(server.base_url, todos.key, todos.collection)
    assert "with limits" in form.test()
    said = [label.text() for label in form.find(QWidget, "testFacts").findChildren(QLabel)]
    assert sum("may only read" in text for text in said) == 1


Spoil = Callable[[FakeNocoBase], tuple[str, str, str]]


def _no_key(server: FakeNocoBase) -> tuple[str, str, str]:
    return server.base_url, "", server.open_list(TUTORIAL).collection


def _garbage(server: FakeNocoBase) -> tuple[str, str, str]:
    return server.base_url, "garbage", server.open_list(TUTORIAL).collection


def _expired(server: FakeNocoBase) -> tuple[str, str, str]:
    todos = server.open_list(TUTORIAL)
    return server.base_url, todos.expired_key(), todos.collection


def _revoked(server: FakeNocoBase) -> tuple[str, str, str]:
    todos = server.open_list(TUTORIAL)
    todos.revoke_key()
    return server.base_url, todos.key, todos.collection


def _without_role(server: FakeNocoBase) -> tuple[str, str, str]:
    todos = server.open_list(TUTORIAL)
    todos.take_role_away()
    return server.base_url, todos.key, todos.collection


def _no_collection(server: FakeNocoBase) -> tuple[str, str, str]:
    return server.base_url, server.open_list(TUTORIAL).key, "nothing"


def _no_view(server: FakeNocoBase) -> tuple[str, str, str]:
    todos = server.open_list(TUTORIAL).with_rights(NO_RIGHTS)
    return server.base_url, todos.key, todos.collection


def _starting(server: FakeNocoBase) -> tuple[str, str, str]:
    todos = server.open_list(TUTORIAL)
    server.starting = True
    return server.base_url, todos.key, todos.collection


def _down(server: FakeNocoBase) -> tuple[str, str, str]:
    todos = server.open_list(TUTORIAL)
    url = server.base_url
    server.stop()
    return url, todos.key, todos.collection


def _unknown_host(server: FakeNocoBase) -> tuple[str, str, str]:
    return "http://no-such-host.invalid/api", server.open_list(TUTORIAL).key, "todos"


@pytest.mark.parametrize(
    ("spoil", "field", "said"),
    [
        (_no_key, "apiKeyField", "There is no API key"),
        (_garbage, "apiKeyField", "incomplete"),
        (_expired, "apiKeyField", "expired"),
        (_revoked, "apiKeyField", "was deleted there"),
        (_without_role, "apiKeyField", "no longer has its role"),
        (_no_collection, "collectionField", "nothing called “nothing”"),
        (_no_view, "collectionField", "may not view"),
        (_starting, "baseUrlField", "is starting"),
        (_down, "baseUrlField", "refused the connection"),
        (_unknown_host, "baseUrlField", "was not found"),
    ],
)
def test_what_is_wrong_is_told_exactly(spoil: Spoil, field: str, said: str, form: Form, server: FakeNocoBase) -> None:
    form.fill(*spoil(server))
    assert form.test() == "The connection does not work yet: see the marked field."
    assert said in form.note(field)


def test_something_that_is_not_nocobase_is_told(form: Form, server: FakeNocoBase) -> None:
    todos = server.open_list(TUTORIAL)
    server.faults.next("*", faults.HTML, times=20)
    form.fill(server.base_url, todos.key, todos.collection)
    form.test()
    assert "not NocoBase" in form.note("baseUrlField")


def test_closing_ends_a_test_that_hangs(form: Form, server: FakeNocoBase) -> None:
    todos = server.open_list(TUTORIAL)
    server.faults.next("auth:check", faults.HANG)
    form.fill(server.base_url, todos.key, todos.collection)
    form.find(QPushButton, "testConnectionButton").click()
    form.qtbot.waitUntil(lambda: "auth:check" in server.actions_asked)
    form.dialog.reject()
    app = QCoreApplication.instance()
    assert app is not None
    form.qtbot.waitUntil(lambda: not app.findChildren(QThread), timeout=2000)
