"""Fixtures that need no server but the one in this process."""

import pytest

from todo_desktop.testing.fake_nocobase import FakeNocoBase


@pytest.fixture
def fake(fake_nocobase: FakeNocoBase) -> FakeNocoBase:
    """A fresh fake NocoBase, listening."""
    return fake_nocobase
