"""The rows that were drawn lately, read in windows: only what is looked at is ever read."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, Protocol, TypeVar

WINDOW = 128
WINDOWS = 64


class HasId(Protocol):
    @property
    def id(self) -> int: ...


T = TypeVar("T", bound=HasId)


class RowCache(Generic[T]):
    """What *read* fetches, by id. A miss reads the whole window of neighbours that it lies in; the oldest windows are
    forgotten."""

    def __init__(self, read: Callable[[Sequence[int]], list[T]]) -> None:
        self._read = read
        self._todos: dict[int, T] = {}
        self._windows: OrderedDict[int, list[int]] = OrderedDict()
        self._serial = 0

    def get(self, ids: "array[int]", row: int) -> T | None:
        """The todo at *row* of the order *ids*; None where it is gone."""
        found = self._todos.get(ids[row])
        if found is not None:
            return found
        first = row - row % WINDOW
        missing = [todo_id for todo_id in ids[first : first + WINDOW] if todo_id not in self._todos]
        self._keep(self._read(missing))
        return self._todos.get(ids[row])

    def held(self, todo_id: int) -> T | None:
        """The todo, if it was read already."""
        return self._todos.get(todo_id)

    def forget(self, todo_ids: Iterable[int]) -> None:
        """Read these anew the next time they are drawn."""
        for todo_id in todo_ids:
            self._todos.pop(todo_id, None)

    def clear(self) -> None:
        self._todos.clear()
        self._windows.clear()

    def _keep(self, todos: list[T]) -> None:
        self._serial += 1
        self._windows[self._serial] = [todo.id for todo in todos]
        self._todos.update((todo.id, todo) for todo in todos)
        while len(self._windows) > WINDOWS:
            self.forget(self._windows.popitem(last=False)[1])
