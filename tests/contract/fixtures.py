"""Opens lists and clients on the server that `--server` chooses: `fake` (the default) or `real`."""

import time
from collections.abc import Iterator

import pytest

from tests.contract.kept_lists import KeptLists
from tests.contract.site import Connect, OpenList, TodoList, connection_to
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.testing.fake_nocobase import FakeNocoBase
from todo_desktop.testing.shapes import Shape


@pytest.fixture(scope="session")
def _kept_lists(request: pytest.FixtureRequest) -> KeptLists:
    return KeptLists(request.getfixturevalue("nocobase"))


@pytest.fixture
def open_list(request: pytest.FixtureRequest) -> OpenList:
    """Makes an empty list of some shape, and a key with all rights on it."""
    if request.config.getoption("--server") == "fake":
        return _on(request.getfixturevalue("fake"))
    kept: KeptLists = request.getfixturevalue("_kept_lists")
    kept.begin()
    return kept.open_list


def _on(fake: FakeNocoBase) -> OpenList:
    def open_list(shape: Shape, *, fresh: bool = False) -> TodoList:
        return fake.open_list(shape)

    return open_list


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
