"""Connections and lists that come, change and go: what that makes of the preferences."""

from collections.abc import Sequence

from msgspec.structs import replace

from todo_desktop.model.lists import ListAddress
from todo_desktop.settings.preferences import Preferences, ServerSettings


def with_edited(before: Preferences, address: ListAddress | None, edited: Preferences) -> Preferences:
    """*before*, of which `before.at(address)` was changed to *edited*: everything that is no connection's own, how the
    server is reached, and the list of that address. None: *edited* has a connection that is new, unless it is one to
    the same server as the same user. A connection that is left without an address goes, with all its lists. The list
    that came or changed is shown next."""
    old = server_of(before, address)
    others = [server for server in before.servers if server != old]
    if not edited.uses_server:
        return replace(edited.with_servers(others), shown=None if old is not None else before.shown)
    (new,) = edited.servers
    if old is None:
        return _with_new(before, edited, new)
    if address is not None and before.at(address).servers == (new,):
        return replace(edited.with_servers(before.servers), shown=before.shown)
    names = dict.fromkeys(new.collections[0] if name == _name(address) else name for name in old.collections)
    moved = old.base_url != new.base_url
    changed = replace(
        new,
        collections=tuple(names),
        login=free_login(others, new.base_url) if moved else old.login,
        user_id="" if moved else old.user_id,
    )
    servers = [changed if server == old else server for server in before.servers]
    shown = ListAddress(changed.base_url, new.collections[0], changed.login)
    return replace(edited.with_servers(servers), shown=shown)


def with_user(before: Preferences, address: ListAddress, user_id: str) -> Preferences:
    """The key for that address is of this user."""
    server = server_of(before, address)
    if server is None or server.user_id == user_id:
        return before
    known = replace(server, user_id=user_id)
    return before.with_servers([known if each == server else each for each in before.servers])


def with_collections(before: Preferences, server: ServerSettings, names: Sequence[str]) -> Preferences:
    """These collections of *server* are lists here, and no others of it. Without any, it goes."""
    changed = [replace(server, collections=tuple(names))] if names else []
    servers = [new for each in before.servers for new in (changed if each == server else [each])]
    return before.with_servers(servers)


def server_of(preferences: Preferences, address: ListAddress | None) -> ServerSettings | None:
    """The connection that has the list of that address."""
    return next((server for server in preferences.servers if address in server.addresses), None)


def free_login(servers: Sequence[ServerSettings], base_url: str) -> int:
    """What tells one more connection to that address from those that there are."""
    taken = {server.login for server in servers if server.base_url == base_url}
    return next(number for number in range(len(taken) + 1) if number not in taken)


def _with_new(before: Preferences, edited: Preferences, new: ServerSettings) -> Preferences:
    (collection,) = new.collections
    for server in before.servers:
        if new.user_id and (server.base_url, server.user_id) == (new.base_url, new.user_id):
            names = tuple(dict.fromkeys((*server.collections, collection)))
            servers = [replace(each, collections=names) if each == server else each for each in before.servers]
            return replace(edited.with_servers(servers), shown=ListAddress(new.base_url, collection, server.login))
    added = replace(new, login=free_login(before.servers, new.base_url))
    return replace(edited.with_servers([*before.servers, added]), shown=added.addresses[0])


def _name(address: ListAddress | None) -> str:
    return address.collection if address is not None else ""
