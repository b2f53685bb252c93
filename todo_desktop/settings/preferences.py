"""What the user chose, kept as one readable JSON file. The API key is never part of it."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeAlias, get_type_hints

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.lists import ListAddress
from todo_desktop.model.todo import StateMark
from todo_desktop.model.values import Json
from todo_desktop.settings.files import storage_error, write_private

SHORTEST_INTERVAL = 5
LONGEST_INTERVAL = 3600
"""Seconds between two looks at the server."""


class ThemeChoice(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


Name: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
Interval: TypeAlias = Annotated[int, msgspec.Meta(ge=SHORTEST_INTERVAL, le=LONGEST_INTERVAL)]


class ServerSettings(Struct, frozen=True):
    """One connection: how its server is reached, and which collections there are lists here. `login` tells connections
    to the same address apart, as in `ListAddress`; `user_id`: whose key it was when that was found out last."""

    base_url: Name
    collections: Annotated[tuple[Name, ...], msgspec.Meta(min_length=1)]
    sync_interval: Interval = 30
    verify_tls: bool = True
    ca_file: str = ""
    proxy: str = ""
    login: int = 0
    user_id: str = ""

    @property
    def addresses(self) -> tuple[ListAddress, ...]:
        return tuple(ListAddress(self.base_url, name, self.login) for name in self.collections)

    def connection(self, collection: str, api_key: ApiKey) -> Connection:
        return Connection(self.base_url, collection, api_key, self.verify_tls, self.ca_file, self.proxy)


class Preferences(Struct, frozen=True):
    """`base_url` is empty where no server is used. `sync_interval` in seconds; `ca_file` and `proxy` may be empty.

    These are of the first connection and its first list, as they were when there could be no other; those beside it are
    in `more_collections` and `more_servers`. `servers` has them all. `shown`: the list that was looked at last.
    """

    base_url: str = ""
    collection: Name = "todos"
    sync_interval: Interval = 30
    verify_tls: bool = True
    ca_file: str = ""
    proxy: str = ""
    login: int = 0
    user_id: str = ""
    more_collections: tuple[Name, ...] = ()
    more_servers: tuple[ServerSettings, ...] = ()
    shown: ListAddress | None = None
    work_offline: bool = False
    theme: ThemeChoice = ThemeChoice.SYSTEM
    compact_rows: bool = False
    tray_icon: bool = True
    close_to_tray: bool = False
    told_of_tray: bool = False
    """Whether the user has been told where the window is when it was closed to the tray."""
    notify: bool = True
    notify_added: bool = False
    upload: str = ""
    """What was chosen for the upload of the local todos that is under way; empty where none is."""
    hints_dismissed: bool = False
    states_told: StateMark = (0, 0)
    """The user has read about the todos that went back to an older state, up to that one."""

    @property
    def uses_server(self) -> bool:
        return bool(self.base_url)

    def connection(self, api_key: ApiKey) -> Connection:
        return Connection(self.base_url, self.collection, api_key, self.verify_tls, self.ca_file, self.proxy)

    @property
    def servers(self) -> tuple[ServerSettings, ...]:
        """All connections."""
        if not self.uses_server:
            return ()
        names = dict.fromkeys((self.collection, *self.more_collections))
        shared = {name: getattr(self, name) for name in _OF_A_SERVER}
        return (ServerSettings(collections=tuple(names), **shared), *self.more_servers)

    def with_servers(self, servers: Sequence[ServerSettings]) -> "Preferences":
        """The same with other connections. Without any, how the first one was reached is kept for the next."""
        if not servers:
            return replace(self, base_url="", user_id="", login=0, more_collections=(), more_servers=())
        first, *more = servers
        shared = {name: getattr(first, name) for name in _OF_A_SERVER}
        collection, *others = first.collections
        return replace(self, collection=collection, more_collections=tuple(others), more_servers=tuple(more), **shared)

    @property
    def addresses(self) -> tuple[ListAddress, ...]:
        """Of the lists of all servers, in order."""
        return tuple(address for server in self.servers for address in server.addresses)

    @property
    def shown_address(self) -> ListAddress:
        """Of the list to begin with, or of all: what was looked at last, where it is still there."""
        addresses = self.addresses
        if self.shown is not None and (
            self.shown.is_local or self.shown in addresses or (self.shown.is_all and addresses)
        ):
            return self.shown
        return addresses[0] if addresses else ListAddress()

    def at(self, address: ListAddress) -> "Preferences":
        """As if that list were the only one; as if there were no server where it is none of these."""
        server = next((server for server in self.servers if address in server.addresses), None)
        alone = () if server is None else (replace(server, collections=(address.collection,)),)
        return replace(self.with_servers(alone), shown=None)


_OF_A_SERVER = ("base_url", "sync_interval", "verify_tls", "ca_file", "proxy", "login", "user_id")
"""What is kept under the same name for the first connection and for those beside it."""


class LoadedPreferences(Struct, frozen=True):
    """`set_aside` is where a file that could not be read lies now; `ignored` names the values that made no sense, and
    that have their defaults instead."""

    preferences: Preferences
    set_aside: Path | None = None
    ignored: tuple[str, ...] = ()


class PreferencesFile:
    """Values that a newer version wrote and this one does not know stay in the file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> LoadedPreferences:
        """What the file says; a missing one says the defaults, a damaged one is set aside. Raises StorageError."""
        values, set_aside = self._read()
        known, ignored = _checked(values)
        return LoadedPreferences(replace(Preferences(), **known), set_aside, ignored)

    def save(self, preferences: Preferences) -> None:
        """Raises StorageError; the file then is what it was."""
        values, _ = self._read()
        values.update(msgspec.to_builtins(preferences))
        write_private(self._path, msgspec.json.format(msgspec.json.encode(values), indent=2) + b"\n")

    def _read(self) -> tuple[dict[str, Json], Path | None]:
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return {}, None
        except OSError as error:
            raise storage_error(error, self._path) from error
        try:
            return msgspec.json.decode(content, type=dict[str, Any]), None
        except (msgspec.DecodeError, UnicodeDecodeError):
            return {}, self._set_aside()

    def _set_aside(self) -> Path:
        number = 1
        while (target := self._path.with_name(f"{self._path.name}.damaged-{number}")).exists():
            number += 1
        try:
            return self._path.rename(target)
        except OSError as error:
            raise storage_error(error, self._path) from error


def _checked(values: dict[str, Json]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The known values that fit, decoded, and the names of those that do not."""
    fitting: dict[str, Any] = {}
    ignored = []
    for name, hint in get_type_hints(Preferences, include_extras=True).items():
        if name in values:
            try:
                fitting[name] = msgspec.convert(values[name], hint)
            except msgspec.ValidationError:
                ignored.append(name)
    return fitting, tuple(ignored)
