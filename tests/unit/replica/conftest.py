"""A replica in a folder of its own, seen through a store that writes and a reader that only reads."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.unit.replica.todos import HERE, PLAIN, SORTABLE
from todo_desktop.model.lists import TodoList
from todo_desktop.replica.database import Database, Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def opened(folder: Path) -> Iterator[Callable[[Purpose], Database]]:
    """Opens connections, which are closed after the test."""
    with ExitStack() as stack:

        def open_one(purpose: Purpose) -> Database:
            database = open_database(folder, purpose)
            stack.callback(database.close)
            return database

        yield open_one


@pytest.fixture
def database(opened: Callable[[Purpose], Database]) -> Database:
    return opened(Purpose.WORKER)


@pytest.fixture
def store(database: Database) -> TodoStore:
    return TodoStore(database)


@pytest.fixture
def reader(database: Database, opened: Callable[[Purpose], Database]) -> Reader:
    return Reader(opened(Purpose.READER))


@pytest.fixture
def todo_list(store: TodoStore) -> TodoList:
    """A server's list without an order field."""
    return store.open_list(HERE, PLAIN)


@pytest.fixture
def sortable_list(store: TodoStore) -> TodoList:
    return store.open_list(HERE, SORTABLE)
