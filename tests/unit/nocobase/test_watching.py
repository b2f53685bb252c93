"""Each call can be watched, whatever came of it, and what is told of it holds no key."""

import time
from collections.abc import Iterator

import pytest
import requests

from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.errors import TodoDesktopError
from todo_desktop.model.exchange import Exchange
from todo_desktop.nocobase.exchanges import LONGEST_BODY, exchange_of
from todo_desktop.nocobase.http import HttpSession, Timeouts
from todo_desktop.nocobase.verdict import Intent, Reply
from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase, faults
from todo_desktop.testing.shapes import TUTORIAL


@pytest.fixture
def todos(fake: FakeNocoBase) -> FakeList:
    return fake.open_list(TUTORIAL)


@pytest.fixture
def seen() -> list[Exchange]:
    return []


@pytest.fixture
def session(todos: FakeList, seen: list[Exchange]) -> Iterator[HttpSession]:
    connection = Connection(todos.base_url, todos.collection, ApiKey(todos.key))
    timeouts = Timeouts(connect=0.3, read=0.3, call=0.6)
    session = HttpSession(connection, monotonic=time.monotonic, timeouts=timeouts, watch=seen.append)
    yield session
    session.close()


def test_call_and_answer_are_told_whole(todos: FakeList, session: HttpSession, seen: list[Exchange]) -> None:
    session.write(f"{todos.collection}:create", Intent.CREATE, {"a": "b c"}, {"title": "password: ü"})
    (told,) = seen
    assert (told.method, told.path, told.status) == ("POST", f"/{todos.collection}:create?a=b c", 200)
    assert told.sent == '{"title":"password: ü"}'
    assert '"title"' in told.received
    assert told.size == len(told.received.encode())
    assert 0 < told.took_ms < 10_000


def test_what_a_call_asks_for_in_its_headers_is_told_but_not_its_key(
    todos: FakeList, session: HttpSession, seen: list[Exchange]
) -> None:
    session.read(f"{todos.collection}:list", headers={"X-With-ACL-Meta": "true"})
    assert seen[0].asking == (("X-With-ACL-Meta", "true"),)
    assert todos.key not in str(seen[0])


def test_a_long_answer_is_cut_and_its_size_is_told(todos: FakeList, session: HttpSession, seen: list[Exchange]) -> None:
    todos.seed(500)
    session.read(f"{todos.collection}:list", {"pageSize": "500"})
    assert seen[0].is_cut
    assert len(seen[0].received) == LONGEST_BODY < seen[0].size


def test_a_call_without_an_answer_says_why(
    fake: FakeNocoBase, todos: FakeList, session: HttpSession, seen: list[Exchange]
) -> None:
    fake.faults.next("*", faults.HANG)
    with pytest.raises(TodoDesktopError):
        session.read(f"{todos.collection}:list")
    (told,) = seen
    assert told.status is None
    assert told.failure


def test_the_key_is_in_no_part_of_it(todos: FakeList, session: HttpSession, seen: list[Exchange]) -> None:
    session.read(f"{todos.collection}:list", {"x": todos.key}, {"y": f"Bearer {todos.key}"})
    session.write(f"{todos.collection}:create", Intent.CREATE, {}, {"title": todos.key})
    assert len(seen) == 2
    assert not [told for told in seen if todos.key in repr(told)]


def test_a_key_where_the_answer_is_cut_is_hidden_whole() -> None:
    key = "0123456789" * 10
    asked = requests.Request("GET", "https://demo.example/api/todos:list").prepare()
    reply = Reply(200, "application/json", b"x" * (LONGEST_BODY - 50) + key.encode() + b"x" * 50)
    told = exchange_of(asked, 1.0, reply, "", ApiKey(key))
    assert told.is_cut
    assert key[:20] not in told.received
