"""The tester that loads the network libraries late can be stopped at any time."""

import pytest

from todo_desktop.app.lazy_tester import LazyTester
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.errors import Cancelled


def test_a_test_that_was_stopped_before_it_began_asks_nobody() -> None:
    tester = LazyTester()
    tester.cancel()
    with pytest.raises(Cancelled):
        tester.test(Connection("http://127.0.0.1:9/api", api_key=ApiKey("key")))
