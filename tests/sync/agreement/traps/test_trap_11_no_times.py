"""Trap 11: lists without times, with hidden ones, and with times that are no fields, are kept up to date."""

from tests.contract.site import OpenList, TodoList
from tests.server.rights import limited
from tests.server.shapes import UNDECLARED_TIMES
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote


def test_a_list_whose_change_time_may_not_be_viewed_is_kept_up_to_date(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    tutorial.seed(3)
    remote = Remote(tutorial)
    client = open_client(tutorial.with_rights(limited(hidden=["updatedAt", "createdAt"])))
    client.sync()
    remote.update(remote.rows()[0]["id"], title="changed there")
    remote.delete(remote.rows()[1]["id"])
    client.sync()
    assert client.titles() == remote.titles()


def test_a_field_that_may_not_be_viewed_is_not_here(full: TodoList, open_client: OpenClient) -> None:
    full.seed(3)
    client = open_client(full.with_rights(limited(hidden=["notes", "sort"])))
    client.sync()
    assert client.titles() == Remote(full).titles()
    assert all("notes" not in todo.values for todo in client.todos())
    client.edit(client.titles()[0], completed=True)
    client.settle()
    assert client.entries() == []
    client.heard.clear()
    client.sync()
    assert client.heard == []


def test_a_list_whose_times_are_no_fields_is_kept_up_to_date(open_list: OpenList, open_client: OpenClient) -> None:
    site = open_list(UNDECLARED_TIMES)
    site.seed(4)
    remote = Remote(site)
    client = open_client(site, rows=3, stamps=3)
    client.sync()
    assert client.titles() == remote.titles()
    remote.update(remote.rows()[0]["id"], title="changed there")
    remote.delete(remote.rows()[1]["id"])
    client.add("new here")
    client.edit(client.titles()[-1], title="changed here")
    client.settle()
    client.sync()
    assert client.titles() == remote.titles()
    assert client.entries() == []
    client.heard.clear()
    client.sync()
    assert client.heard == []
