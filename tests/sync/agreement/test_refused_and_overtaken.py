"""A change that the server refused, and somebody else's change of the same field while it waits for its user: nothing
is overwritten that nobody here has seen."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.decision import Choice
from todo_desktop.model.errors import Problem, Refused
from todo_desktop.testing.shapes import Shape

REFUSED = [Problem.INVALID_INPUT, Problem.MAY_NOT_UPDATE]


class Overtaken:
    """The title *mine* was refused; the server has *theirs* now, and both came from *old*."""

    def __init__(self, site: TodoList, client: Client, monkeypatch: pytest.MonkeyPatch, problem: Problem) -> None:
        self.client, self.remote = client, Remote(site)
        key = self.remote.create(title="old")
        client.sync()
        self.todo = client.id_of("old")
        client.edit(self.todo, title="mine", completed=True)
        send = client.server.update
        monkeypatch.setattr(client.server, "update", _refusing(problem))
        client.settle()
        monkeypatch.setattr(client.server, "update", send)
        self.remote.update(key, title="theirs")
        client.settle()
        assert client.problems() == [("mine", problem)]

    def is_asked(self, mine: str, *, completed: bool = True) -> None:
        self.client.settle()
        row = self.remote.rows()[0]
        assert (row["title"], row["completed"] is True) == ("theirs", completed)
        assert self.client.titles() == [mine]
        asked = [e for e in self.client.entries() if e.problem is Problem.CONFLICT]
        assert [(dict(e.wanted), dict(e.theirs)) for e in asked] == [({"title": mine}, {"title": "theirs"})]


def _refusing(problem: Problem) -> Callable[..., Any]:
    def update(_server_id: Any, _values: Any, _guard: Any) -> Any:
        raise Refused(problem)

    return update


@pytest.fixture(params=REFUSED)
def overtaken(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Overtaken:
    return Overtaken(tutorial, open_client(tutorial), monkeypatch, request.param)


def test_what_is_tried_again_asks_before_it_overwrites(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = open_list(any_shape)
    overtaken = Overtaken(site, open_client(site), monkeypatch, Problem.INVALID_INPUT)
    overtaken.client.service.retry([overtaken.todo])
    overtaken.is_asked("mine")
    overtaken.client.service.keep_mine([overtaken.todo])
    overtaken.client.settle()
    assert overtaken.remote.titles() == overtaken.client.titles() == ["mine"]


def test_what_is_typed_instead_asks_before_it_overwrites(overtaken: Overtaken) -> None:
    overtaken.client.edit(overtaken.todo, title="mine, too")
    overtaken.is_asked("mine, too")


def test_what_was_refused_with_it_asks_before_it_overwrites(overtaken: Overtaken) -> None:
    overtaken.client.edit(overtaken.todo, completed=False)
    overtaken.is_asked("mine", completed=False)


def test_the_old_value_typed_again_asks_before_it_overwrites(overtaken: Overtaken) -> None:
    overtaken.client.edit(overtaken.todo, title="old")
    overtaken.is_asked("old")


def test_undo_takes_what_the_server_has(overtaken: Overtaken) -> None:
    overtaken.client.undo()
    overtaken.client.settle()
    assert overtaken.client.entries() == []
    assert overtaken.client.titles() == overtaken.remote.titles() == ["theirs"]
    assert overtaken.remote.rows()[0]["completed"] is not True


def test_a_field_that_the_server_refused_is_sent_over_what_was_shown_beside_it(overtaken: Overtaken) -> None:
    client = overtaken.client
    client.service.retry([overtaken.todo])
    client.settle()
    client.service.resolve(overtaken.todo, {"title": Choice.MINE})
    client.settle()
    assert client.entries() == []
    assert client.titles() == overtaken.remote.titles() == ["mine"]
