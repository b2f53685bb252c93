"""Tries a key: all four calls, on a todo of its own that it takes away again, or reading alone."""

from collections.abc import Callable

from todo_desktop.model.answers import Guard
from todo_desktop.model.connection import Connection
from todo_desktop.model.errors import NeedsAttention, Problem, Refused
from todo_desktop.model.permissions import Permissions
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import Json, ServerId
from todo_desktop.nocobase.api import NocoBase

TITLE = "A try of Todo Desktop"
_UNGUARDED = Guard(by_time=False, values={})


def try_four_calls(
    connection: Connection,
    *,
    monotonic: Callable[[], float],
    begins: Callable[[Collection], object] = lambda _collection: None,
) -> bool:
    """Raises what a call answers that does not work; a key that may not make all four makes none. False where the
    server told that it may, and then demanded more of a todo than a title: there is none to try the others on. *begins*
    is told where the todo is about to be: it stays there should the server fall silent."""
    server = NocoBase(connection, monotonic=monotonic)
    try:
        collection, permissions = server.describe()
        _demand_all(permissions)
        begins(collection)
        title = collection.roles.title
        values: dict[str, Json] = {title: TITLE} if title else {}
        row = _created(server, values, collection.primary_key)
        if row is None:
            server.page_by_id(None, 1)
            return False
        try:
            server.page_by_id(None, 1)
            changed = server.update(row, values, _UNGUARDED)
        finally:
            destroyed = server.destroy(row, _UNGUARDED)
        if changed is None or not destroyed:
            raise NeedsAttention(Problem.MAY_NOT_DELETE if changed else Problem.MAY_NOT_UPDATE)
        return True
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


def _created(server: NocoBase, values: dict[str, Json], key: str) -> ServerId | None:
    """None where the server demands more of a todo than that."""
    try:
        row = server.create(values)[key]
    except Refused as error:
        if error.problem is not Problem.INVALID_INPUT:
            raise
        return None
    if not isinstance(row, int | str):
        raise NeedsAttention(Problem.NOT_NOCOBASE, "a row without its id")
    return row


def _demand_all(permissions: Permissions) -> None:
    for grant, problem in (
        (permissions.view, Problem.MAY_NOT_VIEW),
        (permissions.create, Problem.MAY_NOT_CREATE),
        (permissions.update, Problem.MAY_NOT_UPDATE),
        (permissions.destroy, Problem.MAY_NOT_DELETE),
    ):
        if not grant.allowed:
            raise NeedsAttention(problem)
