"""Where the API key comes from: the environment of a harness, the keyring, or what was typed a moment ago."""

from msgspec import Struct

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.diagnosis import NOT_A_LIST
from todo_desktop.model.errors import NeedsAttention, Problem
from todo_desktop.model.values import ServerId
from todo_desktop.nocobase.api_key import facts
from todo_desktop.service import ConnectionTester
from todo_desktop.settings.api_keys import ApiKeyStore, KeyLookup, KeyringTrouble, KeyStoring, Stored
from todo_desktop.settings.environment import Environment
from todo_desktop.settings.log import ProgramLog
from todo_desktop.settings.preferences import Preferences

_WHY_NOT = {
    None: Problem.KEY_MISSING,
    KeyringTrouble.NONE: Problem.KEY_NOT_KEPT,
    KeyringTrouble.LOCKED: Problem.KEYRING_LOCKED,
    KeyringTrouble.FAILED: Problem.KEYRING_FAILED,
}
"""There is no key."""


class FoundUser(Struct, frozen=True):
    """`problem`: why nobody was found; None where it was not allowed to ask."""

    user_id: ServerId | None
    problem: Problem | None = None


class TakenKey(Struct, frozen=True):
    """`stored` tells where the new key is kept now, None where there is none; `left_behind` why the keyring may still
    hold the one that was to be removed."""

    stored: KeyStoring | None = None
    left_behind: KeyringTrouble | None = None


class KeyFinder:
    """Everything but `stored` may block on the keyring: call it on a background thread.

    The log is told each key, so that it never writes one.
    """

    def __init__(self, keys: ApiKeyStore, environment: Environment, log: ProgramLog) -> None:
        self._keys = keys
        self._environment = environment
        self._log = log
        self.stored: Stored | None = None
        """Where the key that was found last is kept."""

    def find(self, base_url: str) -> ApiKey:
        """The key for that server, empty where there is none."""
        return self._look_up(base_url).key

    def demand(self, base_url: str) -> ApiKey:
        """The same; raises NeedsAttention, which says why, where there is none."""
        found = self._look_up(base_url)
        if not found.key:
            raise NeedsAttention(_WHY_NOT[found.trouble])
        return found.key

    def _look_up(self, base_url: str) -> KeyLookup:
        given = self._environment
        if given.api_key and base_url == given.base_url:
            return KeyLookup(given.api_key)
        lookup = self._keys.load(base_url)
        self.stored = lookup.stored
        self._log.hide(lookup.key)
        return lookup

    def take(self, old_base_url: str, *, remove: bool, base_url: str, new_key: ApiKey | None) -> TakenKey:
        """Forget the key of the old address where that was asked for, and keep the new one."""
        left_behind = self._keys.delete(old_base_url) if remove else None
        if remove and left_behind is None:
            self.stored = None
        if new_key is None:
            return TakenKey(None, left_behind)
        self._log.hide(new_key)
        storing = self._keys.store(base_url, new_key)
        self.stored = storing.stored
        return TakenKey(storing, left_behind)

    def user_of(self, preferences: Preferences, tester: ConnectionTester | None, *, is_new: bool = False) -> FoundUser:
        """Whose key it is: the key tells by itself, else the server is asked, where there is a *tester*. It is asked of
        a list that *is_new*, too: nobody's where the server says that there is none."""
        looked_up = self._look_up(preferences.base_url)
        key = looked_up.key
        if not key:
            return FoundUser(None, _WHY_NOT[looked_up.trouble])
        user_id = facts(key).user_id
        if tester is None or (user_id is not None and not is_new):
            return FoundUser(user_id)
        found = tester.test(preferences.connection(key))
        if found.problem in NOT_A_LIST:
            return FoundUser(None, found.problem)
        return FoundUser(user_id or found.user_id, found.problem)
