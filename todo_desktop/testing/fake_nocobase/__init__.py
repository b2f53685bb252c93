"""A NocoBase in this process, for tests: see `server`."""

from todo_desktop.testing.fake_nocobase.server import FakeList, FakeNocoBase

__all__ = ["FakeList", "FakeNocoBase"]
