"""Opens computers, each with a replica of its own, and the lists that most tests work on."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.contract.site import OpenList, Reachable, TodoList
from tests.sync.client import Client
from todo_desktop.sync.pull import PageSizes
from todo_desktop.testing.shapes import FULL, NO_TIMESTAMPS, TUTORIAL, Shape

OpenClient = Callable[..., Client]
SHAPES = {"tutorial": TUTORIAL, "full": FULL, "plain": NO_TIMESTAMPS}


@pytest.fixture
def open_client(tmp_path: Path) -> Iterator[OpenClient]:
    """Makes a computer with a replica of its own."""
    opened: list[Client] = []

    def client(site: Reachable, *, rows: int = 2000, stamps: int = 5000, **options: Any) -> Client:
        folder = tmp_path / f"computer-{len(opened) + 1}"
        folder.mkdir(mode=0o700)
        opened.append(Client(folder, site, pages=PageSizes(rows, stamps), **options))
        return opened[-1]

    yield client
    for one in opened:
        one.close()


@pytest.fixture(params=sorted(SHAPES))
def any_shape(request: pytest.FixtureRequest) -> Shape:
    """Each kind of collection in turn: autoincrement ids, snowflake ids with every field, no times."""
    shape: Shape = SHAPES[request.param]
    return shape


@pytest.fixture
def tutorial(open_list: OpenList) -> TodoList:
    return open_list(TUTORIAL)


@pytest.fixture
def full(open_list: OpenList) -> TodoList:
    return open_list(FULL)


@pytest.fixture
def plain(open_list: OpenList) -> TodoList:
    return open_list(NO_TIMESTAMPS)
