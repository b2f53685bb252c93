"""Rule 4: a create whose outcome is unknown (timeout, cut, 500, 502, 504, HTML, `{}`, half an answer) is never
repeated blindly: wait, look, look again. It is recognised by a chosen id where the key's kind *and the role* allow
one and the answer carried it, else by the `createdAt` that we sent (typing time, made unique to the millisecond),
else by its values and author; where that is ambiguous the user is asked. Never a new id in an autoincrement
collection; never `firstOrCreate`.

Each fault by itself is proven in `tests/sync/faults`.
"""

import contextlib
from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.change import ChangeKind
from todo_desktop.model.errors import OutcomeUnknown, Problem, Unavailable
from todo_desktop.sync.schedule import LOOKS
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import AUTOINCREMENT_ID, TUTORIAL, Shape

UNKNOWN = {
    "timeout": OutcomeUnknown(Problem.TIMED_OUT),
    "cut": OutcomeUnknown(Problem.CONNECTION_LOST),
    "500": OutcomeUnknown(Problem.SERVER_ERROR, status=500),
    "502": OutcomeUnknown(Problem.SERVER_BUSY, status=502),
    "504": OutcomeUnknown(Problem.TIMED_OUT, status=504),
    "not NocoBase": OutcomeUnknown(Problem.NOT_NOCOBASE, status=200),
}


