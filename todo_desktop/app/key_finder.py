"""Where the API key comes from: the environment of a harness, the keyring, or what was typed a moment ago."""

import threading

from msgspec import Struct

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.diagnosis import NOT_A_LIST, KeyFacts
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


class KeyFinder:
    """Everything but `stored` may block on the keyring: call it on a background thread. A server's address and a
    *login* there (`ListAddress.login`) name a key.

    The log is told each key, so that it never writes one.
    """

    def __init__(self, keys: ApiKeyStore, environment: Environment, log: ProgramLog) -> None:
        self._keys = keys
        self._environment = environment
        self._log = log
        self._stored: dict[tuple[str, int], Stored | None] = {}
        self._one_at_a_time = threading.Lock()
        """A keyring that asks its user is asked for one key at a time: the first answer unlocks it for all."""
        self._facts: dict[tuple[str, int], KeyFacts] = {}

    def stored(self, base_url: str, login: int = 0) -> Stored | None:
        """Where the key for that server was kept when it was asked for last."""
        return self._stored.get((base_url, login))

    def facts_of(self, base_url: str, login: int = 0) -> KeyFacts:
        """What the key for that server tells of itself, once it was found or taken; nothing of a harness's."""
        return self._facts.get((base_url, login), KeyFacts())

    def given_facts(self, base_url: str) -> KeyFacts | None:
        """What a harness's key for that server tells of itself; None where there is none."""
        given = self._environment
        return facts(given.api_key) if given.api_key and base_url == given.base_url else None

    def find(self, base_url: str, login: int = 0) -> ApiKey:
        """The key for that server, empty where there is none."""
        return self._look_up(base_url, login).key

    def demand(self, base_url: str, login: int = 0) -> ApiKey:
        """The same; raises NeedsAttention, which says why, where there is none."""
        found = self._look_up(base_url, login)
        if not found.key:
            raise NeedsAttention(_WHY_NOT[found.trouble])
        return found.key

    def _look_up(self, base_url: str, login: int) -> KeyLookup:
        given = self._environment
        if given.api_key and base_url == given.base_url:
            return KeyLookup(given.api_key)
        with self._one_at_a_time:
            lookup = self._keys.load(base_url, login)
        self._stored[base_url, login] = lookup.stored
        self._log.hide(lookup.key)
        self._facts[base_url, login] = facts(lookup.key)
        return lookup

    def take(self, base_url: str, login: int, new_key: ApiKey) -> KeyStoring:
        """Keep *new_key*."""
        self._log.hide(new_key)
        self._facts[base_url, login] = facts(new_key)
        storing = self._keys.store(base_url, new_key, login)
        self._stored[base_url, login] = storing.stored
        return storing

    def forget(self, base_url: str, login: int = 0) -> KeyringTrouble | None:
        """Why the keyring may still hold the key; None where it is gone."""
        left_behind = self._keys.delete(base_url, login)
        if left_behind is None:
            self._stored.pop((base_url, login), None)
            self._facts.pop((base_url, login), None)
        return left_behind

    def user_of(self, preferences: Preferences, tester: ConnectionTester | None, *, is_new: bool = False) -> FoundUser:
        """Whose key it is: the key tells by itself, else the server is asked, where there is a *tester*. It is asked of
        a list that *is_new*, too: nobody's where the server says that there is none."""
        looked_up = self._look_up(preferences.base_url, preferences.login)
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
