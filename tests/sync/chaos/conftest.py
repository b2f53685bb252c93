"""A list on the server that `--server` chooses, a chaos proxy before it, and a client that comes through the proxy."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.support.chaos_proxy import ChaosProxy, Proxied
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.testing.fake_nocobase import FakeNocoBase
from todo_desktop.testing.shapes import FULL, TUTORIAL

Before = Callable[..., ChaosProxy]
KEY_KINDS = {"autoincrement": TUTORIAL, "snowflake": FULL}


@pytest.fixture
def site(open_list: OpenList) -> TodoList:
    return open_list(TUTORIAL)


@pytest.fixture
def other_server() -> Iterator[FakeNocoBase]:
    """Another server, which does not know our key."""
    with FakeNocoBase() as server:
        yield server


@pytest.fixture
def before() -> Iterator[Before]:
    """Puts a chaos proxy before a list."""
    made: list[ChaosProxy] = []

    def put(site: TodoList, **options: Any) -> ChaosProxy:
        made.append(ChaosProxy(site.base_url, **options))
        made[-1].start()
        return made[-1]

    yield put
    for proxy in made:
        proxy.stop()


@pytest.fixture
def proxy(before: Before, site: TodoList, other_server: FakeNocoBase) -> ChaosProxy:
    return before(site, elsewhere=other_server.base_url)


@pytest.fixture
def remote(site: TodoList) -> Remote:
    """Somebody else, whose network is good."""
    return Remote(site)


@pytest.fixture
def client(site: TodoList, remote: Remote, proxy: ChaosProxy, open_client: OpenClient) -> Client:
    """It knows the list and its two todos."""
    remote.create(title="old")
    remote.create(title="stays")
    opened = open_client(Proxied(site, proxy))
    opened.sync()
    return opened
