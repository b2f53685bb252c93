"""Lists that are not open and hold changes that were not sent: nothing sends them, and no outbox shows them."""

from todo_desktop.model.lists import TodoList
from todo_desktop.queries import TodoQueries
from todo_desktop.replica.store import TodoStore


def waiting_elsewhere(store: TodoStore, queries: TodoQueries, open_list_id: int) -> list[TodoList]:
    """Oldest first. Raises StorageError."""
    return [one for one in store.lists() if one.id != open_list_id and queries.is_outbox_longer(one.id, 0)]
