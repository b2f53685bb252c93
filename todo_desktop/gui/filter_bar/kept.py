"""Filters and views as they are kept with a list's layout, and read again by this program or a newer one."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from todo_desktop.model.filter import Group
from todo_desktop.model.query import Show, SortKey
from todo_desktop.model.values import Json


class View(Struct, frozen=True):
    """A filter that was given a name, with what else decides which todos are shown, and in which order."""

    name: str
    filter: Group
    show: Show = Show.ALL
    sort: tuple[SortKey, ...] = ()


def kept(value: Group | View | None) -> Json:
    found: Json = msgspec.to_builtins(value)
    return found


def group_of(value: Json) -> Group | None:
    """None where it cannot be read, or asks for nothing."""
    try:
        return msgspec.convert(value, Group) or None
    except msgspec.ValidationError:
        return None


def views_of(values: Iterable[Json]) -> tuple[View, ...]:
    """Those that can be read, by name."""
    found = []
    for value in values:
        try:
            found.append(msgspec.convert(value, View))
        except msgspec.ValidationError:
            continue
    return tuple(sorted(found, key=lambda view: view.name.casefold()))
