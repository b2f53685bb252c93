"""Whether to delete what others have changed was decided, and that is taken back: it is asked again. What the server
has deleted by then comes back, and nothing is asked.
"""

import pytest

from tests.contract.site import TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import NeedsAttention, Problem


class Dispute:
    """A todo that was deleted here and renamed there meanwhile."""

    def __init__(self, site: TodoList, client: Client) -> None:
        self.client, self.remote = client, Remote(site)
        self.key = self.remote.create(title="old")
        client.sync()
        self.todo = client.id_of("old")
        client.delete(self.todo)
        self.remote.update(self.key, title="theirs")
        client.settle()
        self.is_open()

    def is_open(self) -> None:
        assert self.client.problems() == [("theirs", Problem.CONFLICT)]
        assert self.client.titles() == self.remote.titles() == ["theirs"]
        (entry,) = self.client.entries()
        assert dict(entry.theirs) == {"title": "theirs"}

    def stays_open(self) -> None:
        self.is_open()
        self.client.settle()
        self.is_open()

    def is_over(self, *titles: str) -> None:
        self.client.settle()
        assert self.client.entries() == []
        assert self.client.titles() == self.remote.titles() == [*titles]


@pytest.fixture
def dispute(tutorial: TodoList, open_client: OpenClient) -> Dispute:
    return Dispute(tutorial, open_client(tutorial))


def test_undo_of_keep_asks_again_and_redo_keeps_it_again(dispute: Dispute) -> None:
    service = dispute.client.service
    service.take_theirs([dispute.todo])
    dispute.is_over("theirs")
    for _ in range(2):
        service.undo()
        dispute.stays_open()
        service.redo()
        dispute.is_over("theirs")


def test_what_is_asked_again_can_be_decided_the_other_way(dispute: Dispute) -> None:
    service = dispute.client.service
    service.take_theirs([dispute.todo])
    service.undo()
    service.keep_mine([dispute.todo])
    dispute.is_over()


def test_undo_of_delete_anyway_asks_again_before_it_was_sent_and_redo_deletes_it(dispute: Dispute) -> None:
    service = dispute.client.service
    service.keep_mine([dispute.todo])
    for _ in range(2):
        assert dispute.client.titles() == []
        service.undo()
        dispute.stays_open()
        service.redo()
    dispute.client.clock.forward(60_000)
    dispute.is_over()


def test_undo_of_delete_anyway_brings_it_back_from_the_server(dispute: Dispute) -> None:
    service = dispute.client.service
    service.keep_mine([dispute.todo])
    dispute.is_over()
    service.undo()
    dispute.is_over("theirs")
    assert dispute.remote.rows()[0]["id"] == dispute.key


def test_undo_of_keep_asks_nothing_of_a_todo_that_has_gone(dispute: Dispute) -> None:
    service = dispute.client.service
    service.take_theirs([dispute.todo])
    dispute.client.settle()
    dispute.remote.create(title="another")
    dispute.client.settle()
    dispute.remote.delete(dispute.key)
    dispute.client.settle()
    service.undo()
    assert service.left_alone.gone == 1
    dispute.is_over("another")


def test_undo_of_the_delete_in_dispute_keeps_the_todo(dispute: Dispute) -> None:
    dispute.client.service.undo()
    dispute.is_over("theirs")


def test_a_todo_in_dispute_comes_back_with_all_that_are_brought_back(dispute: Dispute) -> None:
    client = dispute.client
    dispute.remote.create(title="another")
    client.settle()
    dispute.remote.erase("another", "theirs")
    with pytest.raises(NeedsAttention):
        client.settle()
    client.engine.bring_back_missing(2)
    dispute.is_over("another", "theirs")
