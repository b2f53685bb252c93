"""A connection to the replica for one thread's reads, closed when its block ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from todo_desktop.queries import TodoQueries
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.reader import Reader


@contextmanager
def open_reading(folder: Path) -> Iterator[TodoQueries]:
    """Raises StorageError."""
    database = open_database(folder, Purpose.READER)
    try:
        yield Reader(database)
    finally:
        database.close()
