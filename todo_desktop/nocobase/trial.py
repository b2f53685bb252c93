"""Tries a key: all four calls, on a todo of its own that it takes away again, or reading alone."""

from collections.abc import Callable

from todo_desktop.model.answers import Guard
from todo_desktop.model.connection import Connection
from todo_desktop.model.errors import NeedsAttention, Problem
from todo_desktop.model.permissions import Permissions
from todo_desktop.nocobase.api import NocoBase

TITLE = "A try of Todo Desktop"
_UNGUARDED = Guard(by_time=False, values={})


def try_four_calls(connection: Connection, *, monotonic: Callable[[], float]) -> None:
    """Raises what a call answers that does not work; a key that may not make all four makes none."""
    server = NocoBase(connection, monotonic=monotonic)
    try:
        collection, permissions = server.describe()
        _demand_all(permissions)
        title = collection.roles.title
        row = server.create({title: TITLE} if title else {})[collection.primary_key]
        if not isinstance(row, int | str):
            raise NeedsAttention(Problem.NOT_NOCOBASE, "a row without its id")
        try:
            server.page_by_id(None, 1)
            changed = server.update(row, {title: TITLE} if title else {}, _UNGUARDED)
        finally:
            destroyed = server.destroy(row, _UNGUARDED)
        if changed is None or not destroyed:
            raise NeedsAttention(Problem.MAY_NOT_DELETE if changed else Problem.MAY_NOT_UPDATE)
    finally:
        server.close()


def try_reading(connection: Connection, *, monotonic: Callable[[], float]) -> None:
    """Raises what stands in the way of reading the collection."""
    server = NocoBase(connection, monotonic=monotonic)
    try:
        server.describe()
        server.page_by_id(None, 1)
    finally:
        server.close()


def _demand_all(permissions: Permissions) -> None:
    for grant, problem in (
        (permissions.view, Problem.MAY_NOT_VIEW),
        (permissions.create, Problem.MAY_NOT_CREATE),
        (permissions.update, Problem.MAY_NOT_UPDATE),
        (permissions.destroy, Problem.MAY_NOT_DELETE),
    ):
        if not grant.allowed:
            raise NeedsAttention(problem)
