"""From the settings dialog to the settings in force: stored first, then the key, then the connection."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from todo_desktop.app.desktop_parts import DesktopParts
from todo_desktop.app.kept_preferences import KeptPreferences
from todo_desktop.app.key_finder import KeyFinder
from todo_desktop.app.lazy_tester import LazyTester
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.messages import host_of, keyring_message, left_behind_message
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.exchange import Exchange
from todo_desktop.model.lists import ListAddress
from todo_desktop.nocobase.api_key import facts
from todo_desktop.service import TodoService
from todo_desktop.settings.api_keys import Stored
from todo_desktop.settings.preferences import Preferences
from todo_desktop.settings.server_changes import server_of, with_collections, with_edited

if TYPE_CHECKING:
    from todo_desktop.gui.settings_dialog.dialog import SettingsDialog
    from todo_desktop.gui.settings_dialog.result import SettingsResult


class SettingsFlow(QObject):
    """Opens the dialog over *window*."""

    stored = Signal()
    """The new settings are in the file; the key of before may still be used."""
    finished = Signal(object)
    """The key is in its place, too: connect anew to the server of this `ListAddress`."""

    def __init__(
        self,
        service: TodoService,
        kept: KeptPreferences,
        keys: KeyFinder,
        watch: Callable[[Exchange], None],
        theme: Theme,
        desktop: DesktopParts,
        window: MainWindow,
        *,
        shown: Callable[[], ListAddress],
        parent: QObject,
    ) -> None:
        """*shown* tells which list is in sight."""
        super().__init__(parent)
        self._service = service
        self._kept = kept
        self._keys = keys
        self._watch = watch
        self._theme = theme
        self._desktop = desktop
        self._window = window
        self._shown = shown

    def open(self, then: "Callable[[SettingsDialog], None] | None" = None) -> None:
        """On the connection of the list in sight, or on the first there is. *then* leads to what the user came for."""
        addresses = self._kept.chosen.addresses
        shown = self._shown()
        self.open_at(shown if shown in addresses else next(iter(addresses), None), then)

    def open_at(self, address: ListAddress | None, then: "Callable[[SettingsDialog], None] | None" = None) -> None:
        """On the connection that has this list; None: on a new one."""
        from todo_desktop.gui.settings_dialog.dialog import SettingsDialog

        chosen = self._kept.chosen
        preferences = chosen.at(address) if address is not None else _without_connection(chosen)
        dialog = SettingsDialog(
            replace(preferences, compact_rows=self._window.actions_.compact.isChecked()),
            self._keys.stored(preferences.base_url, preferences.login),
            lambda base_url: self._keys.find(base_url, preferences.login),
            lambda: LazyTester(self._watch),
            self._theme.icons,
            self._window,
            user_id=preferences.user_id or self._user_in_sight(address),
            desktop=self._desktop.state,
            known=self._keys.facts_of(preferences.base_url, preferences.login),
        )
        if self._kept.is_overruled:
            dialog.say_overruled(host_of(self._kept.in_force.base_url))
        if address is None and chosen.uses_server:
            dialog.setWindowTitle(self.tr("Add a server"))
        dialog.accepted_settings.connect(lambda result: self._take(result, address))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        if then is not None:
            then(dialog)

    def ask_for_key(self) -> None:
        self.open(lambda dialog: dialog.ask_for_key())

    def ask_for_collection(self) -> None:
        self.open(lambda dialog: dialog.ask_for_collection())

    def connect_to(self, base_url: str, collection: str, key: ApiKey) -> None:
        """As if these had been saved, and nothing else. A connection to that server there is already, with a key of the
        same user, goes on with the new key."""
        from todo_desktop.gui.settings_dialog.result import SettingsResult

        chosen = self._kept.chosen
        there = (each for each in chosen.addresses if each.base_url == base_url and self._may_be_of_user(each, key))
        address = next(there, None)
        server = server_of(chosen, address)
        if address is None or server is None:
            new = replace(_without_connection(chosen), base_url=base_url, collection=collection)
            chosen = with_edited(chosen, None, new)
        else:
            address = replace(address, collection=collection)
            names = tuple(dict.fromkeys((*server.collections, collection)))
            chosen = replace(with_collections(chosen, server, names), shown=address)
        result = SettingsResult(chosen, new_key=key, start_at_login=self._desktop.state.starts_at_login)
        self._take_over(result, chosen, address)

    def _may_be_of_user(self, address: ListAddress, key: ApiKey) -> bool:
        """Whether *key* belongs to the user of that list, as far as that is known."""
        known = self._keys.facts_of(address.base_url, address.login).user_id or self._kept.chosen.at(address).user_id
        user_id = facts(key).user_id
        return not known or user_id is None or str(known) == str(user_id)

    def use_key(self, key: ApiKey, address: ListAddress) -> None:
        """As if *key* had been entered for the server of that list, and nothing else: what is in sight stays there."""
        from todo_desktop.gui.settings_dialog.result import SettingsResult

        chosen = self._kept.chosen
        result = SettingsResult(chosen, new_key=key, start_at_login=self._desktop.state.starts_at_login)
        self._take_over(result, chosen, address, edited=address)

    def _user_in_sight(self, address: ListAddress | None) -> str:
        identity = self._service.list.identity
        return identity.user_id if identity and address is not None and address == self._shown() else ""

    def _take(self, result: "SettingsResult", address: ListAddress | None) -> None:
        edited = result.preferences
        if address is None and result.diagnosis is not None and result.diagnosis.user_id is not None:
            edited = replace(edited, user_id=str(result.diagnosis.user_id))
        self._take_over(result, with_edited(self._kept.chosen, address, edited), address)

    def _take_over(
        self,
        result: "SettingsResult",
        chosen: Preferences,
        address: ListAddress | None,
        edited: ListAddress | None = None,
    ) -> None:
        """Store what was chosen; the key before the sync asks for it. The list of *address* was edited; *edited* is its
        address now, by default that of the list that is to be shown."""
        before = self._kept.chosen
        # What went on behind the dialog stays.
        behind = ("upload", "work_offline", "hints_dismissed", "told_of_tray", "states_told")
        kept = {name: getattr(before, name) for name in behind}
        if not self._kept.replace(replace(chosen, **kept)):
            return
        self._desktop.apply(chosen)
        self._desktop.start_at_login(result.start_at_login)
        self.stored.emit()
        self._theme.prefer(chosen.theme.value)
        self._window.actions_.compact.setChecked(chosen.compact_rows)
        edited = edited or chosen.shown_address
        if result.new_key is None and not result.remove_key:
            self.finished.emit(edited)
            return
        from todo_desktop.gui.background_job import BackgroundJob

        job = BackgroundJob(lambda: self._keep_key(result, edited, address), lambda: None, self)
        job.succeeded.connect(lambda sentences: self._on_key_kept(sentences, edited))
        job.failed.connect(lambda _error: self._on_key_kept("", edited))
        job.start_alone()

    def _keep_key(self, result: "SettingsResult", edited: ListAddress, address: ListAddress | None) -> str:
        """In the background. What is to be said of it."""
        sentences = []
        if result.remove_key and address is not None:
            left_behind = self._keys.forget(address.base_url, address.login)
            sentences += [left_behind_message(left_behind)] if left_behind is not None else []
        if result.new_key is not None:
            storing = self._keys.take(edited.base_url, edited.login, result.new_key)
            if storing.stored is Stored.MEMORY and storing.trouble is not None:
                sentences.append(keyring_message(storing.trouble))
        return " ".join(sentences)

    def _on_key_kept(self, sentences: str, edited: ListAddress) -> None:
        self._window.notices.say_of_settings(sentences)
        self.finished.emit(edited)


def _without_connection(preferences: Preferences) -> Preferences:
    """Where a new one begins. What was left of the last one is taken up again."""
    if not preferences.uses_server:
        return preferences
    fresh = Preferences()
    names = ("collection", "sync_interval", "verify_tls", "ca_file", "proxy")
    return replace(preferences.with_servers(()), **{name: getattr(fresh, name) for name in names})
