"""Rule 4: a create is known by an id of ours where the kind of key and the role allow one, else by its typing time."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.change import EntryState
from todo_desktop.model.errors import OutcomeUnknown, Problem, Unavailable
from todo_desktop.model.schema import KeyKind
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import FULL, NANOIDS, UUIDS, Shape

SHAPES = {"snowflake": FULL, "uuid": UUIDS, "nanoid": NANOIDS}
WITHOUT_ID, WITHOUT_TIME = limited(unwritable=["id"]), limited(unwritable=["createdAt"])


@pytest.fixture(params=sorted(SHAPES))
def shape(request: pytest.FixtureRequest) -> Shape:
    found: Shape = SHAPES[request.param]
    return found


class Creates:
    """What is sent, and what becomes of it. `lose`: that many answers get lost; `drop`: the id does not arrive."""

    def __init__(self, client: Client, *, lose: int = 0, drop: bool = False) -> None:
        self.sent: list[dict[str, Any]] = []
        self.lose = lose
        self.drop = drop
        self._create = client.server.create
        client.server.create = self._watched  # type: ignore[method-assign]

    def _watched(self, values: Any) -> Any:
        self.sent.append(dict(values))
        reply = self._create({name: value for name, value in values.items() if name != "id" or not self.drop})
        if self.lose:
            self.lose -= 1
            raise OutcomeUnknown(Problem.CONNECTION_LOST, status=502)
        return reply

    @property
    def ids(self) -> list[Any]:
        return [values.get("id") for values in self.sent]


@pytest.fixture
def connected(open_client: OpenClient) -> Callable[[TodoList], Client]:
    def connect(site: TodoList) -> Client:
        client = open_client(site)
        client.sync()
        return client

    return connect


def test_a_new_todo_has_the_id_that_it_was_given_here(
    open_list: OpenList, connected: Callable[[TodoList], Client], shape: Shape
) -> None:
    site = open_list(shape)
    client = connected(site)
    creates = Creates(client)
    for title in ("first", "second"):
        client.add(title)
    client.settle()
    there = {row["title"]: row["id"] for row in Remote(site).rows()}
    assert [str(one) for one in creates.ids] == [str(there["first"]), str(there["second"])]
    assert {str(todo.server_id) for todo in client.todos()} == {str(one) for one in there.values()}
    assert client.entries() == []


def test_a_server_goes_on_making_ids_of_its_own_beside_ours(full: TodoList, connected: Callable[..., Client]) -> None:
    client = connected(full)
    for number in range(20):
        client.add(f"ours {number}")
    client.settle()
    for number in range(5):
        Remote(full).create(title=f"theirs {number}")
    client.settle()
    assert len({todo.server_id for todo in client.todos()}) == 25


def test_a_counting_collection_is_never_sent_an_id(tutorial: TodoList, connected: Callable[..., Client]) -> None:
    client = connected(tutorial)
    creates = Creates(client)
    client.add("new")
    client.settle()
    assert creates.ids == [None]


@pytest.mark.parametrize("rights", [WITHOUT_ID, WITHOUT_TIME], ids=["no id", "no time"])
def test_a_lost_answer_makes_no_second_row(full: TodoList, connected: Callable[..., Client], rights: Any) -> None:
    """Among rows that look the same."""
    Remote(full).create(title="twin")
    client = connected(full.with_rights(rights))
    creates = Creates(client, lose=1)
    client.add("twin")
    client.settle()
    assert len(creates.sent) == 1
    assert (creates.ids == [None]) is (rights is WITHOUT_ID)
    assert Remote(full).titles() == ["twin", "twin"]
    assert client.entries() == []


def test_an_answer_that_was_lost_before_a_crash_makes_no_second_row(
    full: TodoList, connected: Callable[..., Client]
) -> None:
    client = connected(full.with_rights(WITHOUT_TIME))
    creates = Creates(client, lose=1)
    client.add("new")
    client.sync()
    (entry,) = client.entries()
    assert entry.state is EntryState.SENT
    assert entry.wanted["id"] == creates.ids[0]
    client.restart()
    client.settle()
    assert Remote(full).titles() == ["new"]


def test_a_create_that_arrives_after_all_looks_is_known_by_its_refusal(
    full: TodoList, connected: Callable[..., Client]
) -> None:
    """The row is committed only after we had given it up."""
    client = connected(full)
    creates = Creates(client, lose=1)
    client.add("late")
    look, looks = client.server.by_ids, 3

    def not_yet(ids: Any) -> Any:
        nonlocal looks
        looks -= 1
        return look(ids) if looks < 0 else []

    client.server.by_ids = not_yet  # type: ignore[method-assign]
    at_time = client.server.created_at
    client.server.created_at = lambda instants: at_time(instants) if looks < 0 else []  # type: ignore[method-assign]
    client.settle()
    assert creates.ids == [creates.ids[0]] * 2, "the same id again, and so a clear refusal"
    assert Remote(full).titles() == ["late"]
    assert client.entries() == []


def test_a_create_that_arrives_after_a_pull_has_brought_it_is_one_todo(
    full: TodoList, connected: Callable[..., Client]
) -> None:
    """As when a server says 503 and carries out what it was asked all the same."""
    client = connected(full)
    create = client.server.create

    def carried_out_all_the_same(values: Any) -> Any:
        client.server.create = create  # type: ignore[method-assign]
        create(values)
        raise Unavailable(Problem.SERVER_BUSY)

    client.server.create = carried_out_all_the_same  # type: ignore[method-assign]
    todo = client.add("busy")
    with pytest.raises(Unavailable):
        client.sync()
    client.engine._pull.run()
    assert client.titles() == ["busy", "busy"]
    client.settle()
    assert [one.id for one in client.todos()] == [todo]
    assert Remote(full).titles() == ["busy"]
    assert client.entries() == []


def test_an_id_that_is_dropped_in_silence_is_not_relied_on_again(
    full: TodoList, connected: Callable[..., Client]
) -> None:
    client = connected(full)
    creates = Creates(client, drop=True)
    client.add("one")
    client.settle()
    client.add("two")
    client.settle()
    assert creates.ids[0] is not None
    assert creates.ids[1:] == [None]
    assert Remote(full).titles() == client.titles() == ["one", "two"]
    assert {todo.server_id for todo in client.todos()} == {row["id"] for row in Remote(full).rows()}
    assert client.entries() == []


def test_an_id_that_was_dropped_with_an_answer_that_was_lost_makes_no_second_row(
    full: TodoList, connected: Callable[..., Client]
) -> None:
    client = connected(full)
    creates = Creates(client, lose=1, drop=True)
    client.add("new")
    client.settle()
    assert len(creates.sent) == 1
    assert Remote(full).titles() == ["new"]
    assert client.entries() == []


def test_an_id_that_somebody_else_has_is_exchanged(full: TodoList, connected: Callable[..., Client]) -> None:
    taken = 400_000_000_012_345
    Remote(full).create(id=taken, title="theirs")
    client = connected(full)
    creates = Creates(client)
    maker = client.engine._push._new_rows.ids
    assert maker is not None
    make = maker.next
    ids = iter([taken])
    maker.next = lambda kind: next(ids, None) or make(kind)  # type: ignore[method-assign]
    client.add("ours")
    client.settle()
    assert creates.ids[0] == taken
    assert Remote(full).titles() == client.titles() == ["ours", "theirs"]
    assert client.entries() == []
    assert maker.next(KeyKind.AUTOINCREMENT) is None
