"""Lets the user add and remove servers, and choose which of their collections are lists."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from todo_desktop.app.kept_preferences import KeptPreferences
from todo_desktop.app.key_finder import KeyFinder
from todo_desktop.app.lazy_tester import LazyTester
from todo_desktop.app.settings_flow import SettingsFlow
from todo_desktop.gui.background_job import BackgroundJob
from todo_desktop.gui.lists_dialog import Asking, ListsDialog
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.messages import left_behind_message
from todo_desktop.gui.open_once import OpenOnce
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.model.exchange import Exchange
from todo_desktop.model.lists import ListAddress
from todo_desktop.settings.api_keys import KeyringTrouble
from todo_desktop.settings.preferences import Preferences, ServerSettings
from todo_desktop.settings.server_changes import with_collections


class ListsFlow(QObject):
    """Over *window*. A connection is entered in the dialog of *settings*."""

    changed = Signal()
    """Other lists are in the settings now."""

    def __init__(
        self,
        kept: KeptPreferences,
        keys: KeyFinder,
        watch: Callable[[Exchange], None],
        settings: SettingsFlow,
        window: MainWindow,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._kept = kept
        self._keys = keys
        self._watch = watch
        self._settings = settings
        self._window = window
        self._dialog = OpenOnce[ListsDialog](self)
        settings.stored.connect(self._show_servers)
        settings.finished.connect(self._ask_again)

    def open(self) -> None:
        self._dialog.show(self._made)

    def _made(self) -> ListsDialog:
        dialog = ListsDialog(self._asking, self._window)
        dialog.add_wanted.connect(lambda: self._settings.open_at(None))
        dialog.edit_wanted.connect(self._settings.open_at)
        dialog.removal_wanted.connect(self._remove)
        dialog.lists_chosen.connect(self._choose)
        dialog.show_servers(self._kept.chosen.servers)
        return dialog

    def _show_servers(self) -> None:
        dialog = self._dialog.shown
        if dialog is not None:
            dialog.show_servers(self._kept.chosen.servers)

    def _ask_again(self, edited: ListAddress) -> None:
        """The key is in its place by now, too."""
        dialog = self._dialog.shown
        if dialog is not None:
            dialog.ask_again(edited.base_url, edited.login)

    def _asking(self, server: ServerSettings) -> Asking:
        tester = LazyTester(self._watch)

        def ask() -> Diagnosis:
            key = self._keys.find(server.base_url, server.login)
            return tester.test(server.connection(server.collections[0], key))

        return Asking(ask, tester.cancel)

    def _choose(self, server: ServerSettings, names: tuple[str, ...]) -> None:
        self._take(with_collections(self._kept.chosen, server, names))

    def _remove(self, server: ServerSettings) -> None:
        self._take(with_collections(self._kept.chosen, server, ()))
        job: BackgroundJob[KeyringTrouble | None] = BackgroundJob(
            lambda: self._keys.forget(server.base_url, server.login), lambda: None, self
        )
        job.succeeded.connect(self._say_what_is_left)
        job.start_alone()

    def _say_what_is_left(self, trouble: KeyringTrouble | None) -> None:
        if trouble is not None:
            self._window.notices.say_of_settings(left_behind_message(trouble))

    def _take(self, preferences: Preferences) -> None:
        self._kept.replace(preferences)
        self._show_servers()
        self.changed.emit()
