"""What a role may do with one collection."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from msgspec import Struct, field

from todo_desktop.testing.shapes import JsonObject

ACTIONS = ("view", "create", "update", "destroy")


class Grant(Struct, frozen=True):
    """Permission for one action: on every field but *without*; where *own* is set only on rows of one's own, and only
    on those within the *scope*, a filter, where there is one."""

    without: frozenset[str] = frozenset()
    own: bool = False
    scope: JsonObject = field(default_factory=dict)


class Rights(Struct, frozen=True):
    """Action names with what is granted; an action that is missing is forbidden."""

    grants: Mapping[str, Grant]


def _rights(**grants: Grant) -> Rights:
    return Rights(MappingProxyType(grants))


def limited(*, hidden: Collection[str] = (), unwritable: Collection[str] = ()) -> Rights:
    """All actions, but the fields *hidden* may not be viewed, and *unwritable* neither created nor updated."""
    write = Grant(without=frozenset(unwritable))
    return _rights(view=Grant(without=frozenset(hidden)), create=write, update=write, destroy=Grant())


def scoped(**scopes: JsonObject) -> Rights:
    """All actions, but the named ones only on rows that the filter given for each matches."""
    plain = {action: Grant() for action in ACTIONS}
    return _rights(**plain | {action: Grant(scope=scope) for action, scope in scopes.items()})


ALL_RIGHTS = limited()
READ_ONLY = _rights(view=Grant())
WRITE_ONLY = _rights(create=Grant(), update=Grant(), destroy=Grant())
OWN_RECORDS = _rights(view=Grant(), create=Grant(), update=Grant(own=True), destroy=Grant(own=True))
OWN_RECORDS_IN_SIGHT = _rights(view=Grant(own=True), create=Grant(), update=Grant(own=True), destroy=Grant(own=True))
NO_RIGHTS = _rights()
