"""Todos to begin with, in a collection that has none."""

from collections.abc import Callable, Sequence

from todo_desktop.model.connection import Connection
from todo_desktop.model.values import ServerId
from todo_desktop.nocobase.api import NocoBase


def add_samples(
    connection: Connection,
    titles: Sequence[str],
    told: Callable[[ServerId], None],
    *,
    monotonic: Callable[[], float],
) -> bool:
    """Whether they were added: nothing is added beside todos that are there. *told* hears the id of each."""
    server = NocoBase(connection, monotonic=monotonic)
    try:
        collection, _ = server.describe()
        if server.page_by_id(None, 1).records:
            return False
        for title in titles:
            made = server.create({collection.roles.title: title})[collection.primary_key]
            told(made if isinstance(made, int) else str(made))
        return True
    finally:
        server.close()
