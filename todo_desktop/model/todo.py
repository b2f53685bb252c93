"""One todo as the window shows it."""

from collections.abc import Mapping
from enum import IntEnum
from typing import TypeAlias

from msgspec import Struct

from todo_desktop.model.values import Json, Milliseconds, ServerId


class SyncState(IntEnum):
    """Where a todo stands against the server. Stored in the replica, so values never change."""

    SYNCED = 0
    WAITING = 1
    FAILED = 2
    CONFLICT = 3


class Todo(Struct, frozen=True, gc=False):
    """`id` is local and never changes; `server_id` is None until the server has the row."""

    id: int
    list_id: int
    server_id: ServerId | None
    values: Mapping[str, Json]
    state: SyncState = SyncState.SYNCED
    parked: frozenset[str] = frozenset()
    """Names of the fields whose values are in dispute or were refused."""


class Trashed(Struct, frozen=True):
    """A todo as it was when it was taken away, `removed_at` ms since 1970; or, where it `went_back`, as it was before
    the server showed it in an older state."""

    id: int
    removed_at: Milliseconds
    todo: Todo
    went_back: bool = False


StateMark: TypeAlias = tuple[int, Milliseconds]
"""Which of the states that are kept is meant, and those before it: the latest one's number, and when it was kept. Both,
for a number is given again once what had it was restored, and a clock can go back."""


class KeptState(Struct, frozen=True, gc=False):
    """That the server showed a todo in an older state than before, and that what it held then can be restored."""

    mark: StateMark
    list_id: int
    todo_id: int
