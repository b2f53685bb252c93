"""The three ways to begin; and a NocoBase is set up with what was typed, and connected with."""

import time
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from todo_desktop.app.kept_preferences import KeptPreferences
from todo_desktop.app.key_finder import KeyFinder
from todo_desktop.app.settings_flow import SettingsFlow
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.open_once import OpenOnce
from todo_desktop.gui.setup.dialog import SetupDialog
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.setup import Login, SetupDone

if TYPE_CHECKING:
    from todo_desktop.app.setup_visit import SetupVisit


class SetupFlow(QObject):
    """Over *window*. What it ends with is taken like settings that were saved."""

    opened = Signal()
    """The wizard."""
    closed = Signal()

    def __init__(
        self, kept: KeptPreferences, keys: KeyFinder, settings: SettingsFlow, window: MainWindow, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._kept = kept
        self._keys = keys
        self._settings = settings
        self._window = window
        self._dialog = OpenOnce[SetupDialog](self)

    def open(self) -> None:
        """On the page of the three ways."""
        self._show()

    def open_sign_in(self) -> None:
        """On the next page of the wizard."""
        self._show().pass_ways()

    def _show(self) -> SetupDialog:
        """One at a time: two would set up the same server side by side."""
        if self._dialog.shown is None:
            self.opened.emit()
        return self._dialog.show(self._made)

    def _made(self) -> SetupDialog:
        dialog = SetupDialog(self._kept.in_force.base_url, self._sign_in, self._window)
        dialog.here_wanted.connect(self._stay_here)
        dialog.key_wanted.connect(self._settings.ask_for_key)
        dialog.finished_setup.connect(self._take)
        dialog.finished.connect(self.closed)
        return dialog

    def _stay_here(self) -> None:
        """Without a server that is so already."""
        if self._kept.chosen.base_url:
            self._settings.open(lambda dialog: dialog.leave_server())

    def _sign_in(self, base_url: str, login: Login) -> "SetupVisit":
        """In the background."""
        from todo_desktop.app.setup_visit import SetupVisit, located  # requests costs 80 ms
        from todo_desktop.nocobase.administrator import Administrator

        preferences = replace(self._kept.in_force, base_url=base_url)
        connection = located(preferences.connection(ApiKey("")))
        admin = Administrator.sign_in(connection, login, monotonic=time.monotonic)
        return SetupVisit(admin, self._keys.find)

    def _take(self, done: SetupDone) -> None:
        self._settings.connect_to(done.base_url, done.collection, done.api_key)
