"""What the verbs need of the replica, and what a window may ask of a server before it has a list."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from todo_desktop.model.connection import Connection
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.model.held import Held
from todo_desktop.model.lists import TodoList
from todo_desktop.model.values import Milliseconds, ServerId


class ConnectionTester(Protocol):
    """Tests one connection, once; a short job of its own (`nocobase.diagnosis`)."""

    def test(self, connection: Connection) -> Diagnosis:
        """Blocks for seconds: call it from a background thread. Raises only Cancelled, whatever the server does."""
        ...

    def cancel(self) -> None:
        """End the test, also one that has not begun; from any thread."""
        ...


class EditStore(Protocol):
    """The replica on the window's connection. Raises StorageError."""

    def transaction(self) -> AbstractContextManager[None]: ...

    def unflushed(self) -> AbstractContextManager[None]:
        """What is committed inside is safe from a loss of power only after `flush`."""
        ...

    def flush(self) -> None: ...

    def held(self, todo_ids: Iterable[int]) -> dict[int, Held]: ...

    def held_by_server_id(self, list_id: int, server_ids: Iterable[ServerId]) -> dict[ServerId, Held]: ...

    def put(self, held: Held) -> int: ...

    def remove(self, todo_id: int, at: Milliseconds) -> None: ...

    def restore(self, trash_id: int, change: Callable[[Held], Held]) -> int:
        """Out of the trash as what *change* makes of it; its local id. Where the server has meanwhile shown the row
        again, that todo stays as it is. Raises LookupError."""
        ...

    def kept_state(self, trash_id: int) -> Held | None:
        """What a todo that is here held before it went back to an older state; None where something else is in the
        trash there."""
        ...

    def forget_state(self, trash_id: int) -> None:
        """Take it out of the trash."""
        ...

    def look(self, list_ids: Iterable[int], at: Milliseconds) -> None: ...

    def forget_news(self, todo_ids: Iterable[int]) -> None: ...

    def forget_all_news(self, list_ids: Iterable[int]) -> None: ...

    def todo_list(self, list_id: int) -> TodoList: ...

    def choose_roles(self, list_id: int, chosen: Mapping[str, str]) -> None:
        """Which field plays which role, by role (`role_choice`). Takes long where `move_rows` has left something."""
        ...

    def move_rows(self, list_id: int) -> bool:
        """Some of the rows that an earlier choice of roles has left where they were. Whether anything was left."""
        ...
