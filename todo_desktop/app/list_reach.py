"""How the server of a list is reached for a short job beside the sync."""

from collections.abc import Callable
from functools import partial

from todo_desktop.app.kept_preferences import KeptPreferences
from todo_desktop.app.key_finder import KeyFinder
from todo_desktop.app.server_sync import ServerSync
from todo_desktop.model.connection import Connection
from todo_desktop.settings.preferences import Preferences


class ListReach:
    """Of the lists that *sync* keeps."""

    def __init__(self, sync: ServerSync, kept: KeptPreferences, keys: KeyFinder) -> None:
        self._sync = sync
        self._kept = kept
        self._keys = keys

    def way(self, list_id: int) -> Callable[[], Connection | None]:
        """To be called on a background thread, for the keyring may ask its user. It gives None where the network is
        not to be used, or nothing leads to that list any more."""
        lists = self._sync.lists.items()
        address = next((at for at, each in lists if each is not None and each.id == list_id), None)
        if address is None or self._sync.offline:
            return _no_way
        return partial(self._connection, self._kept.in_force.at(address))

    def _connection(self, settings: Preferences) -> Connection | None:
        if not settings.uses_server:
            return None
        return settings.connection(self._keys.demand(settings.base_url, settings.login))


def _no_way() -> None:
    return None
