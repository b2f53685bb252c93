"""Bring the todos of the local list to a server's list: one short transaction a todo, so that it can stop and go on."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from enum import StrEnum

from msgspec import Struct

from todo_desktop.model import editing
from todo_desktop.model.changes import Changes
from todo_desktop.model.held import Held
from todo_desktop.model.instants import to_instant
from todo_desktop.model.lists import TodoList
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.validation import fits
from todo_desktop.model.values import Json, Milliseconds
from todo_desktop.service import EditStore


class WithoutColumn(StrEnum):
    """What becomes of values that the server has no column for."""

    INTO_NOTES = "into-notes"
    KEEP_TODO_HERE = "keep-todo-here"


class UploadOffer(Struct, frozen=True):
    """How many todos there are, and the fields (of the local list) whose values the server could not hold."""

    count: int
    homeless: tuple[Field, ...]
    can_take_notes: bool


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
        self._now = now
        self._new_operation = new_operation
        self._last_tick: Milliseconds = 0

    def offer(self, todo_ids: Sequence[int]) -> UploadOffer:
        """What an upload of these todos would mean."""
        held = [h for h in self._store.held(todo_ids).values() if not h.hidden]
        homeless = {name for todo in held for name in self._split(todo)[1]}
        fields = tuple(f for f in self._here.collection.fields if f.name in homeless)
        return UploadOffer(len(held), fields, self._notes_field() is not None)

    def run(self, todo_ids: Sequence[int], choice: WithoutColumn) -> tuple[Changes, Changes]:
        """Move the todos, each whole or not at all; what changed in the local list, and in the server's."""
        gone, come = set(), set()
        for todo_id in todo_ids:
            with self._store.transaction():
                todo = self._store.held([todo_id]).get(todo_id)
                if todo is None or todo.hidden:
                    continue
                values = self._whole(todo, choice)
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

    def _split(self, todo: Held) -> tuple[dict[str, Json], dict[str, Json]]:
        """(values by the server's field names, values by local field names that have no place there)."""
        values: dict[str, Json] = {}
        rest: dict[str, Json] = {}
        for field in self._here.collection.fields:
            value = todo.values.get(field.name)
            if field.system or value is None or value in ("", []):
                continue
            target = self._counterpart(field.name)
            fitting = _fitted(value, field, target) if target is not None else None
            if target is None or fitting is None:
                rest[field.name] = value
            else:
                values[target.name] = fitting
        return values, rest

    def _counterpart(self, name: str) -> Field | None:
        """The server's field that plays the role of the local field of that name."""
        mine, theirs = self._here.collection.roles, self._there.collection.roles
        for role in ("title", "done", "due", "priority", "notes"):
            if getattr(mine, role) == name:
                found = self._there.collection.field(getattr(theirs, role))
                grant = self._there.permissions.create
                return found if found is not None and found.editable and grant.covers(found.name) else None
        return None

    def _notes_field(self) -> Field | None:
        return self._counterpart(self._here.collection.roles.notes)

    def _whole(self, todo: Held, choice: WithoutColumn) -> dict[str, Json] | None:
        """All that *todo* holds, as the server's list can hold it; None where it cannot, or shall not."""
        values, rest = self._split(todo)
        if not rest:
            return values
        return self._with_notes(values, rest) if choice is WithoutColumn.INTO_NOTES else None

    def _with_notes(self, values: dict[str, Json], rest: Mapping[str, Json]) -> dict[str, Json] | None:
        """*values* with what has no column as lines at the end of the notes; None where there is no room for them."""
        notes = self._notes_field()
        if notes is None:
            return None
        labels = {f.name: f for f in self._here.collection.fields}
        lines = [f"{labels[name].label}: {_in_words(labels[name], value)}" for name, value in rest.items()]
        before = [str(values[notes.name])] if values.get(notes.name) else []
        text = "\n".join([*before, *lines])
        return {**values, notes.name: text} if fits(notes, text) else None


def _fitted(value: Json, field: Field, target: Field) -> Json:
    """*value* as *target* holds it, or None where it cannot."""
    if target.kind is FieldKind.SELECT:
        wanted = _in_words(field, value).casefold()
        options = {o.value for o in target.options if wanted in (str(o.value).casefold(), o.label.casefold())}
        return min(options, key=str, default=None)
    if field.kind is FieldKind.DATE and target.kind in (FieldKind.DATETIME, FieldKind.DATETIME_LOCAL):
        midnight = datetime.combine(date.fromisoformat(str(value)), time())
        if target.kind is FieldKind.DATETIME_LOCAL:
            return f"{midnight:%Y-%m-%d %H:%M:%S}"
        return to_instant(int(midnight.astimezone(UTC).timestamp() * 1000))
    return value if fits(target, value) else None


def _in_words(field: Field, value: Json) -> str:
    return next((o.label for o in field.options if o.value == value), str(value))
