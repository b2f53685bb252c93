"""One computer on the fake server, and the thread that syncs it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.running import Running
from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase
from todo_desktop.testing.shapes import TUTORIAL

Run = Callable[..., Running]


@pytest.fixture
def site(fake: FakeNocoBase) -> FakeList:
    return fake.open_list(TUTORIAL)


@pytest.fixture
def client(site: FakeList, open_client: OpenClient) -> Client:
    """The window's side of one computer: the worker has a connection of its own."""
    return open_client(site)


@pytest.fixture
def run(client: Client, site: FakeList) -> Iterator[Run]:
    """Makes workers for the client's list, not started."""
    made: list[Running] = []

    def make(**options: Any) -> Running:
        made.append(Running(client.folder, site, client.list_id, **options))
        return made[-1]

    yield make
    for one in made:
        assert one.worker.stop()
