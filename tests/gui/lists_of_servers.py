"""Lists on servers, and settings that lead to them, for the tests that run the whole program."""

from collections.abc import Callable
from typing import TypeAlias

from todo_desktop.gui.settings_dialog.dialog import SettingsDialog
from todo_desktop.gui.settings_dialog.result import SettingsResult
from todo_desktop.model.connection import ApiKey
from todo_desktop.settings.api_keys import ApiKeyStore
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.preferences import Preferences
from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase
from todo_desktop.testing.running import TodoDesktop
from todo_desktop.testing.shapes import TUTORIAL

Titles: TypeAlias = Callable[[FakeList], list[object]]
"""What the replica holds of a list, as another process would read it."""


def remote_list(server: FakeNocoBase, title: str, folders: Folders) -> FakeList:
    """A list with one todo; its key is in the keyring. All servers number their users alike."""
    found = server.open_list(TUTORIAL)
    found.write_row({"title": title, "createdAt": "2026-01-01T10:00:00.000Z", "updatedAt": "2026-01-01T10:00:00.000Z"})
    ApiKeyStore(folders.key_scope).store(found.base_url, ApiKey(found.key))
    return found


def settings_for(remote: FakeList) -> Preferences:
    return Preferences(base_url=remote.base_url, collection=remote.collection)


def take_settings(running: TodoDesktop, preferences: Preferences) -> None:
    """As if they had been saved in the dialog."""
    running.settings.open()
    dialog: SettingsDialog = running.settings.dialog
    dialog.accepted_settings.emit(SettingsResult(preferences))
    dialog.reject()
