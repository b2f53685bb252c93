"""From the settings dialog to the settings in force: stored first, then the key, then the connection."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from todo_desktop.app.desktop_parts import DesktopParts
from todo_desktop.app.kept_preferences import KeptPreferences
from todo_desktop.app.key_finder import KeyFinder, TakenKey
from todo_desktop.app.lazy_tester import LazyTester
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.messages import keyring_message, left_behind_message
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.exchange import Exchange
from todo_desktop.service import TodoService
from todo_desktop.settings.api_keys import Stored

if TYPE_CHECKING:
    from todo_desktop.gui.settings_dialog.dialog import SettingsDialog
    from todo_desktop.gui.settings_dialog.result import SettingsResult


class SettingsFlow(QObject):
    """Opens the dialog over *window*."""

    stored = Signal()
    """The new settings are in the file; the key of before may still be used."""
    finished = Signal()
    """The key is in its place, too: connect anew."""

    def __init__(
        self,
        service: TodoService,
        kept: KeptPreferences,
        keys: KeyFinder,
        watch: Callable[[Exchange], None],
        theme: Theme,
        desktop: DesktopParts,
        window: MainWindow,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._kept = kept
        self._keys = keys
        self._watch = watch
        self._theme = theme
        self._desktop = desktop
        self._window = window

    def open(self, then: "Callable[[SettingsDialog], None] | None" = None) -> None:
        """*then* leads to what the user came for."""
        from todo_desktop.gui.settings_dialog.dialog import SettingsDialog

        identity = self._service.list.identity
        dialog = SettingsDialog(
            replace(self._kept.chosen, compact_rows=self._window.actions_.compact.isChecked()),
            self._keys.stored,
            self._keys.find,
            lambda: LazyTester(self._watch),
            self._theme.icons,
            self._window,
            user_id=identity.user_id if identity else "",
            desktop=self._desktop.state,
        )
        dialog.accepted_settings.connect(self._take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        if then is not None:
            then(dialog)

    def ask_for_key(self) -> None:
        self.open(lambda dialog: dialog.ask_for_key())

    def ask_for_collection(self) -> None:
        self.open(lambda dialog: dialog.ask_for_collection())

    def connect_to(self, base_url: str, collection: str, key: ApiKey) -> None:
        """As if these had been saved, and nothing else."""
        from todo_desktop.gui.settings_dialog.result import SettingsResult

        chosen = replace(self._kept.chosen, base_url=base_url, collection=collection)
        self._take(SettingsResult(chosen, new_key=key, start_at_login=self._desktop.state.starts_at_login))

    def _take(self, result: "SettingsResult") -> None:
        """Store what was chosen; the key before the sync asks for it."""
        before, chosen = self._kept.chosen, result.preferences
        # What went on behind the dialog stays.
        behind = ("upload", "work_offline", "hints_dismissed", "told_of_tray")
        kept = {name: getattr(before, name) for name in behind}
        if not self._kept.replace(replace(chosen, **kept)):
            return
        self._desktop.apply(chosen)
        self._desktop.start_at_login(result.start_at_login)
        self.stored.emit()
        self._theme.prefer(chosen.theme.value)
        self._window.actions_.compact.setChecked(chosen.compact_rows)
        if result.new_key is None and not result.remove_key:
            self.finished.emit()
            return
        from todo_desktop.gui.background_job import BackgroundJob

        job = BackgroundJob(
            lambda: self._keys.take(
                before.base_url, remove=result.remove_key, base_url=chosen.base_url, new_key=result.new_key
            ),
            lambda: None,
            self,
        )
        job.succeeded.connect(self._on_key_kept)
        job.failed.connect(lambda _error: self._on_key_kept(TakenKey()))
        job.start()

    def _on_key_kept(self, taken: TakenKey) -> None:
        sentences = [left_behind_message(taken.left_behind)] if taken.left_behind is not None else []
        storing = taken.stored
        if storing is not None and storing.stored is Stored.MEMORY and storing.trouble is not None:
            sentences.append(keyring_message(storing.trouble))
        self._window.notices.say_of_settings(" ".join(sentences))
        self.finished.emit()
