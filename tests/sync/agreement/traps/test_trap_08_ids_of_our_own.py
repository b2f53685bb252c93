"""Trap 8: no id of our own where it does harm, and no todo twice where it is dropped."""

from tests.contract.site import OpenList, TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import FULL


def test_a_todo_made_under_a_role_that_may_not_write_times_arrives_once(
    open_list: OpenList, open_client: OpenClient
) -> None:
    site = open_list(FULL).with_rights(limited(unwritable=["createdAt", "id"]))
    client = open_client(site)
    client.sync()
    client.add("new")
    client.settle()
    assert Remote(site).titles() == ["new"]
    assert client.entries() == []


def test_a_todo_brought_back_here_and_by_somebody_else_is_there_once(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    tutorial.seed(2)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    row = remote.rows()[0]
    client.edit(row["title"], title="mine")
    remote.delete(row["id"])
    client.settle()
    client.service.keep_mine([client.id_of("mine")])
    remote.create(id=row["id"], title="theirs", createdAt=row["createdAt"])
    client.settle()
    (entry,) = client.entries()
    assert (entry.problem, entry.wanted, entry.theirs) == (Problem.CONFLICT, {"title": "mine"}, {"title": "theirs"})
    client.service.keep_mine([client.id_of("mine")])
    client.settle()
    assert client.titles() == remote.titles()
    assert remote.row("mine")["id"] == row["id"]
