"""The verbs that a window or a command may ask for. Each returns the `Changes` it made; undo and redo live here."""

from collections.abc import Callable, Iterable, Mapping, MutableSequence, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Protocol

from todo_desktop.model import editing, validation
from todo_desktop.model.changes import Changes
from todo_desktop.model.connection import Connection
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.model.errors import InvalidValue, Problem, Refused
from todo_desktop.model.held import Held
from todo_desktop.model.instants import to_instant
from todo_desktop.model.lists import TodoList
from todo_desktop.model.values import Json, Milliseconds

UNDO_MS = 8_000
"""How long the undo bar of a delete stays; the delete is not sent before."""
UNDO_STEPS = 100


class ConnectionTester(Protocol):
    """Tests a connection; a short job of its own (`nocobase.diagnosis`)."""

    def test(self, connection: Connection) -> Diagnosis:
        """Blocks for seconds: call it from a background thread. Never raises for what the server does."""
        ...

    def cancel(self) -> None:
        """End the test under way, from any thread."""
        ...


class EditStore(Protocol):
    """The replica on the window's connection. Raises StorageError."""

    def transaction(self) -> AbstractContextManager[None]: ...

    def held(self, todo_ids: Iterable[int]) -> dict[int, Held]: ...

    def put(self, held: Held) -> int: ...

    def remove(self, todo_id: int, at: Milliseconds) -> None: ...

    def todo_list(self, list_id: int) -> TodoList: ...


@dataclass(frozen=True, slots=True)
class UndoStep:
    """What the next undo or redo would take back: `verb` is add, edit, done, open or delete; of `count` todos."""

    verb: str
    count: int


@dataclass(frozen=True, slots=True)
class _Edit:
    todo_id: int
    field: str
    old: Json
    new: Json


@dataclass(frozen=True, slots=True)
class _Step:
    verb: str
    edits: tuple[_Edit, ...] = ()
    added: tuple[int, ...] = ()
    deleted: tuple[Held, ...] = ()

    @property
    def summary(self) -> UndoStep:
        todos = {edit.todo_id for edit in self.edits}
        return UndoStep(self.verb, len(todos) + len(self.added) + len(self.deleted))


