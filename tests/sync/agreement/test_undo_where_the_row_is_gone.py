"""A todo that was edited here and deleted on the server: whatever is undone, it is never there again by itself."""

from collections.abc import Callable

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem
from todo_desktop.service import UNDO_MS
from todo_desktop.testing.shapes import Shape


class Gone:
    """*mine* here, deleted there: its user is asked whether to bring it back."""

    def __init__(self, site: TodoList, client: Client) -> None:
        self.client, self.remote = client, Remote(site)
        self.key = self.remote.create(title="old")
        self.remote.create(title="another")
        client.sync()
        self.made_at = self.remote.row("old").get("createdAt")
        client.edit("old", title="mine")
        self.remote.delete(self.key)
        client.settle()
        self.is_asked()

    def is_asked(self) -> None:
        assert self.client.problems() == [("mine", Problem.GONE)]
        assert self.client.titles() == ["another", "mine"]
        assert self.remote.titles() == ["another"]

    def is_settled(self, *titles: str) -> None:
        self.client.settle()
        assert self.client.entries() == []
        assert self.client.titles() == self.remote.titles() == sorted(titles)

    @property
    def todo(self) -> int:
        return self.client.id_of("mine")


@pytest.fixture
def open_gone(open_list: OpenList, open_client: OpenClient) -> Callable[[Shape], Gone]:
    def gone(shape: Shape) -> Gone:
        site = open_list(shape)
        return Gone(site, open_client(site))

    return gone


@pytest.fixture
def gone(tutorial: TodoList, open_client: OpenClient) -> Gone:
    return Gone(tutorial, open_client(tutorial))


@pytest.mark.parametrize("sent", [True, False])
def test_undo_of_its_delete_asks_again(open_gone: Callable[[Shape], Gone], any_shape: Shape, sent: bool) -> None:
    gone = open_gone(any_shape)
    gone.client.delete("mine", for_good=sent)
    if sent:
        gone.is_settled("another")
    gone.client.undo()
    gone.is_asked()
    gone.client.settle()
    gone.is_asked()
    gone.client.service.keep_mine([gone.todo])
    gone.is_settled("another", "mine")
    assert gone.remote.row("mine")["id"] == gone.key


def test_undo_of_letting_it_go_asks_again_and_redo_lets_it_go_again(
    open_gone: Callable[[Shape], Gone], any_shape: Shape
) -> None:
    gone = open_gone(any_shape)
    for _ in range(2):
        gone.client.service.take_theirs([gone.todo])
        gone.is_settled("another")
        gone.client.undo()
        gone.is_asked()
        gone.client.settle()
        gone.is_asked()
        gone.client.service.redo()
        gone.is_settled("another")
        gone.client.undo()
        gone.is_asked()


def test_undo_of_bringing_it_back_asks_again_as_long_as_it_was_not_sent(gone: Gone) -> None:
    for _ in range(2):
        gone.client.service.keep_mine([gone.todo])
        gone.client.undo()
        gone.is_asked()
        gone.client.settle()
        gone.is_asked()
        gone.client.service.redo()
        assert gone.client.problems() == []
        gone.client.undo()
        gone.is_asked()
    gone.client.service.redo()
    gone.is_settled("another", "mine")


def test_undo_of_bringing_it_back_removes_it_once_it_is_back(
    open_gone: Callable[[Shape], Gone], any_shape: Shape
) -> None:
    gone = open_gone(any_shape)
    gone.client.service.keep_mine([gone.todo])
    gone.is_settled("another", "mine")
    gone.client.undo()
    gone.client.clock.forward(UNDO_MS + 1)
    gone.is_settled("another")
    gone.client.service.redo()
    gone.is_settled("another", "mine")
    assert gone.remote.row("mine")["id"] == gone.key


def test_undo_of_bringing_it_back_leaves_alone_what_somebody_has_changed_since(gone: Gone) -> None:
    gone.client.service.keep_mine([gone.todo])
    gone.is_settled("another", "mine")
    gone.remote.update(gone.key, title="theirs")
    gone.client.settle()
    gone.client.undo()
    assert gone.client.service.left_alone.todos == 1
    gone.is_settled("another", "theirs")


def test_undo_of_its_delete_leaves_alone_what_somebody_else_has_brought_back(gone: Gone) -> None:
    gone.client.delete("mine")
    gone.is_settled("another")
    gone.remote.create(id=gone.key, title="theirs", createdAt=gone.made_at)
    gone.client.settle()
    gone.client.undo()
    assert gone.client.service.left_alone.there == 1
    gone.is_settled("another", "theirs")


def test_what_is_restored_from_the_trash_comes_back_without_a_question(gone: Gone) -> None:
    gone.client.service.take_theirs([gone.todo])
    gone.client.service.restore([gone.client.store.trash(gone.client.list_id)[0].id])
    gone.is_settled("another", "mine")
