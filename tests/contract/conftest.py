"""The list that most tests of the contract work on."""

import pytest

from tests.contract.site import Connect, OpenList, Raw, TodoList
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.testing.shapes import TUTORIAL


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
