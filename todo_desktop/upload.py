"""Bring the todos of the local list to a server's list: one short transaction a todo, so that it can stop and go on."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from todo_desktop.model import editing
from todo_desktop.model.changes import Changes
from todo_desktop.model.fitting import Fitting
from todo_desktop.model.held import Held
from todo_desktop.model.lists import TodoList
from todo_desktop.model.misfits import Misfits
from todo_desktop.model.values import Json, Milliseconds
from todo_desktop.service import EditStore


class WithoutColumn(StrEnum):
    """What becomes of values that have no place on the server."""

    INTO_NOTES = "into-notes"
    KEEP_TODO_HERE = "keep-todo-here"


class UploadOffer(Struct, frozen=True):
    """How many todos there are, and what of them the server could not hold."""

    count: int
    misfits: Misfits


class Upload:
    """From the list *here* to the list *there*. The caller hands in local ids; those that are gone are passed over."""

    def __init__(
        self,
        store: EditStore,
        here: TodoList,
        there: TodoList,
        *,
        now: Callable[[], Milliseconds],
        new_operation: Callable[[], str],
    ) -> None:
        self._store = store
        self._here = here
        self._there = there
        self._fitting = Fitting(here, there)
        self._now = now
        self._new_operation = new_operation
        self._last_tick: Milliseconds = 0

    def offer(self, todo_ids: Sequence[int]) -> UploadOffer:
        """What an upload of these todos would mean."""
        held = [h for h in self._store.held(todo_ids).values() if not h.hidden]
        return UploadOffer(len(held), self._fitting.misfits(held))

    def run(self, todo_ids: Sequence[int], choice: WithoutColumn) -> tuple[Changes, Changes]:
        """Move the todos, each whole or not at all; what changed in the local list, and in the server's."""
        gone, come = set(), set()
        for todo_id in todo_ids:
            with self._store.transaction():
                todo = self._store.held([todo_id]).get(todo_id)
                if todo is None or todo.hidden:
                    continue
                values = self._fitting.whole(todo, into_notes=choice is WithoutColumn.INTO_NOTES)
                if values is None:
                    continue
                come.add(self._store.put(self._made(values)))
                self._store.remove(todo_id, self._now())
                gone.add(todo_id)
        return (
            Changes(self._here.id, removed=frozenset(gone)),
            Changes(self._there.id, added=frozenset(come), outbox=bool(come)),
        )

    def _made(self, values: Mapping[str, Json]) -> Held:
        self._last_tick = max(self._now(), self._last_tick + 1)
        return editing.new_todo(
            self._there.id, values, tracked=True, operation=self._new_operation(), now=self._last_tick
        )
