"""Trap 5: guards fit every row, and the race that they leave open is seen (`test_races`)."""

from tests.contract.site import TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote


def test_a_row_changed_by_sql_with_microseconds_can_be_edited(tutorial: TodoList, open_client: OpenClient) -> None:
    remote = Remote(tutorial)
    at = "2026-01-01 10:00:00.123987+00"
    remote.write(title="by SQL", createdAt=at, updatedAt=at)
    client = open_client(tutorial)
    client.sync()
    client.edit("by SQL", title="edited")
    client.sync()
    assert client.entries() == []
    assert remote.titles() == ["edited"]


def test_a_row_without_a_change_time_is_read(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(2)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    remote.write(title="never stamped")
    client.sync()
    assert client.titles() == remote.titles()
    client.edit("never stamped", completed=True)
    client.settle()
    assert remote.row("never stamped")["completed"] is True
