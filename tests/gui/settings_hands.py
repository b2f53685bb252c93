"""The settings dialog, shown, with a connection test that answers what a test wants."""

from collections.abc import Callable
from threading import Event
from typing import TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QThread
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from todo_desktop.gui.settings_dialog.dialog import SettingsDialog
from todo_desktop.gui.settings_dialog.result import SettingsResult
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.palette import LIGHT
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.diagnosis import CollectionChoice, Diagnosis, KeyFacts
from todo_desktop.model.lists import local_collection
from todo_desktop.settings.api_keys import Stored
from todo_desktop.settings.preferences import Preferences
from todo_desktop.settings.resources import resources_folder

CONNECTED = Preferences(base_url="https://demo.example/api", collection="todos")
WORKS = Diagnosis(
    base_url="https://demo.example/api",
    server_version="2.2.15",
    user_id=1,
    user_name="Ana",
    key=KeyFacts(role="member", user_id=1, issued_at=1, expires_at=1_798_761_600_000),
    collections=(CollectionChoice("todos", "To Dos"), CollectionChoice("tasks", "")),
    collection=replace(local_collection({}), name="todos", title="To Dos"),
    latency_ms=23.4,
)

W = TypeVar("W", bound=QWidget)


class StubTester:
    """Answers with `diagnosis`; waits before that while `hangs` is set."""

    def __init__(self) -> None:
        self.diagnosis = WORKS
        self.tested: list[Connection] = []
        self.may_answer = Event()
        self.may_answer.set()
        self.entered = Event()

    def test(self, connection: Connection) -> Diagnosis:
        self.tested.append(connection)
        self.entered.set()
        self.may_answer.wait(10)
        return self.diagnosis

    def cancel(self) -> None:
        self.may_answer.set()


def wait_for_no_thread(qtbot: QtBot) -> None:
    app = QCoreApplication.instance()
    assert app is not None
    qtbot.waitUntil(lambda: not app.findChildren(QThread))


class Opened:
    """A dialog that is shown, and what came out of it."""

    def __init__(self, qtbot: QtBot, tester: StubTester, preferences: Preferences, stored: Stored | None) -> None:
        self.qtbot = qtbot
        self.tester = tester
        self.asked_for_key: list[str] = []
        icons = Icons(resources_folder() / "icons", LIGHT)
        self.dialog = SettingsDialog(preferences, stored, self._load_key, lambda: tester, icons, user_id="1")
        self.results: list[SettingsResult] = []
        self.dialog.accepted_settings.connect(self.results.append)
        qtbot.addWidget(self.dialog)
        self.dialog.show()

    def _load_key(self, base_url: str) -> ApiKey:
        self.asked_for_key.append(base_url)
        return ApiKey("stored-key")

    def find(self, kind: type[W], name: str) -> W:
        found = self.dialog.findChild(kind, name)
        assert found is not None, name
        return found

    def line(self, name: str) -> QLineEdit:
        return self.find(QLineEdit, name)

    def button(self, name: str) -> QPushButton:
        return self.find(QPushButton, name)

    def note(self, field: str) -> str:
        label = self.find(QLabel, f"{field}Note")
        return label.text() if label.isVisibleTo(self.dialog) else ""

    def test(self) -> None:
        self.button("testConnectionButton").click()
        self.wait_for_result()

    def wait_for_result(self) -> None:
        self.qtbot.waitUntil(lambda: self.button("testConnectionButton").text() == "Test connection")

    def result_text(self) -> str:
        return self.find(QLabel, "testResult").text()

    def facts(self) -> str:
        card = self.find(QWidget, "testFacts")
        labels = card.findChildren(QLabel) if card.isVisibleTo(self.dialog) else []
        return "\n".join(label.text() for label in labels)

    def save(self) -> SettingsResult | None:
        self.button("saveButton").click()
        self.wait_for_result()
        return self.results[-1] if self.results else None


Open = Callable[..., Opened]
