"""Opens lists and clients on the server that `--server` chooses: `fake` (the default) or `real`."""

import time
from collections.abc import Callable, Iterator

import pytest

from tests.contract.site import OpenList, Raw, TodoList, connection_to
from tests.server.shapes import TUTORIAL
from todo_desktop.nocobase.api import NocoBase

Connect = Callable[..., NocoBase]


@pytest.fixture
def open_list(open_emptied_list: OpenList) -> OpenList:
    """Makes an empty list of some shape, one of each, and a key with all rights on it."""
    return open_emptied_list


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Makes a client of a list, described unless told otherwise."""
    opened: list[NocoBase] = []

    def client(
        todos: TodoList, key: str | None = None, collection: str | None = None, describe: bool = True
    ) -> NocoBase:
        opened.append(NocoBase(connection_to(todos, key, collection), monotonic=time.monotonic))
        if describe:
            opened[-1].describe()
        return opened[-1]

    yield client
    for one in opened:
        one.close()


@pytest.fixture
def todos(open_list: OpenList) -> TodoList:
    """An empty list like the tutorial's, with all rights."""
    return open_list(TUTORIAL)


@pytest.fixture
def client(todos: TodoList, connect: Connect) -> NocoBase:
    return connect(todos)


@pytest.fixture
def raw(todos: TodoList) -> Raw:
    return Raw(todos)
