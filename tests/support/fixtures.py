"""Fixtures that need no server but the one in this process."""

from collections.abc import Iterator

import pytest

from todo_desktop.testing.fake_nocobase import FakeNocoBase


@pytest.fixture
def fake() -> Iterator[FakeNocoBase]:
    """A fresh fake NocoBase, listening."""
    with FakeNocoBase() as server:
        yield server
