"""Where the API key comes from: the environment of a harness, the keyring, or what was typed a moment ago."""

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.errors import Problem
from todo_desktop.model.values import ServerId
from todo_desktop.nocobase.api_key import facts
from todo_desktop.service import ConnectionTester
from todo_desktop.settings.api_keys import ApiKeyStore, KeyStoring, Stored
from todo_desktop.settings.environment import Environment
from todo_desktop.settings.log import ProgramLog
from todo_desktop.settings.preferences import Preferences


class KeyFinder:
    """Everything but `stored` and `problem` may block on the keyring: call it on a background thread.

    The log is told each key, so that it never writes one.
    """

    def __init__(self, keys: ApiKeyStore, environment: Environment, log: ProgramLog) -> None:
        self._keys = keys
        self._environment = environment
        self._log = log
        self.stored: Stored | None = None
        """Where the key that was found last is kept."""
        self.problem: Problem | None = None
        """Why `user_of` found nobody; None where it was not allowed to ask."""

    def find(self, base_url: str) -> ApiKey:
        """The key for that server, empty where there is none."""
        given = self._environment
        if given.api_key and base_url == given.base_url:
            return given.api_key
        lookup = self._keys.load(base_url)
        self.stored = lookup.stored
        self._log.hide(lookup.key)
        return lookup.key

    def take(self, old_base_url: str, *, remove: bool, base_url: str, new_key: ApiKey | None) -> KeyStoring | None:
        """Forget the key of the old address where that was asked for, and keep the new one; where it is kept now."""
        if remove:
            self._keys.delete(old_base_url)
            self.stored = None
        if new_key is None:
            return None
        self._log.hide(new_key)
        storing = self._keys.store(base_url, new_key)
        self.stored = storing.stored
        return storing

    def user_of(self, preferences: Preferences, tester: ConnectionTester | None) -> ServerId | None:
        """Whose key it is: the key tells by itself, else the server is asked, where there is a *tester*."""
        key = self.find(preferences.base_url)
        self.problem = None if key else Problem.KEY_MISSING
        user_id = facts(key).user_id
        if user_id is None and key and tester is not None:
            found = tester.test(preferences.connection(key))
            self.problem, user_id = found.problem, found.user_id
        return user_id
