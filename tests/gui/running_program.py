"""The whole program in this process, for the tests that look at it from the outside."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from todo_desktop.app.program import Program
from todo_desktop.gui.settings_dialog.dialog import SettingsDialog
from todo_desktop.gui.settings_dialog.result import SettingsResult
from todo_desktop.gui.todo_table.view import TodoTableView
from todo_desktop.model.connection import ApiKey
from todo_desktop.settings.api_keys import ApiKeyStore
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.preferences import Preferences
from todo_desktop.testing.fake_nocobase import FakeNocoBase
from todo_desktop.testing.fake_nocobase.server import FakeList
from todo_desktop.testing.shapes import TUTORIAL

StartProgram = Callable[..., "Running"]


class Running:
    """The program, and what can be seen of it."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program = program
        self.window = program.window
        self._qtbot = qtbot
        self._has_ended = False

    def end(self) -> None:
        if self._has_ended:
            return
        self._has_ended = True
        self.window.close()
        self.program.stop()
        self.window.deleteLater()
        self.program.deleteLater()

    def titles(self) -> list[str]:
        view = self.window.findChild(TodoTableView, "todoTable")
        assert view is not None
        model = view.model()
        return sorted(str(model.index(row, 1).data()) for row in range(model.rowCount()))

    def label(self, name: str) -> str:
        found = self.window.findChild(QLabel, name)
        assert found is not None
        return found.text()

    def wait_for_titles(self, *titles: str) -> None:
        self._qtbot.waitUntil(lambda: self.titles() == sorted(titles))

    def wait_for_words(self, name: str, words: str) -> None:
        self._qtbot.waitUntil(lambda: words in self.label(name))

    def take_settings(self, preferences: Preferences) -> None:
        """As if they had been saved in the dialog."""
        self.window.settings_requested.emit()
        dialog = self.window.findChild(SettingsDialog)
        assert dialog is not None
        dialog.accepted_settings.emit(SettingsResult(preferences))
        dialog.reject()


def remote_list(server: FakeNocoBase, title: str, folders: Folders) -> FakeList:
    """A list with one todo; its key is in the keyring. All servers number their users alike."""
    found = server.open_list(TUTORIAL)
    found.write_row({"title": title, "createdAt": "2026-01-01T10:00:00.000Z", "updatedAt": "2026-01-01T10:00:00.000Z"})
    ApiKeyStore(folders.key_scope).store(found.base_url, ApiKey(found.key))
    return found


def settings_for(remote: FakeList) -> Preferences:
    return Preferences(base_url=remote.base_url, collection=remote.collection)
