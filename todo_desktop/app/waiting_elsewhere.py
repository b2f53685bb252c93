"""Lists that the settings do not lead to and that hold changes that were not sent: nothing sends them."""

from collections.abc import Collection

from todo_desktop.model.lists import TodoList
from todo_desktop.queries import TodoQueries
from todo_desktop.replica.store import TodoStore


def waiting_elsewhere(store: TodoStore, queries: TodoQueries, synced: Collection[int]) -> list[TodoList]:
    """Oldest first; the lists with these ids are *synced*. Raises StorageError."""
    return [one for one in store.lists() if one.id not in synced and queries.is_outbox_longer(one.id, 0)]
