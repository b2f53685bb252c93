"""Sets a NocoBase up with what was typed, tries the new key, and connects with it."""

import time
from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt

from todo_desktop.app.kept_preferences import KeptPreferences
from todo_desktop.app.key_finder import KeyFinder
from todo_desktop.app.settings_flow import SettingsFlow
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.setup_dialog import SetupDialog, SetupOrder
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.errors import NeedsAttention, Problem
from todo_desktop.model.setup import SetupDone, SetupStep


class SetupFlow(QObject):
    """Over *window*. What it ends with is taken like settings that were saved."""

    def __init__(
        self, kept: KeptPreferences, keys: KeyFinder, settings: SettingsFlow, window: MainWindow, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._kept = kept
        self._keys = keys
        self._settings = settings
        self._window = window

    def open(self) -> None:
        dialog = SetupDialog(self._kept.in_force.base_url, self._run, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished_setup.connect(self._take)
        dialog.show()

    def _run(self, order: SetupOrder, tell: Callable[[SetupStep], None]) -> SetupDone:
        """In the background."""
        from todo_desktop.nocobase.setup import Administrator, Setup

        wish = order.wish
        connection = self._located(order)
        admin = Administrator.sign_in(connection, order.account, order.password, monotonic=time.monotonic)
        try:
            present = self._keys.find(connection.base_url)
            return Setup(admin, wish, tell).run(present, lambda key: _works(connection.with_key(key)))
        finally:
            admin.close()

    def _located(self, order: SetupOrder) -> Connection:
        """Where the server's API is. Raises NeedsAttention with what is wrong with the address."""
        from todo_desktop.nocobase.diagnosis import Diagnostician

        preferences = replace(self._kept.in_force, base_url=order.base_url, collection=order.wish.collection)
        connection = preferences.connection(ApiKey(""))
        found = Diagnostician(monotonic=time.monotonic).test(connection)
        if found.problem not in (None, Problem.KEY_MISSING):
            raise NeedsAttention(found.problem, found.detail)
        return replace(connection, base_url=found.base_url)

    def _take(self, done: SetupDone) -> None:
        self._settings.connect_to(done.base_url, done.collection, done.api_key)


def _works(connection: Connection) -> bool:
    """Whether all four calls do: a todo is made, changed and deleted."""
    from todo_desktop.nocobase.trial import four_calls_work

    return four_calls_work(connection, monotonic=time.monotonic)
