"""Trap 15: a column that comes or goes on a list in use stops nothing."""

import contextlib

from tests.contract.site import OpenList
from tests.server.shapes import TUTORIAL
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Unavailable


def test_a_column_that_is_dropped_meanwhile_does_not_stop_the_list(
    open_list: OpenList, open_client: OpenClient
) -> None:
    tutorial = open_list(TUTORIAL, fresh=True)
    tutorial.seed(3)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    remote.drop_field("completed")
    remote.create(title="after it")
    for _ in range(2):
        with contextlib.suppress(Unavailable):
            client.sync()
    client.sync()
    assert client.titles() == remote.titles()
    client.edit("after it", title="edited")
    client.settle()
    assert client.titles() == remote.titles()
