"""Trap 6: done may be null, and a title may be null, empty or hold anything, without ever being in dispute."""

from tests.contract.site import OpenList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.testing.shapes import Shape

ODD = ["", "line\nbreak", "😀 \u200fשלום", "<img src=x>", "a'\"\\%_", None]


def test_titles_of_any_kind_come_and_go_back(open_list: OpenList, open_client: OpenClient, any_shape: Shape) -> None:
    site = open_list(any_shape)
    remote = Remote(site)
    for title in ODD:
        remote.create(title=title)
    client = open_client(site)
    client.sync()
    assert [todo.values["title"] for todo in client.todos()] == [row["title"] for row in remote.rows()]
    for todo in client.todos():
        client.edit(todo.id, completed=True)
    client.sync()
    assert client.entries() == []
    assert [(row["title"], row["completed"]) for row in remote.rows()] == [(title, True) for title in ODD]
