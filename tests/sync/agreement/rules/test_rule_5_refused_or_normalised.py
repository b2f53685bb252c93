"""Rule 5: the next read is compared with what was sent: a field that still has its old value was refused and is shown
as such; a third value was normalised by the server (or a workflow) and is adopted, and said.
"""

from typing import Any

import pytest

from tests.contract.site import TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem
from todo_desktop.testing.rights import limited


def test_a_field_that_the_role_may_not_write_is_shown_as_refused(tutorial: TodoList, open_client: OpenClient) -> None:
    limits = tutorial.with_rights(limited(unwritable=["completed"]))
    client = open_client(limits)
    client.sync()
    client.add("new", completed=True)
    client.settle()
    assert client.problems() == [("new", Problem.FIELD_REFUSED)]
    assert client.entries()[0].wanted == {"completed": True}
    assert Remote(tutorial).row("new")["completed"] is None
    client.service.take_theirs([client.id_of("new")])
    client.settle()
    assert client.entries() == []
    assert not client.todo("new").values["completed"]


def test_a_value_that_the_server_normalises_is_taken_over(full: TodoList, open_client: OpenClient) -> None:
    client = open_client(full)
    client.sync()
    todo = client.add("sums", cost="1.5", tags=["work", "home", "home"])
    client.sync()
    assert client.entries() == []
    (row,) = Remote(full).rows()
    assert client.todo(todo).values["cost"] == row["cost"] == "1.50"
    client.edit(todo, cost=2.345)
    client.sync()
    assert client.entries() == []
    assert client.todo(todo).values["cost"] == Remote(full).rows()[0]["cost"]


def test_a_value_that_the_reply_showed_otherwise_is_adopted_and_told(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a hook on the server does it, that rewrites what comes in."""
    remote = Remote(tutorial)
    remote.create(title="old")
    client = open_client(tutorial)
    client.sync()
    send = client.server.update

    def in_capitals(server_id: Any, values: Any, guard: Any) -> Any:
        return send(server_id, {"title": values["title"].upper()}, guard)

    monkeypatch.setattr(client.server, "update", in_capitals)
    client.edit("old", title="quiet")
    todo = client.id_of("quiet")
    client.heard.clear()
    client.sync()
    assert client.titles() == remote.titles() == ["QUIET"]
    assert client.entries() == []
    assert any(todo in changes.changed for changes in client.heard)
