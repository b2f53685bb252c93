"""A NocoBase in this process, for tests: see `server`."""

from tests.support.fake_nocobase.server import FakeList, FakeNocoBase

__all__ = ["FakeList", "FakeNocoBase"]