class TodoService:
    """Edits of the list that is open now. Called on the window's thread; each verb is one short transaction."""

    def __init__(
        self,
        store: EditStore,
        todo_list: TodoList,
        *,
        now: Callable[[], Milliseconds],
        new_operation: Callable[[], str],
    ) -> None:
        self._store = store
        self._list = todo_list
        self._now = now
        self._new_operation = new_operation
        self._last_tick: Milliseconds = 0
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []
        self._listeners: list[Callable[[Changes], None]] = []
        self.skipped = 0
        """How many values the last undo or redo left alone because somebody has changed them since."""

    @property
    def list(self) -> TodoList:
        return self._list

    def open_list(self, todo_list: TodoList) -> None:
        """Go on with another list; what was done in the one before can no longer be undone."""
        self._list = todo_list
        self._undo.clear()
        self._redo.clear()

    def reload_list(self) -> None:
        """Read the schema and the permissions of the open list anew."""
        self._list = self._store.todo_list(self._list.id)

    def subscribe(self, listener: Callable[[Changes], None]) -> None:
        """*listener* hears of every change made by any verb, on the caller's thread."""
        self._listeners.append(listener)

    def add(self, values: Mapping[str, Json]) -> Changes:
        """A new todo; `added` holds its id. Raises InvalidValue, Refused."""
        self._demand(self._list.permissions.create.allowed, Problem.MAY_NOT_CREATE)
        for name, value in values.items():
            self._check(name, value)
        now = self._tick()
        shown = dict(values)
        if not self._tracked:
            shown |= self._local_times(now, created=True)
        held = editing.new_todo(self._list.id, shown, tracked=self._tracked, operation=self._new_operation(), now=now)
        with self._store.transaction():
            todo_id = self._store.put(held)
        self._did(_Step("add", added=(todo_id,)))
        return self._tell(Changes(self._list.id, added=frozenset({todo_id})))

    def edit(self, todo_ids: Sequence[int], values: Mapping[str, Json]) -> Changes:
        """The same values for each todo; one undo step. Raises InvalidValue, Refused."""
        return self._edit(todo_ids, values, "edit")

    def set_done(self, todo_ids: Sequence[int], done: bool) -> Changes:
        """Tick or untick. A value that is null already means not done."""
        name = self._list.collection.roles.done
        if not name:
            raise InvalidValue("", "not-editable")
        return self._edit(todo_ids, {name: done}, "done" if done else "open")

    def delete(self, todo_ids: Sequence[int]) -> Changes:
        """Gone from the view at once; sent after the undo bar has gone (UNDO_MS). Raises Refused."""
        self._demand(self._list.permissions.destroy.allowed, Problem.MAY_NOT_DELETE)
        with self._store.transaction():
            before = [held for held in self._store.held(todo_ids).values() if not held.hidden]
            for held in before:
                self._hide(held)
        self._did(_Step("delete", deleted=tuple(before)))
        return self._tell(Changes(self._list.id, removed=frozenset(held.todo_id for held in before)))

    @property
    def undo_step(self) -> UndoStep | None:
        return self._undo[-1].summary if self._undo else None

    @property
    def redo_step(self) -> UndoStep | None:
        return self._redo[-1].summary if self._redo else None

    def undo(self) -> Changes:
        """Take the last step back. `skipped` tells how many values were left as somebody else has set them since."""
        return self._replay(self._undo, self._redo, back=True)

    def redo(self) -> Changes:
        """Do again what was undone last."""
        return self._replay(self._redo, self._undo, back=False)

    def keep_mine(self, todo_ids: Sequence[int]) -> Changes:
        """Send our values again over the server's; a todo that is gone there is brought back under its old id."""
        with self._store.transaction():
            held = self._store.held(todo_ids)
            for one in held.values():
                self._store.put(editing.kept_mine(one, operation=self._new_operation(), now=self._tick()))
        return self._tell(Changes(self._list.id, changed=frozenset(held)))

    def take_theirs(self, todo_ids: Sequence[int]) -> Changes:
        """Drop our changes that need a decision; a todo that the server does not have goes here too."""
        changed, removed = set(), set()
        with self._store.transaction():
            for todo_id, held in self._store.held(todo_ids).items():
                left = editing.took_theirs(held)
                if left is None:
                    self._store.remove(todo_id, self._now())
                    removed.add(todo_id)
                else:
                    self._store.put(left)
                    changed.add(todo_id)
        return self._tell(Changes(self._list.id, changed=frozenset(changed), removed=frozenset(removed)))

    def _edit(self, todo_ids: Sequence[int], values: Mapping[str, Json], verb: str) -> Changes:
        for name, value in values.items():
            self._demand(self._list.permissions.update.covers(name), Problem.MAY_NOT_UPDATE)
            self._check(name, value)
        with self._store.transaction():
            edits = [e for held in self._store.held(todo_ids).values() for e in self._set(held, values)]
        if not edits:
            return Changes(self._list.id)
        self._did(_Step(verb, edits=tuple(edits)))
        return self._tell(Changes(self._list.id, changed=frozenset(edit.todo_id for edit in edits)))

    def _set(self, held: Held, values: Mapping[str, Json]) -> Sequence[_Edit]:
        """Store *values*; what was different before. Inside a transaction."""
        now = self._tick()
        new = editing.edited(
            held, values, self._list.collection, tracked=self._tracked, operation=self._new_operation(), now=now
        )
        if new is held:
            return []
        done = [_Edit(held.todo_id, n, held.values.get(n), v) for n, v in values.items() if held.values.get(n) != v]
        if not self._tracked:
            new = replace(new, values={**new.values, **self._local_times(now, created=False)})
        self._store.put(new)
        return done

    def _hide(self, held: Held) -> None:
        now = self._tick()
        self._store.put(
            editing.deleted(
                held, tracked=self._tracked, operation=self._new_operation(), now=now, not_before=now + UNDO_MS
            )
        )

    def _replay(self, source: MutableSequence[_Step], target: MutableSequence[_Step], *, back: bool) -> Changes:
        """Take the last step of *source* back (or do it again) and put it on *target*."""
        self.skipped = 0
        if not source:
            return Changes(self._list.id)
        step = source[-1]
        appear, vanish = (step.deleted, step.added) if back else ((), tuple(h.todo_id for h in step.deleted))
        with self._store.transaction():
            changed = self._replay_edits(step.edits, back=back)
            removed = self._replay_removals(vanish)
            shown = self._replay_returns(appear)
            if not back:
                shown |= self._replay_returns(self._held_again(step.added))
        if changed or removed or shown or self.skipped == 0:
            source.pop()
            target.append(step)
        return self._tell(
            Changes(self._list.id, added=frozenset(shown), changed=frozenset(changed), removed=frozenset(removed))
        )

    def _replay_edits(self, edits: Sequence[_Edit], *, back: bool) -> set[int]:
        """Set the old (or again the new) values where the present ones are still those of the step."""
        changed = set()
        held = self._store.held({edit.todo_id for edit in edits})
        wanted: dict[int, dict[str, Json]] = {}
        for edit in edits:
            now_there, goal = (edit.new, edit.old) if back else (edit.old, edit.new)
            row = held.get(edit.todo_id)
            if row is not None and self._same(edit.field, row.values.get(edit.field), now_there):
                wanted.setdefault(edit.todo_id, {})[edit.field] = goal
            else:
                self.skipped += 1
        for todo_id, values in wanted.items():
            if self._set(held[todo_id], values):
                changed.add(todo_id)
        return changed

    def _replay_removals(self, todo_ids: Sequence[int]) -> set[int]:
        rows = {todo_id: held for todo_id, held in self._store.held(todo_ids).items() if not held.hidden}
        for held in rows.values():
            self._hide(held)
        self.skipped += len(todo_ids) - len(rows)
        return set(rows)

    def _replay_returns(self, rows: Sequence[Held]) -> set[int]:
        """Bring deleted todos back into sight, or, once the server has deleted them, back to the server."""
        shown = set()
        present = self._store.held([row.todo_id for row in rows])
        for row in rows:
            held = present.get(row.todo_id)
            if held is None:
                held = editing.brought_back(row, operation=self._new_operation(), now=self._tick())
                shown.add(self._store.put(held if self._tracked else replace(row, hidden=False)))
                continue
            visible = editing.undeleted(held)
            if visible is None:
                self.skipped += 1
            else:
                self._store.put(visible)
                shown.add(row.todo_id)
        return shown

    def _held_again(self, todo_ids: Sequence[int]) -> Sequence[Held]:
        return tuple(self._store.held(todo_ids).values())

    def _did(self, step: _Step) -> None:
        self._undo.append(step)
        del self._undo[:-UNDO_STEPS]
        self._redo.clear()

    def _tell(self, changes: Changes) -> Changes:
        whole = replace(changes, outbox=self._tracked)
        for listener in self._listeners:
            listener(whole)
        return whole

    @property
    def _tracked(self) -> bool:
        return not self._list.is_local

    def _tick(self) -> Milliseconds:
        """Now, but never twice the same: the typing time of a create is its marker on the server."""
        self._last_tick = max(self._now(), self._last_tick + 1)
        return self._last_tick

    def _local_times(self, now: Milliseconds, *, created: bool) -> dict[str, Json]:
        """The times that a server would set."""
        collection = self._list.collection
        names = [collection.updated_at, collection.created_at if created else ""]
        return {name: to_instant(now) for name in names if name}

    def _check(self, name: str, value: Json) -> None:
        field = self._list.collection.field(name)
        if field is None:
            raise InvalidValue(name, "not-editable")
        validation.check(field, value)

    def _same(self, name: str, a: Json, b: Json) -> bool:
        field = self._list.collection.field(name)
        return a == b if field is None else field.same(a, b)

    @staticmethod
    def _demand(allowed: bool, problem: Problem) -> None:
        if not allowed:
            raise Refused(problem)
