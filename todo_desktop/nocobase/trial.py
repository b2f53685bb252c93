"""Tries the four calls with a key, on a todo of its own that it takes away again."""

from collections.abc import Callable

from todo_desktop.model.answers import Guard
from todo_desktop.model.connection import Connection
from todo_desktop.model.errors import NeedsAttention, Refused
from todo_desktop.nocobase.api import NocoBase

TITLE = "A try of Todo Desktop"
_UNGUARDED = Guard(by_time=False, values={})


def four_calls_work(connection: Connection, *, monotonic: Callable[[], float]) -> bool:
    """False where the key may not make one of them, or none at all. Raises Unavailable and OutcomeUnknown, which tell
    nothing of the key."""
    server = NocoBase(connection, monotonic=monotonic)
    try:
        collection, _ = server.describe()
        made = server.create({collection.roles.title or collection.primary_key: TITLE})
        row = made[collection.primary_key]
        if not isinstance(row, int | str):
            return False
        server.page_by_id(None, 1)
        changed = server.update(row, {collection.roles.title: TITLE}, _UNGUARDED)
        return bool(server.destroy(row, _UNGUARDED)) and changed is not None
    except (NeedsAttention, Refused):
        return False
    finally:
        server.close()
