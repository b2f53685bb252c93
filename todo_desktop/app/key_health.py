"""Looks after the key: says a week before that it ends, and makes a new one."""

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from todo_desktop.app.kept_preferences import KeptPreferences
from todo_desktop.app.key_finder import KeyFinder
from todo_desktop.app.settings_flow import SettingsFlow
from todo_desktop.gui.key_words import days_left, ends_soon_message, key_words
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.messages import RENEWABLE, host_of
from todo_desktop.gui.open_once import OpenOnce
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.diagnosis import KeyFacts
from todo_desktop.model.lists import ListAddress
from todo_desktop.model.setup import Login
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.model.values import Milliseconds

if TYPE_CHECKING:
    from todo_desktop.gui.setup.renewal_dialog import RenewalDialog

_LOOK_AGAIN_MS = 3_600_000


class KeyHealth(QObject):
    """Over *window*, from when it is made. What was dismissed is said again the next day."""

    def __init__(
        self,
        kept: KeptPreferences,
        keys: KeyFinder,
        settings: SettingsFlow,
        now: Callable[[], Milliseconds],
        window: MainWindow,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._kept = kept
        self._keys = keys
        self._settings = settings
        self._now = now
        self._window = window
        self._said: tuple[int, ListAddress] | None = None
        self._dialog = OpenOnce["RenewalDialog"](self)
        self._refused: ListAddress | None = None
        """The list in sight, where its key is refused and tells which one is to take its place."""
        again = QTimer(self)
        again.setInterval(_LOOK_AGAIN_MS)
        again.timeout.connect(self.look)
        again.start()

    def show_status(self, status: SyncStatus) -> None:
        """The key was found by now, where there is one."""
        address = self._kept.in_force.shown_address
        refused = status.phase is Phase.PAUSED and status.problem in RENEWABLE
        known, is_given = self._known(address)
        renewable = refused and not is_given and known.role and known.user_id is not None
        self._refused = address if renewable else None
        self._window.notices.let_renew(self._refused is not None)
        self.look()

    def look(self) -> None:
        """Say, once a day, which key ends first and soon; or no more."""
        ending = self._ending()
        if ending == self._said:
            return
        self._said = ending
        if ending is None:
            self._window.notices.say_of_key(None)
            return
        days, address = ending
        known, is_given = self._known(address)
        host = host_of(address.base_url)
        self._window.notices.say_of_key(ends_soon_message(known, days, host, is_given=is_given))

    def renew(self) -> None:
        """Ask for the sign-in that it takes to renew the key that was told of: one that is refused goes first."""
        address = self._refused or (self._said[1] if self._said is not None else None)
        if address is not None:
            self._dialog.show(partial(self._renewal, address))

    def _renewal(self, address: ListAddress) -> "RenewalDialog":
        from todo_desktop.gui.setup.renewal_dialog import RenewalDialog

        host, words = host_of(address.base_url), key_words(self._keys.facts_of(address.base_url, address.login))
        renew, refused = partial(self._renewed, address), self._refused is not None
        dialog = RenewalDialog(host, words, renew, self._window, refused=refused)
        dialog.renewed.connect(lambda key: self._settings.use_key(key, address))
        return dialog

    def _ending(self) -> tuple[int, ListAddress] | None:
        """The days that are left, and a list that is read with the key."""
        now = self._now()
        days = (
            (left, address)
            for address in self._kept.in_force.addresses
            if (left := days_left(self._known(address)[0], now)) is not None
        )
        return min(days, key=lambda each: each[0], default=None)

    def _known(self, address: ListAddress) -> tuple[KeyFacts, bool]:
        """What the key tells of itself; whether a harness gave it, which no sign-in here can replace."""
        given = self._keys.given_facts(address.base_url)
        return given or self._keys.facts_of(address.base_url, address.login), given is not None

    def _renewed(
        self,
        address: ListAddress,
        login: Login,
        manager: Login | None,
        lifetime: str,
        demand_wanted: Callable[[], None],
    ) -> ApiKey:
        """In the background."""
        from todo_desktop.nocobase.administrator import Administrator  # requests costs 80 ms
        from todo_desktop.nocobase.renewal import renewed

        preferences = self._kept.in_force.at(address)
        present = preferences.connection(self._keys.find(address.base_url, address.login))
        owner = Administrator.sign_in(present, login, monotonic=time.monotonic)
        try:
            helper = Administrator.sign_in(present, manager, monotonic=time.monotonic) if manager else None
            try:
                return renewed(present, owner, helper, lifetime, demand_wanted=demand_wanted)
            finally:
                if helper is not None:
                    helper.sign_out()
        finally:
            owner.sign_out()
