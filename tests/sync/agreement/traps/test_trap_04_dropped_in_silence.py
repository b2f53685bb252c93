"""Trap 4: what was sent is compared with what is read, and what was dropped is shown."""

from tests.contract.site import TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem
from todo_desktop.testing.rights import limited


def test_a_field_that_became_read_only_is_shown_as_refused(tutorial: TodoList, open_client: OpenClient) -> None:
    """The program learns of it only some minutes later."""
    tutorial.seed(1)
    client = open_client(tutorial)
    client.sync()
    todo = client.todos()[0].id
    client.edit(todo, completed=True, title="mine")
    client.site = tutorial.with_rights(limited(unwritable=["completed"]))
    client.connect()
    client.settle()
    assert client.problems() == [("mine", Problem.FIELD_REFUSED)]
    assert Remote(tutorial).titles() == ["mine"]
