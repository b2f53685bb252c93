"""A connection to the replica for one thread's reads, closed when its block ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from todo_desktop.queries import TodoQueries
from todo_desktop.replica.database import Database, Purpose
from todo_desktop.replica.reader import Reader


@contextmanager
def open_reading(beside: Database) -> Iterator[TodoQueries]:
    """Of the file that the window has open. Raises StorageError."""
    database = beside.beside(Purpose.READER)
    try:
        yield Reader(database)
    finally:
        database.close()
