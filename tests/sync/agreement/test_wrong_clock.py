"""A computer whose clock was ahead, and was put right: nothing waits for the time that it showed then."""

from typing import Any

import pytest

from tests.contract.site import TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.change import EntryState
from todo_desktop.model.errors import OutcomeUnknown, Problem, Unavailable
from todo_desktop.model.instants import from_instant

YEAR = 365 * 24 * 3_600_000


@pytest.fixture
def ahead(tutorial: TodoList, open_client: OpenClient) -> Client:
    """A year, with two todos."""
    for title in ("one", "two"):
        Remote(tutorial).create(title=title)
    client = open_client(tutorial)
    client.sync()
    client.clock.forward(YEAR)
    return client


def _put_right(client: Client) -> None:
    client.clock.forward(60_000 - YEAR)
    client.restart()


def _lose_answer(client: Client, verb: str) -> None:
    """The call of that name does not arrive, and nobody is told so."""

    def cut(*_: Any) -> Any:
        raise OutcomeUnknown(Problem.CONNECTION_LOST)

    setattr(client.server, verb, cut)
    with pytest.raises(Unavailable):
        client.sync()
    assert [entry.state for entry in client.entries()] == [EntryState.SENT]


def test_a_delete_is_sent(tutorial: TodoList, ahead: Client) -> None:
    ahead.delete("one", for_good=False)
    _put_right(ahead)
    due = ahead.engine.next_due()
    assert due is not None
    assert due <= ahead.clock.now()
    ahead.sync()
    assert Remote(tutorial).titles() == ["two"]


def test_an_edit_whose_answer_got_lost_is_sent_again(tutorial: TodoList, ahead: Client) -> None:
    ahead.edit("one", title="edited")
    _lose_answer(ahead, "update")
    _put_right(ahead)
    ahead.sync()
    assert Remote(tutorial).titles() == ["edited", "two"]
    assert ahead.entries() == []


def test_a_new_todo_whose_answer_got_lost_is_looked_for_and_the_list_is_read_again(
    tutorial: TodoList, ahead: Client
) -> None:
    ahead.add("new")
    _lose_answer(ahead, "create")
    Remote(tutorial).create(title="somebody else's")
    _put_right(ahead)
    for _ in range(6):
        ahead.sync()
        ahead.clock.forward(60_000)
    assert ahead.entries() == []
    assert ahead.titles() == Remote(tutorial).titles() == ["new", "one", "somebody else's", "two"]


def test_what_is_done_before_the_next_start_goes_by_the_right_time(tutorial: TodoList, ahead: Client) -> None:
    ahead.edit("one", completed=True)
    ahead.settle()
    ahead.clock.forward(-YEAR)
    ahead.delete("one", for_good=False)
    ahead.add("new")
    ahead.sync()
    assert Remote(tutorial).titles() == ["new", "one", "two"], "the delete can still be undone"
    ahead.clock.forward(60_000)
    ahead.sync()
    assert Remote(tutorial).titles() == ["new", "two"]
    typed_at = from_instant(Remote(tutorial).row("new")["createdAt"])
    assert typed_at is not None
    assert abs(typed_at - ahead.clock.now()) < 3_600_000
