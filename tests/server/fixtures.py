"""Fixtures for tests that need the real server: one server a session, collections of its own for each test."""

import os
from collections.abc import Iterator

import pytest

from tests.server.errors import ServerUnavailable
from tests.server.lists import RemoteList, open_list
from tests.server.server import Server, running_server
from todo_desktop.testing.shapes import FULL, NO_TIMESTAMPS, TUTORIAL

REQUIRE = "TODO_DESKTOP_REQUIRE_SERVER"


@pytest.fixture(scope="session")
def nocobase() -> Iterator[Server]:
    """The session's server. A test that stops it starts it again.

    Where it cannot be had, the tests that ask for it fail; with `TODO_DESKTOP_REQUIRE_SERVER=0` they are skipped.
    """
    try:
        with running_server() as server:
            yield server
            return
    except ServerUnavailable as error:
        reason = str(error)
    if os.environ.get(REQUIRE) == "0":
        pytest.skip(reason)
    pytest.fail(f"The real NocoBase could not be started ({REQUIRE}=0 skips this test). {reason}", pytrace=False)


@pytest.fixture
def tutorial_list(nocobase: Server) -> RemoteList:
    """An empty list like the tutorial's: autoincrement `id`, `title`, `completed`, times; a key with all rights."""
    return open_list(nocobase, TUTORIAL)


@pytest.fixture
def full_list(nocobase: Server) -> RemoteList:
    """An empty list with snowflake ids and every common kind of field; a key with all rights."""
    return open_list(nocobase, FULL)


@pytest.fixture
def plain_list(nocobase: Server) -> RemoteList:
    """An empty list without `createdAt` and `updatedAt`; a key with all rights."""
    return open_list(nocobase, NO_TIMESTAMPS)
