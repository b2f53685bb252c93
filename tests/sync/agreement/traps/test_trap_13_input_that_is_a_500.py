"""Trap 13: a 500 that repeats is the user's input: it is parked with its reason, and can be mended."""

from tests.contract.site import TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem


def test_a_title_that_the_server_cannot_hold_is_parked_with_its_reason_and_mended_by_an_edit(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    client = open_client(tutorial)
    client.add("x" * 300)  # written down before the first contact told how long a title may be
    client.add("short enough")
    client.settle()
    ((_, problem),) = client.problems()
    assert problem is Problem.INVALID_INPUT
    assert client.entries()[0].detail
    assert Remote(tutorial).titles() == ["short enough"]
    client.edit("x" * 300, title="now shorter")
    client.settle()
    assert client.entries() == []
    assert Remote(tutorial).titles() == client.titles() == ["now shorter", "short enough"]
