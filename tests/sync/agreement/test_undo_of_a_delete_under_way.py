"""A delete that is taken back after it was sent: the todo is back in sight at once, in the end on the server, too."""

from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import OutcomeUnknown, Problem, Refused, Unavailable
from todo_desktop.model.values import Json
from todo_desktop.testing.shapes import Shape


@pytest.fixture
def client(tutorial: TodoList, open_client: OpenClient) -> Client:
    """*eat food* on both sides."""
    Remote(tutorial).create(title="eat food")
    client = open_client(tutorial)
    client.sync()
    return client


def undone_while_it_is_sent(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    outcome: Exception | None = None,
    *,
    arrives: bool = True,
    **typed: Json,
) -> None:
    """Delete *eat food*; while the call is under way take that back and type *typed*. The call *arrives*, or not, and
    ends in *outcome*, or in what the server says."""
    send = client.server.destroy
    client.delete("eat food")

    def undone(server_id: Any, guard: Any) -> bool:
        monkeypatch.setattr(client.server, "destroy", send)
        client.undo()
        assert client.titles() == ["eat food"]
        if typed:
            client.edit("eat food", **typed)
        carried_out = send(server_id, guard) if arrives else False
        if outcome is not None:
            raise outcome
        return carried_out

    monkeypatch.setattr(client.server, "destroy", undone)


def in_the_end(client: Client, site: TodoList, ids: list[Any], *titles: str) -> None:
    """Both sides hold these, under the ids of before, and nothing is left to do."""
    client.settle()
    remote = Remote(site)
    assert client.titles() == remote.titles() == sorted(titles)
    assert [row["id"] for row in remote.rows()] == ids
    assert client.entries() == []


