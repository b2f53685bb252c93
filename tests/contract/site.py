"""The server that the contract is proven on: the fake one or a real one, behind one face."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, Self

import requests

from tests.server.lists import RemoteList
from todo_desktop.model.connection import Connection
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.model.typed_key import typed_key
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.nocobase.diagnosis import Diagnostician
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.given_server import GivenServer
from todo_desktop.testing.rights import Rights
from todo_desktop.testing.shapes import Shape

Connect = Callable[..., NocoBase]


class Reachable(GivenServer, Protocol):
    """What a client needs of one collection: where it is, a key, and whose key that is."""

    @property
    def user_id(self) -> int: ...


class TodoList(Reachable, Protocol):
    """One collection and a key, on either server."""

    def with_rights(self, rights: Rights) -> Self: ...
    def of_another_user(self, rights: Rights = ...) -> Self: ...
    def expired_key(self) -> str: ...
    def revoke_key(self) -> None: ...
    def take_role_away(self) -> None: ...
    def seed(self, count: int) -> None: ...


class OpenList(Protocol):
    def __call__(self, shape: Shape, *, fresh: bool = False) -> TodoList:
        """An empty list; where its columns or its key are to be changed, a *fresh* one of the test's own."""
        ...


def connection_to(todos: Reachable, key: str | None = None, collection: str | None = None) -> Connection:
    return Connection(todos.base_url, collection or todos.collection, typed_key(todos.key if key is None else key))


def diagnosed(connection: Connection) -> Diagnosis:
    """What a person who tests this connection is told."""
    return Diagnostician(monotonic=time.monotonic).test(connection)


def write_row(todos: Reachable, **values: Any) -> None:
    """Insert a row behind the API's back, as an SQL script would: nothing is stamped, microseconds are kept."""
    if isinstance(todos, FakeList):
        todos.write_row(values)
        return
    assert isinstance(todos, RemoteList)
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("NULL" if value is None else f":'{name}'" for name, value in values.items())
    texts = {name: str(value) for name, value in values.items() if value is not None}
    todos.sql(f'INSERT INTO :"todos" ({names}) VALUES ({marks});', **texts)  # noqa: S608 (names of our own)


@dataclass(frozen=True, slots=True)
class Raw:
    """Requests as they are, without anything of ours in between."""

    todos: Reachable

    def get(self, action: str, headers: Mapping[str, str] | None = None, **query: Any) -> requests.Response:
        return self._send("GET", action, headers, query, None)

    def post(
        self, action: str, body: Any = None, headers: Mapping[str, str] | None = None, **query: Any
    ) -> requests.Response:
        return self._send("POST", action, headers, query, body)

    def row(self, row_id: int | str) -> dict[str, Any]:
        """As a read shows it."""
        found: dict[str, Any] = self.get(f"{self.todos.collection}:get", filterByTk=row_id).json()["data"]
        return found

    def _send(
        self, method: str, action: str, headers: Mapping[str, str] | None, query: Mapping[str, Any], body: Any
    ) -> requests.Response:
        texts = {name: json.dumps(value) if isinstance(value, dict) else value for name, value in query.items()}
        sent = {"Authorization": f"Bearer {self.todos.key}", **(headers or {})}
        with requests.Session() as session:
            session.trust_env = False
            url = f"{self.todos.base_url}/{action}"
            return session.request(method, url, params=texts, json=body, headers=sent, timeout=60)