class Creates:
    """The creates of one client: how many were sent, with what, and what becomes of their replies."""

    def __init__(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.arrives = True
        self.error: OutcomeUnknown | None = None
        self._send = client.server.create
        monkeypatch.setattr(client.server, "create", self._create)

    def _create(self, values: Any) -> Any:
        self.bodies.append(dict(values))
        reply = self._send(values) if self.arrives else None
        if self.error is not None:
            raise self.error
        return reply


def _tried(client: Client) -> None:
    """A cycle that may find the server silent."""
    with contextlib.suppress(Unavailable):
        client.sync()


@pytest.mark.parametrize("kind", sorted(UNKNOWN))
def test_a_create_that_arrived_is_found_and_not_sent_again(
    open_list: OpenList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    site = open_list(TUTORIAL)
    client = open_client(site)
    client.sync()
    creates = Creates(client, monkeypatch)
    creates.error = UNKNOWN[kind]
    client.add("new")
    _tried(client)
    creates.error = None
    client.settle()
    assert len(creates.bodies) == 1
    assert Remote(site).titles() == client.titles() == ["new"]
    assert client.entries() == []


def test_a_create_that_did_not_arrive_is_looked_for_again_and_again_before_it_is_sent_again(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = open_list(any_shape)
    client = open_client(site)
    client.sync()
    creates = Creates(client, monkeypatch)
    creates.arrives, creates.error = False, UNKNOWN["timeout"]
    client.add("new")
    _tried(client)
    for _ in LOOKS:
        client.sync()
        due = client.engine.next_due()
        assert due is not None
        assert due > client.clock.now(), "each look waits for its time"
        assert len(creates.bodies) == 1
        client.clock.forward(due - client.clock.now())
    creates.arrives, creates.error = True, None
    client.settle()
    assert len(creates.bodies) == 2
    assert Remote(site).titles() == client.titles() == ["new"]


def test_it_is_recognised_by_the_time_of_typing_among_twins(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = open_client(tutorial)
    client.sync()
    creates = Creates(client, monkeypatch)
    creates.error = UNKNOWN["cut"]
    ours = client.add("twin")
    _tried(client)
    Remote(tutorial).create(title="twin")
    creates.error = None
    client.settle()
    assert len(Remote(tutorial).rows()) == len(client.todos()) == 2
    (row,) = [row for row in Remote(tutorial).rows() if row["createdAt"] == creates.bodies[0]["createdAt"]]
    assert client.todo(ours).server_id == row["id"]


def test_todos_typed_in_one_moment_have_times_of_their_own(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = open_client(tutorial)
    at = client.clock.now()
    monkeypatch.setattr(client.clock, "now", lambda: at)
    for number in range(5):
        client.add(f"todo {number}")
    assert len({e.created_at for e in client.entries()}) == 5


def test_without_a_writable_time_it_is_recognised_by_its_values_and_its_author(
    full: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = full.with_rights(limited(unwritable=["createdAt", "id"]))
    client = open_client(mine)
    client.sync()
    creates = Creates(client, monkeypatch)
    creates.arrives, creates.error = False, UNKNOWN["cut"]
    client.add("milk")
    _tried(client)
    Remote(full.of_another_user()).create(title="milk")
    creates.arrives, creates.error = True, None
    client.settle()
    assert len(Remote(full).rows()) == 2, "somebody else's is not ours"
    assert len(client.todos()) == 2


def test_what_cannot_be_told_apart_is_asked_about(
    plain: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = open_client(plain)
    client.sync()
    creates = Creates(client, monkeypatch)
    creates.error = UNKNOWN["cut"]
    todo = client.add("milk")
    _tried(client)
    Remote(plain).create(title="milk")
    client.clock.forward(60_000)
    client.sync()
    assert client.problems() == [("milk", Problem.AMBIGUOUS_CREATE)]
    assert len(creates.bodies) == 1
    client.service.take_theirs([todo])
    client.settle()
    assert client.titles() == Remote(plain).titles() == ["milk", "milk"]


class Undecided:
    """A new todo, *milk*, whose answer got lost while somebody else added the same. Its title is edited here, before or
    after it is known that nobody can tell them apart."""

    def __init__(self, site: TodoList, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        client.sync()
        self.client, self.remote = client, Remote(site)
        self.creates = Creates(client, monkeypatch)
        self.creates.error = UNKNOWN["cut"]
        self.todo = client.add("milk")
        _tried(client)
        self.creates.error = None
        self.remote.create(title="milk")

    def look(self) -> None:
        self.client.clock.forward(60_000)
        self.client.sync()
        assert [(e.kind, e.problem) for e in self.client.entries()][:1] == [
            (ChangeKind.CREATE, Problem.AMBIGUOUS_CREATE)
        ]
        assert len(self.creates.bodies) == 1


@pytest.fixture
def undecided(plain: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch) -> Undecided:
    return Undecided(plain, open_client(plain), monkeypatch)


@pytest.mark.parametrize("early", [True, False], ids=["before it was asked about", "while it was asked about"])
def test_an_edit_of_a_todo_that_may_be_there_is_kept_until_it_is_decided(undecided: Undecided, early: bool) -> None:
    client = undecided.client
    if early:
        client.edit(undecided.todo, title="oat milk")
    undecided.look()
    if not early:
        client.edit(undecided.todo, title="oat milk")
    client.settle()
    assert client.titles() == ["milk", "milk", "oat milk"]
    client.service.take_theirs([undecided.todo])
    client.settle()
    assert client.titles() == undecided.remote.titles() == ["milk", "milk"]
    client.undo()
    client.settle()
    assert client.titles() == ["milk", "milk", "oat milk"]
    assert len(undecided.creates.bodies) == 1, "it is asked about again"
    client.service.keep_mine([client.id_of("oat milk")])
    client.settle()
    assert client.titles() == undecided.remote.titles() == ["milk", "milk", "oat milk"]
    assert client.entries() == []


@pytest.mark.parametrize("undone", [False, True], ids=["edited again", "and undone"])
def test_a_later_edit_of_a_todo_that_may_be_there_counts(undecided: Undecided, undone: bool) -> None:
    client = undecided.client
    client.edit(undecided.todo, title="oat milk")
    undecided.look()
    client.edit(undecided.todo, title="soy milk")
    if undone:
        client.undo()
    shown = client.titles()
    assert shown == ["milk", "milk", "oat milk" if undone else "soy milk"]
    client.service.keep_mine([undecided.todo])
    client.settle()
    assert client.titles() == undecided.remote.titles() == shown


@pytest.mark.parametrize("early", [True, False], ids=["before it was asked about", "while it was asked about"])
def test_a_delete_of_a_todo_that_may_be_there_takes_nobody_elses_away_and_is_not_the_end_of_it(
    undecided: Undecided, early: bool
) -> None:
    client = undecided.client
    if early:
        client.delete(undecided.todo)
        client.clock.forward(60_000)
        client.sync()
    else:
        undecided.look()
        client.delete(undecided.todo)
    client.settle()
    assert client.titles() == undecided.remote.titles() == ["milk", "milk"]
    assert client.entries() == []
    assert [trashed.todo.values["title"] for trashed in client.store.trash(client.list_id)] == ["milk"]
    client.undo()
    client.settle()
    assert client.titles() == ["milk", "milk", "milk"]
    assert client.problems() == [("milk", Problem.AMBIGUOUS_CREATE)]
    assert len(undecided.creates.bodies) == 1, "it is asked about again"


def test_no_id_is_chosen_where_the_server_counts_them_and_only_plain_calls_are_used(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = open_list(any_shape)
    client = open_client(site)
    client.sync()
    creates = Creates(client, monkeypatch)
    actions: set[str] = set()
    write = client.server._http.write

    def noted(action: str, *arguments: Any) -> Any:
        actions.add(action.partition(":")[2])
        return write(action, *arguments)

    monkeypatch.setattr(client.server._http, "write", noted)
    client.add("edited")
    client.add("deleted")
    client.sync()
    client.edit("edited", title="edited twice")
    client.delete("deleted")
    client.sync()
    assert actions == {"create", "update", "destroy"}
    assert {"id" in body for body in creates.bodies} == {AUTOINCREMENT_ID not in any_shape.fields}