def test_it_is_brought_back_under_its_id_as_soon_as_it_was_deleted(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = open_list(any_shape)
    ids = [Remote(site).create(title="eat food")]
    client = open_client(site)
    client.sync()
    undone_while_it_is_sent(client, monkeypatch)
    in_the_end(client, site, ids, "eat food")


def test_what_is_typed_meanwhile_comes_back_with_it(
    client: Client, tutorial: TodoList, monkeypatch: pytest.MonkeyPatch
) -> None:
    undone_while_it_is_sent(client, monkeypatch, title="eat lunch", completed=True)
    in_the_end(client, tutorial, [1], "eat lunch")
    assert Remote(tutorial).rows()[0]["completed"] is True


@pytest.mark.parametrize("arrives", [True, False])
def test_it_is_there_whether_or_not_a_delete_without_an_answer_arrived(
    client: Client, tutorial: TodoList, monkeypatch: pytest.MonkeyPatch, arrives: bool
) -> None:
    lost = OutcomeUnknown(Problem.CONNECTION_LOST)
    undone_while_it_is_sent(client, monkeypatch, lost, arrives=arrives, title="eat lunch")
    with pytest.raises(Unavailable):
        client.sync()
    client.clock.forward(60_000)
    in_the_end(client, tutorial, [1], "eat lunch")


@pytest.mark.parametrize("outcome", [Unavailable(Problem.CONNECTION_REFUSED), Refused(Problem.MAY_NOT_DELETE)])
def test_it_stays_where_its_delete_is_not_carried_out(
    client: Client, tutorial: TodoList, monkeypatch: pytest.MonkeyPatch, outcome: Exception
) -> None:
    undone_while_it_is_sent(client, monkeypatch, outcome, arrives=False, completed=True)
    if isinstance(outcome, Unavailable):
        with pytest.raises(Unavailable):
            client.sync()
    in_the_end(client, tutorial, [1], "eat food")
    assert Remote(tutorial).rows()[0]["completed"] is True


def test_it_stays_as_somebody_else_has_changed_it_meanwhile(
    client: Client, tutorial: TodoList, monkeypatch: pytest.MonkeyPatch
) -> None:
    Remote(tutorial).update(1, title="theirs")
    undone_while_it_is_sent(client, monkeypatch)
    in_the_end(client, tutorial, [1], "theirs")


def test_a_crash_before_the_answer_forgets_nothing_of_it(
    client: Client, tutorial: TodoList, monkeypatch: pytest.MonkeyPatch
) -> None:
    undone_while_it_is_sent(client, monkeypatch, OutcomeUnknown(Problem.CONNECTION_LOST))
    with pytest.raises(Unavailable):
        client.sync()
    client.restart()
    client.clock.forward(60_000)
    in_the_end(client, tutorial, [1], "eat food")


def test_it_can_be_deleted_again_while_it_waits(
    client: Client, tutorial: TodoList, monkeypatch: pytest.MonkeyPatch
) -> None:
    undone_while_it_is_sent(client, monkeypatch, OutcomeUnknown(Problem.CONNECTION_LOST), arrives=False)
    with pytest.raises(Unavailable):
        client.sync()
    client.service.redo()
    assert client.titles() == []
    client.clock.forward(60_000)
    in_the_end(client, tutorial, [])


class Late:
    """The delete of *eat food* has no answer, and its user takes it back; the server carries it out when told to."""

    def __init__(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        self.client = client
        self._send = client.server.destroy
        self._asked: list[tuple[Any, Any]] = []
        monkeypatch.setattr(client.server, "destroy", self._lose)
        client.delete("eat food")
        with pytest.raises(Unavailable):
            client.sync()
        monkeypatch.setattr(client.server, "destroy", self._send)

    def _lose(self, server_id: Any, guard: Any) -> bool:
        self._asked.append((server_id, guard))
        raise OutcomeUnknown(Problem.CONNECTION_LOST)

    def look(self, times: int = 1) -> None:
        """The next cycles look what became of it, and find the todo there."""
        for _ in range(times):
            self.client.clock.forward(max((self.client.engine.next_due() or 0) - self.client.clock.now(), 0))
            self.client.sync()
            assert "eat food" in self.client.titles()

    def arrives(self) -> bool:
        """Whether it is carried out now."""
        return self._send(*self._asked[0])


@pytest.mark.parametrize("looks", [1, 3])
def test_it_is_there_though_the_delete_arrives_when_it_was_seen_not_to_have(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape, monkeypatch: pytest.MonkeyPatch, looks: int
) -> None:
    site = open_list(any_shape)
    ids = [Remote(site).create(title="eat food"), Remote(site).create(title="another")]
    client = open_client(site)
    client.sync()
    late = Late(client, monkeypatch)
    client.undo()
    late.look(looks)
    assert late.arrives()
    in_the_end(client, site, ids, "another", "eat food")


def test_it_is_looked_at_no_more_after_a_minute_and_a_half(
    client: Client, tutorial: TodoList, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Late(client, monkeypatch)
    client.undo()
    began = client.clock.now()
    in_the_end(client, tutorial, [1], "eat food")
    assert 60_000 < client.clock.now() - began < 120_000
    assert late.client.engine.next_due() is None


def test_what_is_typed_meanwhile_is_sent_at_once_and_keeps_the_delete_from_being_carried_out(
    client: Client, tutorial: TodoList, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Late(client, monkeypatch)
    client.undo()
    late.look()
    client.edit("eat food", title="eat lunch")
    client.sync()
    assert Remote(tutorial).titles() == ["eat lunch"]
    assert not late.arrives()
    in_the_end(client, tutorial, [1], "eat lunch")


def test_a_crash_between_two_looks_forgets_nothing_of_it(
    client: Client, tutorial: TodoList, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Late(client, monkeypatch)
    client.undo()
    late.look()
    assert late.arrives()
    client.restart()
    in_the_end(client, tutorial, [1], "eat food")


def test_it_is_deleted_where_that_is_wanted_again_after_a_look(
    client: Client, tutorial: TodoList, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Late(client, monkeypatch)
    client.undo()
    late.look()
    client.service.redo()
    in_the_end(client, tutorial, [])


def test_a_delete_that_is_to_be_sent_again_may_still_arrive(
    client: Client, tutorial: TodoList, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Late(client, monkeypatch)
    client.clock.forward(60_000)
    send = client.server.destroy
    monkeypatch.setattr(client.server, "destroy", _refuse_the_connection)
    with pytest.raises(Unavailable):
        client.sync()
    monkeypatch.setattr(client.server, "destroy", send)
    client.undo()
    late.look()
    assert late.arrives()
    in_the_end(client, tutorial, [1], "eat food")


def test_one_that_arrives_even_later_is_like_a_delete_by_somebody_else(
    client: Client, tutorial: TodoList, monkeypatch: pytest.MonkeyPatch
) -> None:
    Remote(tutorial).create(title="another")
    client.sync()
    late = Late(client, monkeypatch)
    client.undo()
    client.settle()
    assert late.arrives()
    in_the_end(client, tutorial, [2], "another")
    (trashed,) = client.store.trash(client.list_id)
    assert trashed.todo.values["title"] == "eat food"


def _refuse_the_connection(_server_id: Any, _guard: Any) -> bool:
    raise Unavailable(Problem.CONNECTION_REFUSED)
